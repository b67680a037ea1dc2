//! Sources of cases.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intake_source")]
pub struct Model {
    /// What names it: small letters, digits, hyphens.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The account that delivers.
    pub account: Option<String>,
    /// Ids of the authorities whose cases it may bring, as a JSON array.
    pub authorities: String,
    /// `own` or `other`: which term holds for it.
    pub origin: String,
    /// It brings something at least every so many hours.
    pub rhythm_hours: Option<i32>,
    /// The mapping of its rows, as YAML; none where it sends the format of the platform.
    pub mapping: Option<String>,
    /// When it was registered.
    pub created_at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
