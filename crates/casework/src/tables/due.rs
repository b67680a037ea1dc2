//! Clocks that run, by the day on which they end.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_due")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: String,
    /// The place of the clock in the case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The id of the clock.
    pub clock: String,
    /// The element that it is of: a measure, an instalment.
    pub element: Option<String>,
    /// Its last day.
    pub due_on: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
