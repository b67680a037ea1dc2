//! Versions of statutes.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "version")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Of which statute.
    pub statute_id: i64,
    /// [`law::VersionKey`]
    pub version: String,
    /// Full title.
    pub title: String,
    /// Last passed, approved or amended.
    pub passed_on: Option<String>,
    /// Published.
    pub published_on: Option<String>,
    /// First day in force; none where nothing is known.
    pub in_force_from: Option<String>,
    /// First day no longer in force.
    pub in_force_until: Option<String>,
    /// 1 where its source says that it is no longer valid.
    pub stated_repealed: i32,
    /// 1 where it ends, or has ended on a day unknown, by repeal.
    pub repealed: i32,
    /// Relative to the imported folder.
    pub file: String,
    /// SHA-256 of what was read.
    pub digest: String,
    /// [`super::super::reading::Head`] as JSON.
    pub head: String,
    /// Articles.
    pub articles: i32,
    /// Items that are not withdrawn.
    pub items: i32,
    /// Findings.
    pub findings: i32,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
