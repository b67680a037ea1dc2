//! Series of numbers, with the last number that was given.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "number_series")]
pub struct Model {
    /// The authority whose numbers they are.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: String,
    /// The word: `罚立`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The year, in legal time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The area of the authority when the series began.
    pub area: String,
    /// What its numbers begin with; it stays as it is for the year.
    pub prefix: String,
    /// The last number.
    pub last: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
