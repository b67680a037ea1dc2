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
    /// What kind of case it is.
    pub subject: Subject,
    /// The word of its case numbers: `罚立`.
    pub number_word: Option<String>,
    /// The ids of the guards of every act that is not `anyhow`.
    #[serde(default)]
    pub guards: Vec<String>,
    /// The roles that can override a guard with a reason, where the guard leaves room for it.
    #[serde(default)]
    pub override_by: Vec<String>,
    /// How a late fee is counted, where fines are collected.
    pub late_fee: Option<LateFeeRule>,
    /// Fields of the case that follow from others, in this order.
    #[serde(default)]
    pub derives: Vec<Derived>,
    /// Where a case can stand.
    pub stages: Vec<Stage>,
    /// What can run.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// How a late fee is counted: from the day after the last day of payment, once it is started.
#[derive(Debug, Clone, Deserialize)]
pub struct LateFeeRule {
    /// The parameter with the hundredths of the fine a day.
    pub per_day: String,
    /// The parameter with the hundredths of the fine in all.
    pub cap: String,
    /// The clock whose last day is that of payment.
    pub payment: String,
    /// The clock that runs while the fee does.
    pub clock: String,
    /// The clocks during which no day is counted.
    #[serde(default)]
    pub stands_still: Vec<String>,
    /// What it rests on.
    pub provisions: Vec<Citation>,
}

/// What kind of case a procedure is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 行政处罚
    Penalty,
    /// 行政强制
    Coercion,
    /// 行政检查
    Inspection,
    /// 行政许可
    Licence,
    /// 移送
    Transfer,
    /// 政务服务
    Service,
    /// 规范性文件
    Norm,
}

/// A field of the case that follows from others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Derived {
    /// The field.
    pub field: String,
    /// What it holds, in CEL over the case.
    #[serde(rename = "as")]
    pub expression: String,
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
    /// Whether every element of a list has its own, by the id that the act names.
    #[serde(default)]
    pub each: bool,
    /// What its end means.
    #[serde(default)]
    pub over: Over,
    /// What it rests on.
    pub provisions: Vec<Citation>,
}

/// What the end of a clock means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Who had to act is late.
    #[default]
    Overdue,
    /// What waited for it may be done.
    Open,
    /// A right or a measure is over.
    Lapsed,
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
    /// What it gives a number to, besides the documents that it puts into the file.
    pub numbers: Option<Numbers>,
    /// The document kinds that must be in the file.
    #[serde(default)]
    pub documents: Vec<String>,
    /// The document kinds that it puts into the file.
    #[serde(default)]
    pub makes: Vec<String>,
    /// The ids of the guards of this act, besides those of the procedure.
    #[serde(default)]
    pub guards: Vec<String>,
    /// Whether the guards of the procedure do not reach it: what a party, a bank or a court does.
    #[serde(default)]
    pub anyhow: bool,
    /// Fields of the case that it states.
    #[serde(default)]
    pub takes: Vec<Take>,
    /// Fields of the case that follow from it.
    #[serde(default)]
    pub sets: Vec<Set>,
    /// What it does to lists of the case.
    #[serde(default)]
    pub lists: Vec<ListChange>,
    /// The document kinds that it serves: the latest of each gets its day of service.
    #[serde(default)]
    pub serves: Vec<String>,
    /// What it does to clocks.
    #[serde(default)]
    pub clocks: Vec<ClockLine>,
    /// When it waits for somebody; none where it never does.
    pub task: Option<Task>,
}

/// When an act waits for somebody 待办: in its stages, with its documents in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Task {
    /// Only while this holds of the case, in CEL.
    pub when: Option<String>,
    /// The role that it waits for; the first that may do the act if none.
    pub role: Option<String>,
    /// The clocks whose last day has to be over, where they run.
    #[serde(default)]
    pub after: Vec<String>,
    /// The clocks of which one must not have ended; any state of the case if none.
    #[serde(default)]
    pub during: Vec<String>,
}

/// What an act gives a number to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// The case, where it has none yet.
    Case,
}

/// A field that an act states.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Take {
    /// The field of the case, or of the element of the list.
    pub field: String,
    /// Whether it must be stated.
    #[serde(default)]
    pub required: bool,
}

/// A field that follows from an act.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Set {
    /// The field of the case, or of the element of the list.
    pub field: String,
    /// What it then holds, in CEL over the case with what the act takes.
    pub to: String,
}

/// What an act does to a list of the case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ListChange {
    /// The list.
    pub list: String,
    /// What.
    pub does: ListEffect,
    /// Fields of the element that the act states.
    #[serde(default)]
    pub takes: Vec<Take>,
    /// Fields of the element that follow.
    #[serde(default)]
    pub sets: Vec<Set>,
}

/// What can be done to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListEffect {
    /// A new element.
    Add,
    /// The element whose id the act names.
    Change,
}

/// What an act does to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClockLine {
    /// Which.
    pub clock: String,
    /// What.
    pub does: ClockEffect,
    /// Only where this holds of the case after the act, in CEL.
    pub when: Option<String>,
    /// The day that sets it going, in CEL over the case after the act; the day of the act if none.
    pub on: Option<String>,
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
    /// It gets the extension of its term.
    Extend,
    /// It is over.
    End,
}
