//! Cosignatures of witnesses for our checkpoints.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_cosignature")]
pub struct Model {
    /// Leaves of the checkpoint.
    #[sea_orm(primary_key, auto_increment = false)]
    pub size: i64,
    /// Name of the key of the witness.
    #[sea_orm(primary_key, auto_increment = false)]
    pub witness: String,
    /// The signature line.
    pub line: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
