//! The rule packs over HTTP, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::json;
use store::testing::for_each_database;
use support::{Served, assert_problem, encoded, serve};

async fn in_use(served: &Served) -> String {
    let list = served.json("/api/v1/packs").await;
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{list}");
    assert_eq!(
        (&rows[0]["name"], &rows[0]["in_use"]),
        (&json!("cn"), &json!(true))
    );
    format!(
        "/api/v1/packs/{}",
        encoded(rows[0]["digest"].as_str().unwrap())
    )
}

#[tokio::test]
async fn the_pack_in_use_is_read_rule_by_rule_and_file_by_file() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let pack = in_use(&served).await;
        let view = served.json(&pack).await;
        let rules = view["rules"].as_array().unwrap();
        let officers = rules
            .iter()
            .find(|rule| rule["id"] == "penalty.officers")
            .unwrap();
        assert_eq!(officers["kind"], "parameters");
        assert_eq!(officers["judged_by"], "act");
        assert_eq!(officers["from"], "2021-07-15");
        assert_eq!(officers["provisions"], json!(["law/行政处罚法#42"]));
        assert_eq!(officers["name"]["zh"], "执法人员不得少于");
        assert_eq!(officers["content"]["values"][0]["value"], 2);
        let file = served
            .get(&format!(
                "{pack}/files/{}",
                encoded("parameters/enforcement.yaml")
            ))
            .await;
        assert_eq!(file.headers()["content-type"], "text/plain; charset=utf-8");
        assert!(file.text().await.unwrap().contains("penalty.officers"));
        let archive = served.get(&format!("{pack}/archive")).await;
        assert_eq!(archive.headers()["content-type"], "application/x-tar");
        let lint = served.json(&format!("{pack}/lint")).await;
        assert_eq!(lint["findings"][0]["code"], "pack.provisions_unchecked");
        let same = served
            .json_with(
                "/api/v1/packs/comparison",
                &[
                    ("before", view["pack"]["digest"].as_str().unwrap()),
                    ("after", view["pack"]["digest"].as_str().unwrap()),
                ],
            )
            .await;
        assert_eq!(same["changes"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn what_there_is_not_is_said_and_strangers_are_refused() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let pack = in_use(&served).await;
        let none = format!("/api/v1/packs/sha256%3A{}", "0".repeat(64));
        for (path, status, code) in [
            ("/api/v1/packs/cn".to_owned(), 400, "packs.digest_invalid"),
            (none, 404, "packs.not_kept"),
            (
                format!("{pack}/files/..%2Fpolicy.yaml"),
                404,
                "packs.no_such_file",
            ),
            (
                format!("{pack}/procedures/none/drawing"),
                404,
                "packs.no_such_procedure",
            ),
            (
                "/api/v1/packs/comparison?before=x&after=y".to_owned(),
                400,
                "packs.digest_invalid",
            ),
        ] {
            assert_problem(served.get(&path).await, status, code).await;
        }
        let url = format!("{}{pack}", served.address);
        let refused = served.stranger.get(url).send().await.unwrap();
        assert_eq!(refused.status(), 401);
    })
    .await;
}
