//! Ranges of numbers lent to devices.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "number_range")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The authority whose numbers they are.
    pub authority_id: String,
    /// The word.
    pub word: String,
    /// The year.
    pub year: i32,
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// The device.
    pub device: String,
    /// The last day on which its numbers can be used.
    pub until: String,
    /// `open`, `returned`, `expired`.
    pub state: String,
    /// When it was lent.
    pub lent_at_ms: i64,
    /// When it was given back or expired.
    pub ended_at_ms: Option<i64>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
