//! The acts of this room on the record.

use record::{ActKind, Actor, NewAct, Subject};
use serde_json::Value;

/// Who does something here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A person, by the id of their account.
    Account(String),
    /// The program itself: the set-up, the command line.
    System(&'static str),
    /// Somebody whom we do not know.
    Nobody,
}

impl By {
    /// The id of the account; empty for others.
    pub(crate) fn account(&self) -> &str {
        match self {
            Self::Account(id) => id,
            Self::System(_) | Self::Nobody => "",
        }
    }
}

/// An act of this room about a subject. `data` holds ids, codes and numbers, nothing personal.
pub(crate) fn act(kind: &str, by: &By, (subject, id): (&str, &str), data: Value) -> NewAct {
    let actor = match by {
        By::Account(account) => Actor::Person {
            account: account.clone(),
        },
        By::System(name) => Actor::System {
            name: (*name).to_owned(),
        },
        By::Nobody => Actor::System {
            name: "access".to_owned(),
        },
    };
    let kind: ActKind = kind
        .parse()
        .expect("the kinds of this room are dotted codes");
    let subject = Subject {
        kind: subject.to_owned(),
        id: id.to_owned(),
    };
    NewAct::new(kind, actor, subject, data)
}
