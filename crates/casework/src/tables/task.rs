//! What waits for whom.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_task")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: String,
    /// The act of its procedure.
    #[sea_orm(primary_key, auto_increment = false)]
    pub act: String,
    /// The role that it waits for.
    pub role: String,
    /// The authority that handles the case.
    pub authority_id: String,
    /// Who has this role in the case, or who took it; none as long as it lies in the queue.
    pub person: Option<String>,
    /// When it was taken from the queue; none where the case names the person.
    pub taken_at_ms: Option<i64>,
    /// The day from which it waits.
    pub since: String,
    /// Its last day; [`NO_DAY`] where it has none, so that those come last.
    pub due_on: String,
}

/// The last day that a calendar has.
pub const NO_DAY: &str = "9999-12-31";

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
