//! What lines of lists say, each text once.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "power_list_content")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// SHA-256 of `body`.
    pub digest: String,
    /// [`crate::powers::LineContent`] as JSON.
    pub body: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
