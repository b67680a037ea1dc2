//! Acts. A row is never changed.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_act")]
pub struct Model {
    /// Order in which it was written.
    #[sea_orm(primary_key)]
    pub arrival: i64,
    /// [`crate::EntryId`]
    pub entry_id: String,
    /// [`crate::ActKind`]
    pub kind: String,
    /// `person` or `system`.
    pub actor_kind: String,
    /// Account or name.
    pub actor_id: String,
    /// In whose name.
    pub authority: Option<String>,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Which case.
    pub case_id: Option<String>,
    /// When it happened.
    pub happened_at_ms: i64,
    /// When it was recorded.
    pub recorded_at_ms: i64,
    /// Digest of the rule packs.
    pub packs: Option<String>,
    /// Unique for each actor.
    pub idempotency_key: Option<String>,
    /// What the columns do not say of the canonical JSON that the leaf commits to: `crate::kept`.
    pub canonical: String,
    /// The salt of the commitment, 32 bytes.
    pub salt: Vec<u8>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
