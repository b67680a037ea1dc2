//! Lock-out: after some failures each further attempt waits longer.

use jiff::{SignedDuration, Timestamp};

/// Failures that cost no waiting.
const FREE: u32 = 5;
/// The first waiting time; each further failure doubles it.
const FIRST: SignedDuration = SignedDuration::from_secs(15);
/// The longest waiting time.
const LONGEST: SignedDuration = SignedDuration::from_mins(30);

/// Failures since the last success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// When the last was.
    pub last: Option<Timestamp>,
}

impl Failures {
    /// Until when the next attempt must wait; `None` where it need not.
    pub fn locked_until(self, now: Timestamp) -> Option<Timestamp> {
        let until = self.last?.checked_add(delay(self.count)).ok()?;
        (now < until).then_some(until)
    }

    /// With one more.
    pub const fn and_one(self, now: Timestamp) -> Self {
        Self {
            count: self.count.saturating_add(1),
            last: Some(now),
        }
    }
}

/// How long to wait after so many failures.
fn delay(failures: u32) -> SignedDuration {
    if failures < FREE {
        return SignedDuration::ZERO;
    }
    let doubled = 1_i32
        .checked_shl(failures - FREE)
        .filter(|times| *times > 0);
    let delay = doubled.and_then(|times| FIRST.checked_mul(times));
    delay.map_or(LONGEST, |delay| delay.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waiting_time_grows_to_half_an_hour() {
        let seconds = |failures| delay(failures).as_secs();
        let all: Vec<_> = [0, 4, 5, 6, 7, 11, 12, 30, 36, 37, u32::MAX]
            .map(seconds)
            .into();
        assert_eq!(all, [0, 0, 15, 30, 60, 960, 1800, 1800, 1800, 1800, 1800]);
    }

    #[test]
    fn who_has_waited_may_try_again() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut failures = Failures::default();
        for _ in 0..5 {
            assert_eq!(failures.locked_until(at("2026-11-24T04:00:00Z")), None);
            failures = failures.and_one(at("2026-11-24T04:00:00Z"));
        }
        let until = failures.locked_until(at("2026-11-24T04:00:14Z"));
        assert_eq!(until, Some(at("2026-11-24T04:00:15Z")));
        assert_eq!(failures.locked_until(at("2026-11-24T04:00:15Z")), None);
    }
}
