//! Days that a running term does not count.

use jiff::civil::Date;
use thiserror::Error;

use crate::text::Text;

/// Days on which a term stands still (扣除、中止), with the reason; it runs on afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    first: Date,
    last: Date,
    reason: Text,
}

/// A suspension that ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a suspension from {first} cannot end on {last}, which is earlier")]
pub struct SuspensionError {
    first: Date,
    last: Date,
}

impl Suspension {
    /// From the first to the last day that are not counted, both included.
    pub fn new(first: Date, last: Date, reason: Text) -> Result<Self, SuspensionError> {
        if last < first {
            return Err(SuspensionError { first, last });
        }
        Ok(Self {
            first,
            last,
            reason,
        })
    }

    /// Whether the term stands still on this day.
    pub fn covers(&self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }

    /// Why.
    pub const fn reason(&self) -> &Text {
        &self.reason
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_suspension_covers_its_first_and_its_last_day() {
        let reason = Text::new("检测", "test").unwrap();
        let suspension = Suspension::new(date(2025, 3, 3), date(2025, 3, 4), reason).unwrap();
        let covered = [2, 3, 4, 5].map(|day| suspension.covers(date(2025, 3, day)));
        assert_eq!(covered, [false, true, true, false]);
    }

    #[test]
    fn a_suspension_that_ends_before_it_begins_is_refused() {
        let reason = Text::new("检测", "test").unwrap();
        let error = Suspension::new(date(2025, 3, 4), date(2025, 3, 3), reason).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a suspension from 2025-03-04 cannot end on 2025-03-03, which is earlier"
        );
    }
}
