//! After the decision: payment, instalments, the late fee, the call, and the window of the court on
//! each path of remedy.

use crate::story::{self, Story};
use jiff::civil::{Date, date};
use serde_json::json;

const FINE: i64 = 100_000;

fn rules(story: &Story, act: &str) -> Vec<String> {
    let broken = story.breaks(act, json!({})).into_iter();
    broken.map(|broken| broken.rule).collect()
}

/// The last day on which the court can be asked, and the first.
fn window(story: &Story) -> (Option<Date>, Date) {
    let opens = story.case.day("remedy_until").unwrap().tomorrow().unwrap();
    (story.due("court"), opens)
}

#[test]
fn a_fine_is_due_in_fifteen_days_and_a_late_fee_stands_still_during_review() {
    let mut story = Story::served(FINE);
    assert_eq!(story.due("payment"), Some(date(2026, 3, 18)));
    assert!(rules(&story, "start_late_fee").contains(&"payment.late".to_owned()));
    story.later(16).does("start_late_fee", json!({}));
    story
        .later(5)
        .does("file_remedy", json!({ "remedy": "review" }));
    let fee = story::PROCEDURES.late_fee(&story.case, date(2026, 6, 1));
    let fee = fee.unwrap();
    assert_eq!(
        (fee.days, fee.amount.get()),
        (5, 15_000),
        "from the 19th to the 23rd"
    );
}

#[test]
fn instalments_shift_the_window_of_the_court() {
    let mut story = Story::served(FINE);
    let plan = json!({ "instalments": [
        { "id": "1", "amount": FINE / 2, "due_on": "2026-06-30" },
        { "id": "2", "amount": FINE / 2, "due_on": "2026-12-30" },
    ] });
    story.does("grant_instalments", plan);
    story
        .later(200)
        .does("call_to_perform", json!({ "served_by": "direct" }))
        .later(30);
    assert!(rules(&story, "apply_to_court").contains(&"court.window_open".to_owned()));
    story.on = date(2027, 1, 4);
    story.does("apply_to_court", json!({}));
}

#[test]
fn the_court_can_be_asked_after_six_months_where_a_suit_was_open() {
    let mut story = Story::served(FINE);
    assert_eq!(window(&story), (Some(date(2026, 12, 3)), date(2026, 9, 4)));
    story.on = date(2026, 8, 3);
    story.does("call_to_perform", json!({ "served_by": "direct" }));
    story.on = date(2026, 9, 3);
    assert_eq!(rules(&story, "apply_to_court"), ["court.window_open"]);
    story.on = date(2026, 12, 4);
    assert_eq!(rules(&story, "apply_to_court"), ["court.window_not_closed"]);
    story.on = date(2026, 9, 4);
    story.does("apply_to_court", json!({}));
}

#[test]
fn after_a_review_the_window_opens_fifteen_days_later() {
    let mut story = Story::served(FINE);
    story
        .later(10)
        .does("file_remedy", json!({ "remedy": "review" }));
    assert!(rules(&story, "apply_to_court").contains(&"court.window_open".to_owned()));
    story.on = date(2026, 5, 6);
    let result = story::PROCEDURES.rules().schema(rules::Over::Case);
    let rules::Type::Word(words) = &result.field("case", "remedy_result").unwrap().holds else {
        panic!("a choice")
    };
    story.does(
        "record_review_decision",
        json!({ "remedy_result": words[0] }),
    );
    assert_eq!(window(&story), (Some(date(2026, 8, 21)), date(2026, 5, 22)));
}

#[test]
fn an_on_the_spot_penalty_goes_through_review_first() {
    let mut story = Story::of("penalty.simple");
    let mut found = story::lead();
    found["officers"] = story::people();
    let penalty = json!({ "penalty_kinds": ["fine"], "fine": 50_000 });
    story
        .does("find_on_spot", found)
        .does("tell_on_spot", penalty.clone());
    let mut decision = penalty;
    decision["remedy_told"] = true.into();
    story.does("decide_on_spot", decision);
    let (_, opens) = window(&story);
    assert_eq!(
        opens,
        date(2026, 5, 7),
        "sixty days, the last one rolled over the holiday"
    );
}
