//! How items descend from one another.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "item_lineage")]
pub struct Model {
    /// The earlier one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_item: String,
    /// The later one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub to_item: String,
    /// `split`, `merged` or `version`.
    pub relation: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
