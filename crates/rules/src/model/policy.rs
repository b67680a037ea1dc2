//! The policy table: who may do what with which records.

use base::Text;
use serde::Deserialize;

use super::{Head, Scope};

/// The policy table of the packs, national lines first.
///
/// A person may do an action with a record when a grant of one of their roles names the action, is
/// in force on the day, has no condition or one that is true of the person, and its scope admits
/// the record. There is nothing that forbids: what no grant allows is refused.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The roles.
    pub roles: Vec<Role>,
    /// What can be granted.
    pub actions: Vec<Action>,
    /// The table.
    pub grants: Vec<Grant>,
}

/// A role of a person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Role {
    /// Its name: `officer`.
    pub id: String,
    /// What people call it.
    pub name: Text,
}

/// An action that needs a right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Action {
    /// Its name: `case.read`.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// What it is done to.
    pub on: ActionObject,
}

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionObject {
    /// Cases and what is in their files.
    Case,
    /// Officers.
    Officer,
    /// Authorities.
    Authority,
    /// Parties, with their personal data.
    Party,
    /// The law library.
    Library,
    /// Rule packs.
    Pack,
    /// Power lists, benchmarks and leniency lists.
    Power,
    /// The transparency log.
    Ledger,
    /// Accounts and rights.
    Account,
    /// The trail of looks, exports and refusals.
    Audit,
}

/// A line of the table.
#[derive(Debug, Clone, Deserialize)]
pub struct Grant {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: Head,
    /// Who.
    pub role: String,
    /// May do what.
    pub actions: Vec<String>,
    /// With which records.
    pub scope: Scope,
    /// Only while this is true of the person: CEL over the officer;
    /// [`crate::RuleSet::expression`] gives it compiled.
    pub when: Option<String>,
}

impl Policy {
    /// The lines by which a role may do an action, whatever the day.
    pub fn grants_for<'a>(
        &'a self,
        role: &'a str,
        action: &'a str,
    ) -> impl Iterator<Item = &'a Grant> {
        self.grants.iter().filter(move |grant| {
            grant.role == role && grant.actions.iter().any(|granted| granted == action)
        })
    }
}
