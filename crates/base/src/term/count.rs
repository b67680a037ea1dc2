//! Counting: from the start of a term to its end, and from a day back to the last start.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span};

use super::{Deadline, Skipped, StartHour, Suspension, Term, TermError, Unit, Why};
use crate::calendar::{Calendar, Day, DayKind};

impl Term {
    /// When the term ends that was set going at `start` (in legal time; only terms in hours look at
    /// the time of day). The day, or hour, of the start is not counted.
    ///
    /// Suspended days are not counted, a term in months or years ending as many days later as were
    /// suspended in it. A term in hours stands still on suspended days and does not roll over.
    ///
    /// Refused where the term needs to know the kind of a day in a year that the calendar does not
    /// know; terms in calendar days, months and years without roll-over never do.
    pub fn end(
        &self,
        start: DateTime,
        calendar: &Calendar,
        suspensions: &[Suspension],
    ) -> Result<Deadline, TermError> {
        let mut walk = Walk {
            calendar,
            suspensions,
            assumed: false,
        };
        let mut skipped = Vec::new();
        let mut rolled_over = Vec::new();
        let (last_day, until) = if self.unit == Unit::Hour {
            let until = walk.count_hours(self.first_moment(start)?, self.length, &mut skipped)?;
            (last_day_before(until)?, until)
        } else {
            let counted = walk.count_days(start.date(), self, &mut skipped)?;
            let last_day = walk.roll_over(counted, self, &mut rolled_over)?;
            (last_day, next_day(last_day)?.to_datetime(Time::midnight()))
        };
        let assumes_plain_weekends = walk.assumed;
        Ok(Deadline {
            term: self.clone(),
            start,
            last_day,
            until,
            skipped,
            rolled_over,
            assumes_plain_weekends,
        })
    }

    /// The last day on which something can be done that must be done this term before `event`.
    ///
    /// Neither that day nor the day of the event is counted: between them lies the whole term.
    pub fn latest_day_before(&self, event: Date, calendar: &Calendar) -> Result<Date, TermError> {
        let eve = previous_day(event)?;
        match self.unit {
            Unit::Hour => Err(TermError::HoursFromDay),
            Unit::CalendarDay => shift(eve, -i64::from(self.length), Unit::CalendarDay),
            Unit::WorkingDay => working_days_back(eve, self.length, calendar),
            Unit::Month | Unit::Year => self.months_back(eve),
        }
    }

    /// The moment from which hours are counted.
    fn first_moment(&self, start: DateTime) -> Result<DateTime, TermError> {
        if self.start_hour == StartHour::Counted {
            return Ok(start);
        }
        let full_hour = start.date().at(start.hour(), 0, 0, 0);
        full_hour
            .checked_add(SignedDuration::from_hours(1))
            .map_err(out_of_range)
    }

    /// Counting back from the end of a long month can fall short of the last possible day.
    fn months_back(&self, eve: Date) -> Result<Date, TermError> {
        let mut day = shift(eve, -i64::from(self.length), self.unit)?;
        while shift(next_day(day)?, i64::from(self.length), self.unit)? <= eve {
            day = next_day(day)?;
        }
        Ok(day)
    }
}

/// What a count looks at, and whether it had to assume anything.
struct Walk<'a> {
    calendar: &'a Calendar,
    suspensions: &'a [Suspension],
    assumed: bool,
}

impl Walk<'_> {
    /// The last counted day.
    fn count_days(
        &mut self,
        start: Date,
        term: &Term,
        skipped: &mut Vec<Skipped>,
    ) -> Result<Date, TermError> {
        let mut left = days_to_count(start, term)?;
        let mut date = start;
        while left > 0 {
            date = next_day(date)?;
            match self.not_counted(date, term.unit)? {
                Some(why) => add_to_runs(skipped, date, why),
                None => left -= 1,
            }
        }
        Ok(date)
    }

    /// The moment after so many hours.
    fn count_hours(
        &self,
        from: DateTime,
        hours: u32,
        skipped: &mut Vec<Skipped>,
    ) -> Result<DateTime, TermError> {
        let mut left = SignedDuration::from_hours(i64::from(hours));
        let mut moment = from;
        loop {
            let midnight = next_day(moment.date())?.to_datetime(Time::midnight());
            let today = midnight.duration_since(moment);
            match self.suspended(moment.date()) {
                Some(why) => add_to_runs(skipped, moment.date(), why),
                None if left <= today => return moment.checked_add(left).map_err(out_of_range),
                None => left -= today,
            }
            moment = midnight;
        }
    }

    /// The first day, from the last counted one on, on which the term can end.
    fn roll_over(
        &mut self,
        last: Date,
        term: &Term,
        passed: &mut Vec<Skipped>,
    ) -> Result<Date, TermError> {
        let mut date = last;
        while let Some(why) = self.cannot_end(date, term)? {
            add_to_runs(passed, date, why);
            date = next_day(date)?;
        }
        Ok(date)
    }

    fn not_counted(&mut self, date: Date, unit: Unit) -> Result<Option<Why>, TermError> {
        match self.suspended(date) {
            None if unit == Unit::WorkingDay => Ok(why_off(self.day(date)?)),
            suspended => Ok(suspended),
        }
    }

    fn cannot_end(&mut self, date: Date, term: &Term) -> Result<Option<Why>, TermError> {
        if term.roll_over == super::RollOver::NONE {
            return Ok(None);
        }
        let day = self.day(date)?;
        let why = if term.roll_over.passes(day.kind) {
            why_off(day)
        } else {
            None
        };
        Ok(why.or_else(|| self.suspended(date)))
    }

    fn suspended(&self, date: Date) -> Option<Why> {
        let suspension = self
            .suspensions
            .iter()
            .find(|suspension| suspension.covers(date))?;
        Some(Why::Suspended(suspension.reason().clone()))
    }

    fn day(&mut self, date: Date) -> Result<Day<'_>, TermError> {
        self.assumed |= !self.calendar.knows(date);
        Ok(self.calendar.day(date)?)
    }
}

/// How many days a term counts; for months and years those up to the day of the same number.
fn days_to_count(start: Date, term: &Term) -> Result<u32, TermError> {
    match term.unit {
        Unit::Month | Unit::Year => {
            let end = shift(start, i64::from(term.length), term.unit)?;
            u32::try_from(end.duration_since(start).as_hours() / 24)
                .map_err(|_| TermError::OutOfRange)
        }
        _ => Ok(term.length),
    }
}

fn why_off(day: Day<'_>) -> Option<Why> {
    let occasion = day.occasion.cloned();
    match day.kind {
        DayKind::WorkingDay => None,
        DayKind::RestDay => Some(Why::RestDay(occasion)),
        DayKind::StatutoryHoliday => Some(Why::StatutoryHoliday(occasion)),
    }
}

/// Lengthens the last run by the day after it, or begins a new one.
fn add_to_runs(runs: &mut Vec<Skipped>, date: Date, why: Why) {
    match runs.last_mut() {
        Some(run) if run.why == why && run.last.tomorrow().ok() == Some(date) => run.last = date,
        _ => runs.push(Skipped {
            first: date,
            last: date,
            why,
        }),
    }
}

fn working_days_back(eve: Date, length: u32, calendar: &Calendar) -> Result<Date, TermError> {
    let mut date = eve;
    let mut left = length;
    while left > 0 {
        left -= u32::from(calendar.day(date)?.is_working());
        date = previous_day(date)?;
    }
    Ok(date)
}

/// The day so many days, months or years away, at the end of a month that is too short for it.
fn shift(date: Date, by: i64, unit: Unit) -> Result<Date, TermError> {
    let span = match unit {
        Unit::Month => Span::new().try_months(by),
        Unit::Year => Span::new().try_years(by),
        _ => Span::new().try_days(by),
    };
    span.and_then(|span| date.checked_add(span))
        .map_err(out_of_range)
}

/// The day of the last moment before this one.
fn last_day_before(moment: DateTime) -> Result<Date, TermError> {
    let last = moment
        .checked_sub(SignedDuration::from_nanos(1))
        .map_err(out_of_range)?;
    Ok(last.date())
}

fn next_day(date: Date) -> Result<Date, TermError> {
    date.tomorrow().map_err(out_of_range)
}

fn previous_day(date: Date) -> Result<Date, TermError> {
    date.yesterday().map_err(out_of_range)
}

fn out_of_range(_: jiff::Error) -> TermError {
    TermError::OutOfRange
}
