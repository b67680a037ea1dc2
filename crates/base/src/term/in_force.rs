//! From which day until which day a line of a rule pack holds.

use jiff::civil::Date;
use serde::Deserialize;

/// An interval of days, open at its end where no end is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InForce {
    /// The first day.
    pub from: Date,
    /// The first day on which it holds no longer.
    pub until: Option<Date>,
}

impl InForce {
    /// Whether it holds on this day.
    pub fn covers(self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }

    /// The first day on which both hold.
    pub fn shared_day(self, other: Self) -> Option<Date> {
        let first = self.from.max(other.from);
        (self.covers(first) && other.covers(first)).then_some(first)
    }
}
