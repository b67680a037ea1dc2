//! What a certificate is worth from a day to a day.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_status")]
pub struct Model {
    /// Which certificate.
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: String,
    /// The first day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: String,
    /// The first day on which it no longer holds.
    pub valid_to: Option<String>,
    /// [`crate::CertificateStatus`]
    pub status: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
