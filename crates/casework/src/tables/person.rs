//! Who takes part in which case.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_people")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: String,
    /// The officer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person: String,
    /// As what.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: String,
    /// Since which day.
    pub since: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
