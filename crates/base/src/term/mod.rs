//! Terms 期间: how long, in which unit, and on which day they end.
//!
//! A [`Period`] is what a statute writes ("seven days"). [`TermRules`] turns it into a [`Term`], in
//! which it is decided what kind of day counts; [`Term::end`] gives the [`Deadline`]. No number of
//! law stands here: it comes from the files of a rule pack.

mod count;
mod deadline;
mod error;
mod in_force;
mod named;
mod provision;
mod rules;
mod suspension;

use serde::{Deserialize, Serialize};

use crate::calendar::DayKind;
use crate::text::Text;

pub use deadline::{Deadline, Skipped, Why};
pub use error::{ExtensionError, RollOverError, TermError, TermRuleError, TermRulesFileError};
pub use in_force::InForce;
pub use named::{Extension, NamedTerm, Runs};
pub use provision::{ProvisionRef, ProvisionRefError};
pub use rules::{Bound, TermRules};
pub use suspension::{Suspension, SuspensionError};

/// A length of time as a statute writes it, before it is known what kind of day counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// How many.
    pub length: u32,
    /// Of what.
    pub unit: PeriodUnit,
}

/// The units in which statutes write periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// 小时、时
    Hour,
    /// 日: working or calendar days, as the rules of the statute have it.
    Day,
    /// 工作日, said in so many words.
    WorkingDay,
    /// 月
    Month,
    /// 年
    Year,
}

/// The units in which terms run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours by the clock.
    Hour,
    /// Every day counts.
    CalendarDay,
    /// Only working days count.
    WorkingDay,
    /// Months by the calendar, to the day of the same number or the end of the month.
    Month,
    /// Years by the calendar, in the same way.
    Year,
}

/// Whether the hour in which a term in hours begins is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartHour {
    /// The term runs from the next full hour.
    Excluded,
    /// The term runs from the very moment.
    Counted,
}

/// The kinds of day on which a term does not end: it ends on the first day after of another kind.
///
/// In files it is the list of these kinds; an empty list means that a term ends where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "Vec<DayKind>")]
pub struct RollOver {
    past_rest_days: bool,
    past_statutory_holidays: bool,
}

/// A term that is ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// How many units.
    pub length: u32,
    /// In what it runs.
    pub unit: Unit,
    /// Whether its end moves to a later day.
    pub roll_over: RollOver,
    /// Where a term in hours starts.
    pub start_hour: StartHour,
    /// Why it is counted so.
    pub grounds: Grounds,
}

/// What a way of counting rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// The provisions; none where no provision speaks of it and a default of the pack holds.
    pub provisions: Vec<ProvisionRef>,
    /// The reason in words.
    pub text: Text,
}

impl RollOver {
    /// The term ends on its last day, whatever kind of day it is.
    pub const NONE: Self = Self {
        past_rest_days: false,
        past_statutory_holidays: false,
    };
    /// The term ends on a working day: rest days and statutory holidays are passed over.
    pub const TO_WORKING_DAY: Self = Self {
        past_rest_days: true,
        past_statutory_holidays: true,
    };

    /// Whether a term cannot end on a day of this kind.
    pub const fn passes(self, kind: DayKind) -> bool {
        match kind {
            DayKind::WorkingDay => false,
            DayKind::RestDay => self.past_rest_days,
            DayKind::StatutoryHoliday => self.past_statutory_holidays,
        }
    }
}

impl TryFrom<Vec<DayKind>> for RollOver {
    type Error = RollOverError;

    fn try_from(kinds: Vec<DayKind>) -> Result<Self, RollOverError> {
        if kinds.contains(&DayKind::WorkingDay) {
            return Err(RollOverError);
        }
        Ok(Self {
            past_rest_days: kinds.contains(&DayKind::RestDay),
            past_statutory_holidays: kinds.contains(&DayKind::StatutoryHoliday),
        })
    }
}
