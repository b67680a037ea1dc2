//! Which packs were in use together, and since when.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "packs_in_use")]
pub struct Model {
    /// Counts the changes; the highest is in use now.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// 0 for the lowest pack.
    #[sea_orm(primary_key, auto_increment = false)]
    pub layer: i32,
    /// Which pack.
    pub digest: String,
    /// When they came into use.
    pub since_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
