//! What changed: between two versions, and between two days.

use jiff::civil::Date;
use law::{StatuteKey, VersionKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ItemState, VersionRow};
use crate::ItemId;

/// Two versions of a statute, provision by provision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Comparison {
    /// The older version.
    pub from: VersionRow,
    /// The newer version.
    pub to: VersionRow,
    /// How many provisions changed in which way.
    pub summary: ComparisonSummary,
    /// Every provision that is not unchanged, in reading order of the newer text.
    pub changes: Vec<ProvisionChange>,
    /// Enforcement items touched by the changes.
    pub items: Vec<ItemTouched>,
}

/// How many articles changed in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComparisonSummary {
    /// Only in the newer version.
    pub added: u32,
    /// Only in the older version.
    pub removed: u32,
    /// In both, with other words.
    pub changed: u32,
    /// In both with the same words under another number.
    pub renumbered: u32,
    /// The same in both.
    pub unchanged: u32,
}

/// How a provision changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProvisionChangeKind {
    /// Only in the newer version.
    Added,
    /// Only in the older version.
    Removed,
    /// Other words.
    Changed,
    /// The same words under another number.
    Renumbered,
}

/// A provision that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProvisionChange {
    /// How.
    pub kind: ProvisionChangeKind,
    /// Its path in the older version.
    #[schema(value_type = Option<String>)]
    pub old_path: Option<law::ProvisionPath>,
    /// Its path in the newer version.
    #[schema(value_type = Option<String>)]
    pub new_path: Option<law::ProvisionPath>,
    /// 第六十三条, in the older version.
    pub old_label: Option<String>,
    /// The same in the newer version.
    pub new_label: Option<String>,
    /// The older words.
    pub old_text: Option<String>,
    /// The newer words.
    pub new_text: Option<String>,
    /// The two texts run together.
    pub segments: Vec<Segment>,
}

/// A stretch of two texts run together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Segment {
    /// In which of them it stands.
    pub op: SegmentOp,
    /// Its words.
    pub text: String,
}

/// In which text a [`Segment`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SegmentOp {
    /// In both.
    Same,
    /// In the older one only.
    Removed,
    /// In the newer one only.
    Added,
}

/// An enforcement item whose provision changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemTouched {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: ItemId,
    /// Where it stands.
    pub state: ItemState,
    /// The behaviour.
    pub behaviour: String,
    /// The change of the article that it stands in.
    pub change: ProvisionChangeKind,
    /// Whether the item is of the older or of the newer version.
    #[schema(value_type = String)]
    pub version: VersionKey,
}

/// What happened to a version on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// 施行
    CameIntoForce,
    /// 废止, without a later version in its place.
    Ceased,
}

/// A version that came into force or ceased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangeRow {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What happened.
    pub kind: ChangeKind,
    /// The statute.
    #[schema(value_type = String)]
    pub key: StatuteKey,
    /// Its title.
    pub title: String,
    /// The version.
    #[schema(value_type = String)]
    pub version: VersionKey,
    /// The version that was in force before.
    #[schema(value_type = Option<String>)]
    pub previous: Option<VersionKey>,
    /// Enforcement items that stand in provisions that changed: those of the version that ceased
    /// to apply, or of the new version where there was none before.
    pub items_touched: u32,
}
