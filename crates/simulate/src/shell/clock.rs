//! The clock of a simulation.

use std::sync::atomic::{AtomicI64, Ordering};

use base::{Clock, LEGAL_TIME};
use jiff::Timestamp;
use jiff::civil::DateTime;

/// A clock that stands where it is put, and never goes back.
#[derive(Debug)]
pub struct SimulatedClock(AtomicI64);

impl SimulatedClock {
    /// A clock that stands at a time, in legal time.
    pub fn at(at: DateTime) -> Self {
        Self(AtomicI64::new(second(at)))
    }

    /// Moves forward to a time, in legal time. A time that is over already changes nothing.
    pub fn advance(&self, to: DateTime) {
        self.0.fetch_max(second(to), Ordering::Relaxed);
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

fn second(at: DateTime) -> i64 {
    LEGAL_TIME.to_timestamp(at).map_or(0, Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn it_stands_where_it_was_put_and_never_goes_back() {
        let clock = SimulatedClock::at(date(2024, 3, 1).at(9, 0, 0, 0));
        clock.advance(date(2024, 3, 4).at(9, 30, 0, 0));
        clock.advance(date(2024, 3, 2).at(10, 0, 0, 0));
        assert_eq!(clock.local_time(), date(2024, 3, 4).at(9, 30, 0, 0));
        assert_eq!(clock.now().to_string(), "2024-03-04T01:30:00Z");
    }
}
