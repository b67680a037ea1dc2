//! Cases of the ordinary procedure, brought to the point where a walk takes them up.

use jiff::civil::date;
use serde_json::{Value, json};

use crate::city::City;
use crate::walk::{DAY, Walk, lead, officers, proposal};

/// Who handles the cases of the district.
pub const TEAM: &[&str] = &["one", "two"];

pub async fn led(city: &City, lead: Value) -> Walk<'_> {
    Walk::open(city, DAY, TEAM, "penalty.ordinary", ("register_lead", lead)).await
}

/// Filed with two officers.
pub async fn filed(city: &City) -> Walk<'_> {
    filed_on(city, lead(city)).await
}

pub async fn filed_on(city: &City, lead: Value) -> Walk<'_> {
    let mut walk = led(city, lead).await;
    let team = json!({ "officers": officers(city, TEAM) });
    walk.does(DAY, &["head"], "file_case", team).await;
    walk
}

/// With evidence, the inquiry closed; `more` is stated with its end.
pub async fn inquired(city: &City, fine: i64, more: Value) -> Walk<'_> {
    let mut walk = filed(city).await;
    close(&mut walk, fine, more).await;
    walk
}

pub async fn close(walk: &mut Walk<'_>, fine: i64, more: Value) {
    walk.does(DAY, TEAM, "record_scene", json!({})).await;
    let mut states = json!({ "penalty_kinds": ["fine"], "fine": fine, "grade": "ordinary" });
    let more = more.as_object().cloned().unwrap();
    states.as_object_mut().unwrap().extend(more);
    walk.does(DAY, TEAM, "close_inquiry", states).await;
}

/// Noticed, and the defence waived: the decision is next.
pub async fn noticed(city: &City, fine: i64, more: Value) -> Walk<'_> {
    let mut walk = inquired(city, fine, more).await;
    walk.does(DAY, TEAM, "give_notice", proposal(fine)).await;
    walk.does(DAY, &["one"], "waive_defence", json!({})).await;
    walk
}

/// Decided and served on the first day.
pub async fn served(city: &City, fine: i64) -> Walk<'_> {
    let mut walk = noticed(city, fine, json!({})).await;
    walk.does(DAY, &["head"], "decide", json!({})).await;
    let told = json!({ "served_by": "direct", "remedy_told": true });
    walk.does(DAY, &["one"], "serve_decision", told).await;
    assert_eq!(walk.clock("payment").await.due_on, Some(date(2026, 3, 18)));
    walk
}
