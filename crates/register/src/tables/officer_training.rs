//! Training that officers completed.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "officer_training")]
pub struct Model {
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub officer_id: String,
    /// Counts the trainings of the officer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// When.
    pub completed_on: String,
    /// What.
    pub topic: String,
    /// Class hours.
    pub hours: i32,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
