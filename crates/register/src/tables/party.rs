//! Parties; what they are on a day is in `party_state`.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "party")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// [`crate::PartyKind`]
    pub kind: String,
    /// Unified social credit code, unique.
    pub credit_code: Option<String>,
    /// Citizen identity number, sealed.
    pub identity_sealed: Option<String>,
    /// Its keyed digest, unique.
    pub identity_digest: Option<String>,
    /// The authority that registered it.
    pub authority_id: String,
    /// 0 open, 1 personal.
    pub confidentiality: i16,
    /// When its personal data was erased.
    pub erased_ms: Option<i64>,
    /// Counts the changes.
    pub revision: i32,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
