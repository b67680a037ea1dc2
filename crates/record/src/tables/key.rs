//! Public halves of the keys that sign checkpoints, current and retired.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_key")]
pub struct Model {
    /// The verifier key as text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub verifier: String,
    /// When it was made.
    pub created_at_ms: i64,
    /// Leaves of the first checkpoint that it signed; none until it has signed.
    pub since_size: Option<i64>,
    /// Leaves of the last checkpoint that it signed; none while it signs.
    pub until_size: Option<i64>,
    /// The entry of the act that brought it in; none for the first keys.
    pub rotated_by: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
