//! What a party is from a day to a day.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "party_state")]
pub struct Model {
    /// Which party.
    #[sea_orm(primary_key, auto_increment = false)]
    pub party_id: String,
    /// The first day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: String,
    /// The first day on which it no longer holds.
    pub valid_to: Option<String>,
    /// Name; empty once erased.
    pub name: String,
    /// Pinyin initials of the name.
    pub initials: String,
    /// Code of the area where it lives or sits.
    pub area: String,
    /// Address, telephone, representative, sealed.
    pub details_sealed: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
