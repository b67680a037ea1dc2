//! A batch, a stream and a delivery over HTTP, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request, StatusCode};
use casework::Asking;
use casework::api::{CaseworkApi, router};
use casework::intake::{CaseActRow, RowState};
use futures::future::BoxFuture;
use jiff::civil::date;
use problem::{Admission, Caller, Door, Problem};
use record::RecordLog;
use serde_json::Value;
use store::Scope;
use store::testing::for_each_database;
use store::{Database, DatabaseUrl};
use tower::ServiceExt as _;

use support::Room;
use support::intake::{Team, lines};

/// Lets an account in, for deliveries and exports only.
struct As(&'static str);

impl Admission for As {
    fn admit<'r>(
        &'r self,
        _: &'r Parts,
        action: &'static str,
    ) -> BoxFuture<'r, Result<Caller, Problem>> {
        let caller = Caller {
            person: String::new(),
            roles: vec!["source".to_owned()],
            stands_for: Vec::new(),
            account: self.0.to_owned(),
            name: "虚构业务系统".to_owned(),
            scope: Scope::All,
        };
        Box::pin(async move {
            match action {
                "intake.deliver" | "case.export" => Ok(caller),
                _ => Err(Problem::new(
                    &casework::api::code::NO_SOURCE,
                    "无权",
                    "not allowed",
                )),
            }
        })
    }
}

async fn room_of(db: Database) -> (Room, Team) {
    let room = Room::open(db).await;
    let team = Team::of(&room).await;
    let clerk = Asking::program("test");
    let source = team.source("water");
    room.casework.add_source(&clerk, &source).await.unwrap();
    (room, team)
}

fn routes(room: &Room, account: &'static str) -> Router {
    let api = CaseworkApi {
        casework: room.casework.clone(),
        door: Door(Arc::new(As(account))),
    };
    router().with_state(api).into()
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    lines: Vec<Value>,
}

async fn ask(routes: &Router, request: Request<Body>) -> Answer {
    let answer = routes.clone().oneshot(request).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 24).await;
    let bytes = bytes.unwrap();
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.is_empty());
    let lines = lines.map(|line| serde_json::from_slice(line).unwrap());
    Answer {
        status,
        headers,
        lines: lines.collect(),
    }
}

fn post(path: &str, key: Option<&str>, rows: &[CaseActRow]) -> Request<Body> {
    let mut request = Request::post(path).header("content-type", "application/x-ndjson");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let body = lines(rows).join(&b'\n');
    request.body(Body::from(body)).unwrap()
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn cases(team: &Team, from: usize, many: usize) -> Vec<CaseActRow> {
    let begun = date(2026, 11, 20).at(9, 0, 0, 0);
    (from..from + many)
        .flat_map(|number| team.case(number, begun))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_over_http_counts_shows_what_is_wrong_and_repeats_its_answer() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let routes = routes(&room, "account-source");
        let mut rows = cases(&team, 0, 4);
        rows[7].act.officers = vec!["R999999".to_owned()];
        let path = "/intake/water/batches";
        let first = ask(&routes, post(path, Some("k"), &rows)).await;
        assert_eq!(first.status, StatusCode::OK, "{:?}", first.lines);
        let told = &first.lines[0];
        // What lies behind the rejected row in its case waits for it.
        let counts = ["lines", "accepted", "waiting", "rejected"];
        let counts = counts.map(|count| told[count].as_i64().unwrap());
        assert_eq!(counts, [20, 17, 2, 1]);
        let wrong = &told["first_rejected"][0];
        assert_eq!(wrong["line"], 8);
        assert_eq!(wrong["errors"][0]["code"], "row.unknown_officer");
        assert_eq!(wrong["errors"][0]["field"], "act.officers");
        let again = ask(&routes, post(path, Some("k"), &rows)).await;
        assert_eq!(again.lines[0]["was_sent_before"], true);
        assert_eq!(again.lines[0]["id"], told["id"]);
        let other = ask(&routes, post(path, Some("k"), &rows[..5])).await;
        assert_eq!(other.status, StatusCode::CONFLICT);

        let holes = ask(&routes, get("/intake/water/holes")).await;
        assert_eq!(holes.lines[0].as_array().unwrap().len(), 1);
        rows[7].act.officers = team.officers.to_vec();
        let settled = ask(&routes, post(path, None, &rows[7..8])).await;
        assert_eq!(settled.lines[0]["accepted"], 1);
        let holes = ask(&routes, get("/intake/water/holes")).await;
        assert_eq!(holes.lines[0].as_array().unwrap().len(), 0);
        let id = told["id"].as_str().unwrap();
        let path = format!("/intake/water/batches/{id}/receipts?state=rejected");
        let receipts = ask(&routes, get(&path)).await;
        let rows = receipts.lines[0]["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["is_settled"], true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_answers_each_row_and_ends_with_the_batch() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let routes = routes(&room, "account-source");
        let rows = cases(&team, 0, 3);
        let answer = ask(&routes, post("/intake/water/stream", None, &rows)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers["content-type"], "application/x-ndjson");
        assert_eq!(answer.lines.len(), rows.len() + 1);
        let (batch, receipts) = answer.lines.split_last().unwrap();
        for (place, receipt) in (1..).zip(receipts) {
            assert_eq!(receipt["line"], place);
            assert_eq!(receipt["state"], serde_json::json!(RowState::Accepted));
        }
        assert_eq!(
            (&batch["way"], &batch["accepted"]),
            (&"stream".into(), &15.into())
        );
        assert!(batch["ended_at_ms"].is_number());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_is_not_there_for_another_account() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let routes = routes(&room, "account-other");
        let rows = cases(&team, 0, 1);
        for request in [
            post("/intake/water/batches", None, &rows),
            post("/intake/water/stream", None, &rows),
            get("/intake/water/batches"),
            get("/intake/water/holes"),
        ] {
            let answer = ask(&routes, request).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let seen = ask(&routes, get("/intake/sources")).await;
        assert_eq!(seen.lines[0].as_array().map(Vec::len), Some(0));
        let page = store::PageRequest::default();
        let batches = room.casework.batches("water", &page);
        assert_eq!(batches.await.unwrap().rows.len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_delivered_over_http_is_taken_in_over_http_by_another() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let here = routes(&room, "account-source");
        let rows = cases(&team, 0, 3);
        ask(&here, post("/intake/water/batches", None, &rows)).await;
        let log = RecordLog::open(room.casework.record().clone(), room.folder.path()).unwrap();
        log.integrate().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("b.sqlite"));
        let (other, _) = room_of(Database::open(&url).await.unwrap()).await;
        let there = routes(&other, "account-source");
        let (mut since, mut taken) = ("0".to_owned(), 0);
        loop {
            let path = format!("/cases/delivery?since={since}&limit=4");
            let part = ask(&here, get(&path)).await;
            let rows: Vec<CaseActRow> = part
                .lines
                .iter()
                .map(|line| serde_json::from_value(line.clone()).unwrap())
                .collect();
            let answer = ask(&there, post("/intake/water/batches", None, &rows)).await;
            taken += answer.lines[0]["accepted"].as_i64().unwrap();
            since = part.headers["intake-next"].to_str().unwrap().to_owned();
            if part.headers["intake-end"] == "true" {
                break;
            }
        }
        assert_eq!(taken, 15);
    })
    .await;
}
