//! From lines of the table to a scope.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rules::model::{CaseRole, Confidentiality, Grant, Policy, Scope as Line};
use serde_json::Value;
use store::Scope;

use super::Person;
use crate::place::Reach;

/// Says whether a condition of a line holds for an officer's snapshot; what cannot be computed does
/// not hold.
pub type Condition<'a> = &'a (dyn Fn(&str, &Value) -> bool + Sync);

/// The records with which a person may do an action on a day.
pub fn scope(
    policy: &Policy,
    person: &Person,
    action: &str,
    on: Date,
    holds: Condition<'_>,
) -> Scope {
    let mut parts = Vec::new();
    for held in &*person.roles {
        let lines = policy.grants_for(&held.role, action);
        for line in lines.filter(|line| applies(line, person, on, holds)) {
            parts.push(compile(&line.scope, &person.id, &held.reach));
        }
    }
    any(parts)
}

fn applies(line: &Grant, person: &Person, on: Date, holds: Condition<'_>) -> bool {
    let fulfilled = line.when.as_deref().is_none_or(|condition| {
        let officer = person.officer.as_ref();
        officer.is_some_and(|officer| holds(condition, officer))
    });
    line.head.in_force.covers(on) && fulfilled
}

/// A scope of the table, for a person who holds the role there.
pub(super) fn compile(line: &Line, person: &str, reach: &Reach) -> Scope {
    match line {
        Line::All => Scope::All,
        Line::None => Scope::None,
        Line::OwnCases => taking_part(person, None),
        Line::RoleInCase(role) => taking_part(person, Some(*role)),
        Line::OwnAuthority => own(reach),
        Line::Subtree => subtree(reach),
        Line::Area => area(reach),
        Line::ConfidentialityUpTo(level) => Scope::ConfidentialityUpTo(number(*level)),
        Line::And(lines) => Scope::And(compile_each(lines, person, reach)),
        Line::Or(lines) => any(compile_each(lines, person, reach)),
    }
}

fn compile_each(lines: &[Line], person: &str, reach: &Reach) -> Vec<Scope> {
    lines
        .iter()
        .map(|line| compile(line, person, reach))
        .collect()
}

fn taking_part(person: &str, role: Option<CaseRole>) -> Scope {
    Scope::Person {
        person: person.to_owned(),
        role: role.map(|role| role_name(role).to_owned()),
    }
}

fn own(reach: &Reach) -> Scope {
    match reach {
        Reach::Authority { id, .. } => Scope::Authorities(BTreeSet::from([id.clone()])),
        Reach::Whole | Reach::Area { .. } | Reach::Officer(_) => subtree(reach),
    }
}

pub(crate) fn subtree(reach: &Reach) -> Scope {
    match reach {
        Reach::Whole => Scope::All,
        Reach::Authority { id, below, .. } => {
            let mut ids = below.clone();
            ids.insert(id.clone());
            Scope::Authorities(ids)
        }
        Reach::Area { authorities, .. } => Scope::Authorities(authorities.clone()),
        Reach::Officer(_) => Scope::None,
    }
}

fn area(reach: &Reach) -> Scope {
    match reach {
        Reach::Whole => Scope::All,
        Reach::Authority { area, .. } => area.clone().map_or(Scope::None, Scope::Area),
        Reach::Area { code, .. } => Scope::Area(code.clone()),
        Reach::Officer(_) => Scope::None,
    }
}

/// How a record's people table names a role in a case.
pub const fn role_name(role: CaseRole) -> &'static str {
    match role {
        CaseRole::Handler => "handler",
        CaseRole::Assistant => "assistant",
        CaseRole::Reviewer => "reviewer",
        CaseRole::Approver => "approver",
        CaseRole::Host => "host",
        CaseRole::Archivist => "archivist",
    }
}

/// How a table keeps a level of confidentiality; 0 is open.
pub const fn number(level: Confidentiality) -> i16 {
    match level {
        Confidentiality::Public => 0,
        Confidentiality::Internal => 1,
        Confidentiality::Restricted => 2,
        Confidentiality::Secret => 3,
    }
}

/// Any of them, without what adds nothing.
fn any(parts: Vec<Scope>) -> Scope {
    let mut kept: Vec<Scope> = Vec::new();
    for part in parts {
        let inner = match part {
            Scope::Or(inner) => inner,
            part => vec![part],
        };
        for part in inner {
            if part == Scope::All {
                return Scope::All;
            }
            if !part.is_empty() && !kept.contains(&part) {
                kept.push(part);
            }
        }
    }
    match kept.len() {
        0 => Scope::None,
        1 => kept.remove(0),
        _ => Scope::Or(kept),
    }
}
