//! Codes that let in once.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_code")]
pub struct Model {
    /// Digest of the code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// `set_up` or `invitation`.
    pub purpose: String,
    /// Whose; none for the set-up.
    pub account_id: Option<String>,
    /// Until when it works.
    pub ends_at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
