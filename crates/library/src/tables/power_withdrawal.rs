//! Powers that were withdrawn on a day.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "power_withdrawal")]
pub struct Model {
    /// Of which list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list_number: i64,
    /// Which line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line_number: i64,
    /// The first day on which it is held no longer.
    pub withdrawn_from: String,
    /// The [`crate::powers::Decision`] as JSON.
    pub decision: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
