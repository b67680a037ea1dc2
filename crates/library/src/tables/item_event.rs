//! What happened to items after they were first read.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "item_event")]
pub struct Model {
    /// Which item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: String,
    /// The revision that came of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision: i32,
    /// When.
    pub at_ms: i64,
    /// Who; empty for the machine.
    pub actor: String,
    /// [`crate::view::Act`]
    pub act: String,
    /// Why.
    pub reason: String,
    /// [`crate::view::RecordChange`]s as JSON.
    pub changes: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
