//! Cases by the number that their source gave them.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intake_case")]
pub struct Model {
    /// The source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// Its number of the case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_case: String,
    /// The case.
    pub case_id: String,
    /// The sequence of its last act; 0 where they have none.
    pub sequence: i64,
    /// When its last act happened, in legal time.
    pub last_at: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
