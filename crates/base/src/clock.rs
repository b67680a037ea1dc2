//! The clock as an argument: only the shell owns one that runs.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// The legal time of the whole country, UTC+8 without daylight saving.
pub const LEGAL_TIME: Offset = Offset::constant(8);

/// Something that knows what time it is.
pub trait Clock {
    /// This instant.
    fn now(&self) -> Timestamp;

    /// Date and time of day now, in [`LEGAL_TIME`].
    fn local_time(&self) -> DateTime {
        LEGAL_TIME.to_datetime(self.now())
    }

    /// Today's date, in [`LEGAL_TIME`].
    fn today(&self) -> Date {
        self.local_time().date()
    }
}

/// A clock that stands still, for tests and for asking "as of".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_begins_by_beijing_time() {
        let at = |instant: &str| FixedClock(instant.parse().unwrap());
        assert_eq!(at("2025-12-31T15:59:59Z").today(), date(2025, 12, 31));
        assert_eq!(at("2025-12-31T16:00:00Z").today(), date(2026, 1, 1));
    }

    #[test]
    fn the_local_time_is_eight_hours_ahead_in_summer_and_winter() {
        let at = |instant: &str| FixedClock(instant.parse().unwrap()).local_time();
        assert_eq!(at("2025-07-01T00:30:00Z"), date(2025, 7, 1).at(8, 30, 0, 0));
        assert_eq!(at("2025-01-01T00:30:00Z"), date(2025, 1, 1).at(8, 30, 0, 0));
    }
}
