//! The window in which the court can be asked, on each path of remedy (行政强制法 art. 53).

use jiff::civil::{Date, date};
use serde_json::json;

use crate::city::in_the_city;
use crate::stages::served;
use crate::walk::Walk;

const FINE: i64 = 100_000;
const HEAD: &[&str] = &["head"];
const ONE: &[&str] = &["one"];

async fn called(walk: &mut Walk<'_>, on: Date) {
    walk.does(on, ONE, "call_to_perform", json!({ "served_by": "direct" }))
        .await;
}

async fn brought(walk: &mut Walk<'_>, on: Date, remedy: &str) {
    walk.does(on, ONE, "file_remedy", json!({ "remedy": remedy }))
        .await;
}

async fn applied(walk: &mut Walk<'_>, on: Date) {
    walk.does(on, HEAD, "apply_to_court", json!({})).await;
    assert_eq!(walk.clock("call").await.ended_on, Some(on));
    assert!(
        walk.documents()
            .await
            .contains(&"court_application".to_owned())
    );
    walk.does(
        on,
        ONE,
        "record_court_result",
        json!({ "court_result": "accepted" }),
    )
    .await;
    walk.does(
        on,
        HEAD,
        "close_case",
        json!({ "closing_way": "court_accepted" }),
    )
    .await;
    assert_eq!(
        (walk.stage().await.as_str(), walk.marks().await),
        ("closed", Vec::new())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_remedy_it_opens_after_six_months_for_three() {
    in_the_city(async |city| {
        let mut walk = served(&city, FINE).await;
        assert_eq!(
            walk.clock("suit_window").await.due_on,
            Some(date(2026, 9, 3))
        );
        assert_eq!(walk.clock("court").await.due_on, Some(date(2026, 12, 3)));
        let uncalled = walk
            .breaks(date(2026, 9, 4), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(uncalled, ["document", "court.called"]);
        called(&mut walk, date(2026, 8, 31)).await;
        assert_eq!(
            walk.clock("call").await.due_on,
            Some(date(2026, 9, 14)),
            "ten working days"
        );
        let open = walk
            .breaks(date(2026, 9, 3), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(open, ["court.window_open", "court.called"]);
        let early = walk
            .breaks(date(2026, 9, 14), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(early, ["court.called"]);
        let late = walk
            .breaks(date(2026, 12, 4), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(late, ["court.window_not_closed"]);
        let due = walk.due(date(2026, 12, 3)).await;
        assert!(
            due.contains(&("court".to_owned(), "2026-12-03".to_owned())),
            "{due:?}"
        );
        applied(&mut walk, date(2026, 12, 3)).await;
        assert_eq!(walk.clock("court").await.ended_on, Some(date(2026, 12, 3)));
        walk.is_on_the_record(12).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_review_it_opens_in_fifteen_days() {
    in_the_city(async |city| {
        let mut walk = served(&city, FINE).await;
        brought(&mut walk, date(2026, 3, 13), "review").await;
        assert_eq!(walk.clock("court").await.ended_on, Some(date(2026, 3, 13)));
        called(&mut walk, date(2026, 4, 20)).await;
        let pending = walk
            .breaks(date(2026, 5, 20), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(pending, ["court.window_open"]);
        let result = json!({ "remedy_result": "upheld" });
        walk.does(date(2026, 5, 20), ONE, "record_review_decision", result)
            .await;
        assert_eq!(
            walk.clock("suit_after_review").await.due_on,
            Some(date(2026, 6, 4))
        );
        assert_eq!(walk.clock("court").await.due_on, Some(date(2026, 9, 4)));
        let open = walk
            .breaks(date(2026, 6, 4), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(open, ["court.window_open"]);
        applied(&mut walk, date(2026, 6, 5)).await;
        walk.is_on_the_record(14).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_suit_it_opens_with_the_judgment() {
    in_the_city(async |city| {
        let mut walk = served(&city, FINE).await;
        brought(&mut walk, date(2026, 3, 13), "suit").await;
        assert_eq!(
            walk.clock("suit_window").await.ended_on,
            Some(date(2026, 3, 13))
        );
        called(&mut walk, date(2026, 6, 1)).await;
        let pending = walk
            .breaks(date(2026, 7, 1), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(pending, ["court.window_open"]);
        let result = json!({ "remedy_result": "upheld" });
        walk.does(date(2026, 9, 1), ONE, "record_judgment", result)
            .await;
        applied(&mut walk, date(2026, 9, 2)).await;
        walk.is_on_the_record(14).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_review_and_a_suit_it_opens_with_the_judgment() {
    in_the_city(async |city| {
        let mut walk = served(&city, FINE).await;
        brought(&mut walk, date(2026, 3, 13), "review").await;
        let result = json!({ "remedy_result": "upheld" });
        walk.does(
            date(2026, 5, 20),
            ONE,
            "record_review_decision",
            result.clone(),
        )
        .await;
        brought(&mut walk, date(2026, 6, 1), "suit").await;
        assert_eq!(
            walk.clock("suit_after_review").await.ended_on,
            Some(date(2026, 6, 1))
        );
        assert_eq!(walk.clock("court").await.ended_on, Some(date(2026, 6, 1)));
        called(&mut walk, date(2026, 6, 1)).await;
        let pending = walk
            .breaks(date(2026, 7, 1), HEAD, "apply_to_court", json!({}))
            .await;
        assert_eq!(pending, ["court.window_open"]);
        walk.does(date(2026, 12, 1), ONE, "record_judgment", result)
            .await;
        applied(&mut walk, date(2026, 12, 2)).await;
        walk.is_on_the_record(16).await;
    })
    .await;
}
