//! What clients ask while their process is killed: written down before it is sent, so that it can be
//! sent again.

use casework::{ActRequest, Asking, CaseError, CaseId, Casework, Done, NewCase, PartyGiven};
use record::Actor;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Scope;

/// Clients at once.
pub const CLIENTS: usize = 8;

/// A request of a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    pub key: String,
    pub who: Who,
    pub what: What,
}

/// Who asks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Who {
    /// An officer, by id: in their own cases.
    Officer(String),
    /// The head of an authority, by its id: in all of its cases.
    Head(String),
}

/// What is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum What {
    Open(Box<NewCase>),
    Act(CaseId, u32, Box<ActRequest>),
}

/// What a client was told.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Told {
    pub key: String,
    pub case: String,
    pub revision: u32,
    pub entry: String,
}

/// A line of the child.
#[derive(Debug, Serialize, Deserialize)]
pub enum Line {
    Ready,
    Asked(Asked),
    Done(Told),
    /// Somebody was quicker: nothing is done.
    Stale(String),
}

impl Asked {
    /// Sends it.
    pub async fn send(&self, casework: &Casework) -> Result<Done, CaseError> {
        let asking = self.who.asking();
        let key = Some(self.key.as_str());
        match &self.what {
            What::Open(new) => casework.open_case(&asking, new, key).await,
            What::Act(case, seen, act) => casework.do_act(&asking, *case, *seen, act, key).await,
        }
    }

    pub fn told(&self, done: &Done) -> Told {
        Told {
            key: self.key.clone(),
            case: done.id.to_string(),
            revision: done.revision,
            entry: done.entry.clone(),
        }
    }
}

impl Who {
    fn asking(&self) -> Asking {
        let (person, role, scope) = match self {
            Self::Officer(id) => {
                let scope = Scope::Person {
                    person: id.clone(),
                    role: None,
                };
                (id.clone(), "officer", scope)
            }
            Self::Head(authority) => {
                let scope = Scope::Authorities([authority.clone()].into());
                (format!("head-{authority}"), "head", scope)
            }
        };
        Asking {
            actor: Actor::Person {
                account: format!("account-{person}"),
            },
            person: Some(person),
            roles: vec![role.to_owned()],
            scope,
            stands_for: Vec::new(),
        }
    }
}

/// A new case with a party of its own.
pub fn lead(name: &str) -> NewCase {
    let states = json!({
        "source": "report", "discovered_on": "2026-11-20", "violation_on": "2026-11-18",
        "place": {"area": "990101"}, "sector": "city_appearance", "cause": "虚构案由",
    });
    NewCase {
        procedure: "penalty.ordinary".to_owned(),
        authority: None,
        party: Some(PartyGiven {
            id: None,
            name: name.to_owned(),
        }),
        first: request("register_lead", &states, None),
    }
}

/// The acts of a life, one after another: they change stage, people, clocks, evidence, facts. They
/// happened already, so that no guard stands in the way.
pub fn next_act(revision: u32, officer: &str, other: &str) -> ActRequest {
    let pair = |one: &str, two: &str| json!({"officers": [{"id": one, "role": "handler"}, {"id": two, "role": "assistant"}]});
    let (kind, states) = match revision % 6 {
        1 => ("file_case", pair(officer, other)),
        2 => ("record_scene", json!({"summary": "虚构的现场"})),
        3 => (
            "assign_officers",
            if revision % 4 == 1 {
                pair(other, officer)
            } else {
                pair(officer, other)
            },
        ),
        4 => (
            "collect_evidence",
            json!({"evidence": {"kind": "physical"}}),
        ),
        5 => ("approve_seizure", json!({"reason": "虚构的理由"})),
        _ => ("seize", json!({"measures": {"kind": "seizure"}})),
    };
    request(kind, &states, Some("2026-11-23T10:00:00"))
}

fn request(kind: &str, states: &Value, at: Option<&str>) -> ActRequest {
    ActRequest {
        act: kind.to_owned(),
        states: states.as_object().cloned().unwrap(),
        happened_at: at.map(|at| at.parse().unwrap()),
        ..ActRequest::default()
    }
}
