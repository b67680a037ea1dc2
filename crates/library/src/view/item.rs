//! Enforcement items 事项.

use law::{EnforcementItem, ItemKind, VersionKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::StatuteName;
use crate::ItemId;

/// How far an item has come from the machine's reading to law that is applied.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// Read by the machine; nobody has looked at it.
    Read,
    /// A person has looked at it.
    Reviewed,
    /// A person has adopted it: it may be used as law.
    Adopted,
    /// A person has withdrawn it.
    Withdrawn,
}

impl ItemState {
    /// Every state, in the order of an item's life.
    pub const ALL: [Self; 4] = [Self::Read, Self::Reviewed, Self::Adopted, Self::Withdrawn];

    /// The state as the API and the database write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Reviewed => "reviewed",
            Self::Adopted => "adopted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// An item in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemRow {
    /// Its stable id.
    #[schema(value_type = uuid::Uuid)]
    pub id: ItemId,
    /// Which power.
    pub kind: ItemKind,
    /// Where it stands.
    pub state: ItemState,
    /// The behaviour.
    pub behaviour: String,
    /// What of `behaviour` was searched for, in UTF-16 code units.
    pub highlights: Vec<[u32; 2]>,
    /// The statute.
    pub statute: StatuteName,
    /// `YYYY-MM-DD` or `undated`.
    #[schema(value_type = String)]
    pub version: VersionKey,
    /// `law/…@…#58.1.1`
    pub address: String,
    /// 第五十八条第一款第（一）项
    pub label: String,
    /// The enforcing authority.
    pub subject: Option<String>,
    /// The actor.
    pub object: Option<String>,
    /// The consequences in one line: 责令停止；罚款3万—30万元.
    pub summary: String,
    /// The same in English.
    pub summary_en: String,
    /// 法律, 地方性法规 …
    pub level: String,
    /// The province, empty for the whole country.
    pub region: String,
    /// Whether its version is in force on the day.
    pub in_force: bool,
    /// Counts the changes of this item; a write names the one it has seen.
    pub revision: u32,
}

/// An item with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Item {
    /// As in a list.
    #[serde(flatten)]
    pub row: ItemRow,
    /// The current record, in the shape of the gold set, with `kind` and `spans`.
    pub record: EnforcementItem,
    /// What the machine reads now, where that is not the record.
    pub machine_record: Option<EnforcementItem>,
    /// How the machine's reading stands to the record.
    pub machine_reading: MachineReading,
    /// The exact places that the record was read from.
    pub spans: Vec<law::enforcement_item::Span>,
    /// The provisions it rests on.
    pub provisions: Vec<RelatedProvision>,
    /// Items it came from or became.
    pub lineage: Vec<Lineage>,
    /// What happened to it, the oldest first.
    pub history: Vec<HistoryEntry>,
}

/// How the machine's present reading stands to an item's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MachineReading {
    /// The machine reads what the record says.
    Same,
    /// The machine reads something else: `machine_record`.
    Differs,
    /// The machine read this item once and does so no longer.
    Gone,
    /// The item was made by a person (by a split or a merger).
    None,
}

impl MachineReading {
    /// The reading as the API and the database write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
            Self::Gone => "gone",
            Self::None => "none",
        }
    }

    /// The reading with this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Same, Self::Differs, Self::Gone, Self::None];
        all.into_iter().find(|reading| reading.as_str() == name)
    }
}

/// What a provision is to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProvisionRole {
    /// It gives the power or the sanction.
    Sanction,
    /// It states the duty that is breached.
    Duty,
    /// It is referred to for the sanction.
    Reference,
}

/// A provision that an item rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RelatedProvision {
    /// What it is to the item.
    pub role: ProvisionRole,
    /// Its address.
    pub address: String,
    /// 第五十八条第一款
    pub label: String,
    /// Its text.
    pub text: String,
    /// What of it the item was read from, in UTF-16 code units.
    pub highlights: Vec<[u32; 2]>,
}

/// How another item is related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineageRelation {
    /// This item was split into the other.
    SplitInto,
    /// This item was split from the other.
    SplitFrom,
    /// This item was merged into the other.
    MergedInto,
    /// This item was merged from the other.
    MergedFrom,
    /// The other is the same power in the next version of the statute.
    NextVersion,
    /// The other is the same power in the version before.
    PreviousVersion,
}

/// An item that this one came from or became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lineage {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: ItemId,
    /// Where it stands.
    pub state: ItemState,
    /// How it is related.
    pub relation: LineageRelation,
}

/// What can happen to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// First read by the machine.
    Read,
    /// Read otherwise by the machine later.
    Reread,
    /// A person corrected the record.
    Corrected,
    /// A person reviewed it.
    Reviewed,
    /// A person adopted it.
    Adopted,
    /// A person withdrew it.
    Withdrawn,
    /// A person split it.
    Split,
    /// A person merged it with others.
    Merged,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 8] = [
        Self::Read,
        Self::Reread,
        Self::Corrected,
        Self::Reviewed,
        Self::Adopted,
        Self::Withdrawn,
        Self::Split,
        Self::Merged,
    ];

    /// The act as the API and the database write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Reread => "reread",
            Self::Corrected => "corrected",
            Self::Reviewed => "reviewed",
            Self::Adopted => "adopted",
            Self::Withdrawn => "withdrawn",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }

    /// The act with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == name)
    }
}

/// Something that happened to an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HistoryEntry {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// Who; empty for the machine.
    pub actor: String,
    /// What.
    pub act: Act,
    /// Why, in the words of the person.
    pub reason: String,
    /// The revision that came of it.
    pub revision: u32,
    /// The fields of the record that changed.
    pub changes: Vec<RecordChange>,
}

/// A field of a record that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordChange {
    /// The field of the gold schema.
    pub field: String,
    /// Its value before.
    pub before: serde_json::Value,
    /// Its value after.
    pub after: serde_json::Value,
}
