//! Numbers that stand for ids of items and authorities in the many lines of lists.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listed_id")]
pub struct Model {
    /// The number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The id.
    pub id: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
