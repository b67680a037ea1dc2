//! A case as its acts have made it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::ClockRun;
use crate::task::Task;

/// A case: all that the acts done in it have made of it, and nothing else. It is kept as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The id of its procedure.
    pub procedure: String,
    /// Its number 案号, once an act gave it one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// The stage in which it stands.
    pub stage: String,
    /// The fields of the snapshot `case` that acts have stated or set: days as `YYYY-MM-DD`,
    /// amounts in fen.
    pub facts: Map<String, Value>,
    /// The documents of the file, in the order in which they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// The clocks that were ever started, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockRun>,
    /// The guards that its acts broke.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// How many acts were done in it.
    pub acts: u32,
    /// What waits for somebody, in the order of the acts of the procedure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
}

/// A document in the file of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The id of its kind in the packs.
    pub kind: String,
    /// The day of the act that put it into the file.
    pub made_on: Date,
    /// Whether every required field of its kind is filled in; a document that is not complete is
    /// still due.
    #[serde(default)]
    pub complete: bool,
    /// Whether it is signed, or the refusal to sign is noted.
    #[serde(default)]
    pub signed: bool,
    /// Whether it bears the seal.
    #[serde(default)]
    pub sealed: bool,
    /// The day of its service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served_on: Option<Date>,
    /// Its number 文号, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// A guard that an act broke and that did not stop it: the act was reported, or a head overrode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The number of the act in the case, from 1.
    pub act: u32,
    /// The guard, or the rule of the engine: `stage`, `role`, `document`, `field`, `clock`.
    pub rule: String,
    /// The warnings and criteria that it answers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Whether a head overrode it; else the act was reported.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overridden: bool,
}

impl Case {
    /// A case in which nothing was done yet. [`crate::Procedures::opened`] makes one in the first
    /// stage of a procedure.
    pub(crate) fn new(procedure: &str, stage: &str) -> Self {
        Self {
            procedure: procedure.to_owned(),
            case_number: None,
            stage: stage.to_owned(),
            facts: Map::new(),
            documents: Vec::new(),
            clocks: Vec::new(),
            marks: Vec::new(),
            acts: 0,
            tasks: Vec::new(),
        }
    }

    /// A day that the case states.
    pub fn day(&self, field: &str) -> Option<Date> {
        self.facts.get(field)?.as_str()?.parse().ok()
    }

    /// A text that the case states.
    pub fn words(&self, field: &str) -> Option<&str> {
        self.facts.get(field)?.as_str()
    }

    /// A whole number or an amount in fen that the case states.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.facts.get(field)?.as_i64()
    }

    /// Whether an officer was recused from it.
    pub fn is_recused(&self, officer: &str) -> bool {
        let officers = self.facts.get("officers").and_then(Value::as_array);
        let mut parts = officers.into_iter().flatten();
        parts.any(|part| part["id"] == officer && part["recused"] == true)
    }

    /// Whether the case states yes.
    pub fn is(&self, field: &str) -> bool {
        self.facts.get(field).and_then(Value::as_bool) == Some(true)
    }
}
