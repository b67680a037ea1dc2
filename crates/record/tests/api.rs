//! What of the record is shown to whom, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use base::FixedClock;
use futures::future::BoxFuture;
use problem::{Admission, Caller, Door, Problem};
use record::api::{RecordApi, router};
use record::{ActKind, Actor, LogSettings, NewAct, Record, RecordLog, Sequencer, Subject};
use serde_json::{Value, json};
use store::Scope;
use store::testing::for_each_database;
use tower::ServiceExt as _;

/// Lets everybody in with this scope.
struct Within(Scope);

impl Admission for Within {
    fn admit<'r>(
        &'r self,
        _: &'r Parts,
        _: &'static str,
    ) -> BoxFuture<'r, Result<Caller, Problem>> {
        let caller = Caller {
            person: String::new(),
            roles: Vec::new(),
            account: "a".to_owned(),
            name: "甲（虚构）".to_owned(),
            scope: self.0.clone(),
            stands_for: Vec::new(),
        };
        Box::pin(async move { Ok(caller) })
    }
}

async fn get(routes: &Router, path: &str) -> (StatusCode, Value) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = routes.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await;
    (
        status,
        serde_json::from_slice(&bytes.unwrap()).unwrap_or_default(),
    )
}

async fn act_of(record: &Record, authority: Option<&str>) -> String {
    let actor = Actor::System {
        name: "test".to_owned(),
    };
    let subject = Subject {
        kind: "case".to_owned(),
        id: "c1".to_owned(),
    };
    let kind: ActKind = "test.noted".parse().unwrap();
    let act = NewAct {
        authority: authority.map(str::to_owned),
        ..NewAct::new(kind, actor, subject, json!({}))
    };
    let tx = record.db().write_tx().await.unwrap();
    let receipt = record.append(&tx, act).await.unwrap();
    tx.commit().await.unwrap();
    receipt.entry.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn list_entry_and_proof_agree_on_what_lies_within_the_scope() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let clock = FixedClock("2026-11-24T04:00:00Z".parse().unwrap());
        let record = Record::open(db, Arc::new(clock)).await.unwrap();
        let name = "test.example/log";
        let settings =
            LogSettings::new(folder.path(), name.parse().unwrap(), name.parse().unwrap());
        let log = RecordLog::new(record.clone(), settings);
        let entries = [
            act_of(&record, Some("own")).await,
            act_of(&record, Some("other")).await,
            act_of(&record, None).await,
        ];
        Sequencer::new(log.clone()).step().await.unwrap();
        let own = Scope::Authorities(["own".to_owned()].into());
        for (scope, seen) in [
            (Scope::All, [true, true, true]),
            (own, [true, false, false]),
            (Scope::None, [false, false, false]),
        ] {
            let api = RecordApi {
                log: log.clone(),
                door: Door(Arc::new(Within(scope))),
            };
            let routes = router().split_for_parts().0.with_state(api);
            let (_, listed) = get(&routes, "/acts").await;
            let listed: Vec<&str> = listed["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["entry"].as_str().unwrap())
                .collect();
            for (entry, is_seen) in entries.iter().zip(seen) {
                assert_eq!(listed.contains(&entry.as_str()), is_seen);
                for way in ["", "/proof"] {
                    let (status, body) =
                        get(&routes, &format!("/ledger/entries/{entry}{way}")).await;
                    let expected = if is_seen {
                        StatusCode::OK
                    } else {
                        StatusCode::NOT_FOUND
                    };
                    assert_eq!(status, expected, "{way} {body}");
                }
            }
        }
    })
    .await;
}
