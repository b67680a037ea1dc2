//! The ordinary procedure from the lead to the archive: notice, defence, legal review, collective
//! discussion, service, instalments, late fee.

use jiff::civil::date;
use serde_json::json;

use crate::city::in_the_city;
use crate::stages::{TEAM, led};
use crate::walk::{DAY, lead, officers, proposal};

/// A fine of 15,000 yuan, below the amount that carries a hearing.
const FINE: i64 = 1_500_000;

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_case_goes_from_the_lead_to_the_archive() {
    in_the_city(async |city| {
        let (one, head, reviewer): (&[&str], &[&str], &[&str]) =
            (&["one"], &["head"], &["reviewer"]);
        let mut walk = led(&city, lead(&city)).await;
        let limitation = walk.clock("limitation").await;
        assert_eq!(limitation.due_on, Some(date(2028, 3, 1)));
        let lapsed = json!({ "officers": officers(&city, &["one", "lapsed"]) });
        assert_eq!(
            walk.breaks(DAY, head, "file_case", lapsed).await,
            ["officers.case_certified"]
        );
        let team = json!({ "officers": officers(&city, TEAM) });
        assert_eq!(
            walk.breaks(DAY, one, "file_case", team.clone()).await,
            ["role"]
        );
        walk.does(DAY, head, "file_case", team).await;
        assert_eq!(walk.clock("limitation").await.ended_on, Some(DAY));
        assert_eq!(walk.clock("decision").await.due_on, Some(date(2026, 6, 1)));

        walk.does(date(2026, 3, 4), TEAM, "record_scene", json!({}))
            .await;
        walk.does(date(2026, 3, 5), TEAM, "take_statement", json!({}))
            .await;
        let closed = json!({ "penalty_kinds": ["fine"], "fine": FINE, "grade": "ordinary",
            "public_interest": true, "major": true });
        walk.does(date(2026, 3, 9), TEAM, "close_inquiry", closed)
            .await;
        walk.does(date(2026, 3, 10), one, "give_notice", proposal(FINE))
            .await;
        let early = walk
            .breaks(date(2026, 3, 11), head, "decide", json!({}))
            .await;
        assert_eq!(
            early,
            ["notice.period_over", "review.passed", "discussion.held"]
        );
        walk.does(date(2026, 3, 12), one, "hear_defence", json!({}))
            .await;
        let heard = walk
            .breaks(date(2026, 3, 12), head, "decide", json!({}))
            .await;
        assert_eq!(
            heard,
            ["defence.rechecked", "review.passed", "discussion.held"]
        );
        let reason = json!({ "reason": "经复核，事实清楚" });
        walk.does(date(2026, 3, 13), one, "recheck_defence", reason)
            .await;

        walk.does(date(2026, 3, 13), one, "request_review", json!({}))
            .await;
        let passed = json!({ "legal_review": "passed" });
        let day = date(2026, 3, 16);
        let unqualified = walk
            .breaks(day, &["unqualified"], "give_review", passed.clone())
            .await;
        assert_eq!(unqualified, ["officers.reviewer_qualified"]);
        let against = json!({ "legal_review": "not_passed", "reason": "证据不足" });
        walk.does(day, reviewer, "give_review", against).await;
        let failed = walk.breaks(day, head, "decide", json!({})).await;
        assert_eq!(
            failed,
            ["review.passed", "review.not_failed", "discussion.held"]
        );
        walk.does(day, one, "request_review", json!({})).await;
        walk.does(date(2026, 3, 17), reviewer, "give_review", passed)
            .await;
        let alone = walk
            .breaks(date(2026, 3, 17), head, "decide", json!({}))
            .await;
        assert_eq!(alone, ["discussion.held"]);
        walk.does(date(2026, 3, 17), head, "discuss", json!({}))
            .await;
        let heavier = json!({ "fine": FINE + 1 });
        let heavier = walk
            .breaks(date(2026, 3, 18), head, "decide", heavier)
            .await;
        assert_eq!(heavier, ["notice.covers", "defence.not_heavier"]);
        walk.does(date(2026, 3, 18), head, "decide", json!({}))
            .await;
        assert_eq!(
            walk.clock("decision").await.ended_on,
            Some(date(2026, 3, 18))
        );
        assert_eq!(walk.clock("service").await.due_on, Some(date(2026, 3, 27)));

        let told = json!({ "served_by": "direct", "remedy_told": true });
        walk.does(date(2026, 3, 20), one, "serve_decision", told)
            .await;
        assert_eq!(
            walk.clock("service").await.ended_on,
            Some(date(2026, 3, 20))
        );
        // Fifteen days end on 4 April, a holiday up to the 6th.
        assert_eq!(walk.clock("payment").await.due_on, Some(date(2026, 4, 7)));
        let due = walk.due(date(2026, 6, 1)).await;
        let due: Vec<_> = due
            .iter()
            .map(|(clock, on)| (clock.as_str(), on.as_str()))
            .collect();
        assert_eq!(
            due,
            [("payment", "2026-04-07"), ("review_window", "2026-05-19")]
        );
        let documents = [
            "case_source_record",
            "filing_approval",
            "scene_record",
            "inquiry_record",
            "investigation_report",
            "penalty_notice",
            "service_receipt",
            "defence_record",
            "defence_recheck",
            "legal_review_request",
            "legal_review_opinion",
            "legal_review_request",
            "legal_review_opinion",
            "discussion_record",
            "decision_approval",
            "penalty_decision",
            "service_receipt",
        ];
        assert_eq!(walk.documents().await, documents);
        let served = walk.shown().await.case.documents;
        let decision = served
            .iter()
            .find(|document| document.kind == "penalty_decision")
            .unwrap();
        assert_eq!(decision.served_on, Some(date(2026, 3, 20)));

        let paid = json!({ "received": FINE, "payments": { "way": "bank" } });
        walk.does(date(2026, 4, 7), one, "record_payment", paid)
            .await;
        assert_eq!(walk.clock("payment").await.ended_on, Some(date(2026, 4, 7)));
        assert_eq!(walk.clock("court").await.ended_on, Some(date(2026, 4, 7)));
        let executed = json!({ "closing_way": "executed" });
        walk.does(date(2026, 4, 8), head, "close_case", executed)
            .await;
        walk.does(date(2026, 4, 9), one, "archive_case", json!({}))
            .await;
        assert_eq!(
            (walk.stage().await.as_str(), walk.marks().await),
            ("archived", Vec::new())
        );
        walk.is_on_the_record(18).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_fine_takes_a_hearing_and_a_review_after_it() {
    in_the_city(async |city| {
        let large = 5_000_000;
        let one: &[&str] = &["one"];
        let mut walk = crate::stages::inquired(&city, large, json!({})).await;
        let day = date(2026, 3, 10);
        let plain = walk.breaks(day, one, "give_notice", proposal(large)).await;
        assert_eq!(plain, ["notice.right_form"]);
        walk.does(day, one, "give_hearing_notice", proposal(large)).await;
        assert_eq!(walk.clock("hearing_request").await.due_on, Some(date(2026, 3, 17)));
        walk.does(date(2026, 3, 12), one, "ask_hearing", json!({})).await;
        assert_eq!(walk.clock("hearing_request").await.ended_on, Some(date(2026, 3, 12)));
        let day = date(2026, 3, 12);
        let host = |code: &str| json!({ "officers": { "ref": city.id(code), "authority": city.authority("district") } });
        let own = walk.breaks(day, &["head"], "name_host", host("one")).await;
        assert_eq!(own, ["officers.host_independent"]);
        walk.does(day, &["head"], "name_host", host("host")).await;
        let soon = walk.breaks(day, one, "call_hearing", json!({ "hearing_on": "2026-03-20" })).await;
        assert_eq!(soon, ["hearing.called_in_time"]);
        walk.does(day, one, "call_hearing", json!({ "hearing_on": "2026-03-24" })).await;
        let unheard = walk.breaks(date(2026, 3, 23), &["head"], "decide", json!({})).await;
        assert!(unheard.contains(&"hearing.held".to_owned()), "{unheard:?}");
        let early = walk.breaks(date(2026, 3, 23), one, "hold_hearing", json!({})).await;
        assert_eq!(early, ["hearing.on_its_day"]);
        walk.does(date(2026, 3, 24), one, "hold_hearing", json!({})).await;
        let unreviewed = walk.breaks(date(2026, 3, 25), &["head"], "decide", json!({})).await;
        assert_eq!(unreviewed, ["review.passed", "review.not_failed"]);
        walk.does(date(2026, 3, 25), one, "request_review", json!({})).await;
        let passed = json!({ "legal_review": "passed" });
        walk.does(date(2026, 3, 27), &["reviewer"], "give_review", passed).await;
        walk.does(date(2026, 3, 30), &["head"], "decide", json!({})).await;
        let file = walk.documents().await;
        for kind in ["hearing_right_notice", "hearing_notice", "hearing_record", "hearing_report"] {
            assert!(file.iter().any(|known| known == kind), "{kind}: {file:?}");
        }
        assert_eq!((walk.stage().await.as_str(), walk.marks().await), ("decided", Vec::new()));
        walk.is_on_the_record(12).await;
    })
    .await;
}
