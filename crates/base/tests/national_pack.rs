//! The files of packs/cn, and deadlines that can be checked on a wall calendar.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails where a file of the pack cannot be read"
)]

mod pack;

use std::fs;

use base::calendar::DayKind::{RestDay, StatutoryHoliday, WorkingDay};
use base::term::{
    Bound, Period, PeriodUnit, Runs, StartHour, Suspension, Term, TermError, TermRuleError,
    TermRules, Unit,
};
use base::{Lang, Text};
use jiff::civil::{Date, DateTime, date};

fn rules() -> TermRules {
    TermRules::parse(&fs::read_to_string(pack::folder().join("terms.yaml")).unwrap()).unwrap()
}

fn midday(on: Date) -> DateTime {
    on.at(12, 0, 0, 0)
}

fn days(length: u32) -> Period {
    Period {
        length,
        unit: PeriodUnit::Day,
    }
}

fn end(id: &str, start: DateTime) -> DateTime {
    let term = rules().named(id, start.date()).unwrap();
    term.end(start, &pack::calendar(), &[]).unwrap().until
}

/// The term with this id, set going at midday of `start`, can be kept until the end of `last`.
#[track_caller]
fn check(id: &str, start: Date, last: Date) {
    let term = rules().named(id, start).unwrap();
    assert_eq!(
        term.end(midday(start), &pack::calendar(), &[])
            .unwrap()
            .last_day,
        last,
        "{id} from {start}"
    );
}

#[test]
fn the_nine_years_are_known_and_the_next_is_refused() {
    let calendar = pack::calendar();
    let (first, last) = calendar.known_years().unwrap();
    assert_eq!(first, 2018);
    assert!(last >= 2026);
    assert!(calendar.day(date(2017, 12, 31)).is_err());
    assert!(calendar.day(date(last + 1, 1, 1)).is_err());
}

#[test]
fn a_term_that_leaves_the_known_years_is_refused_unless_weekends_are_assumed() {
    let calendar = pack::calendar();
    let (_, last) = calendar.known_years().unwrap();
    let start = midday(date(last, 12, 30));
    let term = rules()
        .named("penalty.hearing_request", start.date())
        .unwrap();
    assert!(matches!(
        term.end(start, &calendar, &[]),
        Err(TermError::BeyondKnown(_))
    ));
    let assumed = term
        .end(start, &calendar.assuming_plain_weekends(), &[])
        .unwrap();
    assert!(assumed.assumes_plain_weekends);
    assert!(assumed.explain().get(Lang::Zh).ends_with("仅按周末推算"));
}

#[test]
fn the_days_of_national_day_2025_are_told_apart() {
    let calendar = pack::calendar();
    let kind = |month, day| calendar.day(date(2025, month, day)).unwrap().kind;
    assert_eq!([28, 29, 30].map(|day| kind(9, day)), [WorkingDay; 3]);
    assert_eq!([1, 2, 3, 6].map(|day| kind(10, day)), [StatutoryHoliday; 4]);
    assert_eq!([4, 5, 7, 8].map(|day| kind(10, day)), [RestDay; 4]);
    assert_eq!([9, 11].map(|day| kind(10, day)), [WorkingDay; 2]);
    assert_eq!(kind(10, 12), RestDay);
}

#[test]
fn the_extra_statutory_days_begin_in_2025() {
    let calendar = pack::calendar();
    let kind = |year, month, day| calendar.day(date(year, month, day)).unwrap().kind;
    assert_eq!(
        (kind(2024, 2, 9), kind(2025, 1, 28)),
        (WorkingDay, StatutoryHoliday)
    );
    assert_eq!(
        (kind(2024, 5, 2), kind(2025, 5, 2)),
        (RestDay, StatutoryHoliday)
    );
}

#[test]
fn each_year_has_as_many_statutory_days_as_the_rules_on_festivals_give() {
    let calendar = pack::calendar();
    for year in 2018..=2026 {
        let days = date(year, 1, 1)
            .series(jiff::Span::new().days(1))
            .take_while(|day| day.year() == year);
        let count = days
            .filter(|&day| calendar.day(day).unwrap().kind == StatutoryHoliday)
            .count();
        let shared = usize::from(year == 2020); // 国庆节 and 中秋节 fell on one day
        assert_eq!(count, if year < 2025 { 11 } else { 13 } - shared, "{year}");
    }
}

#[test]
fn five_working_days_before_national_day_end_after_it() {
    // 26 September 2025 is a Friday; 28 is a worked Sunday, 1 to 8 October are off.
    check(
        "penalty.hearing_request",
        date(2025, 9, 26),
        date(2025, 10, 10),
    );
    // 11 October is a worked Saturday.
    check(
        "penalty.hearing_request",
        date(2025, 9, 28),
        date(2025, 10, 11),
    );
}

#[test]
fn a_term_set_going_in_a_holiday_counts_from_the_first_working_day() {
    check(
        "penalty.evidence_hold",
        date(2024, 2, 10),
        date(2024, 2, 26),
    );
}

#[test]
fn the_extended_spring_festival_of_2020_is_no_working_time() {
    check(
        "penalty.cash_to_agency",
        date(2022, 1, 28),
        date(2022, 1, 30),
    );
    let term = rules()
        .term("行政强制法", date(2020, 1, 23), Bound::Authority, days(3))
        .unwrap();
    let deadline = term
        .end(midday(date(2020, 1, 23)), &pack::calendar(), &[])
        .unwrap();
    assert_eq!(deadline.last_day, date(2020, 2, 5));
}

#[test]
fn a_limit_on_the_agency_does_not_roll_over_and_the_period_of_a_party_does() {
    // 90 days from 4 July 2025 and 15 days from 17 September end on 2 October.
    check("penalty.decision", date(2025, 7, 4), date(2025, 10, 2));
    check("penalty.payment", date(2025, 9, 17), date(2025, 10, 9));
}

#[test]
fn review_rolls_over_for_the_reviewing_body_too() {
    // Sixty days from 5 August 2025 end on 4 October, a rest day of the holiday.
    check("review.decision", date(2025, 8, 5), date(2025, 10, 9));
}

#[test]
fn six_months_end_on_the_day_of_the_same_number_or_at_the_end_of_the_month() {
    check("suit.direct", date(2025, 3, 10), date(2025, 9, 10));
    // 31 August + 6 months: 28 February 2026 is a worked Saturday, so it does not roll over.
    check("suit.direct", date(2025, 8, 31), date(2026, 2, 28));
    check("suit.direct", date(2023, 8, 31), date(2024, 2, 29));
}

#[test]
fn two_years_from_a_leap_day_end_on_the_last_of_february() {
    check("penalty.limitation", date(2024, 2, 29), date(2026, 2, 28));
}

#[test]
fn twenty_four_hours_run_from_the_moment_over_weekends() {
    assert_eq!(
        end("coercion.report", date(2025, 10, 3).at(22, 20, 0, 0)),
        date(2025, 10, 4).at(22, 20, 0, 0)
    );
}

#[test]
fn a_start_hour_that_is_not_counted_moves_the_end_to_a_full_hour() {
    let day = Period {
        length: 24,
        unit: PeriodUnit::Hour,
    };
    let term = rules()
        .term("民事诉讼法", date(2025, 6, 3), Bound::Party, day)
        .unwrap();
    assert_eq!(term.start_hour, StartHour::Excluded);
    let until = |start| term.end(start, &pack::calendar(), &[]).unwrap().until;
    assert_eq!(
        until(date(2025, 6, 3).at(10, 20, 0, 0)),
        date(2025, 6, 4).at(11, 0, 0, 0)
    );
    assert_eq!(
        until(date(2025, 6, 3).at(23, 59, 0, 0)),
        date(2025, 6, 5).at(0, 0, 0, 0)
    );
}

#[test]
fn a_licence_decision_is_extended_once_and_by_ten_working_days() {
    let rules = rules();
    let named = rules
        .named_terms()
        .iter()
        .find(|term| term.id == "licence.decision")
        .unwrap();
    let extension = named.extension.unwrap();
    let term = rules.named("licence.decision", date(2025, 3, 3)).unwrap();
    let longer = term.extended(extension, 1).unwrap();
    let last = |term: &Term| {
        term.end(midday(date(2025, 3, 3)), &pack::calendar(), &[])
            .unwrap()
            .last_day
    };
    assert_eq!(
        (last(&term), last(&longer)),
        (date(2025, 3, 31), date(2025, 4, 15))
    );
    let refused = term.extended(extension, 2).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the term can be extended 1 time(s), but 2 were asked for"
    );
}

#[test]
fn seven_working_days_lie_between_the_notice_and_the_hearing() {
    let rules = rules();
    let named = rules
        .named_terms()
        .iter()
        .find(|term| term.id == "penalty.hearing_notice")
        .unwrap();
    assert_eq!(named.runs, Runs::Before);
    let term = rules
        .named("penalty.hearing_notice", date(2025, 10, 16))
        .unwrap();
    // Before 16 October: 15, 14, 13, 11, 10, 9 October and 30 September.
    assert_eq!(
        term.latest_day_before(date(2025, 10, 16), &pack::calendar()),
        Ok(date(2025, 9, 29))
    );
}

#[test]
fn a_day_without_a_known_rule_is_refused_with_the_first_known_day() {
    let error = rules()
        .term("行政处罚法", date(2021, 7, 14), Bound::Authority, days(7))
        .unwrap_err();
    let known_from = date(2021, 7, 15);
    assert_eq!(
        error,
        TermRuleError::NotInForce {
            statute: "行政处罚法".to_owned(),
            as_of: date(2021, 7, 14),
            known_from
        }
    );
    let error = rules()
        .named("review.decision", date(2023, 12, 31))
        .unwrap_err();
    assert!(matches!(error, TermRuleError::TermNotInForce { .. }));
    assert!(matches!(
        rules().named("none", date(2025, 1, 1)),
        Err(TermRuleError::UnknownTerm(_))
    ));
}

#[test]
fn each_statute_counts_its_own_kind_of_day() {
    let unit =
        |statute, on, bound, length| rules().term(statute, on, bound, days(length)).unwrap().unit;
    let today = date(2025, 1, 2);
    let of_agency = |statute, length| unit(statute, today, Bound::Authority, length);
    assert_eq!(
        [2, 3, 5, 7].map(|length| of_agency("行政处罚法", length)),
        [Unit::WorkingDay; 4]
    );
    assert_eq!(
        [4, 10, 15, 90].map(|length| of_agency("行政处罚法", length)),
        [Unit::CalendarDay; 4]
    );
    assert_eq!(
        [3, 10, 11, 30].map(|length| of_agency("行政强制法", length) == Unit::WorkingDay),
        [true, true, false, false]
    );
    assert_eq!(
        [5, 20, 45].map(|length| of_agency("行政许可法", length)),
        [Unit::WorkingDay; 3]
    );
    assert_eq!(
        unit("行政许可法", today, Bound::Party, 5),
        Unit::CalendarDay
    );
    assert_eq!(
        [3, 10, 60].map(|length| of_agency("行政复议法", length) == Unit::WorkingDay),
        [true, true, false]
    );
    assert_eq!(
        unit("行政复议法", date(2023, 12, 31), Bound::Authority, 10),
        Unit::CalendarDay
    );
    assert_eq!(of_agency("民事诉讼法", 7), Unit::CalendarDay);
    assert_eq!(
        of_agency("行政执法机关移送涉嫌犯罪案件的规定", 3),
        Unit::CalendarDay
    );
}

#[test]
fn a_statute_that_the_pack_does_not_know_is_counted_without_a_provision() {
    let term = rules()
        .term(
            "云麓市养犬条例",
            date(2025, 1, 2),
            Bound::Authority,
            days(7),
        )
        .unwrap();
    assert_eq!(term.unit, Unit::CalendarDay);
    assert!(
        term.grounds
            .provisions
            .iter()
            .all(|provision| provision.statute() == "民法典")
    );
    assert!(
        term.grounds
            .text
            .get(Lang::En)
            .starts_with("the pack has no rule for this statute")
    );
}

#[test]
fn every_named_term_runs_on_the_first_day_of_its_provision() {
    let (rules, calendar) = (rules(), pack::calendar().assuming_plain_weekends());
    assert!(rules.named_terms().len() >= 40);
    for named in rules.named_terms() {
        let from = named.in_force.from;
        let term = rules.named(&named.id, from).unwrap();
        assert_eq!(term.grounds.provisions[0], named.provision);
        match named.runs {
            Runs::After => assert!(term.end(midday(from), &calendar, &[]).unwrap().last_day > from),
            Runs::Before => assert!(term.latest_day_before(from, &calendar).unwrap() < from),
        }
    }
}

#[test]
fn the_account_names_every_day_left_out_and_the_provisions() {
    let term = rules()
        .named("penalty.hearing_request", date(2025, 9, 26))
        .unwrap();
    let reason = Text::new("当事人申请延期", "postponed at the party's request").unwrap();
    let suspension = Suspension::new(date(2025, 9, 28), date(2025, 9, 29), reason).unwrap();
    let account = term
        .end(midday(date(2025, 9, 26)), &pack::calendar(), &[suspension])
        .unwrap()
        .explain();
    insta::assert_snapshot!(account.get(Lang::Zh), @"自2025-09-26的次日起算5个工作日，至2025-10-13届满；不计入：2025-09-27（休息日）、2025-09-28–2025-09-29（当事人申请延期）、2025-10-01–2025-10-03（国庆节）、2025-10-04–2025-10-05（国庆节放假）、2025-10-06（中秋节）、2025-10-07–2025-10-08（国庆节放假）、2025-10-12（休息日）；依据：law/行政处罚法#64.1.1、law/行政处罚法#85、law/民法典#201.1（二日、三日、五日、七日为工作日，其余为自然日；本法未规定末日顺延，对当事人从宽，比照民事诉讼法第八十五条顺延）");
    insta::assert_snapshot!(account.get(Lang::En), @"5 working day(s) from the day after 2025-09-26, ending 2025-10-13; not counted: 2025-09-27 (rest day), 2025-09-28–2025-09-29 (postponed at the party's request), 2025-10-01–2025-10-03 (National Day), 2025-10-04–2025-10-05 (off around National Day), 2025-10-06 (Mid-Autumn Festival), 2025-10-07–2025-10-08 (off around National Day), 2025-10-12 (rest day); on the ground of: law/行政处罚法#64.1.1, law/行政处罚法#85, law/民法典#201.1 (two, three, five and seven days are working days, other periods calendar days; the act has no roll-over, so the party is given that of 民事诉讼法 art. 85)");
}

#[test]
fn the_account_tells_that_the_last_day_rolled_over() {
    let term = rules().named("suit.direct", date(2025, 4, 3)).unwrap();
    let account = term
        .end(midday(date(2025, 4, 3)), &pack::calendar(), &[])
        .unwrap()
        .explain();
    insta::assert_snapshot!(account.get(Lang::Zh), @"自2025-04-03的次日起算6个月，至2025-10-09届满；末日顺延：2025-10-03（国庆节）、2025-10-04–2025-10-05（国庆节放假）、2025-10-06（中秋节）、2025-10-07–2025-10-08（国庆节放假）；依据：law/行政诉讼法#46.1、law/行政诉讼法#101、law/民事诉讼法#85、law/民法典#201.1、law/民法典#202（期间适用民事诉讼法的规定）");
}
