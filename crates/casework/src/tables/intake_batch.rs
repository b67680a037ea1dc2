//! Batches and streams of rows.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intake_batch")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Of which source.
    pub source: String,
    /// `batch` or `stream`.
    pub way: String,
    /// The key that its sender gave it.
    pub key: Option<String>,
    /// SHA-256 of everything that was sent, once it has ended.
    pub digest: Option<String>,
    /// Who sent it.
    pub actor: String,
    /// When its first row came.
    pub begun_at_ms: i64,
    /// When it ended; none where it was cut.
    pub ended_at_ms: Option<i64>,
    /// Lines.
    pub lines: i64,
    /// Acts that it brought onto the record.
    pub accepted: i64,
    /// Acts that were there before.
    pub repeated: i64,
    /// Acts that wait for one before them.
    pub waiting: i64,
    /// Acts or lines that were rejected.
    pub rejected: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
