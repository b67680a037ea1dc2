//! What was odd about sources.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The run that found it.
    pub import_id: String,
    /// The version; none where none was read.
    pub version_id: Option<i64>,
    /// The file.
    pub file: String,
    /// A stable code.
    pub code: String,
    /// Line of the file; 0 for the whole.
    pub line: i32,
    /// Where in the statute.
    pub path: Option<String>,
    /// A few words.
    pub excerpt: String,
    /// 1 where the text was repaired.
    pub repaired: i32,
    /// Lines of the file that it stands for.
    pub line_count: i32,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
