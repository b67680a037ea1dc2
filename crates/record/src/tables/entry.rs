//! Entries of the log: what the leaf of an act is, and which index it was given.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_entry")]
pub struct Model {
    /// Of which act.
    #[sea_orm(primary_key, auto_increment = false)]
    pub arrival: i64,
    /// The bytes of the leaf.
    pub leaf: Vec<u8>,
    /// Index in the log, from 0; none until it is numbered.
    pub leaf_index: Option<i64>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
