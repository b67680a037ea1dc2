//! What somebody does in a case.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::number::Numbered;

/// An act, asked for or reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The id of the act in the procedure: `file_case`.
    pub kind: String,
    /// When it is done, in legal time.
    pub at: DateTime,
    /// Asked for now, or reported as done.
    pub manner: Manner,
    /// The roles of the policy table that the person who asks has; empty for reported acts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// What is stated with it: fields that the act `takes`, and for each list that it changes an
    /// object under the name of the list, with the id of the element under `ref`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub states: Map<String, Value>,
    /// The documents that are given with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentGiven>,
    /// The order of somebody who can override to do it although a guard that can be overridden is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overriding: Option<Override>,
    /// The numbers that were given to what it numbers; none before it is decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<Numbered>,
}

/// Whether an act may still be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// It is asked for, and may be refused.
    Requested,
    /// It was done already: in the field without network, on paper, in another system.
    Reported,
}

/// A document that comes with an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentGiven {
    /// The id of its kind.
    pub kind: String,
    /// The ids of the fields that are filled in.
    #[serde(default)]
    pub filled: Vec<String>,
    /// Whether it is signed, or the refusal to sign is noted.
    #[serde(default)]
    pub signed: bool,
    /// Whether it bears the seal.
    #[serde(default)]
    pub sealed: bool,
    /// The number that it bears already, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// A head's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Why.
    pub reason: String,
}
