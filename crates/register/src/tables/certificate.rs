//! Enforcement certificates.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Whose.
    pub officer_id: String,
    /// Printed number, unique.
    pub number: String,
    /// For which field of enforcement.
    pub field: String,
    /// For which area.
    pub area: String,
    /// The first day.
    pub issued_on: String,
    /// The last day.
    pub expires_on: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
