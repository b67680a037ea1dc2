//! What every rule says of itself.

use base::term::InForce;
use base::{Fen, Text};
use serde::{Deserialize, Deserializer};

use crate::Citation;

/// The day by which a rule is judged (行政处罚法 art. 37: the law of the day of the violation,
/// unless a later one is lighter; procedure by the day of the act).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgedBy {
    /// The day of the violation.
    Violation,
    /// The day of the filing.
    Filing,
    /// The day of the act.
    Act,
}

/// What every rule says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Head {
    /// What other rules call it.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// The provisions that it rests on; none where `because` says why it holds.
    pub provisions: Vec<Citation>,
    /// Why it holds although no provision speaks of it, or how the provision is understood.
    pub because: Option<Text>,
    /// The day by which it is judged.
    pub judged_by: JudgedBy,
    /// From which day until which day it holds.
    pub in_force: InForce,
}

/// An amount as packs write it: `200元`, `1.5万元`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub Fen);

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = String::deserialize(deserializer)?;
        words.parse().map(Self).map_err(serde::de::Error::custom)
    }
}
