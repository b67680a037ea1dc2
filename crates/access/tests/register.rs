//! Access on the real register: roles in its authorities, officers in service, its routes behind
//! the scope of who asks. Over HTTP on both databases, with the synthetic city.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use access::api::{AccessApi, Cookies, ask_register, authenticate};
use access::{Access, Lifetimes, Standings};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use base::Clock;
use jiff::civil::date;
use record::Record;
use register::officer::OfficerFilter;
use register::synthetic::City;
use register::workbook::{Workbook, WorkbookFormat, WorkbookKind};
use register::{Asking, Deed, Register};
use reqwest::Method;
use serde_json::{Value, json};
use store::testing::for_each_database;
use store::{Database, PageRequest};
use support::{Served, SyntheticRegister, fixed_clock, national};

const GET: Method = Method::GET;
const POST: Method = Method::POST;

/// Serves both rooms with a city of 95 authorities and 200 officers.
async fn serve(db: Database) -> (Served, Register) {
    let data = tempfile::tempdir().unwrap();
    let clock = fixed_clock();
    let shared: Arc<dyn Clock + Send + Sync> = clock.clone();
    let record = Record::open(db.clone(), shared).await.unwrap();
    let register = Register::open(record.clone(), data.path()).await.unwrap();
    let mut city = City::new(7);
    let format = WorkbookFormat::Csv;
    for (kind, bytes) in [
        (WorkbookKind::Authorities, city.authorities(format)),
        (WorkbookKind::Officers, city.officers(200, format)),
    ] {
        let workbook = Workbook {
            kind,
            format,
            bytes: &bytes,
        };
        let asking = Asking::program("test");
        let deed = Deed::new("测试");
        register
            .import_workbook(&asking, workbook, &deed)
            .await
            .unwrap();
    }
    let standings: Arc<dyn Standings> = Arc::new(access::Registered::new(register.clone()));
    let key = data.path().join("access.key");
    let access = Access::open(record, national(), standings, &key, Lifetimes::default())
        .await
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let api = AccessApi {
        access: access.clone(),
        cookies: Cookies::Plain,
        #[cfg(feature = "oidc")]
        providers: Arc::new(access::oidc::Providers::new(&address, Vec::new())),
    };
    let (routes, _) = access::api::router().split_for_parts();
    let (asked, _) = register::api::router().split_for_parts();
    let asked = asked
        .with_state(register.clone())
        .layer(from_fn(ask_register));
    let app = Router::new()
        .nest("/api/v1", routes.with_state(api.clone()).merge(asked))
        .layer(from_fn_with_state(api, authenticate));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let client = reqwest::Client::new();
    let unused = Arc::new(SyntheticRegister::default());
    let served = Served {
        address,
        access,
        clock,
        register: unused,
        data,
        db,
        client,
    };
    (served, register)
}

#[tokio::test]
async fn the_register_is_asked_within_the_scope_of_a_role() {
    for_each_database(async |db| {
        let (served, register) = serve(db).await;
        let (admin, _) = served.set_up().await;
        served.browser().problem(GET, "/authorities", &json!({}), 401, "access.not_signed_in").await;
        let all = admin.json(GET, "/authorities", &json!({}), 200).await;
        assert_eq!(all["total"], 95, "{all}");
        admin.problem(GET, "/parties", &json!({}), 403, "access.forbidden").await;
        admin.problem(POST, "/officers", &json!({}), 403, "access.forbidden").await;

        let filter = OfficerFilter { as_of: date(2026, 11, 24), query: None, authority: None, auxiliary: Some(false), certified: None };
        let asking = Asking::program("test");
        let officers = register.officers(&asking, &filter, &PageRequest::default()).await.unwrap();
        let officer = &officers.rows[0];
        let authority = officer.post.authority.to_string();
        let more = json!({"officer": officer.id.to_string(), "authority": authority});
        let (head, _, id) = served.join(&admin, "head", more).await;
        head.problem(GET, "/officers", &json!({}), 403, "access.forbidden").await;
        let grant = json!({"role": "head", "place": {"kind": "authority", "id": authority}, "from": "2026-11-24", "reason": "任命"});
        admin.json(POST, &format!("/accounts/{id}/grants"), &grant, 201).await;
        let seen = head.json(GET, "/officers?limit=200", &json!({}), 200).await;
        let rows = seen["rows"].as_array().unwrap();
        assert_eq!(seen["total"], rows.len(), "the list and its count agree");
        assert!(!rows.is_empty() && rows.iter().all(|row| row["authority"] == authority.as_str()), "{seen}");
        let total = register.officers(&asking, &OfficerFilter { auxiliary: None, ..filter }, &PageRequest::default()).await.unwrap().total;
        assert!((rows.len() as u64) < total);

        let other = officers.rows.iter().find(|row| row.post.authority != officer.post.authority).unwrap();
        let hidden = head.send(GET, &format!("/officers/{}", other.id), None).await;
        assert_eq!(hidden.status(), 404, "another authority's id is as if it were not there");
        head.json(GET, &format!("/officers/{}", officer.id), &json!({}), 200).await;
        let exported = head.send(GET, "/register/officers/export?format=csv", None).await;
        assert_eq!(exported.status(), 200);
        let acts = served.access.record().acts(&record::ActFilter {
            actor: Some(record::Actor::Person { account: id }),
            ..record::ActFilter::default()
        }, &PageRequest::default()).await.unwrap();
        let kinds: Vec<_> = acts.acts.iter().map(|act| act.kind.as_str()).collect();
        assert!(kinds.contains(&"access.looked") && kinds.contains(&"access.exported"), "{kinds:?}");
        let look = acts.acts.iter().find(|act| act.kind.as_str() == "access.looked").unwrap();
        assert_eq!(look.subject.id, officer.id.to_string());
    })
    .await;
}

#[tokio::test]
async fn conditions_are_computed_over_the_registers_officer() {
    for_each_database(async |db| {
        let (_served, register) = serve(db).await;
        let standings = access::Registered::new(register.clone());
        let on = date(2026, 11, 24);
        let asking = Asking::program("test");
        let filter = OfficerFilter {
            as_of: on,
            query: None,
            authority: None,
            auxiliary: None,
            certified: None,
        };
        let officers = register
            .officers(&asking, &filter, &PageRequest::default())
            .await
            .unwrap();
        let rules = national();
        let (mut met, mut unmet) = (0, 0);
        for officer in &officers.rows {
            let snapshot = Standings::officer(&standings, &officer.id.to_string(), on)
                .await
                .unwrap()
                .unwrap();
            let schema = rules.schema(rules::Over::Officer);
            for field in snapshot.as_object().unwrap().keys() {
                assert!(schema.field("officer", field).is_some(), "{field}");
            }
            let person = access::policy::Person {
                id: "p".into(),
                roles: [access::policy::HeldRole {
                    role: "officer".into(),
                    reach: access::Reach::Whole,
                }]
                .into(),
                officer: Some(snapshot.clone()),
            };
            let question = rules::Question {
                judged_on: on,
                today: on,
                sector: String::new(),
                region: String::new(),
            };
            let holds = |condition: &str, officer: &Value| {
                rules
                    .holds(rules::Over::Officer, condition, officer, &question)
                    .unwrap()
            };
            let scope = access::policy::scope(rules.policy(), &person, "case.act", on, &holds);
            let expected = snapshot["certificate_valid"] == true && snapshot["auxiliary"] == false;
            assert_eq!(!scope.is_empty(), expected, "{snapshot}");
            if expected { met += 1 } else { unmet += 1 }
        }
        assert!(met > 0 && unmet > 0, "{met} {unmet}");
        assert!(
            Standings::officer(&standings, "no-such-id", on)
                .await
                .unwrap()
                .is_none()
        );
        let before = Standings::tree(&standings, date(2000, 1, 1)).await.unwrap();
        assert!(before.0.is_empty(), "nobody was there in 2000");
    })
    .await;
}
