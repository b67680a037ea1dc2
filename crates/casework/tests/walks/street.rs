//! A street acts under the list of delegated powers, and the list is withdrawn while its case runs.

use jiff::civil::date;
use serde_json::json;

use crate::city::in_the_city;
use crate::walk::{DAY, Walk, lead, officers, proposal};

const TEAM: &[&str] = &["s-one", "s-two"];

#[tokio::test(flavor = "multi_thread")]
async fn a_street_decides_no_more_when_the_delegation_is_withdrawn() {
    in_the_city(async |city| {
        let (one, head): (&[&str], &[&str]) = (&["s-one"], &["s-head"]);
        let mut delegated = lead(&city);
        delegated["delegated"] = json!(true);
        let first = ("register_lead", delegated);
        let mut walk = Walk::open(&city, DAY, TEAM, "penalty.ordinary", first).await;
        let team = json!({ "officers": officers(&city, TEAM) });
        walk.does(DAY, head, "file_case", team).await;
        walk.does(DAY, TEAM, "record_scene", json!({})).await;
        let closed = json!({ "penalty_kinds": ["fine"], "fine": 100_000, "grade": "ordinary" });
        walk.does(DAY, TEAM, "close_inquiry", closed).await;
        walk.does(date(2026, 3, 10), one, "give_notice", proposal(100_000))
            .await;
        walk.does(date(2026, 3, 11), one, "waive_defence", json!({}))
            .await;
        // The pack of the city has decisions of streets reviewed.
        let before = walk
            .breaks(date(2026, 3, 13), head, "decide", json!({}))
            .await;
        assert_eq!(before, ["review.passed"]);

        city.withdraw_delegation(date(2026, 3, 16)).await;
        let last = walk
            .breaks(date(2026, 3, 15), head, "decide", json!({}))
            .await;
        assert_eq!(last, ["review.passed"], "it holds up to the day before");
        let broken = walk
            .refused(date(2026, 3, 16), head, "decide", json!({}))
            .await;
        let delegation = broken
            .iter()
            .find(|broken| broken.rule == "authority.delegated_item");
        let delegation = delegation.expect("the street holds the item no more");
        assert_eq!(delegation.codes, ["W03", "V02"]);
        assert!(
            delegation
                .provisions
                .contains(&"law/行政处罚法#24".to_owned())
        );
        assert!(
            !delegation.can_override,
            "a penalty without power is void (art. 38)"
        );
        let again = walk
            .breaks(
                date(2026, 3, 16),
                TEAM,
                "order_correction",
                json!({ "correct_by": "2026-03-20" }),
            )
            .await;
        assert_eq!(again, ["authority.delegated_item"]);

        let reason = json!({ "reason": "赋权收回，移送区级部门" });
        walk.does(date(2026, 3, 17), head, "refer_elsewhere", reason)
            .await;
        assert_eq!(walk.stage().await, "referred");
        assert_eq!(
            walk.clock("decision").await.ended_on,
            Some(date(2026, 3, 17))
        );
        assert_eq!(walk.due(date(2028, 1, 1)).await, []);
        assert!(
            walk.documents()
                .await
                .contains(&"jurisdiction_letter".to_owned())
        );
        assert_eq!(walk.marks().await, []);
        walk.is_on_the_record(7).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_outside_the_area_needs_assigned_jurisdiction() {
    in_the_city(async |city| {
        let mut outside = lead(&city);
        outside["place"] = json!({ "area": "990103001" });
        let mut walk = crate::stages::led(&city, outside).await;
        let team = json!({ "officers": officers(&city, crate::stages::TEAM) });
        let broken = walk.breaks(DAY, &["head"], "file_case", team.clone()).await;
        assert_eq!(broken, ["authority.area"]);
        walk.does(
            DAY,
            &["one"],
            "designate_jurisdiction",
            json!({ "reason": "云府函〔2026〕5号" }),
        )
        .await;
        walk.does(DAY, &["head"], "file_case", team).await;
        walk.is_on_the_record(3).await;
    })
    .await;
}
