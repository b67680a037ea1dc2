//! Runs of the import.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Name of the folder or file.
    pub source: String,
    /// Who asked for it.
    pub actor: String,
    /// `running`, `done`, `failed` or `interrupted`.
    pub state: String,
    /// When it began.
    pub started_ms: i64,
    /// When it was last heard of.
    pub alive_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// Files to read.
    pub files_total: i32,
    /// Files done.
    pub files_done: i32,
    /// Files that could not be read.
    pub files_failed: i32,
    /// Statutes new or changed.
    pub statutes: i32,
    /// Versions new or changed.
    pub versions: i32,
    /// Articles of these.
    pub articles: i32,
    /// Items of these.
    pub items: i32,
    /// Findings.
    pub findings: i32,
    /// Why it failed.
    pub error: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
