//! Accounts as others see them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::login::LoginName;
use crate::place::Place;

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It can.
    Active,
    /// A person has locked it.
    Locked,
}

/// An account. Nothing of its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The name with which the person signs in.
    #[schema(value_type = String)]
    pub login: LoginName,
    /// What the person is called.
    pub name: String,
    /// Id of the officer whose account it is.
    pub officer: Option<String>,
    /// Id of the authority that looks after it; none for the whole city's.
    pub authority: Option<String>,
    /// Whether it can be used.
    pub state: AccountState,
    /// Whether a password was set.
    pub has_password: bool,
    /// Whether a second factor is enrolled.
    pub has_second_factor: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
}

/// A role that an account holds from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleGrant {
    /// Its id.
    pub id: String,
    /// As the policy table names it.
    pub role: String,
    /// Where.
    #[schema(value_type = Object)]
    pub place: Place,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The first day on which it is no longer held; none while there is no end.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// Id of the account that granted it; empty for the set-up and the command line.
    pub granted_by: String,
    /// Why.
    pub reason: String,
}

impl AccountState {
    /// Its word in the database and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        match name {
            "active" => Self::Active,
            _ => Self::Locked,
        }
    }
}
