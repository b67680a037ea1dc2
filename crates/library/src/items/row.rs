//! Items as rows.

use jiff::Timestamp;
use law::{EnforcementItem, ItemKind, ProvisionPath};

use crate::ItemId;
use crate::tables::item;
use crate::view::{ItemState, MachineReading};

/// An item that is to be written for the first time.
pub(crate) struct NewItem<'a> {
    pub id: ItemId,
    pub version_id: i64,
    /// Its place among the items of the version.
    pub ordinal: u32,
    pub item: &'a EnforcementItem,
    /// `item` as JSON.
    pub record: String,
    /// Whether a person made it.
    pub by_person: bool,
    pub first_read_at: Timestamp,
}

/// Items that a version may have at most, in bits of `sort`.
const ORDINAL_BITS: u32 = 24;

/// The place of an item in the list of all.
pub(crate) fn sort(version_id: i64, ordinal: u32) -> i64 {
    (version_id << ORDINAL_BITS) | i64::from(ordinal)
}

/// The place of an item among those of its version.
pub(crate) fn ordinal(sort: i64) -> u32 {
    (sort & ((1 << ORDINAL_BITS) - 1)) as u32
}

impl NewItem<'_> {
    pub(crate) fn row(self) -> item::Model {
        let (state, reading) = if self.by_person {
            (ItemState::Reviewed, MachineReading::None)
        } else {
            (ItemState::Read, MachineReading::Same)
        };
        item::Model {
            id: self.id.to_string(),
            version_id: self.version_id,
            sort: sort(self.version_id, self.ordinal),
            kind: kind_name(self.item.kind).to_owned(),
            state: state.as_str().to_owned(),
            path: path_of(self.item).to_string(),
            article: self.item.article.to_string(),
            behaviour: self.item.behaviour.clone(),
            subject: self.item.subject.clone(),
            object: self.item.object.clone(),
            record: self.record,
            machine_record: None,
            machine_reading: reading.as_str().to_owned(),
            by_person: i32::from(self.by_person),
            revision: 1,
            first_read_ms: self.first_read_at.as_millisecond(),
        }
    }
}

/// The provision that gives the power or the sanction.
pub(crate) fn path_of(item: &EnforcementItem) -> ProvisionPath {
    ProvisionPath {
        article: item.article,
        paragraph: Some(item.paragraph.max(1)),
        point: item.item,
        subpoint: None,
    }
}

/// The kind as the API and the database write it.
pub(crate) const fn kind_name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Penalty => "penalty",
        ItemKind::Coercion => "coercion",
        ItemKind::Inspection => "inspection",
        ItemKind::Licence => "licence",
    }
}

/// The kind with this name.
pub(crate) fn kind_named(name: &str) -> Option<ItemKind> {
    let kinds = [
        ItemKind::Penalty,
        ItemKind::Coercion,
        ItemKind::Inspection,
        ItemKind::Licence,
    ];
    kinds.into_iter().find(|kind| kind_name(*kind) == name)
}

/// An item's record, as the database keeps it.
pub(crate) fn record_of(row: &item::Model) -> Result<EnforcementItem, serde_json::Error> {
    serde_json::from_str(&row.record)
}
