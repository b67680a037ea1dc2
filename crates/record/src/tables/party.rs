//! Party blocks: personal data, which can be erased.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_party")]
pub struct Model {
    /// Of which act.
    #[sea_orm(primary_key, auto_increment = false)]
    pub arrival: i64,
    /// Which block of it, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The canonical JSON; none where it is erased.
    pub canonical: Option<String>,
    /// The salt of the commitment; none where it is erased.
    pub salt: Option<Vec<u8>>,
    /// When it was erased.
    pub erased_at_ms: Option<i64>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
