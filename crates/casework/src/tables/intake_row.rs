//! Acts that were taken in, or wait, by the ids that their source gave them.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intake_row")]
pub struct Model {
    /// The source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// Its number of the case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_case: String,
    /// Its id of the act within the case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_act: String,
    /// SHA-256 of what it says.
    pub digest: String,
    /// `accepted` or `waiting`.
    pub state: String,
    /// The batch that brought it.
    pub batch: String,
    /// The line in that batch, from 1.
    pub line: i64,
    /// Which act of the line, from 1.
    pub part: i32,
    /// Its place among the acts of the case, where the source says it.
    pub sequence: Option<i64>,
    /// The case.
    pub case_id: Option<String>,
    /// The number of the act in the case.
    pub number: Option<i32>,
    /// The entry on the record.
    pub entry: Option<String>,
    /// Rules that it broke, with spaces between them.
    pub broken: Option<String>,
    /// When it happened.
    pub happened_at_ms: i64,
    /// When it came.
    pub received_at_ms: i64,
    /// Whether it came after the term.
    pub is_late: i32,
    /// The row itself, as long as it waits.
    pub body: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
