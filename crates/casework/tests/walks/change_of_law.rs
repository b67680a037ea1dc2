//! The law changes while a case runs (行政处罚法 art. 37): the law of the day of the deed holds, the
//! later one where it is lighter.

use jiff::civil::{Date, date};
use serde_json::json;

use crate::city::{City, in_the_city};
use crate::stages::{TEAM, close, filed_on};
use crate::statutes::{BANNERS, BANNERS_HEAVIER, FLYERS, STALLS};
use crate::walk::{DAY, Walk, lead, proposal};

/// The later versions are in force from the 1st of April.
const AFTER: Date = date(2026, 4, 7);

async fn on_item<'c>(city: &'c City, item: &str) -> Walk<'c> {
    let mut lead = lead(city);
    lead["item"] = json!(city.item(item));
    filed_on(city, lead).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lighter_new_law_holds_for_an_old_deed() {
    in_the_city(async |city| {
        let mut walk = on_item(&city, STALLS).await;
        close(&mut walk, 300_000, json!({})).await;
        let light = walk
            .breaks(DAY, &["one"], "give_notice", proposal(80_000))
            .await;
        assert_eq!(
            light,
            ["penalty.fine_range"],
            "the old law has 1,000 yuan at least"
        );
        walk.does(DAY, &["one"], "give_notice", proposal(300_000))
            .await;
        walk.does(DAY, &["one"], "waive_defence", json!({})).await;
        let broken = walk.refused(AFTER, &["head"], "decide", json!({})).await;
        let [range] = broken.as_slice() else {
            panic!("{}", crate::walk::lines(&broken))
        };
        assert_eq!(
            (range.rule.as_str(), range.codes[0].as_str()),
            ("penalty.fine_range", "W26")
        );
        walk.does(AFTER, &["head"], "decide", json!({ "fine": 80_000 }))
            .await;
        let fine = walk.shown().await.case.number("fine");
        assert_eq!(
            (walk.stage().await.as_str(), fine),
            ("decided", Some(80_000))
        );
        walk.is_on_the_record(7).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heavier_new_law_does_not_reach_an_old_deed() {
    in_the_city(async |city| {
        let mut walk = on_item(&city, BANNERS).await;
        close(&mut walk, 100_000, json!({})).await;
        let heavy = walk
            .breaks(AFTER, &["one"], "give_notice", proposal(500_000))
            .await;
        assert_eq!(
            heavy,
            ["penalty.fine_range"],
            "the new law has it, the old one not"
        );
        walk.does(AFTER, &["one"], "give_notice", proposal(100_000))
            .await;
        walk.does(AFTER, &["one"], "waive_defence", json!({})).await;
        walk.does(AFTER, &["head"], "decide", json!({})).await;
        walk.is_on_the_record(7).await;

        // A deed after the change is one under the new law.
        let mut new = lead(&city);
        new["item"] = json!(city.item(BANNERS_HEAVIER));
        new["violation_on"] = json!("2026-04-02");
        new["discovered_on"] = json!("2026-04-03");
        let first = ("register_lead", new);
        let mut walk = Walk::open(&city, AFTER, TEAM, "penalty.ordinary", first).await;
        let team = json!({ "officers": crate::walk::officers(&city, TEAM) });
        walk.does(AFTER, &["head"], "file_case", team).await;
        walk.does(AFTER, TEAM, "record_scene", json!({})).await;
        let closed = json!({ "penalty_kinds": ["fine"], "fine": 500_000, "grade": "ordinary" });
        walk.does(AFTER, TEAM, "close_inquiry", closed).await;
        let light = walk
            .breaks(AFTER, &["one"], "give_notice", proposal(100_000))
            .await;
        assert_eq!(light, ["penalty.fine_range"]);
        walk.does(AFTER, &["one"], "give_notice", proposal(500_000))
            .await;
    })
    .await;
}

/// A fine that is a multiple of what was gained has no bound that is known beforehand: the guard of the
/// range lets every amount pass, and the case is marked by nothing. What is known still holds: the
/// kinds of penalty, and that a fine has an amount.
#[tokio::test(flavor = "multi_thread")]
async fn a_fine_without_a_known_bound_is_not_judged_by_its_amount() {
    in_the_city(async |city| {
        let mut walk = on_item(&city, FLYERS).await;
        close(&mut walk, 1_900_000, json!({})).await;
        let mut other = proposal(1_900_000);
        other["penalty_kinds"] = json!(["fine", "warning"]);
        let kinds = walk.breaks(DAY, &["one"], "give_notice", other).await;
        assert_eq!(kinds, ["penalty.kinds"]);
        walk.does(DAY, &["one"], "give_notice", proposal(1_900_000))
            .await;
        walk.does(DAY, &["one"], "waive_defence", json!({})).await;
        walk.does(DAY, &["head"], "decide", json!({ "fine": 100 }))
            .await;
        assert_eq!(walk.marks().await, []);
    })
    .await;
}
