//! Events that are still to be delivered; a row goes when its event has arrived.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_delivery")]
pub struct Model {
    /// Where to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub webhook_id: String,
    /// Index of the entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub leaf_index: i64,
    /// Kind and id of the subject.
    pub subject: String,
    /// The case.
    pub case_id: Option<String>,
    /// How often it was tried in vain.
    pub attempts: i32,
    /// When it is to be tried next; while it is being tried, when that has certainly ended.
    pub due_at_ms: i64,
    /// When it was given up.
    pub dead_at_ms: Option<i64>,
    /// Why it failed last.
    pub fault: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
