//! How the rows of a source of cases are read.

use std::collections::BTreeMap;

use base::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A mapping: what a row of another system says in the words of the platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntakeMapping {
    /// What people call the format.
    pub name: Text,
    /// The format that the rows become.
    pub gives: String,
    /// The case of a row.
    pub case: IntakeCase,
    /// The acts that a row may state, in their order.
    pub acts: Vec<IntakeAct>,
}

/// Where a value of a row is found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntakeValue {
    /// The key of the row.
    pub column: Option<String>,
    /// The value itself.
    pub is: Option<Value>,
    /// The value where the column is empty.
    pub or: Option<Value>,
    /// What the column holds.
    #[serde(rename = "as")]
    pub holds: IntakeType,
    /// How a date or a time is written.
    pub pattern: Option<String>,
    /// What its codes mean.
    pub words: Option<BTreeMap<String, Value>>,
    /// What stands between several values.
    pub split_by: Option<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntakeType {
    /// Words.
    #[default]
    Text,
    /// A whole number.
    Count,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A moment of legal time.
    Time,
    /// An amount in yuan, with up to two decimals.
    Yuan,
    /// An amount in 10,000 yuan, with up to six decimals.
    TenThousandYuan,
    /// An amount in fen.
    Fen,
}

/// The case of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntakeCase {
    /// The number that the source gives it.
    pub id: IntakeValue,
    /// The procedure.
    pub procedure: IntakeValue,
    /// The authority.
    pub authority: IntakeValue,
    /// The item.
    #[serde(default)]
    pub item: Option<IntakeValue>,
    /// What the party is called.
    #[serde(default)]
    pub party_name: Option<IntakeValue>,
    /// The credit code of the party.
    #[serde(default)]
    pub party_code: Option<IntakeValue>,
    /// The party in the register.
    #[serde(default)]
    pub party_id: Option<IntakeValue>,
}

/// An act that a row may state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntakeAct {
    /// The act of the procedure.
    pub kind: String,
    /// What names it within the case.
    #[serde(default)]
    pub id: Option<IntakeValue>,
    /// The columns that must be filled.
    #[serde(default)]
    pub when: Vec<String>,
    /// When it happened.
    pub happened_at: IntakeValue,
    /// The hour of a date.
    #[serde(default)]
    pub clock: Option<String>,
    /// Those who did it.
    #[serde(default)]
    pub officers: Vec<IntakeValue>,
    /// What it states, by path.
    #[serde(default)]
    pub states: BTreeMap<String, IntakeValue>,
    /// Its documents.
    #[serde(default)]
    pub documents: Vec<IntakeDocument>,
    /// The numbers that the source gave: of `case`, or of a kind of document.
    #[serde(default)]
    pub numbers: BTreeMap<String, IntakeValue>,
}

/// A document of an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntakeDocument {
    /// The kind.
    pub kind: String,
    /// Its number.
    #[serde(default)]
    pub number: Option<IntakeValue>,
    /// The fields that are filled in.
    #[serde(default)]
    pub filled: Vec<String>,
    /// Whether it is signed.
    #[serde(default)]
    pub signed: bool,
    /// Whether it bears the seal.
    #[serde(default)]
    pub sealed: bool,
}
