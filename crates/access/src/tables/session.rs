//! Sessions.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Digest of the id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// Whose.
    pub account_id: String,
    /// [`crate::Stage`]
    pub stage: String,
    /// When it began.
    pub made_at_ms: i64,
    /// When it was last used, to the minute.
    pub seen_at_ms: i64,
    /// When it ends however much it is used.
    pub ends_at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
