//! The routes, as a client sees them, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use register::{Asking, synthetic};
use serde_json::{Value, json};
use store::Scope;
use store::testing::for_each_database;
use support::{Room, clerk};
use tower::ServiceExt as _;

/// The routes for who asks; nobody is signed in where `asking` is absent.
fn app(room: &Room, asking: Option<Asking>) -> Router {
    let (router, _) = register::api::router().split_for_parts();
    let router = router.with_state(room.register.clone());
    match asking {
        Some(asking) => router.layer(axum::Extension(asking)),
        None => router,
    }
}

struct Answer {
    status: StatusCode,
    tag: Option<String>,
    body: Value,
}

async fn send(
    app: &Router,
    method: &str,
    path: &str,
    tag: Option<&str>,
    body: Option<Value>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(tag) = tag {
        request = request.header(header::IF_MATCH, tag);
    }
    let body = match body {
        Some(json) => {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(json.to_string())
        }
        None => Body::empty(),
    };
    let response = app
        .clone()
        .oneshot(request.body(body).unwrap())
        .await
        .unwrap();
    let status = response.status();
    let tag = response
        .headers()
        .get(header::ETAG)
        .map(|tag| tag.to_str().unwrap().to_owned());
    let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
    Answer {
        status,
        tag,
        body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_answered_who_is_not_signed_in() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let app = app(&room, None);
        let id = room.authority("YL").await;
        for path in [
            "/authorities",
            "/officers",
            "/parties",
            "/register/officers/template",
            &format!("/authorities/{id}"),
        ] {
            let answer = send(&app, "GET", path, None, None).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(answer.body["code"], "register.sign_in_needed");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_names_the_revision_that_was_seen() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let app = app(&room, Some(clerk()));
        let path = format!("/authorities/{}", room.authority("YL-S01").await);
        let seen = send(&app, "GET", &path, None, None).await;
        assert_eq!(
            (seen.status, seen.tag.as_deref()),
            (StatusCode::OK, Some("\"1\""))
        );
        let names = format!("{path}/names");
        let body = json!({"reason": "虚构更名", "on": "2026-12-01", "name": "新名街道（虚构）"});
        let without = send(&app, "POST", &names, None, Some(body.clone())).await;
        assert_eq!(without.body["code"], "register.revision_missing");
        let done = send(
            &app,
            "POST",
            &names,
            seen.tag.as_deref(),
            Some(body.clone()),
        )
        .await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.body);
        let late = send(&app, "POST", &names, seen.tag.as_deref(), Some(body)).await;
        assert_eq!(
            (late.status, &late.body["code"]),
            (StatusCode::PRECONDITION_FAILED, &json!("register.changed"))
        );
        let then = send(&app, "GET", &format!("{path}?as_of=2026-12-01"), None, None).await;
        assert_eq!(then.body["name"], "新名街道（虚构）");
        let before = send(&app, "GET", &format!("{path}?as_of=2026-11-30"), None, None).await;
        assert_ne!(before.body["name"], "新名街道（虚构）");
        let history = send(&app, "GET", &format!("{path}/history"), None, None).await;
        assert_eq!(history.body["states"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streets_are_merged_through_the_api() {
    for_each_database(async |db| {
        let room = Room::city(db, 60).await;
        let app = app(&room, Some(clerk()));
        let (one, two) = (
            room.authority("YL-S01").await,
            room.authority("YL-S09").await,
        );
        let body = json!({"reason": "虚构撤并", "on": "2027-01-01",
            "merged": [{"id": one, "revision": 1}, {"id": two, "revision": 1}],
            "target": {"into": "existing", "authority": two}});
        let merged = send(&app, "POST", "/authorities/merge", None, Some(body)).await;
        assert_eq!(
            (merged.status, &merged.body["id"]),
            (StatusCode::CREATED, &json!(two))
        );
        let path = format!("/authorities/{one}/successors?as_of=2027-01-01");
        let after = send(&app, "GET", &path, None, None).await;
        assert_eq!(after.body[0]["id"], json!(two));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_a_number_that_stands_in_no_address_and_no_error() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let app = app(&room, Some(clerk()));
        let number = synthetic::identity(9);
        let body = json!({"reason": "虚构登记", "kind": "natural_person", "identity": number,
            "authority": room.authority("YL-S01").await, "valid_from": "2026-11-01",
            "state": {"name": "杨虚构", "area": "990101001", "phone": "990-1"}});
        let made = send(&app, "POST", "/parties", None, Some(body)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let found = send(
            &app,
            "POST",
            "/parties/find",
            None,
            Some(json!({"identity": number})),
        )
        .await;
        assert_eq!(found.body["rows"][0]["id"], made.body["id"]);
        let mut wrong = number.clone();
        wrong.replace_range(17.., if number.ends_with('1') { "2" } else { "1" });
        let refused = send(
            &app,
            "POST",
            "/parties/find",
            None,
            Some(json!({"identity": wrong})),
        )
        .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(!refused.body.to_string().contains(&wrong[..14]));
        let id = made.body["id"].as_str().unwrap();
        let shown = send(
            &app,
            "POST",
            &format!("/parties/{id}/identity"),
            None,
            Some(json!({"reason": "虚构核对"})),
        )
        .await;
        assert_eq!(shown.body["identity"], number);
        let erased = send(
            &app,
            "POST",
            &format!("/parties/{id}/erasure"),
            Some("\"1\""),
            Some(json!({"reason": "虚构申请"})),
        )
        .await;
        assert_eq!(erased.status, StatusCode::NO_CONTENT, "{}", erased.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sees_one_district_finds_nothing_of_another() {
    for_each_database(async |db| {
        let room = Room::city(db, 60).await;
        let asking = Asking {
            scope: Scope::Area("990101".parse().unwrap()),
            ..clerk()
        };
        let app = app(&room, Some(asking));
        let other = room.authority("YL-S02").await;
        for path in ["", "/history", "/subtree", "/successors"] {
            let answer = send(
                &app,
                "GET",
                &format!("/authorities/{other}{path}"),
                None,
                None,
            )
            .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        let list = send(&app, "GET", "/authorities?limit=200", None, None).await;
        let rows = list.body["rows"].as_array().unwrap();
        assert_eq!(list.body["total"], rows.len());
        assert!(
            rows.iter()
                .all(|row| row["area"].as_str().unwrap().starts_with("990101"))
        );
        assert_eq!(rows.len(), 11, "the district and its ten streets");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_parameters_are_named() {
    for_each_database(async |db| {
        let room = Room::empty(db).await;
        let app = app(&room, Some(clerk()));
        for (path, name) in [
            ("/authorities?as_of=yesterday", "as_of"),
            ("/authorities?kind=castle", "kind"),
            ("/authorities?limit=0", "limit"),
            ("/officers?auxiliary=maybe", "auxiliary"),
            ("/parties?area=12", "area"),
            ("/register/castles/template", "kind"),
        ] {
            let answer = send(&app, "GET", path, None, None).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
            assert!(
                answer.body["detail_en"].as_str().unwrap().contains(name),
                "{path}: {}",
                answer.body
            );
        }
    })
    .await;
}
