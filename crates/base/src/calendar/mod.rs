//! What kind of day a day is: the legal calendar.
//!
//! Law knows three kinds of day. Which is which in a year is announced late in the year before, so
//! it stands in a file a year ([`HolidayYear`]), and a calendar refuses to speak of a year it was
//! not given — unless told to [assume plain weekends](Calendar::assuming_plain_weekends).
//!
//! **What counts as a statutory holiday.** Only the days of art. 2 of the 全国年节及纪念日放假办法
//! are [`DayKind::StatutoryHoliday`]. The other days off of a holiday (a weekend day, a weekly rest
//! day moved there by 调休, a day given for a holiday that fell on a weekend, an extension such as
//! that of 2020) are [`DayKind::RestDay`]: the notices call them moved rest days, and the 办法 does
//! not list them. For terms in working days the difference is without effect, since both kinds are
//! no working days (行政处罚法 art. 85: what is no working day under the arrangement of the State
//! Council does not count). It matters where a rule speaks of statutory holidays alone (行政强制法
//! art. 43, no execution at night or on one); a rule that wants the whole holiday read asks
//! [`Day::occasion`], which every day of the arrangement has.

mod year_file;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use year_file::{HolidayFileError, HolidayYear};

use crate::text::Text;

/// The three kinds of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 工作日: Monday to Friday unless off, and weekend days that are worked instead (调休).
    WorkingDay,
    /// 休息日: the weekend, and what the yearly notice gives off around a holiday.
    RestDay,
    /// 法定节假日: a day of the 全国年节及纪念日放假办法, art. 2.
    StatutoryHoliday,
}

/// What the calendar knows of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day<'a> {
    /// Which of the three kinds.
    pub kind: DayKind,
    /// The holiday because of which it is so; `None` for plain weekdays and weekends.
    pub occasion: Option<&'a Text>,
}

/// The days of all years that it was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    years: BTreeMap<i16, BTreeMap<Date, (DayKind, Text)>>,
    plain_weekends: bool,
}

/// A day in a year of which no holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the holidays of {} are not known, so {date} cannot be counted: add the holiday file of that year, or ask to assume plain weekends", .date.year())]
pub struct BeyondKnown {
    /// The day that was asked for.
    pub date: Date,
}

impl Day<'_> {
    /// Whether people are at work on it.
    pub fn is_working(&self) -> bool {
        self.kind == DayKind::WorkingDay
    }
}

impl Calendar {
    /// A calendar of these years; of two files for one year the later holds.
    pub fn new(years: impl IntoIterator<Item = HolidayYear>) -> Self {
        let years = years
            .into_iter()
            .map(|year| (year.year, year.days))
            .collect();
        Self {
            years,
            plain_weekends: false,
        }
    }

    /// The same calendar, but taking a year that it does not know to have no holidays, only weekends.
    ///
    /// Whoever asks for it must say so wherever the result is shown; [`Calendar::knows`] tells when.
    #[must_use]
    pub fn assuming_plain_weekends(self) -> Self {
        Self {
            plain_weekends: true,
            ..self
        }
    }

    /// Whether the holidays of the year of this day are known, not assumed.
    pub fn knows(&self, date: Date) -> bool {
        self.years.contains_key(&date.year())
    }

    /// The first and the last known year; `None` where none is known.
    pub fn known_years(&self) -> Option<(i16, i16)> {
        Some((*self.years.keys().next()?, *self.years.keys().next_back()?))
    }

    /// What kind of day this is, and on what occasion.
    pub fn day(&self, date: Date) -> Result<Day<'_>, BeyondKnown> {
        if !self.plain_weekends && !self.knows(date) {
            return Err(BeyondKnown { date });
        }
        Ok(self.listed(date).unwrap_or(Day {
            kind: plain_kind(date),
            occasion: None,
        }))
    }

    /// The number of working days after `after`, up to and including `until`; 0 where it is not later.
    pub fn working_days_between(&self, after: Date, until: Date) -> Result<u32, BeyondKnown> {
        let mut count = 0;
        let mut date = after;
        while date < until {
            date = date.tomorrow().map_err(|_| BeyondKnown { date })?;
            count += u32::from(self.day(date)?.is_working());
        }
        Ok(count)
    }

    /// The entry of the notice of the day's own year, or of the next, which may move late December.
    fn listed(&self, date: Date) -> Option<Day<'_>> {
        let of_notice = |year: i16| self.years.get(&year)?.get(&date);
        let (kind, occasion) =
            of_notice(date.year()).or_else(|| of_notice(date.year().checked_add(1)?))?;
        Some(Day {
            kind: *kind,
            occasion: Some(occasion),
        })
    }
}

fn plain_kind(date: Date) -> DayKind {
    match date.weekday() {
        Weekday::Saturday | Weekday::Sunday => DayKind::RestDay,
        _ => DayKind::WorkingDay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use jiff::civil::date;

    fn calendar() -> Calendar {
        let autumn = "year: 2030
source: { name: made up, version: '1' }
holidays:
  - name: { zh: 丰收节, en: Harvest }
    statutory: [2030-10-01]
    rest: [2030-10-02]
    make_up_working: [2030-09-28]
";
        let spring = "year: 2031
source: { name: made up, version: '1' }
holidays:
  - name: { zh: 元旦, en: New Year }
    statutory: [2031-01-01]
    rest: [2030-12-31]
    make_up_working: [2030-12-28]
";
        Calendar::new([autumn, spring].map(|file| HolidayYear::parse(file).unwrap()))
    }

    #[track_caller]
    fn check(on: Date, kind: DayKind, occasion: Option<&str>) {
        let calendar = calendar();
        let day = calendar.day(on).unwrap();
        assert_eq!(
            (day.kind, day.occasion.map(|text| text.get(Lang::Zh))),
            (kind, occasion)
        );
    }

    #[test]
    fn each_of_the_three_kinds_is_told_with_its_occasion() {
        check(date(2030, 9, 27), DayKind::WorkingDay, None);
        check(date(2030, 9, 28), DayKind::WorkingDay, Some("丰收节"));
        check(date(2030, 9, 29), DayKind::RestDay, None);
        check(date(2030, 10, 1), DayKind::StatutoryHoliday, Some("丰收节"));
        check(date(2030, 10, 2), DayKind::RestDay, Some("丰收节"));
    }

    #[test]
    fn the_notice_of_the_next_year_moves_days_of_december() {
        check(date(2030, 12, 28), DayKind::WorkingDay, Some("元旦"));
        check(date(2030, 12, 31), DayKind::RestDay, Some("元旦"));
    }

    #[test]
    fn a_year_that_is_not_known_is_refused_by_name() {
        let error = calendar().day(date(2032, 1, 5)).unwrap_err();
        assert_eq!(
            error,
            BeyondKnown {
                date: date(2032, 1, 5)
            }
        );
        assert!(
            error
                .to_string()
                .starts_with("the holidays of 2032 are not known, so 2032-01-05 cannot be counted")
        );
        assert!(calendar().day(date(2029, 12, 31)).is_err());
    }

    #[test]
    fn plain_weekends_are_assumed_only_when_asked() {
        let calendar = calendar().assuming_plain_weekends();
        assert_eq!(
            calendar.day(date(2032, 1, 1)).unwrap().kind,
            DayKind::WorkingDay
        );
        assert_eq!(
            calendar.day(date(2032, 1, 3)).unwrap().kind,
            DayKind::RestDay
        );
        assert!(!calendar.knows(date(2032, 1, 1)));
        assert_eq!(
            calendar.day(date(2030, 10, 1)).unwrap().kind,
            DayKind::StatutoryHoliday
        );
        assert_eq!(calendar.known_years(), Some((2030, 2031)));
    }

    #[test]
    fn working_days_are_counted_without_the_first_day_and_with_the_last() {
        let count = |after, until| calendar().working_days_between(after, until);
        assert_eq!(count(date(2030, 9, 27), date(2030, 9, 30)), Ok(2));
        assert_eq!(count(date(2030, 9, 30), date(2030, 10, 2)), Ok(0));
        assert_eq!(count(date(2030, 10, 2), date(2030, 9, 30)), Ok(0));
        assert_eq!(
            count(date(2031, 12, 31), date(2032, 1, 2)),
            Err(BeyondKnown {
                date: date(2032, 1, 1)
            })
        );
    }

    #[test]
    fn the_last_day_of_time_is_no_panic() {
        let calendar = Calendar::default().assuming_plain_weekends();
        assert_eq!(
            calendar.working_days_between(date(9999, 12, 30), Date::MAX),
            Ok(1)
        );
        assert!(calendar.day(Date::MAX).is_ok());
    }
}
