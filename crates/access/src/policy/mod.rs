//! The policy table of the packs, compiled to one scope per person, action and day.
//!
//! Pure: the table, the person and the day are arguments.

mod compile;
mod grant;
mod table;
mod within;

use std::sync::Arc;

use serde_json::Value;

use crate::place::Reach;

pub(crate) use compile::subtree;
pub use compile::{Condition, scope};
pub use grant::{GrantRefusal, may_grant};
pub use table::page;
pub use within::within;

/// A person with the roles that they hold on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// What names them in the records: the id of the officer, or of the account.
    pub id: String,
    /// The roles, each with what it reaches on the day.
    pub roles: Arc<[HeldRole]>,
    /// The officer's snapshot on the day, over which conditions are computed; a person who is no
    /// officer fulfils none.
    pub officer: Option<Value>,
}

/// A role that is held on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// `officer`, as the policy table names it.
    pub role: String,
    /// Where.
    pub reach: Reach,
}
