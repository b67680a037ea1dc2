//! Which authority followed which.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authority_succession")]
pub struct Model {
    /// The one before.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_id: String,
    /// The one after.
    #[sea_orm(primary_key, auto_increment = false)]
    pub to_id: String,
    /// [`crate::SuccessionKind`]
    pub kind: String,
    /// The first day of the one after.
    pub on_day: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
