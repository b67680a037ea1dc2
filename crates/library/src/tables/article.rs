//! Articles 条 of versions.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article")]
pub struct Model {
    /// Of which version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: i64,
    /// Place in reading order, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// [`law::ArticleNumber`]
    pub number: String,
    /// Index of the innermost division.
    pub division: Option<i32>,
    /// Line of the source.
    pub line: i32,
    /// [`law::Paragraph`]s as JSON.
    pub paragraphs: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
