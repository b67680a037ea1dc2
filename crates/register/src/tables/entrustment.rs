//! Who may act in the name of whom.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entrustment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The entrusted organisation.
    pub to_id: String,
    /// The authority in whose name it acts.
    pub by_id: String,
    /// With what.
    pub matters: String,
    /// The written entrustment.
    pub document: String,
    /// The first day.
    pub valid_from: String,
    /// The first day on which it no longer holds.
    pub valid_to: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
