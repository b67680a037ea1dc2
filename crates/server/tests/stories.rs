//! What people do with the library, through a server that listens, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use record::{ActFilter, Subject};
use reqwest::header::{ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};
use store::testing::for_each_database;
use store::{Limit, PageRequest};
use support::{Served, assert_problem, encoded, json_of, serve, serve_sample};

const STATUTE: &str = "云麓市市容和环境卫生管理条例";

fn statute(rest: &str) -> String {
    format!("/api/v1/statutes/{}{rest}", encoded(STATUTE))
}

#[tokio::test]
async fn a_statute_is_read_in_each_of_its_versions() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let status = served.json("/api/v1/status").await;
        assert_eq!(
            (&status["statutes"], &status["sample_only"]),
            (&json!(6), &json!(true))
        );
        let detail = served.json(&statute("")).await;
        assert_eq!(detail["versions"].as_array().unwrap().len(), 2);
        assert_eq!(detail["version"], "2024-07-31");
        let old = served.json(&statute("?as_of=2020-01-01")).await;
        assert_eq!(old["version"], "2019-05-30");
        let text = served
            .json(&statute("/versions/current?as_of=2020-01-01"))
            .await;
        assert_eq!(text["version"], "2019-05-30");
        assert_eq!(text["state"], "in_force");
        assert!(text["articles"].as_array().unwrap().len() > 10);
        assert_problem(
            served.get(&statute("/versions/2001-01-01")).await,
            404,
            "library.version_not_found",
        )
        .await;
        assert_problem(
            served.get("/api/v1/statutes/nothing").await,
            404,
            "library.statute_not_found",
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_text_that_the_client_has_is_not_sent_again() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let path = statute("/versions/2019-05-30");
        let first = served.get(&path).await;
        let tag = first.headers()[ETAG].clone();
        let again = served
            .client
            .get(format!("{}{path}", served.address))
            .header(IF_NONE_MATCH, &tag);
        let again = again.send().await.unwrap();
        assert_eq!(again.status(), 304);
        assert_eq!(again.headers()[ETAG], tag);
    })
    .await;
}

#[tokio::test]
async fn lists_are_read_a_page_at_a_time_without_gaps() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        for path in [
            "/api/v1/statutes",
            "/api/v1/items",
            "/api/v1/imports",
            "/api/v1/findings",
        ] {
            let whole = served.json(&format!("{path}?limit=200")).await;
            let whole: Vec<_> = whole["rows"]
                .as_array()
                .unwrap()
                .iter()
                .take(9)
                .cloned()
                .collect();
            let (mut read, mut next) = (Vec::new(), String::new());
            while read.len() < whole.len() {
                let page = served.json(&format!("{path}?limit=2&cursor={next}")).await;
                read.extend(page["rows"].as_array().unwrap().iter().cloned());
                match page["next"].as_str() {
                    Some(cursor) => next = cursor.to_owned(),
                    None => break,
                }
            }
            read.truncate(whole.len());
            assert_eq!(read, whole, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn versions_are_compared_and_changes_listed() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let comparison = served
            .json(&statute("/diff?from=2019-05-30&to=2024-07-31"))
            .await;
        assert!(!comparison["changes"].as_array().unwrap().is_empty());
        assert_eq!(comparison["from"]["version"], "2019-05-30");
        let changes = served
            .json("/api/v1/changes?from=2024-01-01&to=2024-12-31")
            .await;
        let kinds: Vec<_> = changes["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["version"])
            .collect();
        assert!(kinds.contains(&&json!("2024-07-31")), "{changes}");
    })
    .await;
}

#[tokio::test]
async fn a_provision_is_found_by_its_citation_and_by_search() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let citation = "《云麓市养犬管理条例》第二十二条第一款";
        let provision = served
            .json_with("/api/v1/provisions", &[("citation", citation)])
            .await;
        assert_eq!(
            provision["address"],
            "law/云麓市养犬管理条例@2022-07-28#22.1"
        );
        assert_eq!(provision["canonical"], citation);
        let found = served
            .json_with("/api/v1/search", &[("q", citation), ("limit", "3")])
            .await;
        assert_eq!(found["hits"][0]["article"], "22", "{found}");
        let nothing = served
            .get_with("/api/v1/provisions", &[("citation", "明天下雨")])
            .await;
        assert_problem(nothing, 400, "library.citation_unreadable").await;
        let none = served
            .get_with(
                "/api/v1/provisions",
                &[("citation", "云麓市养犬管理条例第九百条")],
            )
            .await;
        assert_problem(none, 404, "library.provision_not_found").await;
    })
    .await;
}

#[tokio::test]
async fn an_item_is_corrected_and_adopted_by_people_who_saw_it() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let items = served.json("/api/v1/items?kind=penalty&limit=1").await;
        let path = format!("/api/v1/items/{}", items["rows"][0]["id"].as_str().unwrap());
        let first = served.get(&path).await;
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        let item = json_of(first).await;
        let signed = json!({"reason": "核对原文"});

        let adoption = format!("{path}/adoption");
        let unseen = served.post(&adoption, &signed).await;
        assert_problem(unseen, 428, "library.revision_missing").await;
        let strange = served
            .stranger
            .post(format!("{}{adoption}", served.address));
        let strange = strange
            .json(&signed)
            .header("If-Match", &tag)
            .send()
            .await
            .unwrap();
        assert_problem(strange, 401, "access.not_signed_in").await;

        let mut record = item["record"].clone();
        record["note"] = json!("已核对");
        let correction = json!({"reason": "补注", "record": record});
        let corrected = served
            .post_seen(&format!("{path}/corrections"), &correction, Some(&tag))
            .await;
        assert_eq!(corrected.status(), 200);
        let newer = corrected.headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(json_of(corrected).await["record"]["note"], "已核对");

        let late = served.post_seen(&adoption, &signed, Some(&tag)).await;
        assert_problem(late, 412, "library.item_changed").await;
        let adopted = served.post_seen(&adoption, &signed, Some(&newer)).await;
        let adopted = json_of(adopted).await;
        assert_eq!(adopted["state"], "adopted");
        let acts: Vec<_> = adopted["history"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| &entry["act"])
            .collect();
        assert_eq!(acts, ["read", "corrected", "adopted"]);
        assert_eq!(adopted["history"][2]["actor"], "李青禾（虚构）");
        assert_eq!(
            acts_on_record(&served, item["id"].as_str().unwrap()).await,
            ["library.item_corrected", "library.item_adopted"]
        );
        let found = served.json("/api/v1/items?state=adopted").await;
        assert_eq!(found["total"], 1);
    })
    .await;
}

#[tokio::test]
async fn an_item_is_split_and_merged_again() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let items = served.json("/api/v1/items?kind=penalty&limit=1").await;
        let path = format!("/api/v1/items/{}", items["rows"][0]["id"].as_str().unwrap());
        let item = served.json(&path).await;
        let tag = item["revision"].to_string();
        let parts = json!({"reason": "两种行为", "parts": [item["record"], item["record"]]});
        let split = served
            .post_seen(&format!("{path}/split"), &parts, Some(&tag))
            .await;
        assert_eq!(split.status(), 200);
        let parts = json_of(split).await["items"].clone();
        let seen = |part: &Value, revision: u32| json!({"id": part["id"], "revision": revision});
        let merger =
            |items: Value| json!({"reason": "还是一种", "items": items, "record": item["record"]});
        let stale = merger(json!([seen(&parts[0], 1), seen(&parts[1], 2)]));
        assert_problem(
            served.post("/api/v1/items/merge", &stale).await,
            412,
            "library.item_changed",
        )
        .await;
        let whole = merger(json!([seen(&parts[0], 1), seen(&parts[1], 1)]));
        let merged = served.post("/api/v1/items/merge", &whole).await;
        assert_eq!(merged.status(), 200);
        let lineage = json_of(merged).await["lineage"].clone();
        assert_eq!(lineage.as_array().unwrap().len(), 2, "{lineage}");
        let one = merger(json!([seen(&parts[0], 1)]));
        assert_problem(
            served.post("/api/v1/items/merge", &one).await,
            400,
            "library.body_invalid",
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn items_are_exported_as_lines_and_as_a_table() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let total = served.json("/api/v1/items?as_of=any&limit=1").await["total"]
            .as_u64()
            .unwrap();
        let lines = served
            .get("/api/v1/items/export?format=jsonl&as_of=any")
            .await
            .text()
            .await
            .unwrap();
        assert_eq!(lines.lines().count() as u64, total);
        assert!(
            lines
                .lines()
                .all(|line| serde_json::from_str::<Value>(line).is_ok())
        );
        let table = served
            .get("/api/v1/items/export?format=csv&kind=coercion")
            .await;
        assert!(
            table.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/csv")
        );
        let table = table.text().await.unwrap();
        assert!(table.starts_with("\u{feff}id,kind,"));
        assert!(
            table
                .lines()
                .skip(1)
                .all(|line| line.contains(",coercion,")),
            "{table}"
        );
    })
    .await;
}

#[tokio::test]
async fn an_export_of_nothing_is_an_empty_file_also_when_it_is_compressed() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let nothing = "/api/v1/items/export?format=jsonl&state=withdrawn";
        for encoding in ["identity", "gzip"] {
            let request = served.client.get(format!("{}{nothing}", served.address));
            let answer = request.header("Accept-Encoding", encoding).send().await;
            let answer = answer.unwrap();
            assert_eq!(answer.status(), 200);
            let bytes = answer.bytes().await.unwrap();
            assert!(encoding == "gzip" || bytes.is_empty(), "{bytes:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_version_is_exported_as_akoma_ntoso_and_json() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let xml = served.get(&statute("/export?format=akn")).await;
        assert_eq!(xml.headers()["content-type"], "application/xml");
        assert!(xml.text().await.unwrap().contains("akomaNtoso"));
        let json = served
            .json(&statute("/export?format=json&version=2019-05-30"))
            .await;
        assert_eq!(json["version"], "2019-05-30");
        assert_problem(
            served.get(&statute("/export?format=pdf")).await,
            400,
            "library.parameter_invalid",
        )
        .await;
        assert_problem(
            served.get(&statute("/export")).await,
            400,
            "library.parameter_invalid",
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn the_citations_of_a_text_are_checked() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let text = "依据《云麓市养犬管理条例》第二十二条第一款、《云麓市养犬管理条例》第九百条和《云麓市渔港条例》第一条。";
        let checked = served.post("/api/v1/citations/check", &json!({"text": text})).await;
        let checked = json_of(checked).await;
        let verdicts: Vec<_> = checked["citations"].as_array().unwrap().iter().map(|one| &one["verdict"]).collect();
        assert_eq!(verdicts, ["in_force", "no_such_provision", "no_such_statute"]);
        let form = reqwest::multipart::Form::new()
            .part("file", reqwest::multipart::Part::bytes(text.as_bytes().to_vec()).file_name("决定.txt"))
            .text("as_of", "2022-08-01");
        let url = format!("{}/api/v1/citations/check", served.address);
        let checked = json_of(served.client.post(url).multipart(form).send().await.unwrap()).await;
        assert_eq!(checked["citations"][0]["verdict"], "not_yet_in_force", "{checked}");
    })
    .await;
}

#[tokio::test]
async fn files_are_uploaded_and_imported() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let text = "# 云麓市夜市管理办法\n\n2023年3月1日 云麓市人民政府公布\n\n<!-- INFO END -->\n\n第一条 为了规范夜市经营，制定本办法。\n\n第二条 夜市经营者未按照规定收摊的，由城市管理部门责令改正，处二百元罚款。\n";
        let part = reqwest::multipart::Part::bytes(text.as_bytes().to_vec()).file_name("云麓市夜市管理办法(2023-03-01).md");
        let form = reqwest::multipart::Form::new().part("files", part);
        let url = format!("{}/api/v1/imports/upload", served.address);
        let started = served.client.post(&url).multipart(form).send().await.unwrap();
        assert_eq!(started.status(), 202);
        let id = json_of(started).await["id"].as_str().unwrap().to_owned();
        let run = served.ended(&id).await;
        assert_eq!((&run["state"], &run["versions"]), (&json!("done"), &json!(1)), "{run}");
        assert_eq!(served.json("/api/v1/imports").await["rows"][0]["id"], id);
        let items = served.json("/api/v1/items").await;
        assert_eq!(items["rows"][0]["subject"], "城市管理部门");

        let part = reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("../../token.exe");
        let form = reqwest::multipart::Form::new().part("files", part);
        let refused = served.client.post(&url).multipart(form).send().await.unwrap();
        assert_problem(refused, 400, "library.upload_invalid").await;
        let refused = served.client.post(&url).json(&json!({})).send().await.unwrap();
        assert_problem(refused, 415, "library.body_kind").await;
    })
    .await;
}

/// The kinds of the acts about an item on the record, the first first.
async fn acts_on_record(served: &Served, item: &str) -> Vec<String> {
    let filter = ActFilter {
        subject: Some(Subject {
            kind: "item".to_owned(),
            id: item.to_owned(),
        }),
        ..Default::default()
    };
    let page = PageRequest::first(Limit::default());
    let acts = served.rooms.record().acts(&filter, &page).await.unwrap();
    acts.acts.iter().map(|act| act.kind.to_string()).collect()
}
