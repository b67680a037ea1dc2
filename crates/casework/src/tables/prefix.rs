//! What the numbers of an authority begin with 机关代字.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "number_prefix")]
pub struct Model {
    /// The authority.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: String,
    /// The text: `云城执`.
    pub prefix: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
