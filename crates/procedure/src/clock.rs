//! Clocks of a case: what runs, since when, until when, why it stood still.

use base::Text;
use base::term::Suspension;
use jiff::civil::{Date, DateTime};
use rules::Legal;
use rules::model::{Clock, ClockEffect};
use serde::{Deserialize, Serialize};

/// A clock of a case, from its start on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRun {
    /// The id of the clock in the procedure.
    pub clock: String,
    /// The element of a list that it belongs to, where each has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The term that it counts.
    pub term: String,
    /// What set it going, in legal time; the day or hour of it is not counted.
    pub started_at: DateTime,
    /// The last day on which it is kept; none while it stands still, or where the pack cannot count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The moment at which it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime>,
    /// Whether a year was counted of which the holidays are not known yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
    /// How often it was extended.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub extended: u32,
    /// When it stood still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// The day on which it ended; none while it runs or stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Date>,
}

/// A time in which a clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Its first day.
    pub from: Date,
    /// Its last day; none while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// The act that brought it.
    pub because: String,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// It runs.
    Running,
    /// It stands still.
    Paused,
    /// What it was for has happened.
    Ended,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl ClockRun {
    /// How it stands.
    pub fn state(&self) -> ClockState {
        match (self.ended_on, self.pauses.last()) {
            (Some(_), _) => ClockState::Ended,
            (None, Some(Pause { to: None, .. })) => ClockState::Paused,
            (None, _) => ClockState::Running,
        }
    }

    /// Whether it has not ended.
    pub const fn is_open(&self) -> bool {
        self.ended_on.is_none()
    }

    /// Whether its last day is over on this day while it still runs.
    pub fn is_past(&self, today: Date) -> bool {
        self.state() == ClockState::Running && self.due_on.is_some_and(|due| due < today)
    }

    fn suspensions(&self) -> Vec<Suspension> {
        let pauses = self
            .pauses
            .iter()
            .filter_map(|pause| Some((pause, pause.to?)));
        let pauses = pauses.filter_map(|(pause, to)| {
            let why = Text::new(&pause.because, &pause.because).ok()?;
            Suspension::new(pause.from, to, why).ok()
        });
        pauses.collect()
    }

    fn can_extend(&self, legal: &Legal) -> bool {
        let named = legal.named(&self.term, self.started_at.date());
        let extension = named.and_then(|named| named.extension);
        extension.is_some_and(|extension| self.extended < extension.max_times)
    }

    /// Counts its end anew.
    fn count(&mut self, legal: &Legal) {
        let counted = (self.state() != ClockState::Paused)
            .then(|| {
                let pauses = self.suspensions();
                legal.deadline(&self.term, self.started_at, self.extended, &pauses)
            })
            .and_then(Result::ok);
        self.due_on = counted.as_ref().map(|deadline| deadline.last_day);
        self.until = counted.as_ref().map(|deadline| deadline.until);
        self.assumed = counted.is_some_and(|deadline| deadline.assumes_plain_weekends);
    }
}

/// A clock and what is done to it.
pub(crate) struct Turn<'a> {
    pub clock: &'a Clock,
    pub of: Option<&'a str>,
    pub does: ClockEffect,
    /// When, in legal time: of the act, or the day that the rule names.
    pub at: DateTime,
    pub act: &'a str,
}

/// Does it. What cannot be done (to end a clock that does not run) changes nothing.
///
/// No is said only to an extension that the term does not have, or no longer has.
pub(crate) fn turn(runs: &mut Vec<ClockRun>, turn: &Turn<'_>, legal: &Legal) -> bool {
    let of = if turn.clock.each { turn.of } else { None };
    if turn.does == ClockEffect::Start {
        start(runs, turn, of, legal);
        return true;
    }
    let mut extended = true;
    let mine = |run: &&mut ClockRun| {
        run.clock == turn.clock.id && run.is_open() && (of.is_none() || run.of.as_deref() == of)
    };
    let day = turn.at.date();
    for run in runs.iter_mut().filter(mine) {
        match turn.does {
            ClockEffect::End => run.end(day),
            ClockEffect::Extend if run.can_extend(legal) => run.extended += 1,
            ClockEffect::Extend => extended = false,
            ClockEffect::Suspend if run.state() == ClockState::Running => run.pauses.push(Pause {
                from: day,
                to: None,
                because: turn.act.to_owned(),
            }),
            ClockEffect::Resume => run.resume(day),
            ClockEffect::Start | ClockEffect::Suspend => {}
        }
        if turn.does != ClockEffect::End {
            run.count(legal);
        }
    }
    extended
}

/// A clock that is started again runs anew; its former run ends.
fn start(runs: &mut Vec<ClockRun>, turn: &Turn<'_>, of: Option<&str>, legal: &Legal) {
    for run in runs.iter_mut() {
        if run.clock == turn.clock.id && run.is_open() && run.of.as_deref() == of {
            run.end(turn.at.date());
        }
    }
    let mut run = ClockRun {
        clock: turn.clock.id.clone(),
        of: of.map(str::to_owned),
        term: turn.clock.term.clone(),
        started_at: turn.at,
        due_on: None,
        until: None,
        assumed: false,
        extended: 0,
        pauses: Vec::new(),
        ended_on: None,
    };
    run.count(legal);
    runs.push(run);
}

impl ClockRun {
    fn end(&mut self, day: Date) {
        self.resume(day);
        self.ended_on = Some(day);
    }

    /// The day on which it runs on is counted again. A pause that begins and ends on one day is none.
    fn resume(&mut self, day: Date) {
        let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) else {
            return;
        };
        let last = day.yesterday().unwrap_or(day);
        if last < pause.from {
            self.pauses.pop();
        } else {
            pause.to = Some(last);
        }
    }
}
