//! Compulsory measures, inspections and orders to correct.

use jiff::civil::date;
use serde_json::json;

use crate::city::in_the_city;
use crate::stages::TEAM;
use crate::walk::{DAY, Walk, lead_with_officers};

#[tokio::test(flavor = "multi_thread")]
async fn a_seizure_is_approved_afterwards_tested_extended_and_lifted() {
    in_the_city(async |city| {
        let head: &[&str] = &["head"];
        let first = ("propose_measure", lead_with_officers(&city));
        let mut walk = Walk::open(&city, DAY, TEAM, "coercion.measure", first).await;
        let urgent = json!({ "reason": "可能转移", "measures": { "ref": "1", "kind": "seizure" } });
        let alone = walk
            .breaks(DAY, &["one"], "seize_at_once", urgent.clone())
            .await;
        assert_eq!(alone, ["measure.officers"]);
        walk.does(DAY, TEAM, "seize_at_once", urgent).await;
        let report = walk.clock("seizure_report").await;
        assert_eq!(
            report.until,
            Some(date(2026, 3, 4).at(10, 0, 0, 0)),
            "24 hours"
        );
        let seizure = walk.clock("seizure").await;
        assert_eq!(
            (seizure.of.as_deref(), seizure.due_on),
            (Some("1"), Some(date(2026, 4, 2)))
        );
        let id = || json!({ "measures": { "ref": "1" } });
        let why = || json!({ "reason": "情况复杂", "measures": { "ref": "1" } });
        walk.does(date(2026, 3, 4), head, "report_seizure", id())
            .await;
        assert_eq!(
            walk.clock("seizure_report").await.ended_on,
            Some(date(2026, 3, 4))
        );
        let late = walk
            .breaks(date(2026, 4, 3), head, "extend_seizure", why())
            .await;
        assert_eq!(late, ["measure.extended_in_time"]);
        walk.does(date(2026, 3, 10), TEAM, "begin_seizure_test", id())
            .await;
        let testing = walk.clock("seizure").await;
        assert_eq!((testing.due_on, testing.pauses.len()), (None, 1));
        assert_eq!(testing.pauses[0].because, "begin_seizure_test");
        assert_eq!(walk.due(date(2027, 1, 1)).await, []);
        let tested = json!({ "measures": { "ref": "1", "test_days": 5 } });
        walk.does(date(2026, 3, 15), &["one"], "end_seizure_test", tested)
            .await;
        assert_eq!(
            walk.clock("seizure").await.due_on,
            Some(date(2026, 4, 7)),
            "five days later"
        );
        walk.does(date(2026, 4, 7), head, "extend_seizure", why())
            .await;
        let extended = walk.clock("seizure").await;
        assert_eq!(
            (extended.extended, extended.due_on),
            (1, Some(date(2026, 5, 7)))
        );
        let twice = walk
            .breaks(date(2026, 4, 7), head, "extend_seizure", why())
            .await;
        assert_eq!(twice, ["clock"]);
        let held = walk
            .breaks(date(2026, 4, 20), head, "end_measures", json!({}))
            .await;
        assert_eq!(held, ["measure.none_open"]);
        walk.does(date(2026, 4, 20), head, "lift_measure", why())
            .await;
        assert_eq!(
            walk.clock("seizure").await.ended_on,
            Some(date(2026, 4, 20))
        );
        walk.does(date(2026, 4, 20), head, "end_measures", json!({}))
            .await;
        walk.does(date(2026, 4, 21), head, "close_case", json!({}))
            .await;
        let documents = [
            "seizure_decision",
            "seizure_list",
            "scene_record",
            "seizure_approval",
            "test_commission",
            "test_period_notice",
            "test_result_notice",
            "seizure_extension",
            "seizure_release",
            "closing_approval",
        ];
        assert_eq!(walk.documents().await, documents);
        assert_eq!(
            (walk.stage().await.as_str(), walk.marks().await),
            ("closed", Vec::new())
        );
        walk.is_on_the_record(9).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inspection_is_scanned_corrected_and_looked_at_again() {
    in_the_city(async |city| {
        let mut plan = lead_with_officers(&city);
        for absent in ["violation_on", "cause"] {
            plan.as_object_mut().unwrap().remove(absent);
        }
        plan["planned"] = json!(true);
        let first = ("plan_inspection", plan);
        let mut walk = Walk::open(&city, DAY, TEAM, "inspection.on_site", first).await;
        walk.does(DAY, &["head"], "approve_inspection", json!({}))
            .await;
        walk.does(DAY, &["one"], "notify", json!({})).await;
        let problem = json!({ "found": "problem" });
        let unscanned = walk.breaks(DAY, TEAM, "inspect", problem.clone()).await;
        assert_eq!(unscanned, ["inspection.scanned"]);
        walk.does(DAY, &["one"], "scan_code", json!({ "scan": "虚构码" }))
            .await;
        walk.does(DAY, TEAM, "inspect", problem).await;
        let unfollowed = walk.breaks(DAY, &["one"], "tell_result", json!({})).await;
        assert_eq!(unfollowed, ["inspection.violation_followed"]);
        let order = json!({ "correct_by": "2026-03-09" });
        let alone = walk
            .breaks(DAY, &["one"], "order_correction", order.clone())
            .await;
        assert_eq!(alone, ["officers.two"]);
        walk.does(DAY, TEAM, "order_correction", order).await;
        assert_eq!(walk.stage().await, "correcting");
        let still = json!({ "corrected": false });
        walk.does(date(2026, 3, 9), TEAM, "recheck_correction", still)
            .await;
        let done = json!({ "corrected": true, "corrected_on": "2026-03-12" });
        walk.does(date(2026, 3, 12), TEAM, "recheck_correction", done)
            .await;
        walk.does(date(2026, 3, 12), &["one"], "tell_result", json!({}))
            .await;
        walk.does(date(2026, 3, 13), &["head"], "close_case", json!({}))
            .await;
        let documents = [
            "inspection_approval",
            "inspection_notice",
            "inspection_record",
            "correction_order",
            "recheck_record",
            "recheck_record",
            "inspection_result",
        ];
        assert_eq!(walk.documents().await, documents);
        assert_eq!(
            (walk.stage().await.as_str(), walk.marks().await),
            ("closed", Vec::new())
        );
        walk.is_on_the_record(10).await;
    })
    .await;
}
