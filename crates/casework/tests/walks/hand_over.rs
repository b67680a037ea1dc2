//! The open cases of an officer who leaves go to another.

use casework::{HandOver, HandOverPage, HandedOver};
use serde_json::json;
use store::{Limit, PageRequest};

use crate::city::{City, in_the_city};
use crate::stages::{TEAM, filed, inquired, led};
use crate::walk::{DAY, lead, officers};

fn wanted(city: &City, to: &str) -> HandOver {
    HandOver {
        from: city.id("one"),
        to: city.id(to),
        second: None,
        reason: "虚构调离".to_owned(),
    }
}

async fn hand_over(city: &City, who: &str, wanted: &HandOver, preview: bool) -> HandOverPage {
    let (asking, page) = (city.asks(who), PageRequest::default());
    let done = city.casework.hand_over(&asking, wanted, preview, &page);
    done.await.unwrap()
}

/// Code and English reason of each case, by its stage.
fn outcomes(page: &HandOverPage) -> Vec<(&str, &str)> {
    let rows = page.rows.iter().map(|row| match &row.outcome {
        HandedOver::Done => (row.stage.as_str(), "done"),
        HandedOver::Refused { code, reason, .. } => {
            assert!(!reason.is_empty());
            (row.stage.as_str(), code.as_str())
        }
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_unstable();
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cases_of_who_leaves_go_over_and_what_cannot_says_why() {
    in_the_city(async |city| {
        let walks = [
            filed(&city).await,
            inquired(&city, 1_500_000, json!({})).await,
            led(&city, lead(&city)).await,
        ];
        let (to, head) = (wanted(&city, "kin"), "head");
        let expected = [
            ("investigating", "done"),
            ("lead", "case.refused"),
            ("review", "done"),
        ];
        let seen = hand_over(&city, head, &to, true).await;
        assert_eq!(outcomes(&seen), expected, "{seen:?}");
        assert_eq!(
            walks[0].shown().await.revision,
            walks[0].revision,
            "a preview changes nothing"
        );
        let done = hand_over(&city, head, &to, false).await;
        assert_eq!(outcomes(&done), expected);
        let again = hand_over(&city, head, &to, false).await;
        assert_eq!(
            outcomes(&again),
            [("lead", "case.refused")],
            "what is done is not done twice"
        );
        let helped = HandOver {
            second: Some(city.id("host")),
            ..to
        };
        let rest = hand_over(&city, head, &helped, false).await;
        assert_eq!(outcomes(&rest), [("lead", "done")]);
        assert_eq!(hand_over(&city, head, &helped, false).await.rows, []);

        for (walk, helper) in walks.iter().zip(["two", "two", "host"]) {
            let case = walk.shown().await.case;
            let team = [(city.id("kin"), "handler"), (city.id(helper), "assistant")];
            let team = team.map(|(id, role)| json!({"id": id, "role": role}));
            assert_eq!(case.facts["officers"], json!(team));
            let asking = city.asks(walk.head);
            let replayed = city.casework.replay_case(&asking, walk.id).await.unwrap();
            assert!(replayed.is_same, "{replayed:?}");
        }
        assert_eq!(
            walks[0].documents().await.last().map(String::as_str),
            Some("hand_over_record")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_does_not_go_to_the_unfit_the_recused_another_authority_or_by_who_may_not() {
    in_the_city(async |city| {
        let mut walk = filed(&city).await;
        for (to, code) in [("lapsed", "case.refused"), ("aux", "case.refused"), ("s-one", "case.input_invalid")] {
            let done = hand_over(&city, "head", &wanted(&city, to), false).await;
            assert_eq!(outcomes(&done), [("investigating", code)], "{to}");
        }
        let mut team = officers(&city, TEAM);
        team.as_array_mut().unwrap().push(json!({"id": city.id("host"), "role": "assistant"}));
        walk.does(DAY, &["head"], "assign_officers", json!({ "officers": team })).await;
        let recused = json!({ "reason": "有利害关系", "officers": { "ref": city.id("host"), "recused": true } });
        walk.does(DAY, &["head"], "recuse_officer", recused).await;
        let done = hand_over(&city, "head", &wanted(&city, "host"), false).await;
        assert_eq!(outcomes(&done), [("investigating", "task.recused")]);
        let own = hand_over(&city, "one", &wanted(&city, "kin"), false).await;
        assert_eq!(outcomes(&own), [("investigating", "case.refused")], "by a head or team leader");
        assert_eq!(hand_over(&city, "s-head", &wanted(&city, "kin"), false).await.rows, []);
        let to_two = hand_over(&city, "head", &wanted(&city, "two"), false).await;
        assert_eq!(outcomes(&to_two), [("investigating", "case.refused")], "one officer is too few");
        assert_eq!(walk.shown().await.revision, walk.revision);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_goes_page_by_page_and_passes_what_is_refused() {
    in_the_city(async |city| {
        for _ in 0..3 {
            led(&city, lead(&city)).await;
        }
        let asking = city.asks("head");
        let to = wanted(&city, "kin");
        let mut page = PageRequest::first(Limit::new(2).unwrap());
        let first = city
            .casework
            .hand_over(&asking, &to, false, &page)
            .await
            .unwrap();
        page.cursor = first.next.map(|next| next.parse().unwrap());
        let rest = city
            .casework
            .hand_over(&asking, &to, false, &page)
            .await
            .unwrap();
        assert_eq!((first.rows.len(), rest.rows.len(), rest.next), (2, 1, None));
        assert!(
            first
                .rows
                .iter()
                .all(|row| row.case_id != rest.rows[0].case_id)
        );
    })
    .await;
}
