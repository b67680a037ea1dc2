//! Accounts.

use store::sea_orm;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// [`crate::LoginName`]
    pub login: String,
    /// The officer whose account it is; of others than officers, none.
    pub officer_id: Option<String>,
    /// What the person is called.
    pub name: String,
    /// The authority that looks after it; none for the whole city's.
    pub authority_id: Option<String>,
    /// [`crate::AccountState`]
    pub state: String,
    /// PHC string; none where no password was set.
    pub password: Option<String>,
    /// What the secret of the second factor is derived from.
    pub factor_nonce: Option<String>,
    /// Whether the second factor was confirmed.
    pub factor_enrolled: bool,
    /// The last step of which a code was used.
    pub factor_step: i64,
    /// Failures since the last success.
    pub failures: i32,
    /// When the last was.
    pub failed_at_ms: Option<i64>,
    /// When it was made.
    pub made_at_ms: i64,
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
