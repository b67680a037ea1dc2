//! The simple procedure: found, told, decided and collected on the spot.

use jiff::civil::date;
use serde_json::json;

use crate::city::in_the_city;
use crate::walk::{DAY, Walk, lead_with_officers};

const TEAM: &[&str] = &["one", "two"];

#[tokio::test(flavor = "multi_thread")]
async fn a_small_fine_is_imposed_and_collected_on_the_spot() {
    in_the_city(async |city| {
        let found = ("find_on_spot", lead_with_officers(&city));
        let mut walk = Walk::open(&city, DAY, TEAM, "penalty.simple", found).await;
        let over = json!({ "penalty_kinds": ["fine"], "fine": 300_001 });
        assert_eq!(
            walk.breaks(DAY, TEAM, "tell_on_spot", over).await,
            ["simple.limit"]
        );
        let told = json!({ "penalty_kinds": ["fine"], "fine": 50_000 });
        let mut decided = told.clone();
        decided["remedy_told"] = json!(true);
        let untold = walk
            .breaks(DAY, TEAM, "decide_on_spot", decided.clone())
            .await;
        assert!(untold.contains(&"notice.given".to_owned()), "{untold:?}");
        walk.does(DAY, TEAM, "tell_on_spot", told).await;
        walk.does(DAY, TEAM, "decide_on_spot", decided).await;
        assert_eq!(walk.documents().await, ["scene_record", "on_spot_decision"]);
        assert_eq!(walk.clock("payment").await.due_on, Some(date(2026, 3, 18)));
        // Sixty days end on 2 May; the first working day after the holidays is the 6th.
        assert_eq!(
            walk.clock("review_window").await.due_on,
            Some(date(2026, 5, 6))
        );
        let cash = json!({ "received": 50_000, "collection_ground": "small_fine" });
        let above = walk.breaks(DAY, TEAM, "collect_on_spot", cash).await;
        assert_eq!(above, ["payment.on_spot_allowed"]);
        let cash = json!({ "received": 50_000, "collection_ground": "hard_to_execute" });
        walk.does(DAY, TEAM, "collect_on_spot", cash).await;
        assert_eq!(walk.clock("payment").await.ended_on, Some(DAY));
        assert_eq!(
            walk.clock("cash_to_agency").await.due_on,
            Some(date(2026, 3, 5))
        );
        let due = walk.due(date(2026, 3, 5)).await;
        assert_eq!(
            due,
            [("cash_to_agency".to_owned(), "2026-03-05".to_owned())]
        );
        walk.does(date(2026, 3, 4), &["one"], "hand_in_cash", json!({}))
            .await;
        assert_eq!(
            walk.clock("cash_to_bank").await.due_on,
            Some(date(2026, 3, 6))
        );
        walk.does(date(2026, 3, 5), &["one"], "pay_in_cash", json!({}))
            .await;
        let executed = json!({ "closing_way": "executed" });
        walk.does(date(2026, 3, 6), &["head"], "close_case", executed)
            .await;
        walk.does(date(2026, 3, 9), &["one"], "archive_case", json!({}))
            .await;
        assert_eq!(walk.stage().await, "archived");
        assert_eq!(walk.marks().await, []);
        walk.is_on_the_record(8).await;
    })
    .await;
}
