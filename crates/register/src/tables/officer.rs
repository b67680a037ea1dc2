//! Officers; where they serve on a day is in `officer_post`.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "officer")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Staff number, unique.
    pub code: String,
    /// Citizen identity number, sealed.
    pub identity_sealed: Option<String>,
    /// Its keyed digest, unique.
    pub identity_digest: Option<String>,
    /// Number of the legal qualification.
    pub legal_qualification: Option<String>,
    /// Since when.
    pub legally_qualified_on: Option<String>,
    /// Counts the changes.
    pub revision: i32,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
