//! Lines of lists.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "power_list_line")]
pub struct Model {
    /// Of which list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub list_number: i64,
    /// Its number in the list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// [`super::listed_id`] of the item.
    pub item_number: i64,
    /// [`super::listed_id`] of the authority that holds the power; none in lists of other kinds.
    pub authority_number: Option<i64>,
    /// What it says.
    pub content_number: i64,
    /// The first version in which it stands.
    pub since_version: i32,
    /// The first version in which it stands no longer.
    pub until_version: Option<i32>,
    /// The first day of its own term.
    pub valid_from: Option<String>,
    /// The first day after its own term, or on which it was withdrawn.
    pub valid_to: Option<String>,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
