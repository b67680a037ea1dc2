//! What holds for every term, checked against a plain model that counts day by day in a list.

#![allow(
    clippy::unwrap_used,
    reason = "the terms of these tests all end within the calendar"
)]

mod pack;

use std::sync::LazyLock;

use base::Text;
use base::calendar::{Calendar, DayKind};
use base::term::{Grounds, RollOver, StartHour, Suspension, Term, Unit};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| pack::calendar().assuming_plain_weekends());

fn term(length: u32, unit: Unit, roll_over: RollOver) -> Term {
    let grounds = Grounds {
        provisions: Vec::new(),
        text: Text::new("试", "test").unwrap(),
    };
    Term {
        length,
        unit,
        roll_over,
        start_hour: StartHour::Excluded,
        grounds,
    }
}

fn plain(length: u32, unit: Unit) -> Term {
    term(length, unit, RollOver::NONE)
}

fn last_day(term: &Term, start: Date, suspensions: &[Suspension]) -> Date {
    term.end(start.at(9, 30, 0, 0), &CALENDAR, suspensions)
        .unwrap()
        .last_day
}

fn after(start: Date, days: i64) -> Date {
    start.checked_add(days.days()).unwrap()
}

fn suspension(first: Date, days: i64) -> Suspension {
    Suspension::new(
        first,
        after(first, days - 1),
        Text::new("鉴定", "appraisal").unwrap(),
    )
    .unwrap()
}

fn is_working(day: Date) -> bool {
    CALENDAR.day(day).unwrap().is_working()
}

/// The model: all days after the start in a list, the wanted ones picked, the last of so many taken.
fn model_days(
    start: Date,
    length: u32,
    suspended: Option<(Date, Date)>,
    counts: fn(Date) -> bool,
) -> Date {
    let stands_still =
        |day: &Date| suspended.is_some_and(|(first, last)| *day >= first && *day <= last);
    let days: Vec<Date> = (1..300).map(|offset| after(start, offset)).collect();
    let counted: Vec<&Date> = days
        .iter()
        .filter(|day| counts(**day) && !stands_still(day))
        .collect();
    length
        .checked_sub(1)
        .map_or(start, |index| *counted[index as usize])
}

/// The model of months: the month's number counted on, the day cut to the length of that month.
fn model_months(start: Date, months: u32) -> Date {
    let month = i64::from(start.year()) * 12 + i64::from(start.month()) - 1 + i64::from(months);
    let (year, month) = (month / 12, month % 12 + 1);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i8::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    date(
        i16::try_from(year).unwrap(),
        i8::try_from(month).unwrap(),
        start.day().min(length),
    )
}

fn days() -> impl Strategy<Value = Date> {
    (0..3287_i64).prop_map(|offset| after(date(2018, 1, 1), offset))
}

fn day_units() -> impl Strategy<Value = Unit> {
    prop_oneof![
        Just(Unit::CalendarDay),
        Just(Unit::WorkingDay),
        Just(Unit::Month),
        Just(Unit::Year)
    ]
}

fn roll_overs() -> impl Strategy<Value = RollOver> {
    prop_oneof![Just(RollOver::NONE), Just(RollOver::TO_WORKING_DAY)]
}

proptest! {
    #[test]
    fn a_longer_term_never_ends_earlier(
        start in days(), unit in day_units(), roll_over in roll_overs(), length in 0..40_u32,
        offset in 0..60_i64, suspended in 1..30_i64,
    ) {
        let pause = [suspension(after(start, offset), suspended)];
        let shorter = last_day(&term(length, unit, roll_over), start, &pause);
        let longer = last_day(&term(length + 1, unit, roll_over), start, &pause);
        prop_assert!(shorter <= longer, "{shorter} {longer}");
    }

    #[test]
    fn a_later_start_never_ends_earlier(
        start in days(), unit in day_units(), roll_over in roll_overs(), length in 0..40_u32,
        offset in 0..60_i64, suspended in 1..30_i64,
    ) {
        let pause = [suspension(after(start, offset), suspended)];
        let term = term(length, unit, roll_over);
        let earlier = last_day(&term, start, &pause);
        let later = last_day(&term, after(start, 1), &pause);
        prop_assert!(earlier <= later, "{earlier} {later}");
    }

    #[test]
    fn a_term_in_working_days_ends_on_a_working_day(start in days(), length in 1..40_u32) {
        prop_assert!(is_working(last_day(&plain(length, Unit::WorkingDay), start, &[])));
    }

    #[test]
    fn a_term_that_rolls_over_ends_on_a_working_day(
        start in days(), unit in day_units(), length in 0..40_u32,
    ) {
        let end = last_day(&term(length, unit, RollOver::TO_WORKING_DAY), start, &[]);
        let unrolled = last_day(&plain(length, unit), start, &[]);
        prop_assert!(is_working(end));
        prop_assert_eq!(CALENDAR.working_days_between(unrolled, end).unwrap(), u32::from(end != unrolled));
    }

    #[test]
    fn a_suspension_moves_a_term_in_calendar_days_by_its_length(
        start in days(), length in 1..90_u32, at in 1..90_i64, suspended in 1..60_i64,
    ) {
        prop_assume!(at <= i64::from(length));
        let term = plain(length, Unit::CalendarDay);
        let pause = [suspension(after(start, at), suspended)];
        prop_assert_eq!(last_day(&term, start, &pause), after(last_day(&term, start, &[]), suspended));
    }

    #[test]
    fn a_suspension_after_the_end_moves_nothing(
        start in days(), unit in day_units(), length in 0..40_u32, gap in 1..10_i64,
    ) {
        let term = plain(length, unit);
        let end = last_day(&term, start, &[]);
        prop_assert_eq!(last_day(&term, start, &[suspension(after(end, gap), 5)]), end);
    }

    #[test]
    fn as_many_working_days_are_counted_as_the_term_has(start in days(), length in 0..60_u32) {
        let end = last_day(&plain(length, Unit::WorkingDay), start, &[]);
        prop_assert_eq!(CALENDAR.working_days_between(start, end), Ok(length));
    }

    #[test]
    fn days_are_counted_as_the_model_counts_them(
        start in days(), length in 0..60_u32, at in 0..60_i64, suspended in 1..30_i64,
    ) {
        let pause = suspension(after(start, at), suspended);
        let interval = Some((after(start, at), after(start, at + suspended - 1)));
        let counted = |unit| last_day(&plain(length, unit), start, std::slice::from_ref(&pause));
        prop_assert_eq!(counted(Unit::CalendarDay), model_days(start, length, interval, |_| true));
        prop_assert_eq!(counted(Unit::WorkingDay), model_days(start, length, interval, is_working));
    }

    #[test]
    fn months_and_years_are_counted_as_the_model_counts_them(start in days(), length in 0..80_u32) {
        prop_assert_eq!(last_day(&plain(length, Unit::Month), start, &[]), model_months(start, length));
        prop_assert_eq!(last_day(&plain(length, Unit::Year), start, &[]), model_months(start, length * 12));
    }

    #[test]
    fn hours_run_from_the_next_full_hour(
        start in days(), hour in 0..24_i8, minute in 0..60_i8, length in 0..500_u32,
    ) {
        let at = start.at(hour, minute, 0, 0);
        let end = plain(length, Unit::Hour).end(at, &CALENDAR, &[]).unwrap();
        let model = start.at(hour, 0, 0, 0).checked_add((i64::from(length) + 1).hours()).unwrap();
        prop_assert_eq!(end.until, model);
    }

    #[test]
    fn a_suspended_day_moves_a_term_in_hours_by_a_day(start in days(), hour in 0..24_i8, length in 49..200_u32) {
        let at = start.at(hour, 0, 0, 0);
        let until = |pause: &[Suspension]| plain(length, Unit::Hour).end(at, &CALENDAR, pause).unwrap().until;
        let moved = until(&[suspension(after(start, 2), 1)]);
        prop_assert_eq!(moved, until(&[]).checked_add(24.hours()).unwrap());
    }

    #[test]
    fn the_latest_day_leaves_the_whole_term_and_the_next_day_does_not(
        event in days(), unit in day_units(), length in 0..40_u32,
    ) {
        let term = plain(length, unit);
        let latest = term.latest_day_before(event, &CALENDAR).unwrap();
        prop_assert!(last_day(&term, latest, &[]) < event);
        prop_assert!(last_day(&term, after(latest, 1), &[]) >= event);
    }

    #[test]
    fn skipped_and_counted_days_are_all_the_days(start in days(), length in 0..60_u32) {
        let deadline = plain(length, Unit::WorkingDay).end(start.at(0, 0, 0, 0), &CALENDAR, &[]).unwrap();
        let run = |first: Date, last: Date| last.duration_since(first).as_hours() / 24 + 1;
        let skipped: i64 = deadline.skipped.iter().map(|skipped| run(skipped.first, skipped.last)).sum();
        prop_assert_eq!(skipped + i64::from(length), run(start, deadline.last_day) - 1);
    }
}

proptest! {
    // A term of u32::MAX days runs through all years that there are before it is refused.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_term_panics(
        year in prop_oneof![-9999..-9990_i16, 9990..=9999_i16],
        unit in prop_oneof![Just(Unit::Hour), day_units()],
        length in prop_oneof![0..1000_u32, Just(u32::MAX), Just(239_976), Just(19_998)],
    ) {
        let term = plain(length, unit);
        let start: DateTime = date(year, 12, 31).at(23, 59, 59, 0);
        if length == u32::MAX && year > 0 {
            prop_assert!(term.end(start, &CALENDAR, &[]).is_err());
        }
        let _ = term.end(start, &CALENDAR, &[]);
        let _ = term.latest_day_before(start.date(), &CALENDAR);
    }
}

#[test]
fn a_thirty_first_of_january_and_one_month_end_on_the_last_of_february() {
    let month = plain(1, Unit::Month);
    assert_eq!(last_day(&month, date(2025, 1, 31), &[]), date(2025, 2, 28));
    assert_eq!(last_day(&month, date(2024, 1, 31), &[]), date(2024, 2, 29));
    assert_eq!(last_day(&month, date(2024, 2, 29), &[]), date(2024, 3, 29));
}

#[test]
fn a_month_before_the_first_of_march_can_begin_on_the_last_of_january() {
    let month = plain(1, Unit::Month);
    assert_eq!(
        month.latest_day_before(date(2025, 3, 1), &CALENDAR),
        Ok(date(2025, 1, 31))
    );
    assert_eq!(
        month.latest_day_before(date(2025, 3, 31), &CALENDAR),
        Ok(date(2025, 2, 28))
    );
}

#[test]
fn two_suspensions_that_overlap_count_once() {
    let start = date(2025, 3, 3);
    let pauses = [
        suspension(date(2025, 3, 5), 4),
        suspension(date(2025, 3, 7), 4),
    ];
    let term = plain(10, Unit::CalendarDay);
    assert_eq!(last_day(&term, start, &pauses), after(date(2025, 3, 13), 6));
}

#[test]
fn a_suspended_day_is_passed_over_when_the_end_rolls() {
    // Ten days from 5 March 2025 end on Saturday the 15th; Monday the 17th is suspended.
    let term = term(10, Unit::CalendarDay, RollOver::TO_WORKING_DAY);
    assert_eq!(
        last_day(&term, date(2025, 3, 5), &[suspension(date(2025, 3, 17), 1)]),
        date(2025, 3, 18)
    );
}

#[test]
fn a_term_in_calendar_days_needs_no_holidays() {
    let unknown = Calendar::default();
    let end = plain(30, Unit::CalendarDay)
        .end(date(2040, 1, 1).at(8, 0, 0, 0), &unknown, &[])
        .unwrap();
    assert_eq!(
        (end.last_day, end.assumes_plain_weekends),
        (date(2040, 1, 31), false)
    );
    let rolling = term(30, Unit::CalendarDay, RollOver::TO_WORKING_DAY);
    assert!(
        rolling
            .end(date(2040, 1, 1).at(8, 0, 0, 0), &unknown, &[])
            .is_err()
    );
}

#[test]
fn the_day_of_a_deadline_is_over_at_midnight() {
    let end = plain(1, Unit::CalendarDay)
        .end(date(2025, 3, 3).at(8, 0, 0, 0), &CALENDAR, &[])
        .unwrap();
    assert_eq!(end.until, after(date(2025, 3, 3), 2).at(0, 0, 0, 0));
}

#[test]
fn hours_that_end_at_midnight_end_on_the_day_before_even_if_the_next_is_suspended() {
    let start = date(2025, 3, 3).at(22, 15, 0, 0);
    let pause = [suspension(date(2025, 3, 4), 2)];
    let end = plain(1, Unit::Hour).end(start, &CALENDAR, &pause).unwrap();
    assert_eq!(
        (end.last_day, end.until),
        (date(2025, 3, 3), date(2025, 3, 4).at(0, 0, 0, 0))
    );
}

#[test]
fn a_term_can_roll_past_statutory_holidays_alone() {
    let roll_over = RollOver::try_from(vec![DayKind::StatutoryHoliday]).unwrap();
    let ten_days = term(10, Unit::CalendarDay, roll_over);
    // Ten days before 3 October 2025, a statutory holiday; 4 October is a rest day around it.
    assert_eq!(
        last_day(&ten_days, date(2025, 9, 23), &[]),
        date(2025, 10, 4)
    );
    assert_eq!(
        last_day(&ten_days, date(2025, 9, 25), &[]),
        date(2025, 10, 5)
    );
}
