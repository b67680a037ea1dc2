//! The procedures of the national pack, walked through with what the registers and the people say.

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::story::{Story, officer};

/// A story whose acts name their day and the role in which they are asked for.
struct Walk(Story);

impl Walk {
    fn of(procedure: &str, on: Date) -> Self {
        let mut story = Story::of(procedure);
        story.on = on;
        story.world.item_rule = None;
        story.world.authority.delegated_item = false;
        story.world.officers = ["a", "b", "h"].map(officer).to_vec();
        Self(story)
    }

    /// The story as it is when somebody of a role acts on a day.
    fn on(&mut self, on: Date, role: &str) -> &mut Story {
        let acting: &[&str] = match role {
            "officer" => &["a", "b"],
            "legal_reviewer" => &["reviewer"],
            _ => &["h"],
        };
        self.0.on = on;
        self.0.role = Some(role.to_owned());
        self.0.world.acting = acting.iter().map(|id| officer(id)).collect();
        &mut self.0
    }

    #[track_caller]
    fn does(&mut self, kind: &str, on: Date, role: &str, states: Value) {
        self.on(on, role).does(kind, states);
    }

    #[track_caller]
    fn refused(&mut self, kind: &str, on: Date, role: &str, states: Value, rule: &str) {
        let broken = self.on(on, role).breaks(kind, states);
        let rules: Vec<_> = broken.iter().map(|broken| &broken.rule).collect();
        assert!(rules.iter().any(|known| *known == rule), "{rules:?}");
    }
}

fn lead() -> Value {
    json!({ "source": "inspection", "discovered_on": "2026-03-02", "violation_on": "2026-03-01",
        "place": { "area": "440305" }, "sector": "city_appearance",
        "parties": [{ "kind": "organisation" }] })
}

fn investigated() -> Walk {
    let on = date(2026, 3, 2);
    let mut walk = Walk::of("penalty.ordinary", on);
    walk.does("register_lead", on, "officer", lead());
    let officers = json!([{ "id": "a", "authority": "x", "role": "handler" }, { "id": "b", "authority": "x", "role": "assistant" }]);
    walk.does("file_case", on, "head", json!({ "officers": officers }));
    walk.does("record_scene", on, "officer", json!({}));
    walk.does("close_inquiry", date(2026, 3, 9), "officer", json!({}));
    walk
}

fn penalty(fine: i64) -> Value {
    json!({ "penalty_kinds": ["fine"], "fine": fine, "served_by": "direct" })
}

#[test]
fn an_ordinary_case_goes_from_the_lead_to_the_archive() {
    let mut walk = investigated();
    let none = || json!({});
    walk.refused(
        "decide",
        date(2026, 3, 10),
        "head",
        json!({ "penalty_kinds": ["fine"], "fine": 300_000 }),
        "notice.given",
    );
    walk.does(
        "give_notice",
        date(2026, 3, 10),
        "officer",
        penalty(300_000),
    );
    walk.refused(
        "decide",
        date(2026, 3, 11),
        "head",
        none(),
        "notice.period_over",
    );
    walk.does("hear_defence", date(2026, 3, 12), "officer", none());
    walk.refused(
        "decide",
        date(2026, 3, 20),
        "head",
        none(),
        "defence.rechecked",
    );
    walk.does(
        "recheck_defence",
        date(2026, 3, 13),
        "officer",
        json!({ "reason": "checked" }),
    );
    walk.refused(
        "decide",
        date(2026, 3, 20),
        "head",
        json!({ "penalty_kinds": ["fine"], "fine": 300_100 }),
        "defence.not_heavier",
    );
    walk.does("decide", date(2026, 3, 20), "head", none());
    let served = json!({ "served_by": "direct", "remedy_told": true });
    walk.does("serve_decision", date(2026, 3, 23), "officer", served);
    assert_eq!(walk.0.case.day("remedy_until"), Some(date(2026, 9, 23)));
    walk.refused(
        "close_case",
        date(2026, 4, 1),
        "head",
        json!({ "closing_way": "executed" }),
        "closing.lawful",
    );
    walk.does(
        "record_payment",
        date(2026, 4, 1),
        "officer",
        json!({ "received": 300_000, "payments": { "way": "bank" } }),
    );
    walk.does(
        "close_case",
        date(2026, 4, 2),
        "head",
        json!({ "closing_way": "executed" }),
    );
    walk.does("archive_case", date(2026, 4, 3), "officer", none());
    assert_eq!(walk.0.case.stage, "archived");
}

#[test]
fn a_larger_fine_takes_a_hearing_and_a_review_after_it() {
    let mut walk = investigated();
    walk.refused(
        "give_notice",
        date(2026, 3, 10),
        "officer",
        penalty(5_000_000),
        "notice.right_form",
    );
    walk.does(
        "give_hearing_notice",
        date(2026, 3, 10),
        "officer",
        penalty(5_000_000),
    );
    walk.does("ask_hearing", date(2026, 3, 12), "officer", json!({}));
    walk.refused(
        "decide",
        date(2026, 3, 30),
        "head",
        json!({}),
        "hearing.held",
    );
    walk.does(
        "name_host",
        date(2026, 3, 12),
        "head",
        json!({ "officers": { "ref": "h", "authority": "x" } }),
    );
    walk.refused(
        "call_hearing",
        date(2026, 3, 12),
        "officer",
        json!({ "hearing_on": "2026-03-20" }),
        "hearing.called_in_time",
    );
    walk.does(
        "call_hearing",
        date(2026, 3, 12),
        "officer",
        json!({ "hearing_on": "2026-03-24" }),
    );
    walk.does("hold_hearing", date(2026, 3, 24), "officer", json!({}));
    walk.refused(
        "decide",
        date(2026, 3, 30),
        "head",
        json!({}),
        "review.passed",
    );
    walk.does("request_review", date(2026, 3, 25), "officer", json!({}));
    walk.does(
        "give_review",
        date(2026, 3, 27),
        "legal_reviewer",
        json!({ "legal_review": "passed" }),
    );
    walk.does("decide", date(2026, 3, 30), "head", json!({}));
    walk.does(
        "serve_decision",
        date(2026, 3, 31),
        "officer",
        json!({ "served_by": "direct", "remedy_told": true }),
    );
    walk.does("start_late_fee", date(2026, 4, 20), "head", json!({}));
    walk.does(
        "call_to_perform",
        date(2026, 9, 1),
        "officer",
        json!({ "served_by": "direct" }),
    );
    walk.refused(
        "apply_to_court",
        date(2026, 9, 20),
        "head",
        json!({}),
        "court.window_open",
    );
    walk.does("apply_to_court", date(2026, 10, 12), "head", json!({}));
    walk.refused(
        "apply_to_court",
        date(2027, 1, 15),
        "head",
        json!({}),
        "court.window_not_closed",
    );
}

#[test]
fn a_small_fine_is_imposed_and_collected_on_the_spot() {
    let on = date(2026, 3, 2);
    let mut walk = Walk::of("penalty.simple", on);
    let mut found = lead();
    found["parties"] = json!([{ "kind": "individual" }]);
    found["officers"] = json!([{ "id": "a", "authority": "x", "role": "handler" }, { "id": "b", "authority": "x", "role": "assistant" }]);
    walk.does("find_on_spot", on, "officer", found);
    let over = json!({ "penalty_kinds": ["fine"], "fine": 20001 });
    walk.refused("tell_on_spot", on, "officer", over, "simple.limit");
    let told = json!({ "penalty_kinds": ["fine"], "fine": 10000 });
    walk.does("tell_on_spot", on, "officer", told.clone());
    let mut decided = told;
    decided["remedy_told"] = json!(true);
    walk.does("decide_on_spot", on, "officer", decided);
    assert_eq!(walk.0.case.day("remedy_until"), Some(date(2026, 5, 6)));
    let cash = json!({ "received": 10000, "collection_ground": "small_fine" });
    walk.does("collect_on_spot", on, "officer", cash);
    walk.does("hand_in_cash", date(2026, 3, 3), "officer", json!({}));
    walk.does("pay_in_cash", date(2026, 3, 4), "officer", json!({}));
    walk.does(
        "close_case",
        date(2026, 3, 5),
        "head",
        json!({ "closing_way": "executed" }),
    );
    assert_eq!(walk.0.case.stage, "closed");
}

fn with_officers() -> Value {
    let mut found = lead();
    found["officers"] = json!([{ "id": "a", "authority": "x", "role": "handler" }, { "id": "b", "authority": "x", "role": "assistant" }]);
    found
}

#[test]
fn an_urgent_seizure_is_approved_afterwards_tested_extended_and_lifted() {
    let on = date(2026, 3, 2);
    let mut walk = Walk::of("coercion.measure", on);
    walk.does("propose_measure", on, "officer", with_officers());
    let urgent = json!({ "reason": "urgent", "measures": { "ref": "1", "kind": "seizure" } });
    walk.does("seize_at_once", on, "officer", urgent);
    let one = || json!({ "reason": "why", "measures": { "ref": "1" } });
    let id = || json!({ "measures": { "ref": "1" } });
    walk.does("report_seizure", on, "head", id());
    walk.refused(
        "extend_seizure",
        date(2026, 4, 2),
        "head",
        one(),
        "measure.extended_in_time",
    );
    walk.does("begin_seizure_test", date(2026, 3, 10), "officer", id());
    let tested = json!({ "measures": { "ref": "1", "test_days": 5 } });
    walk.does("end_seizure_test", date(2026, 3, 15), "officer", tested);
    walk.does("extend_seizure", date(2026, 4, 2), "head", one());
    walk.refused(
        "end_measures",
        date(2026, 4, 3),
        "head",
        json!({}),
        "measure.none_open",
    );
    walk.does("lift_measure", date(2026, 4, 3), "head", one());
    walk.does("end_measures", date(2026, 4, 3), "head", json!({}));
    assert_eq!(walk.0.case.stage, "lifted");
}

#[test]
fn an_inspection_is_scanned_and_followed_up() {
    let on = date(2026, 3, 2);
    let mut walk = Walk::of("inspection.on_site", on);
    let mut plan = with_officers();
    plan.as_object_mut().unwrap().remove("violation_on");
    plan["planned"] = json!(true);
    walk.does("plan_inspection", on, "officer", plan);
    walk.does("approve_inspection", on, "head", json!({}));
    walk.refused(
        "inspect",
        on,
        "officer",
        json!({ "found": "problem" }),
        "inspection.scanned",
    );
    walk.does("scan_code", on, "officer", json!({ "scan": "s" }));
    walk.does("inspect", on, "officer", json!({ "found": "problem" }));
    walk.refused(
        "tell_result",
        on,
        "officer",
        json!({}),
        "inspection.violation_followed",
    );
    walk.does(
        "order_correction",
        on,
        "officer",
        json!({ "correct_by": "2026-03-09" }),
    );
    walk.does(
        "recheck_correction",
        date(2026, 3, 9),
        "officer",
        json!({ "corrected": true }),
    );
    walk.does("tell_result", date(2026, 3, 9), "officer", json!({}));
    walk.does("close_case", date(2026, 3, 9), "head", json!({}));
    assert_eq!(walk.0.case.stage, "closed");
}

#[test]
fn a_suspected_crime_goes_to_the_police() {
    let on = date(2026, 3, 2);
    let mut walk = Walk::of("transfer.crime", on);
    walk.does("open_transfer", on, "officer", lead());
    walk.refused("report_crime", on, "officer", json!({}), "transfer.team");
    let team = json!({ "officers": with_officers()["officers"] });
    walk.does("form_team", on, "head", team);
    walk.does("report_crime", on, "officer", json!({}));
    walk.does("approve_transfer", on, "head", json!({}));
    walk.does("transfer_case", on, "officer", json!({}));
    walk.does("record_return_slip", on, "officer", json!({}));
    walk.does(
        "record_refusal",
        date(2026, 3, 4),
        "officer",
        json!({ "reason": "minor" }),
    );
    let reason = || json!({ "reason": "disagree" });
    walk.refused(
        "ask_reconsideration",
        date(2026, 3, 9),
        "officer",
        reason(),
        "transfer.reconsideration_in_time",
    );
    walk.does("ask_reconsideration", date(2026, 3, 5), "officer", reason());
    walk.does(
        "return_to_authority",
        date(2026, 3, 10),
        "officer",
        reason(),
    );
    walk.does("close_case", date(2026, 3, 10), "head", json!({}));
    assert_eq!(walk.0.case.stage, "closed");
}
