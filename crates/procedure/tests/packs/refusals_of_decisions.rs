//! What is decided: notice, periods, hearing, review, amounts, execution. Each guard refuses under
//! its article.

use procedure::LawOfTheDay;
use serde_json::{Value, json};

use crate::story::{self, Story, is_refused, lead, people, proposal};

/// A fine of 1,000 yuan, in fen.
const FINE: i64 = 100_000;
/// A fine that carries a right to a hearing in the sample city.
const LARGE: i64 = 5_000_000;

/// A case whose party was told of the fine and gave up their defence, with facts put right before.
fn heard(facts: Value) -> Story {
    let mut story = Story::filed();
    let closing = json!({ "penalty_kinds": ["fine"], "fine": FINE, "grade": "ordinary" });
    story
        .does("correct_facts", facts)
        .does("record_scene", json!({}))
        .does("close_inquiry", closing)
        .does("give_notice", proposal(FINE))
        .does("waive_defence", json!({}));
    story
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
    let mut story = heard(json!({ "public_interest": true, "reason": "涉及公共利益" }));
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
    let mut story = heard(json!({ "major": true, "reason": "案情重大" }));
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
    let kinds = story::PROCEDURES
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
