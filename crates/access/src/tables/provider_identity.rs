//! Accounts by their subject at a provider of OpenID Connect.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_identity")]
pub struct Model {
    /// Id of the provider.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// Subject of the person there.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    /// Which account.
    pub account_id: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
