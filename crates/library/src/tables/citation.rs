//! Citations that were resolved to another provision, for asking what cites a provision.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "citation")]
pub struct Model {
    /// Where the citation stands.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: i64,
    /// Place in reading order, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// The provision in which it stands.
    pub path: String,
    /// Where in that provision's text.
    pub start_byte: i32,
    /// The statute that is cited.
    pub target_key: String,
    /// The article that is cited; empty for a whole statute.
    pub target_article: String,
    /// The provision that is cited; empty for a whole statute.
    pub target_path: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
