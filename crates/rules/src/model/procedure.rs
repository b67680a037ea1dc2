//! Procedures: where a case can stand, what can be done, and what runs.

use base::Text;
use serde::Deserialize;

use super::{Head, JudgedBy};
use crate::Citation;

/// A procedure.
#[derive(Debug, Clone, Deserialize)]
pub struct Procedure {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: Head,
    /// Where a case can stand.
    pub stages: Vec<Stage>,
    /// What can run.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Stage {
    /// Its name within the procedure.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// Whether a case begins here.
    #[serde(default)]
    pub initial: bool,
    /// Whether a case ends here.
    #[serde(default, rename = "final")]
    pub is_final: bool,
}

/// A clock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Clock {
    /// Its name within the procedure.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// The term that it counts, of terms.yaml.
    pub term: String,
    /// What it rests on.
    pub provisions: Vec<Citation>,
}

/// An act.
#[derive(Debug, Clone, Deserialize)]
pub struct Act {
    /// Its name within the procedure.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// What it rests on.
    pub provisions: Vec<Citation>,
    /// Why it is there although no provision speaks of it.
    pub because: Option<Text>,
    /// The day by which it is judged.
    pub judged_by: JudgedBy,
    /// The roles that may do it.
    pub by: Vec<String>,
    /// The stages in which it can be done.
    pub from: Vec<String>,
    /// The stage to which it leads; none where the stage stays.
    pub to: Option<String>,
    /// The parameter that says how many officers it takes.
    pub officers: Option<String>,
    /// The document kinds that must be in the file.
    #[serde(default)]
    pub documents: Vec<String>,
    /// The document kinds that it puts into the file.
    #[serde(default)]
    pub makes: Vec<String>,
    /// What else must be true.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// What it does to clocks.
    #[serde(default)]
    pub clocks: Vec<ClockLine>,
}

/// What must be true of the case for an act.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Guard {
    /// The condition, in CEL over the case; [`crate::RuleSet::expression`] gives it compiled.
    pub require: String,
    /// What a person reads when it is not true.
    pub refusal: Text,
    /// The provision that the refusal rests on.
    pub provisions: Vec<Citation>,
}

/// What an act does to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClockLine {
    /// Which.
    pub clock: String,
    /// What.
    pub does: ClockEffect,
    /// What it rests on.
    pub provisions: Vec<Citation>,
}

/// What can be done to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockEffect {
    /// It begins to run.
    Start,
    /// It stands still.
    Suspend,
    /// It runs on.
    Resume,
    /// It is over.
    End,
}
