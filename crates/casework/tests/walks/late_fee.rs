//! Instalments that lapse, and the late fee on what is left: counted by the day, not while a review is
//! pending, up to its cap, and collected as it was counted.

use jiff::civil::date;
use procedure::StandStill;
use serde_json::json;

use crate::city::in_the_city;
use crate::stages::served;

const FINE: i64 = 1_500_000;
const HEAD: &[&str] = &["head"];
const ONE: &[&str] = &["one"];

#[tokio::test(flavor = "multi_thread")]
async fn a_late_fee_is_counted_stands_still_is_capped_and_collected() {
    in_the_city(async |city| {
        let mut walk = served(&city, FINE).await;
        let plan = |last: &str| {
            json!({ "instalments": [
                { "id": "1", "amount": 500_000, "due_on": "2026-04-30" },
                { "id": "2", "amount": 1_000_000, "due_on": last },
            ] })
        };
        let past = walk.breaks(date(2026, 3, 10), HEAD, "grant_instalments", plan("2026-03-09")).await;
        assert_eq!(past, ["payment.instalments_in_order"]);
        walk.does(date(2026, 3, 10), HEAD, "grant_instalments", plan("2026-06-30")).await;
        assert_eq!(walk.clock("payment").await.ended_on, Some(date(2026, 3, 10)));
        assert_eq!(walk.clock("court").await.due_on, Some(date(2026, 9, 30)), "after the last one");
        let paid = |received: i64, fee: i64| {
            json!({ "received": received, "late_fee": fee, "payments": { "way": "bank" } })
        };
        walk.does(date(2026, 4, 30), ONE, "record_payment", paid(500_000, 0)).await;
        let running = walk.breaks(date(2026, 6, 30), HEAD, "start_late_fee", json!({})).await;
        assert_eq!(running, ["payment.late"]);
        assert_eq!(walk.shown().await.late_fee, None);
        let unfounded = walk.breaks(date(2026, 7, 1), ONE, "record_payment", paid(1_030_000, 30_000)).await;
        assert_eq!(unfounded, ["payment.fee_counted"], "none was started");

        walk.does(date(2026, 7, 1), HEAD, "start_late_fee", json!({})).await;
        assert_eq!(walk.clock("late_fee").await.due_on, Some(date(2026, 7, 31)), "thirty days");
        city.clock.set(date(2026, 7, 10).at(9, 0, 0, 0));
        let fee = walk.shown().await.late_fee.unwrap();
        assert_eq!((fee.principal.get(), fee.percent_per_day, fee.cap.get()), (1_000_000, 3, FINE));
        assert_eq!((fee.since, fee.until), (date(2026, 7, 1), date(2026, 7, 10)));
        assert_eq!((fee.days, fee.amount.get(), fee.is_capped), (10, 300_000, false));
        assert!(fee.provisions.contains(&"law/行政处罚法#72.1".to_owned()), "{:?}", fee.provisions);

        walk.does(date(2026, 7, 11), ONE, "file_remedy", json!({ "remedy": "review" })).await;
        assert_eq!(walk.clock("review_pending").await.due_on, Some(date(2026, 9, 9)));
        let result = json!({ "remedy_result": "upheld" });
        walk.does(date(2026, 8, 20), ONE, "record_review_decision", result).await;
        assert_eq!(walk.clock("late_fee").await.pauses.len(), 1);
        city.clock.set(date(2026, 8, 21).at(9, 0, 0, 0));
        let fee = walk.shown().await.late_fee.unwrap();
        let still = StandStill {
            from: date(2026, 7, 11),
            to: Some(date(2026, 8, 19)),
            clock: "review_pending".to_owned(),
        };
        assert_eq!((fee.days, fee.suspended_days, fee.amount.get()), (12, 40, 360_000));
        assert_eq!(fee.suspended, [still]);

        // 50 days come to the fine: 12 up to 21 August and 38 more.
        city.clock.set(date(2026, 9, 27).at(9, 0, 0, 0));
        let fee = walk.shown().await.late_fee.unwrap();
        assert_eq!((fee.days, fee.amount.get(), fee.is_capped), (49, 1_470_000, false));
        city.clock.set(date(2026, 10, 20).at(9, 0, 0, 0));
        let fee = walk.shown().await.late_fee.unwrap();
        assert_eq!((fee.amount.get(), fee.is_capped), (FINE, true));
        let above = paid(1_000_000 + FINE + 1, FINE + 1);
        let above = walk.breaks(date(2026, 10, 20), ONE, "record_payment", above).await;
        assert_eq!(above, ["payment.fee_cap", "payment.fee_counted"]);
        walk.does(date(2026, 10, 20), ONE, "record_payment", paid(1_000_000 + FINE, FINE)).await;
        assert_eq!(walk.clock("late_fee").await.ended_on, Some(date(2026, 10, 20)));
        city.clock.set(date(2026, 12, 1).at(9, 0, 0, 0));
        let fee = walk.shown().await.late_fee.unwrap();
        assert_eq!((fee.principal.get(), fee.until), (0, date(2026, 10, 20)));
        walk.does(date(2026, 12, 1), HEAD, "close_case", json!({ "closing_way": "executed" })).await;
        assert_eq!(walk.marks().await, []);
        walk.is_on_the_record(15).await;
    })
    .await;
}
