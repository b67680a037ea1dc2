//! What an authority is from a day to a day.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authority_state")]
pub struct Model {
    /// Which authority.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: String,
    /// The first day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: String,
    /// The first day on which it no longer holds.
    pub valid_to: Option<String>,
    /// As in `authority`, for lists.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Pinyin initials of the name, each spelling after a blank.
    pub initials: String,
    /// [`crate::AuthorityKind`]
    pub kind: String,
    /// [`crate::AuthorityLevel`]
    pub level: String,
    /// The authority above.
    pub parent_id: Option<String>,
    /// Code of the area.
    pub area: String,
    /// Unified social credit code.
    pub credit_code: Option<String>,
    /// Name of the legal head.
    pub legal_head: Option<String>,
    /// The confirming decision.
    pub decision: String,
    /// When it was published.
    pub published_on: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
