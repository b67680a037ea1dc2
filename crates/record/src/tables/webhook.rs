//! Where events are sent.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_webhook")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Where to.
    pub url: String,
    /// Kinds of act as a JSON array; empty for all.
    pub kinds: String,
    /// Index of the first entry for which no delivery was made yet.
    pub next_index: i64,
    /// When it was registered.
    pub created_at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
