//! The ids of items: given once, by what was first read, and kept whatever is read later.

use std::collections::HashMap;

use law::{EnforcementItem, StatuteKey, VersionKey};

use super::path_of;
use crate::ItemId;

/// Gives ids to the items of a version.
pub(crate) struct IdGiver<'a> {
    statute: &'a StatuteKey,
    version: VersionKey,
    given: HashMap<String, u32>,
}

impl<'a> IdGiver<'a> {
    pub(crate) fn new(statute: &'a StatuteKey, version: VersionKey) -> Self {
        Self {
            statute,
            version,
            given: HashMap::new(),
        }
    }

    /// The id of an item: the same for the same kind, provision and behaviour, and another for the
    /// second item of which these are the same.
    pub(crate) fn give(&mut self, item: &EnforcementItem) -> ItemId {
        let kind = super::row::kind_name(item.kind);
        let name = format!(
            "{}@{}#{} {kind} {}",
            self.statute,
            self.version,
            path_of(item),
            item.behaviour
        );
        let given = self.given.entry(name.clone()).or_insert(0);
        *given += 1;
        match *given {
            1 => ItemId::derived(&name),
            nth => ItemId::derived(&format!("{name} {nth}")),
        }
    }
}
