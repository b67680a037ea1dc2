//! Contents that have been read, so that they are not read again.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// SHA-256 of the content and of what the catalogue says of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// Where it stood.
    pub file: String,
    /// What it gave; none where it could not be read.
    pub version_id: Option<i64>,
    /// The run that read it.
    pub import_id: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
