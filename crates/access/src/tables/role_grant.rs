//! Roles that accounts hold, from a day to a day.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Whose.
    pub account_id: String,
    /// As the policy table names it.
    pub role: String,
    /// `whole`, `authority`, `area`; `officer` of a deputy.
    pub place_kind: String,
    /// Id of the authority or officer, or code of the area; empty for the whole.
    pub place_id: String,
    /// The first day.
    pub valid_from: String,
    /// The first day on which it is no longer held.
    pub valid_to: Option<String>,
    /// Id of the account that granted it; empty for the set-up and the command line.
    pub granted_by: String,
    /// When.
    pub granted_at_ms: i64,
    /// Why.
    pub reason: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
