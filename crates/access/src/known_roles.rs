//! Roles in memory: what was read of an account is used as long as nobody, in whatever process, has
//! given or taken back a role, no authority has changed and the day is the same (ADR 0016).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use record::Mark;

use crate::place::Tree;
use crate::policy::HeldRole;

/// Counts the roles that were given or taken back.
pub(crate) const GRANTS: Mark = Mark("access.grants");

/// Accounts that are kept at most; a city has some eight thousand officers.
const KEPT: usize = 20_000;

/// The roles of accounts as they were last worked out.
#[derive(Default)]
pub(crate) struct KnownRoles(RwLock<HashMap<String, Known>>);

type Known = (AsOf, Arc<[HeldRole]>);

/// What they rest on.
pub(crate) struct AsOf {
    pub grants: i64,
    pub tree: Arc<Tree>,
    pub on: Date,
}

impl PartialEq for AsOf {
    fn eq(&self, other: &Self) -> bool {
        self.grants == other.grants && self.on == other.on && Arc::ptr_eq(&self.tree, &other.tree)
    }
}

impl KnownRoles {
    pub(crate) fn get(&self, account: &str, as_of: &AsOf) -> Option<Arc<[HeldRole]>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(account).filter(|(held, _)| held == as_of);
        found.map(|(_, roles)| Arc::clone(roles))
    }

    pub(crate) fn keep(&self, account: &str, as_of: AsOf, roles: &Arc<[HeldRole]>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(account.to_owned(), (as_of, Arc::clone(roles)));
    }
}
