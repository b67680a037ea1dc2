//! The holiday file of a year: `packs/*/holidays/YEAR.yaml`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use thiserror::Error;

use super::DayKind;
use crate::text::Text;

/// The days off and the make-up working days of one yearly notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayYear {
    pub(super) year: i16,
    pub(super) days: BTreeMap<Date, (DayKind, Text)>,
}

/// What is wrong with a holiday file.
#[derive(Debug, Error)]
pub enum HolidayFileError {
    /// It is not YAML of the expected shape; the message gives line and column.
    #[error("the holiday file cannot be read: {0}")]
    Shape(#[from] serde_yaml_ng::Error),
    /// A day that the notice of the year does not speak of.
    #[error(
        "{date} does not belong in the holiday file of {year}: only its own days and the December before it do"
    )]
    OtherYear {
        /// The day.
        date: Date,
        /// The year of the file.
        year: i16,
    },
    /// A day that is listed as two things.
    #[error("{0} is listed as two kinds of day")]
    Contradiction(Date),
    /// A make-up working day that is no weekend day.
    #[error("{0} is listed as a make-up working day, but is not a Saturday or Sunday")]
    NotMadeUp(Date),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: i16,
    #[serde(rename = "source")]
    _source: Source,
    holidays: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "version")]
    _version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: Text,
    #[serde(default)]
    statutory: Vec<Date>,
    #[serde(default)]
    rest: Vec<Date>,
    #[serde(default)]
    make_up_working: Vec<Date>,
}

impl HolidayYear {
    /// Reads the text of a holiday file (shape: `packs/schema/holidays.schema.json`).
    pub fn parse(yaml: &str) -> Result<Self, HolidayFileError> {
        let file: File = serde_yaml_ng::from_str(yaml)?;
        let mut year = Self {
            year: file.year,
            days: BTreeMap::new(),
        };
        for holiday in &file.holidays {
            year.list(&holiday.statutory, DayKind::StatutoryHoliday, &holiday.name)?;
            year.list(&holiday.rest, DayKind::RestDay, &holiday.name)?;
            refuse_weekdays(&holiday.make_up_working)?;
            year.list(&holiday.make_up_working, DayKind::WorkingDay, &holiday.name)?;
        }
        Ok(year)
    }

    /// The year of the notice.
    pub const fn year(&self) -> i16 {
        self.year
    }

    fn list(&mut self, dates: &[Date], kind: DayKind, name: &Text) -> Result<(), HolidayFileError> {
        dates
            .iter()
            .try_for_each(|&date| self.list_one(date, kind, name))
    }

    /// Two holidays may fall on one day (国庆节 and 中秋节 in 2020): it then bears both names.
    fn list_one(&mut self, date: Date, kind: DayKind, name: &Text) -> Result<(), HolidayFileError> {
        let december_before = date.month() == 12 && date.year().checked_add(1) == Some(self.year);
        if date.year() != self.year && !december_before {
            return Err(HolidayFileError::OtherYear {
                date,
                year: self.year,
            });
        }
        match self.days.entry(date) {
            Entry::Vacant(free) => {
                free.insert((kind, name.clone()));
            }
            Entry::Occupied(mut taken) if taken.get().0 == kind => {
                let both = Text::list([&taken.get().1, name]);
                taken.insert((kind, both.unwrap_or_else(|| name.clone())));
            }
            Entry::Occupied(_) => return Err(HolidayFileError::Contradiction(date)),
        }
        Ok(())
    }
}

fn refuse_weekdays(dates: &[Date]) -> Result<(), HolidayFileError> {
    let weekend = [Weekday::Saturday, Weekday::Sunday];
    match dates.iter().find(|date| !weekend.contains(&date.weekday())) {
        Some(&date) => Err(HolidayFileError::NotMadeUp(date)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use jiff::civil::date;

    fn parse(holidays: &str) -> Result<HolidayYear, HolidayFileError> {
        let head = "year: 2030\nsource: { name: made up, version: '1' }\nholidays:\n";
        HolidayYear::parse(&format!("{head}{holidays}"))
    }

    #[track_caller]
    fn refused(holidays: &str, message: &str) {
        let error = parse(holidays).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn two_holidays_on_one_day_give_it_both_names() {
        let year = parse(
            "  - { name: { zh: 甲节, en: A }, statutory: [2030-10-01] }
  - { name: { zh: 乙节, en: B }, statutory: [2030-10-01] }",
        )
        .unwrap();
        let (kind, name) = &year.days[&date(2030, 10, 1)];
        assert_eq!(
            (*kind, name.get(Lang::Zh), name.get(Lang::En)),
            (DayKind::StatutoryHoliday, "甲节、乙节", "A, B")
        );
        assert_eq!(year.year(), 2030);
    }

    #[test]
    fn faults_are_refused_with_the_day() {
        let name = "name: { zh: 甲节, en: A }";
        refused(
            &format!("  - {{ {name}, rest: [2031-01-01] }}"),
            "2031-01-01 does not belong",
        );
        refused(
            &format!("  - {{ {name}, rest: [2029-11-30] }}"),
            "2029-11-30 does not belong",
        );
        refused(
            &format!("  - {{ {name}, rest: [2030-10-05], make_up_working: [2030-10-05] }}"),
            "2030-10-05 is listed as two",
        );
        refused(
            &format!("  - {{ {name}, make_up_working: [2030-10-01] }}"),
            "not a Saturday or Sunday",
        );
    }

    #[test]
    fn what_is_not_in_the_shape_is_refused_with_its_line() {
        refused(
            "  - { name: { zh: 甲节, en: A }, rest: [2030-02-30] }",
            "line 4",
        );
        refused(
            "  - { name: { zh: 甲节, en: '' } }",
            "lacks its English (en) part",
        );
        refused(
            "  - { name: { zh: 甲节, en: A }, holiday: [] }",
            "unknown field `holiday`",
        );
        assert!(HolidayYear::parse("").is_err());
    }
}
