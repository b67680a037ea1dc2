//! Lists of powers, of discretion benchmarks, of leniency.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "power_list")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// [`crate::ListId`]
    pub id: String,
    /// [`crate::powers::ListKind`]
    pub kind: String,
    /// Its title in Chinese.
    pub title: String,
    /// Its title in English.
    pub title_en: Option<String>,
    /// Whose list it is.
    pub authority_id: String,
    /// Lines that were ever written: the next has this number plus one.
    pub lines_written: i64,
    /// When it was made.
    pub made_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
