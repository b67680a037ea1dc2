//! Cases: what lists ask for as columns, the whole as JSON.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Its number, once an act gave it one.
    pub number: Option<String>,
    /// The id of its procedure.
    pub procedure: String,
    /// `penalty`, `coercion`, `inspection`.
    pub subject: String,
    /// Where it stands.
    pub stage: String,
    /// Who handles it.
    pub authority_id: String,
    /// The area of that authority.
    pub area: String,
    /// 0 is open.
    pub confidentiality: i16,
    /// The item.
    pub item: Option<String>,
    /// The field of enforcement.
    pub sector: Option<String>,
    /// Where the lead came from.
    pub source: Option<String>,
    /// What it is about.
    pub cause: Option<String>,
    /// What the party is called.
    pub party_name: Option<String>,
    /// The party in the register.
    pub party_id: Option<String>,
    /// Digest of party, item and day of the violation.
    pub deed: Option<String>,
    /// The officer who opened it.
    pub opened_by: Option<String>,
    /// When its first act happened.
    pub opened_at_ms: i64,
    /// The day of filing.
    pub filed_on: Option<String>,
    /// The day of the decision.
    pub decided_on: Option<String>,
    /// The day of its service.
    pub served_on: Option<String>,
    /// The day of closing.
    pub closed_on: Option<String>,
    /// The fine, in fen.
    pub fine_fen: Option<i64>,
    /// How many guards its acts broke.
    pub marks: i32,
    /// The next day on which a clock ends.
    pub due_on: Option<String>,
    /// Counts its acts.
    pub revision: i32,
    /// When its last act was recorded.
    pub changed_at_ms: i64,
    /// `procedure::Case` as JSON.
    pub state: String,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
