//! Where an officer serves from a day to a day.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "officer_post")]
pub struct Model {
    /// Which officer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub officer_id: String,
    /// The first day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: String,
    /// The first day on which it no longer holds.
    pub valid_to: Option<String>,
    /// As in `officer`, for lists.
    pub code: String,
    /// Name.
    pub name: String,
    /// Pinyin initials of the name.
    pub initials: String,
    /// Where.
    pub authority_id: String,
    /// As what.
    pub post: String,
    /// 1 for auxiliary staff, who may not enforce.
    pub auxiliary: i32,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
