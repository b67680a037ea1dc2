//! Enforcement items 事项.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "item")]
pub struct Model {
    /// [`crate::ItemId`]
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Of which version.
    pub version_id: i64,
    /// Place in the list of all items.
    pub sort: i64,
    /// `penalty`, `coercion`, `inspection` or `licence`.
    pub kind: String,
    /// [`crate::view::ItemState`]
    pub state: String,
    /// [`law::ProvisionPath`]
    pub path: String,
    /// [`law::ArticleNumber`] of `path`.
    pub article: String,
    /// Of the record.
    pub behaviour: String,
    /// Of the record.
    pub subject: Option<String>,
    /// Of the record.
    pub object: Option<String>,
    /// The current [`law::EnforcementItem`] as JSON.
    pub record: String,
    /// What the machine reads now, where it differs.
    pub machine_record: Option<String>,
    /// [`crate::view::MachineReading`]
    pub machine_reading: String,
    /// 1 where a person has touched it.
    pub by_person: i32,
    /// Counts its changes.
    pub revision: i32,
    /// When it came to be.
    pub first_read_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
