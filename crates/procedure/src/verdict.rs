//! What the engine answers.

use base::Text;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::case::Case;
use crate::number::Wanted;

/// The answer to an act.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It is done.
    Done(Box<Effects>),
    /// It may not be done.
    Refused(Refusal),
}

/// What an act did.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The case after it.
    pub case: Case,
    /// The guards that it broke although it is done.
    pub broken: Vec<Broken>,
    /// What the registers said where the case now depends on it; it is recorded with the act, so
    /// that a replay needs no register.
    pub seen: Map<String, Value>,
    /// What it gives a number to: whoever keeps the counters gives them, and the case
    /// [takes](Case::take_numbers) them.
    pub numbers: Vec<Wanted>,
}

/// Why an act may not be done: every rule that it breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The act.
    pub act: String,
    /// The rules; never empty.
    pub broken: Vec<Broken>,
}

/// A rule that an act breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The id of the guard, or of the rule of the engine: `stage`, `role`, `document`, `field`,
    /// `clock`.
    pub rule: String,
    /// The warnings and review criteria that it answers to.
    pub codes: Vec<String>,
    /// The provisions that it rests on, `law/行政处罚法#44`.
    pub provisions: Vec<String>,
    /// What is wrong and what is needed.
    pub says: Text,
    /// Whether a head can override it with a reason.
    pub can_override: bool,
}

impl Refusal {
    /// Whether a head's order with a reason would let the act be done.
    pub fn can_override(&self) -> bool {
        self.broken.iter().all(|broken| broken.can_override)
    }
}
