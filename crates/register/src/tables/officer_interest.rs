//! For what officers withdraw.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "officer_interest")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Who.
    pub officer_id: String,
    /// The party, where it is registered.
    pub party_id: Option<String>,
    /// [`crate::Relation`]
    pub relation: String,
    /// In words, sealed.
    pub note_sealed: Option<String>,
    /// The first day.
    pub valid_from: String,
    /// The first day on which it no longer holds.
    pub valid_to: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
