//! Versions of lists.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "power_list_version")]
pub struct Model {
    /// Of which list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list_number: i64,
    /// 1 is the first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// [`crate::powers::ListState`]
    pub state: String,
    /// Counts its changes.
    pub revision: i32,
    /// How many lines it has.
    pub lines: i64,
    /// The decision that adopted it, a [`crate::powers::Decision`] as JSON.
    pub decision: Option<String>,
    /// The day on which it was published.
    pub published_on: Option<String>,
    /// Where it was published.
    pub published_in: Option<String>,
    /// The first day on which it has effect.
    pub effective_from: Option<String>,
    /// The day on which the next version takes its place.
    pub effective_to: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
