//! Rows that were rejected; what they said is not kept.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intake_fault")]
pub struct Model {
    /// The batch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch: String,
    /// The line, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    /// Which act of the line, from 1; 0 for the whole line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: i32,
    /// The source.
    pub source: String,
    /// Its number of the case, where the row says it.
    pub external_case: Option<String>,
    /// Its id of the act.
    pub external_act: Option<String>,
    /// `RowError`s as JSON.
    pub errors: String,
    /// When it came.
    pub received_at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
