//! Recoveries of accounts, by two persons.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Which account.
    pub account_id: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub requested_at_ms: i64,
    /// Until when it can be approved and used.
    pub ends_at_ms: i64,
    /// Who approved first.
    pub first_by: Option<String>,
    /// Digest of the half of the code that they were shown.
    pub first_digest: Option<String>,
    /// Who approved second.
    pub second_by: Option<String>,
    /// Digest of their half.
    pub second_digest: Option<String>,
    /// When it was used.
    pub used_at_ms: Option<i64>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
