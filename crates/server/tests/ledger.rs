//! The log and the trail through HTTP, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use record::{ActKind, Actor, NewAct, Sequencer, Subject};
use serde_json::{Value, json};
use store::testing::for_each_database;
use support::{Served, assert_problem, json_of, serve, serve_sample};

/// An act about a party, with what is known of the person in a block of its own.
async fn act_about(served: &Served, name: &str) -> String {
    let record = served.rooms.record().clone();
    let mut act = NewAct::new(
        "test.noted".parse::<ActKind>().unwrap(),
        Actor::System {
            name: "test".to_owned(),
        },
        Subject {
            kind: "party".to_owned(),
            id: "p1".to_owned(),
        },
        json!({"note": "虚构"}),
    );
    act.party_blocks = vec![json!({"name": name})];
    let tx = record.db().write_tx().await.unwrap();
    let receipt = record.append(&tx, act).await.unwrap();
    tx.commit().await.unwrap();
    receipt.entry.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_taken_checked_and_tells_nothing_of_the_parties() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let entry = act_about(&served, "钱某某（虚构）").await;
        let proof = format!("/api/v1/ledger/entries/{entry}/proof");
        assert_problem(served.get(&proof).await, 409, "record.not_yet_proved").await;
        Sequencer::new(served.rooms.log.clone())
            .step()
            .await
            .unwrap();
        let text = served.get(&proof).await.text().await.unwrap();
        assert!(!text.contains("钱某某"), "{text}");
        let file: Value = serde_json::from_str(&text).unwrap();
        let verified = json_of(served.post("/api/v1/ledger/verification", &file).await).await;
        assert_eq!(
            (&verified["entry"], &verified["act"]["kind"]),
            (&json!(entry), &json!("test.noted")),
            "{verified}"
        );
        let ledger = served.json("/api/v1/ledger").await;
        assert_eq!(
            (&ledger["size"], &ledger["root"]),
            (&verified["size"], &verified["root"])
        );
        assert_eq!(ledger["pending"], 0);

        let mut forged = file.clone();
        let act = forged["opened"]["act"]["canonical"].as_str().unwrap();
        forged["opened"]["act"]["canonical"] = json!(act.replace("虚构", "改过"));
        assert_problem(
            served.post("/api/v1/ledger/verification", &forged).await,
            422,
            "record.proof_refused",
        )
        .await;
        let none = served.post("/api/v1/ledger/verification", &json!({})).await;
        assert_problem(none, 400, "record.proof_malformed").await;
        let unknown = "/api/v1/ledger/entries/832a2ba2-2011-7743-842c-a28b7d361879";
        assert_problem(served.get(unknown).await, 404, "record.not_found").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_shows_who_did_what_to_who_may_see_it_and_to_nobody_else() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let items = served.json("/api/v1/items?kind=penalty&limit=1").await;
        let item = items["rows"][0]["id"].as_str().unwrap().to_owned();
        let reviewed = served
            .post_seen(
                &format!("/api/v1/items/{item}/review"),
                &json!({"reason": "已核对"}),
                Some("1"),
            )
            .await;
        assert_eq!(reviewed.status(), 200);
        let found = served
            .json_with(
                "/api/v1/acts",
                &[("subject_kind", "item"), ("subject_id", &item)],
            )
            .await;
        let act = &found["rows"][0];
        let account = served.json("/api/v1/session").await["account"].clone();
        assert_eq!(
            (&act["kind"], &act["actor"]),
            (&json!("library.item_reviewed"), &account)
        );
        let newest = served.json("/api/v1/acts?limit=1").await;
        assert_eq!(
            newest["rows"][0]["entry"], act["entry"],
            "the newest comes first"
        );
        let next = newest["next"].as_str().unwrap();
        let older = served
            .json_with("/api/v1/acts", &[("limit", "1"), ("cursor", next)])
            .await;
        assert_ne!(older["rows"][0]["entry"], act["entry"]);
        let entry = act["entry"].as_str().unwrap();
        let ways = [
            "acts".to_owned(),
            "ledger".to_owned(),
            format!("ledger/entries/{entry}"),
            format!("ledger/entries/{entry}/proof"),
        ];
        for way in ways {
            let url = format!("{}/api/v1/{way}", served.address);
            let refused = served.stranger.get(url).send().await.unwrap();
            assert_problem(refused, 401, "access.not_signed_in").await;
        }
        let wrong = served.get("/api/v1/acts?kinds=Looked").await;
        assert_problem(wrong, 400, "record.parameter_invalid").await;
    })
    .await;
}
