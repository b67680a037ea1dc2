//! Deputies for absence, over HTTP on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use store::testing::for_each_database;
use support::{Browser, Served, serve};

const POST: Method = Method::POST;
const GET: Method = Method::GET;

fn know(served: &Served, id: &str, known: Value) {
    let mut officers = served.register.officers.lock().unwrap();
    officers.insert(id.to_owned(), known);
}

/// An officer of an authority who holds a role there.
async fn officer<'s>(
    served: &'s Served,
    admin: &Browser<'_>,
    (login, id): (&str, &str),
    (authority, role): (&str, &str),
) -> (Browser<'s>, support::Owner) {
    let known = json!({"id": id, "authority": authority, "certificate_valid": true, "legal_qualification": true});
    know(served, id, known);
    let of = json!({"officer": id, "authority": authority});
    let (browser, owner, account) = served.join(admin, login, of).await;
    let place = json!({"kind": "authority", "id": authority});
    let grant = json!({"role": role, "place": place, "from": "2026-11-24", "reason": "任命"});
    admin
        .json(POST, &format!("/accounts/{account}/grants"), &grant, 201)
        .await;
    (browser, owner)
}

fn stands_in(deputy: &str, from: &str, to: &str) -> Value {
    json!({"deputy": deputy, "from": from, "to": to, "reason": "年休假"})
}

#[tokio::test]
async fn a_deputy_opens_the_cases_of_the_absent_for_the_time_and_no_longer() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let (li, _) = officer(&served, &admin, ("li", "o1"), ("north", "officer")).await;
        let (chen, owner) = officer(&served, &admin, ("chen", "o2"), ("north", "officer")).await;
        let before = chen.json(GET, "/cases", &json!({}), 200).await;
        assert!(!before.to_string().contains("o1"), "{before}");
        let named = li
            .json(
                POST,
                "/deputies",
                &stands_in("o2", "2026-11-25", "2026-11-27"),
                201,
            )
            .await;
        assert_eq!(
            (&named["officer"], &named["deputy"]),
            (&json!("o1"), &json!("o2"))
        );
        assert_eq!(
            chen.json(GET, "/cases", &json!({}), 200).await,
            before,
            "not yet"
        );
        for person in [&li, &chen] {
            assert_eq!(
                person.json(GET, "/deputies", &json!({}), 200).await,
                json!([named])
            );
        }

        served.clock.turn(SignedDuration::from_hours(24));
        let chen = served.sign_in(&owner).await;
        let during = chen.json(GET, "/cases", &json!({}), 200).await.to_string();
        assert!(during.contains("o1") && during.contains("o2"), "{during}");
        let session = chen.json(GET, "/session", &json!({}), 200).await;
        assert_eq!(session["stands_for"], json!(["o1"]));
        assert_eq!(
            session["roles"].as_array().unwrap().len(),
            1,
            "a deputy has no role more"
        );

        served.clock.turn(SignedDuration::from_hours(48));
        let chen = served.sign_in(&owner).await;
        assert_eq!(
            chen.json(GET, "/cases", &json!({}), 200).await,
            before,
            "it ends by itself"
        );
        assert!(
            served
                .kinds()
                .await
                .contains(&"access.deputy_named".to_owned())
        );
    })
    .await;
}

#[tokio::test]
async fn a_deputy_has_equal_power_of_the_same_authority_and_passes_nothing_on() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let (head, _) = officer(&served, &admin, ("li", "o1"), ("north", "head")).await;
        let (chen, _) = officer(&served, &admin, ("chen", "o2"), ("north", "officer")).await;
        officer(&served, &admin, ("wu", "o3"), ("north", "officer")).await;
        officer(&served, &admin, ("sun", "o4"), ("south", "officer")).await;
        officer(&served, &admin, ("zhou", "o5"), ("north", "officer")).await;
        let (from, to) = ("2026-11-25", "2026-11-27");
        let refused = async |who: &Browser<'_>, new: &Value, status, code| {
            who.problem(POST, "/deputies", new, status, code).await;
        };
        refused(&head, &stands_in("o2", from, to), 409, "access.deputy_less_power").await;
        refused(&chen, &stands_in("o4", from, to), 409, "access.deputy_other_authority").await;
        refused(&chen, &stands_in("o9", from, to), 400, "access.deputy_unknown").await;
        refused(&chen, &stands_in("o2", from, to), 400, "access.deputy_oneself").await;
        refused(&chen, &stands_in("o3", "2026-11-23", to), 400, "access.deputy_days").await;
        refused(&chen, &stands_in("o3", from, from), 400, "access.deputy_days").await;
        let of_other = |officer: &str, deputy: &str| {
            let mut new = stands_in(deputy, from, to);
            new["officer"] = officer.into();
            new
        };
        refused(&chen, &of_other("o3", "o5"), 403, "access.deputy_not_yours").await;
        refused(&head, &of_other("o4", "o2"), 403, "access.deputy_not_yours").await;
        let own_place = json!({"role": "deputy", "place": {"kind": "officer", "id": "o1"}, "from": "2026-11-24", "reason": "x"});
        let session = chen.json(GET, "/session", &json!({}), 200).await;
        let grants = format!("/accounts/{}/grants", session["account"].as_str().unwrap());
        admin.problem(POST, &grants, &own_place, 409, "access.place_not_found").await;
        know(&served, "o5", json!({"id": "o5", "authority": "north", "certificate_valid": false, "legal_qualification": true}));
        refused(&chen, &stands_in("o5", from, to), 409, "access.deputy_unqualified").await;

        let named = head.json(POST, "/deputies", &of_other("o2", "o3"), 201).await;
        refused(&chen, &stands_in("o3", "2026-11-26", to), 409, "access.deputy_overlap").await;
        refused(&head, &of_other("o3", "o2"), 409, "access.deputy_chain").await;
        let end = format!("/deputies/{}/end", named["id"].as_str().unwrap());
        chen.json(POST, &end, &json!({}), 200).await;
        chen.problem(POST, &end, &json!({}), 409, "access.deputy_ended").await;
        assert_eq!(chen.json(GET, "/deputies", &json!({}), 200).await, json!([]));
        chen.problem(POST, "/deputies/x/end", &json!({}), 404, "access.deputy_not_found").await;
        head.json(POST, "/deputies", &of_other("o3", "o2"), 201).await;
    })
    .await;
}

#[tokio::test]
async fn of_two_deputies_who_are_named_at_once_one_stands_in() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let (li, _) = officer(&served, &admin, ("li", "o1"), ("north", "officer")).await;
        officer(&served, &admin, ("chen", "o2"), ("north", "officer")).await;
        officer(&served, &admin, ("wu", "o3"), ("north", "officer")).await;
        let wanted = ["o2", "o3"].repeat(4);
        let wanted = wanted.into_iter().map(|deputy| {
            let new = stands_in(deputy, "2026-11-25", "2026-11-27");
            let li = &li;
            async move { li.send(POST, "/deputies", Some(&new)).await.status() }
        });
        let answers = futures::future::join_all(wanted).await;
        let named = answers.iter().filter(|status| **status == 201).count();
        let refused = answers.iter().filter(|status| **status == 409).count();
        assert_eq!((named, refused), (1, 7), "{answers:?}");
    })
    .await;
}
