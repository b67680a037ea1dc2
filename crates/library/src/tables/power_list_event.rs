//! What persons did with lists.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "power_list_event")]
pub struct Model {
    /// Of which list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list_number: i64,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// Of which version.
    pub version: i32,
    /// When.
    pub at_ms: i64,
    /// The account of the person.
    pub person: String,
    /// [`crate::powers::ListStep`]
    pub step: String,
    /// Why.
    pub reason: String,
    /// What else is to be known, as JSON.
    pub data: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
