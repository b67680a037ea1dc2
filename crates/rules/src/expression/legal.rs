//! What the legal functions know: the calendar, the terms and the parameters of a pack.

use std::sync::Arc;

use base::calendar::{Calendar, DayKind};
use base::term::{Deadline, NamedTerm, Suspension, TermRules};
use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, Unit};

use super::Question;
use crate::model::{ParameterValue, Parameters};

/// What the legal functions count with.
#[derive(Debug, Clone)]
pub struct Legal {
    /// Which days are worked.
    pub calendar: Calendar,
    /// The terms, of the nearest pack first.
    pub terms: Vec<Arc<TermRules>>,
    /// The numbers that provisions set.
    pub parameters: Arc<Parameters>,
}

/// Why a function has no answer, for the person who reads the refusal.
pub(super) type NoAnswer = String;

impl Legal {
    pub(super) fn workdays_between(&self, after: Date, until: Date) -> Result<i64, NoAnswer> {
        let days = self.calendar.working_days_between(after, until);
        days.map(i64::from).map_err(|error| error.to_string())
    }

    pub(super) fn is_workday(&self, day: Date) -> Result<bool, NoAnswer> {
        let day = self.calendar.day(day).map_err(|error| error.to_string())?;
        Ok(day.is_working())
    }

    /// The last day of a term; in years whose holidays are not known yet, weekends are taken to be
    /// the only days off, as a deadline half a year ahead has to be told today.
    pub(super) fn term_end(&self, id: &str, start: Date, as_of: Date) -> Result<Date, NoAnswer> {
        let term = self.term(id, as_of)?;
        let start = start.to_datetime(Time::midnight());
        let known = term.end(start, &self.calendar, &[]);
        let deadline = known.or_else(|_| term.end(start, &self.plain(), &[]));
        deadline
            .map(|deadline| deadline.last_day)
            .map_err(|error| error.to_string())
    }

    pub(super) fn term_latest_start(
        &self,
        id: &str,
        event: Date,
        as_of: Date,
    ) -> Result<Date, NoAnswer> {
        let term = self.term(id, as_of)?;
        let known = term.latest_day_before(event, &self.calendar);
        known
            .or_else(|_| term.latest_day_before(event, &self.plain()))
            .map_err(|error| error.to_string())
    }

    pub(super) fn parameter(&self, id: &str, asked: &Question) -> Result<ParameterValue, NoAnswer> {
        let value = self
            .parameters
            .value(id, asked.judged_on, &asked.sector, &asked.region);
        value.cloned().ok_or_else(|| {
            format!(
                "the parameter {id:?} has no value on {} for the sector {:?} and the region {:?}",
                asked.judged_on, asked.sector, asked.region
            )
        })
    }

    fn plain(&self) -> Calendar {
        self.calendar.clone().assuming_plain_weekends()
    }

    /// The term of the nearest pack that knows it on that day.
    fn term(&self, id: &str, as_of: Date) -> Result<base::term::Term, NoAnswer> {
        let mut refused = format!("no term is called {id:?}");
        for rules in &self.terms {
            match rules.named(id, as_of) {
                Ok(term) => return Ok(term),
                Err(error) => refused = error.to_string(),
            }
        }
        Err(refused)
    }
}

impl Legal {
    /// When a named term ends that was set going at a moment and extended so many times; in years
    /// whose holidays are not known, weekends are taken to be the only days off, and the deadline
    /// says so. The error says what is missing.
    pub fn deadline(
        &self,
        id: &str,
        start: DateTime,
        extended: u32,
        suspensions: &[Suspension],
    ) -> Result<Deadline, String> {
        let as_of = start.date();
        let mut term = self.term(id, as_of)?;
        if extended > 0 {
            let extension = self.named(id, as_of).and_then(|named| named.extension);
            let extension =
                extension.ok_or_else(|| format!("the term {id:?} cannot be extended"))?;
            term = term
                .extended(extension, extended)
                .map_err(|error| error.to_string())?;
        }
        let known = term.end(start, &self.calendar, suspensions);
        let deadline = known.or_else(|_| term.end(start, &self.plain(), suspensions));
        deadline.map_err(|error| error.to_string())
    }

    /// A named term as of a day.
    pub fn named(&self, id: &str, as_of: Date) -> Option<&NamedTerm> {
        let mut all = self.terms.iter().flat_map(|rules| rules.named_terms());
        all.find(|term| term.id == id && term.in_force.covers(as_of))
    }

    pub(super) fn is_statutory_holiday(&self, day: Date) -> Result<bool, NoAnswer> {
        let known = self.calendar.day(day);
        known
            .map(|day| day.kind == DayKind::StatutoryHoliday)
            .map_err(|error| error.to_string())
    }
}

pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

pub(super) fn add_days(day: Date, days: i64) -> Result<Date, NoAnswer> {
    let span = Span::new()
        .try_days(days)
        .map_err(|error| error.to_string())?;
    day.checked_add(span).map_err(|error| error.to_string())
}

/// Full years, a birthday of 29 February being kept on 1 March of other years.
pub(super) fn full_years_between(from: Date, to: Date) -> i64 {
    if to < from {
        return -full_years_between(to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    let reached = (to.month(), to.day()) >= (from.month(), from.day());
    years - i64::from(!reached)
}

pub(super) fn hours_between(from: DateTime, to: DateTime) -> i64 {
    from.until((Unit::Hour, to))
        .map_or(0, |span| i64::from(span.get_hours()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_age_is_reached_on_the_birthday() {
        let born = date(2010, 6, 1);
        assert_eq!(full_years_between(born, date(2024, 5, 31)), 13);
        assert_eq!(full_years_between(born, date(2024, 6, 1)), 14);
        let leap = date(2012, 2, 29);
        assert_eq!(full_years_between(leap, date(2026, 2, 28)), 13);
        assert_eq!(full_years_between(leap, date(2026, 3, 1)), 14);
    }

    #[test]
    fn days_are_counted_both_ways() {
        let (a, b) = (date(2025, 2, 27), date(2025, 3, 2));
        assert_eq!((days_between(a, b), days_between(b, a)), (3, -3));
        assert_eq!(add_days(a, 3), Ok(b));
    }

    #[test]
    fn only_full_hours_count() {
        let at = |hour, minute| date(2025, 3, 2).at(hour, minute, 0, 0);
        assert_eq!(hours_between(at(8, 30), at(10, 29)), 1);
    }
}
