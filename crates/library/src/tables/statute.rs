//! Statutes, whatever the version.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statute")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// [`law::StatuteKey`]
    pub key: String,
    /// Full title of the newest version.
    pub title: String,
    /// 法律, 行政法规, …
    pub level: String,
    /// A province; empty for the whole country.
    pub region: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
