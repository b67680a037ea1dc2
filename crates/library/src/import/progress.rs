//! What a run says of itself while it is at work.

use jiff::Timestamp;

use crate::ImportId;
use crate::view::{ImportRow, ImportState};

/// Hears how a run gets on.
pub trait Progress: Send + Sync {
    /// Something was written; called after each batch, and at the end.
    fn advanced(&self, run: &ImportRow);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn advanced(&self, _: &ImportRow) {}
}

/// Counts of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub files_total: u32,
    pub files_done: u32,
    pub files_failed: u32,
    pub statutes: u32,
    pub versions: u32,
    pub articles: u32,
    pub items: u32,
    pub findings: u32,
}

/// A run with its counts.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub id: ImportId,
    pub source: String,
    pub started_at: Timestamp,
    pub tally: Tally,
}

impl Run {
    /// The run as it stands at `now`.
    pub(crate) fn row(
        &self,
        state: ImportState,
        now: Timestamp,
        error: Option<String>,
    ) -> ImportRow {
        let Tally {
            files_total,
            files_done,
            files_failed,
            statutes,
            versions,
            articles,
            items,
            findings,
        } = self.tally;
        let seconds = elapsed_seconds(self.started_at, now);
        let rate_per_second = rate(files_done, seconds);
        ImportRow {
            id: self.id,
            source: self.source.clone(),
            state,
            started_at: self.started_at,
            ended_at: (state != ImportState::Running).then_some(now),
            files_total,
            files_done,
            files_failed,
            statutes,
            versions,
            articles,
            items,
            findings,
            rate_per_second,
            seconds_left: (state == ImportState::Running)
                .then(|| seconds_left(files_total - files_done.min(files_total), rate_per_second))
                .flatten(),
            error,
        }
    }
}

/// Seconds between two instants, never negative.
pub(crate) fn elapsed_seconds(from: Timestamp, to: Timestamp) -> f64 {
    (to.as_millisecond() - from.as_millisecond()).max(0) as f64 / 1000.0
}

/// Files a second, to one decimal.
pub(crate) fn rate(files: u32, seconds: f64) -> f64 {
    if seconds > 0.0 {
        (f64::from(files) / seconds * 10.0).round() / 10.0
    } else {
        0.0
    }
}

/// Seconds that so many files take at this rate.
pub(crate) fn seconds_left(files: u32, rate_per_second: f64) -> Option<u32> {
    (rate_per_second > 0.0).then(|| (f64::from(files) / rate_per_second).ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left_follow_from_the_files_done() {
        assert!((rate(500, 10.0) - 50.0).abs() < f64::EPSILON);
        assert_eq!(seconds_left(101, 50.0), Some(3));
        assert_eq!(seconds_left(101, rate(0, 0.0)), None);
    }
}
