//! Every number that was given: used, void, or lent.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_number")]
pub struct Model {
    /// The authority whose numbers they are.
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_id: String,
    /// The word: `罚立`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The year, in legal time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// Its place in the series, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// As it is written.
    pub text: String,
    /// `used`, `void`, `lent`.
    pub state: String,
    /// `case`, or the kind of the document.
    pub of_kind: Option<String>,
    /// The case.
    pub case_id: Option<String>,
    /// The number of the act in the case.
    pub act: Option<i32>,
    /// The range with which it was lent.
    pub range_id: Option<String>,
    /// Why it is void; of a used one, why it was void before.
    pub reason: Option<String>,
    /// When it came into its state.
    pub at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
