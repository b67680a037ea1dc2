//! Sign-ins with a provider that have begun.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_attempt")]
pub struct Model {
    /// Digest of the state.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// Id of the provider.
    pub provider: String,
    /// Until when it may come back.
    pub ends_at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
