//! Each guard that domain rules name: the act is refused with the right article; the same deed
//! reported is recorded and marked; a head overrides what law leaves to him.

#![expect(
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    reason = "a test fails where it stands"
)]

mod story;

use procedure::{Act, LawOfTheDay, Manner, Override, Verdict};
use serde_json::{Value, json};
use story::{PROCEDURES, Story, lead, people, proposal};

/// A fine of 1,000 yuan, in fen.
const FINE: i64 = 100_000;
/// A fine that carries a right to a hearing in the sample city.
const LARGE: i64 = 5_000_000;

/// The act is refused under this guard with this provision and code; reported, it is recorded and
/// marked; and a head overrides it or cannot, as the guard says.
#[track_caller]
fn is_refused(story: &Story, kind: &str, states: Value, guard: &str, provision: &str, code: &str) {
    let broken = story.breaks(kind, states.clone());
    let found = broken.iter().find(|broken| broken.rule == guard);
    let found = found.unwrap_or_else(|| panic!("{guard} holds; broken: {broken:#?}"));
    assert!(
        found.provisions.iter().any(|cited| cited == provision),
        "{:?}",
        found.provisions
    );
    assert!(
        found.codes.iter().any(|found| found == code),
        "{:?}",
        found.codes
    );

    let reported = Act {
        manner: Manner::Reported,
        roles: Vec::new(),
        ..story.act(kind, states.clone())
    };
    let verdict = PROCEDURES
        .decide(&story.case, &reported, &story.world)
        .unwrap();
    let Verdict::Done(effects) = verdict else {
        panic!("a reported act is never refused")
    };
    assert_eq!(effects.case.acts, story.case.acts + 1);
    let marks = effects.case.marks.iter().skip(story.case.marks.len());
    assert!(
        marks
            .clone()
            .any(|mark| mark.rule == guard && !mark.overridden)
    );

    let mut ordered = story.act(kind, states);
    ordered.roles.push("head".to_owned());
    ordered.overriding = Some(Override {
        reason: "负责人决定".to_owned(),
    });
    let verdict = PROCEDURES
        .decide(&story.case, &ordered, &story.world)
        .unwrap();
    let all = broken.iter().all(|broken| broken.can_override);
    match verdict {
        Verdict::Done(effects) => {
            assert!(all && effects.case.marks.iter().any(|mark| mark.overridden));
        }
        Verdict::Refused(_) => assert!(!all, "a head may override {guard}"),
    }
}

#[test]
fn w01_v01_an_authority_that_is_not_confirmed() {
    let mut story = Story::noticed(FINE);
    story.world.authority.confirmed = false;
    is_refused(
        &story,
        "decide",
        json!({}),
        "authority.confirmed",
        "law/行政处罚法#38.1",
        "V01",
    );
}

#[test]
fn w02_v02_an_item_that_the_authority_does_not_hold() {
    let mut story = Story::of("penalty.ordinary");
    story.does("register_lead", lead());
    story.world.authority.holds_item = false;
    let officers = json!({ "officers": people() });
    is_refused(
        &story,
        "file_case",
        officers,
        "authority.item",
        "law/行政处罚法#17",
        "V02",
    );
}

#[test]
fn w03_v02_a_street_without_the_delegated_item() {
    let mut story = Story::of("penalty.ordinary");
    let mut delegated = lead();
    delegated["delegated"] = true.into();
    story.does("register_lead", delegated);
    story.world.authority.delegated_item = false;
    let officers = json!({ "officers": people() });
    is_refused(
        &story,
        "file_case",
        officers,
        "authority.delegated_item",
        "law/行政处罚法#24",
        "W03",
    );
}

#[test]
fn w06_a_place_outside_the_area() {
    let mut story = Story::of("penalty.ordinary");
    story.does("register_lead", lead());
    story.world.authority.covers_place = false;
    let officers = json!({ "officers": people() });
    is_refused(
        &story,
        "file_case",
        officers,
        "authority.area",
        "law/行政处罚法#22",
        "W06",
    );
}

#[test]
fn w09_v04_one_officer_where_two_are_needed() {
    let mut story = Story::filed();
    story.world.acting.truncate(1);
    is_refused(
        &story,
        "record_scene",
        json!({}),
        "officers.two",
        "law/行政处罚法#42.1",
        "W09",
    );
    is_refused(
        &story,
        "take_statement",
        json!({}),
        "officers.two",
        "law/行政处罚法#42.1",
        "V04",
    );
}

#[test]
fn w10_v03_a_certificate_that_is_not_valid() {
    let mut story = Story::filed();
    story.world.acting[1].certificate_valid = false;
    is_refused(
        &story,
        "record_scene",
        json!({}),
        "officers.certified",
        "law/行政处罚法#42.1",
        "W10",
    );
}

#[test]
fn w13_auxiliary_staff_in_the_place_of_an_officer() {
    let mut story = Story::filed();
    story.world.acting[1].auxiliary = true;
    is_refused(
        &story,
        "record_scene",
        json!({}),
        "officers.no_auxiliary",
        "law/行政处罚法#42.1",
        "W13",
    );
}

#[test]
fn w15_who_investigates_does_not_review_nor_host() {
    let mut story = Story::inquired(FINE);
    story.does("request_review", json!({}));
    story.world.acting = vec![story::officer("one")];
    let passed = json!({ "legal_review": "passed" });
    is_refused(
        &story,
        "give_review",
        passed.clone(),
        "officers.review_independent",
        "law/行政处罚法#58.1",
        "W15",
    );
    story.world.acting = vec![story::officer("reviewer")];
    story.does("give_review", passed);

    let mut story = Story::inquired(LARGE);
    story.does("give_hearing_notice", proposal(LARGE));
    story.does("ask_hearing", json!({}));
    let host = json!({ "officers": { "ref": "one" } });
    is_refused(
        &story,
        "name_host",
        host,
        "officers.host_independent",
        "law/行政处罚法#64",
        "W15",
    );
}

#[test]
fn w19_v08_a_decision_without_notice() {
    let story = Story::inquired(FINE);
    is_refused(
        &story,
        "decide",
        json!({}),
        "notice.given",
        "law/行政处罚法#44",
        "W19",
    );
    is_refused(
        &story,
        "decide",
        json!({}),
        "notice.given",
        "law/行政处罚法#62",
        "V08",
    );
}

#[test]
fn w20_a_decision_before_the_period_to_answer_is_over() {
    let mut story = Story::inquired(FINE);
    story.does("give_notice", proposal(FINE)).later(1);
    is_refused(
        &story,
        "decide",
        json!({}),
        "notice.period_over",
        "law/行政处罚法#44",
        "W20",
    );
    story.later(5).does("decide", json!({}));

    let mut story = Story::inquired(LARGE);
    story
        .does("give_hearing_notice", proposal(LARGE))
        .does("waive_defence", json!({}))
        .later(7);
    assert_eq!(
        story.due("hearing_request"),
        Some(story.on),
        "five working days, the 10th"
    );
    is_refused(
        &story,
        "decide",
        json!({}),
        "notice.period_over",
        "law/行政处罚法#64",
        "W20",
    );
    story.later(1).does("decide", json!({}));
}

#[test]
fn w21_a_penalty_with_a_right_to_a_hearing_that_was_not_told() {
    let story = Story::inquired(LARGE);
    is_refused(
        &story,
        "give_notice",
        proposal(LARGE),
        "notice.right_form",
        "law/行政处罚法#63.1",
        "W21",
    );
    let mut story = Story::noticed(FINE);
    story.later(9);
    let revoke = json!({ "penalty_kinds": ["fine", "revoke_licence"] });
    is_refused(
        &story,
        "decide",
        revoke,
        "hearing.told",
        "law/行政处罚法#63.1",
        "W21",
    );
}

#[test]
fn v09_a_hearing_that_was_asked_for_and_not_held() {
    let mut story = Story::inquired(LARGE);
    story
        .does("give_hearing_notice", proposal(LARGE))
        .does("ask_hearing", json!({}))
        .later(20);
    is_refused(
        &story,
        "decide",
        json!({}),
        "hearing.held",
        "law/行政处罚法#63.1",
        "V09",
    );
}

#[test]
fn w22_v10_a_legal_review_that_is_missing_or_not_passed() {
    let mut story = Story::filed();
    story.does(
        "correct_facts",
        json!({ "public_interest": true, "reason": "涉及公共利益" }),
    );
    story.does("record_scene", json!({}));
    let closing = json!({ "penalty_kinds": ["fine"], "fine": FINE, "grade": "ordinary" });
    story
        .does("close_inquiry", closing)
        .does("give_notice", proposal(FINE))
        .does("waive_defence", json!({}));
    is_refused(
        &story,
        "decide",
        json!({}),
        "review.passed",
        "law/行政处罚法#58.1",
        "W22",
    );
    story.does("request_review", json!({}));
    story.world.acting = vec![story::officer("reviewer")];
    story.does(
        "give_review",
        json!({ "legal_review": "not_passed", "reason": "证据不足" }),
    );
    is_refused(
        &story,
        "decide",
        json!({}),
        "review.passed",
        "law/行政处罚法#58.1",
        "V10",
    );
    story.does("request_review", json!({}));
    story.does("give_review", json!({ "legal_review": "passed" }));
    story.does("decide", json!({}));
}

#[test]
fn w23_v11_a_major_case_without_collective_discussion() {
    let mut story = Story::filed();
    story.does(
        "correct_facts",
        json!({ "major": true, "reason": "案情重大" }),
    );
    story.does("record_scene", json!({}));
    let closing = json!({ "penalty_kinds": ["fine"], "fine": FINE, "grade": "ordinary" });
    story
        .does("close_inquiry", closing)
        .does("give_notice", proposal(FINE))
        .does("waive_defence", json!({}));
    is_refused(
        &story,
        "decide",
        json!({}),
        "discussion.held",
        "law/行政处罚法#57.2",
        "W23",
    );
    story.does("discuss", json!({})).does("decide", json!({}));
}

#[test]
fn w25_the_simple_procedure_above_its_limit() {
    let mut story = Story::of("penalty.simple");
    let mut found = lead();
    found["officers"] = people();
    story.does("find_on_spot", found);
    let most = 300_000;
    let above = json!({ "penalty_kinds": ["fine"], "fine": most + 1, "remedy_told": true });
    is_refused(
        &story,
        "decide_on_spot",
        above,
        "simple.limit",
        "law/行政处罚法#51",
        "W25",
    );
    story.does(
        "tell_on_spot",
        json!({ "penalty_kinds": ["fine"], "fine": most }),
    );
    let decision = json!({ "penalty_kinds": ["fine"], "fine": most, "remedy_told": true });
    story.does("decide_on_spot", decision);
}

#[test]
fn w26_a_kind_or_a_fine_that_the_provision_does_not_allow() {
    let story = Story::inquired(FINE);
    let closes =
        json!({ "penalty_kinds": ["close_business"], "grade": "ordinary", "served_by": "direct" });
    is_refused(
        &story,
        "give_notice",
        closes,
        "penalty.kinds",
        "law/行政处罚法#9",
        "W26",
    );
    is_refused(
        &story,
        "give_notice",
        proposal(30_000_000),
        "penalty.fine_range",
        "law/行政处罚法#4",
        "W26",
    );
    is_refused(
        &story,
        "give_notice",
        proposal(100),
        "penalty.fine_range",
        "law/行政处罚法#4",
        "W26",
    );
}

#[test]
fn w31_a_second_fine_for_the_same_deed() {
    let mut story = Story::noticed(FINE);
    story.world.fined_before = 1;
    is_refused(
        &story,
        "decide",
        json!({}),
        "penalty.fine_once",
        "law/行政处罚法#29",
        "W31",
    );
}

#[test]
fn w34_execution_at_night_on_a_holiday_or_by_cutting_supplies() {
    let mut story = Story::served(FINE);
    story
        .later(30)
        .does("call_to_perform", json!({ "served_by": "direct" }))
        .later(20);
    let execution = |more: &str| {
        let mut states = json!({ "execution_kind": "transfer", "own_execution": true });
        if !more.is_empty() {
            states[more] = true.into();
        }
        states
    };
    let kinds = PROCEDURES
        .rules()
        .schema(rules::Over::Case)
        .field("case", "execution_kind");
    let rules::Type::Word(words) = &kinds.unwrap().holds else {
        panic!("a choice")
    };
    let of = |more: &str| {
        let mut states = execution(more);
        states["execution_kind"] = words[0].clone().into();
        states
    };
    let mut night = story.clone();
    night.hour = 23;
    is_refused(
        &night,
        "execute",
        of(""),
        "execution.time",
        "law/行政强制法#43.1",
        "W34",
    );
    let mut holiday = story.clone();
    holiday.on = jiff::civil::date(2026, 5, 1);
    is_refused(
        &holiday,
        "execute",
        of(""),
        "execution.time",
        "law/行政强制法#43.1",
        "W34",
    );
    is_refused(
        &story,
        "execute",
        of("utilities_cut"),
        "execution.no_utility_cut",
        "law/行政强制法#43.2",
        "W34",
    );
    story.does("execute", of(""));
}

#[test]
fn v12_a_penalty_in_place_of_a_transfer() {
    let mut story = Story::noticed(FINE);
    story.does("report_crime", json!({ "reason": "数额达到追诉标准" }));
    is_refused(
        &story,
        "decide",
        json!({}),
        "penalty.crime_transferred",
        "law/行政处罚法#27.1",
        "V12",
    );
}

#[test]
fn art_36_what_was_found_after_the_limitation() {
    let mut story = Story::of("penalty.ordinary");
    let mut old = lead();
    old["violation_on"] = "2023-03-01".into();
    story.does("register_lead", old);
    let broken = story.breaks("file_case", json!({ "officers": people() }));
    assert!(
        broken
            .iter()
            .any(|broken| broken.rule == "penalty.limitation"),
        "{broken:#?}"
    );
}

#[test]
fn art_37_what_the_new_law_punishes_no_longer() {
    let mut story = Story::noticed(FINE);
    let rule = story.world.item_rule.as_mut().unwrap();
    rule.law = LawOfTheDay::None;
    is_refused(
        &story,
        "decide",
        json!({}),
        "penalty.still_unlawful",
        "law/行政处罚法#37",
        "V07",
    );
}

#[test]
fn art_45_a_defence_is_rechecked_and_brings_no_heavier_penalty() {
    let mut story = Story::inquired(FINE);
    story
        .does("give_notice", proposal(FINE))
        .does("hear_defence", json!({}));
    let rules = |broken: Vec<procedure::Broken>| -> Vec<String> {
        broken.into_iter().map(|broken| broken.rule).collect()
    };
    assert_eq!(
        rules(story.breaks("decide", json!({}))),
        ["defence.rechecked"]
    );
    story.does("recheck_defence", json!({ "reason": "事实清楚，不予采纳" }));
    let heavier = story.breaks("decide", json!({ "fine": FINE + 1 }));
    assert_eq!(rules(heavier), ["notice.covers", "defence.not_heavier"]);
    story.does("decide", json!({}));
}
