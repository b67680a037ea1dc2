//! Nobody grants beyond their own scope.

use jiff::civil::Date;
use rules::model::{Policy, Scope as Line};
use thiserror::Error;

use super::compile::{compile, subtree};
use super::{Condition, Person, scope, within};
use crate::place::Reach;

/// The action of granting a role.
pub const GRANT: &str = "account.grant";

/// Why a role cannot be granted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GrantRefusal {
    /// The policy table has no such role.
    #[error("the policy table has no role {0:?}")]
    UnknownRole(String),
    /// The place lies outside what the person may grant in.
    #[error("the place lies outside the scope in which you may grant roles")]
    Place,
    /// The role may do something farther than the person may grant.
    #[error("by the line {line:?} of the policy table the role reaches beyond your own scope")]
    Beyond {
        /// Id of the line.
        line: String,
    },
}

/// Whether a person may grant a role there on a day.
///
/// The place must lie within the person's scope for `account.grant`, and so must everything that
/// the role may do there; or the person may do the same with the same records. Conditions of the
/// role's lines are taken as fulfilled, since they may be later.
pub fn may_grant(
    policy: &Policy,
    grantor: &Person,
    role: &str,
    reach: &Reach,
    on: Date,
    holds: Condition<'_>,
) -> Result<(), GrantRefusal> {
    if !policy.roles.iter().any(|known| known.id == role) {
        return Err(GrantRefusal::UnknownRole(role.to_owned()));
    }
    let own = scope(policy, grantor, GRANT, on, holds);
    if own.is_empty() || !within(&subtree(reach), &own) {
        return Err(GrantRefusal::Place);
    }
    let lines = policy.grants.iter();
    for line in lines.filter(|line| line.role == role && line.head.in_force.covers(on)) {
        let given = compile(&widest(&line.scope), "", reach);
        let reaches = within(&given, &own)
            || line
                .actions
                .iter()
                .all(|action| within(&given, &scope(policy, grantor, action, on, holds)));
        if !reaches {
            let line = line.head.id.clone();
            return Err(GrantRefusal::Beyond { line });
        }
    }
    Ok(())
}

/// The scope with the cases of the person taken as those of the place: whose they will be is not
/// known yet.
fn widest(line: &Line) -> Line {
    match line {
        Line::OwnCases | Line::RoleInCase(_) => Line::Subtree,
        Line::And(lines) => Line::And(lines.iter().map(widest).collect()),
        Line::Or(lines) => Line::Or(lines.iter().map(widest).collect()),
        line => line.clone(),
    }
}
