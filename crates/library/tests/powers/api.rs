//! The routes, with a sign-in that believes a header.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, header};
use futures::future::BoxFuture;
use library::api::powers::{PowersApi, action, router};
use library::api::{Problem, code};
use library::powers::AuthorityLevel;
use problem::{Admission, Caller, Door};
use serde_json::{Value, json};
use store::Scope;
use store::testing::for_each_database;
use tower::ServiceExt;

use crate::city::{BUREAU, City, EAST, TODAY};

/// `X-Person` names who asks; `X-Authority` whose records they may see; nobody may withdraw.
struct Believing;

impl Admission for Believing {
    fn admit<'r>(
        &'r self,
        request: &'r Parts,
        asked: &'static str,
    ) -> BoxFuture<'r, Result<Caller, Problem>> {
        let named = |name: &str| {
            let value = request.headers.get(name)?;
            Some(value.to_str().ok()?.to_owned())
        };
        let asking = named("x-person")
            .filter(|_| asked != action::WITHDRAW)
            .map(|person| Caller {
                name: person.clone(),
                person: person.clone(),
                roles: Vec::new(),
                account: person,
                scope: named("x-authority")
                    .map_or(Scope::All, |id| Scope::Authorities([id].into())),
                stands_for: Vec::new(),
            });
        Box::pin(async move {
            asking.ok_or_else(|| Problem::new(&code::OUT_OF_SCOPE, "不得办理。", "You may not."))
        })
    }
}

struct Answer {
    status: StatusCode,
    etag: String,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}", self.text))
    }
}

struct Client(Router);

impl Client {
    fn new(city: &City) -> Self {
        let api = PowersApi {
            powers: city.powers.clone(),
            door: Door(Arc::new(Believing)),
            packs: None,
        };
        Self(router().split_for_parts().0.with_state(api))
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.0.clone().oneshot(request).await.unwrap();
        let etag = response.headers().get(header::ETAG);
        let etag = etag.map_or("", |tag| tag.to_str().unwrap()).to_owned();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20)
            .await
            .unwrap();
        Answer {
            status,
            etag,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("x-person", "anybody");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, person: &str, seen: &str, body: Value) -> Answer {
        let request = Request::post(path)
            .header("x-person", person)
            .header(header::IF_MATCH, seen)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_drafted_reviewed_adopted_and_published_over_http() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let client = Client::new(&city);
        let because = json!({"reason": "按程序办理"});
        let new = json!({"kind": "powers", "title": "权责清单（虚构）", "authority": BUREAU, "reason": "年度编制"});
        let made = client.post("/power-lists", "drafter", "\"0\"", new).await;
        assert_eq!((made.status, made.etag.as_str()), (StatusCode::CREATED, "\"1\""), "{}", made.text);
        let list = format!("/power-lists/{}", made.json()["id"].as_str().unwrap());
        let version = format!("{list}/versions/1");

        let group = json!({"items": city.items, "authorities": [BUREAU],
            "content": {"line": "power", "power_kind": "own", "level": "city"}});
        let lines = json!({"groups": [group], "reason": "编制"});
        let added = client.post(&format!("{version}/lines"), "drafter", "\"1\"", lines).await;
        assert_eq!(added.json()["lines"], city.items.len(), "{}", added.text);
        let stale = client.post(&format!("{version}/submission"), "drafter", "\"1\"", because.clone()).await;
        assert_eq!((stale.status, &stale.json()["code"]), (StatusCode::PRECONDITION_FAILED, &json!("powers.version_changed")));
        let mut seen = "\"2\"".to_owned();
        let decision = json!({"number": "云府〔2026〕9号", "decided_on": "2026-11-01", "document": "决定（虚构）"});
        let steps = [
            ("submission", "drafter", because.clone()),
            ("review", "reviewer", because.clone()),
            ("adoption", "head", json!({"decision": decision, "reason": "审定"})),
            ("publication", "drafter", json!({"published_in": "公报", "effective_from": TODAY, "reason": "公布"})),
        ];
        for (step, person, body) in steps {
            if step == "review" {
                let refused = client.post(&format!("{version}/{step}"), "drafter", &seen, body.clone()).await;
                assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
            }
            let done = client.post(&format!("{version}/{step}"), person, &seen, body).await;
            assert_eq!(done.status, StatusCode::OK, "{step}: {}", done.text);
            seen = done.etag;
        }
        let item = city.items[0];
        let held = client.get(&format!("/items/{item}/holders?area=990102001")).await.json();
        assert_eq!((&held["total"], &held["rows"][0]["holder"]["id"]), (&json!(1), &json!(BUREAU)));
        let csv = client.get(&format!("{version}/lines/export")).await;
        assert_eq!(csv.text.lines().count(), city.items.len() + 1, "{}", csv.text);
        let withdrawal = json!({"line": 1, "from": TODAY, "decision": decision, "reason": "收回"});
        let refused = client.post(&format!("{version}/withdrawals"), "head", &seen, withdrawal).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "the policy table rules on each action");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_question_is_answered_in_the_scope_of_who_asks() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = city
            .held_by_law(&[BUREAU, EAST], &city.items, AuthorityLevel::City)
            .await;
        let client = Client::new(&city);
        let east = async |path: &str| {
            let request = Request::get(path)
                .header("x-person", "e")
                .header("x-authority", EAST);
            client.send(request.body(Body::empty()).unwrap()).await
        };
        let count = city.items.len();
        assert_eq!(client.get("/powers").await.json()["total"], 2 * count);
        assert_eq!(east("/powers").await.json()["total"], count);
        assert_eq!(
            east(&format!("/power-lists/{list}")).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            east(&format!("/power-lists/{list}/versions/1/lines/export"))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(east("/power-lists").await.json()["total"], 0);
        assert_eq!(
            east("/powers/gaps?area=990103").await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            east("/powers/overlaps?area=990102").await.json()["total"],
            count
        );
        assert_eq!(
            east("/powers/basis-changes").await.json()["rows"],
            json!([])
        );
        assert_eq!(
            east("/powers/unused?from=2026-01-01").await.json()["cases_are_recorded"],
            false
        );
        let impact = "/powers/impact?statute=云麓市灯会管理条例&from=2019-03-01&to=2023-03-01";
        let impact = east(&impact.replace("云麓市灯会管理条例", ENCODED)).await;
        assert_eq!(impact.json()["packs"], Value::Null, "{}", impact.text);
    })
    .await;
}

/// 云麓市灯会管理条例
const ENCODED: &str =
    "%E4%BA%91%E9%BA%93%E5%B8%82%E7%81%AF%E4%BC%9A%E7%AE%A1%E7%90%86%E6%9D%A1%E4%BE%8B";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_request_is_said() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let client = Client::new(&city);
        let list = city.list(library::powers::ListKind::Powers, BUREAU).await;
        let check = async |path: String, code: &str| {
            let answer = client.get(&path).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            assert_eq!(answer.json()["code"], code, "{path}");
        };
        check("/powers?area=12".to_owned(), "library.parameter_invalid").await;
        check("/powers/gaps".to_owned(), "library.parameter_invalid").await;
        check("/powers?cursor=zz".to_owned(), "library.cursor_invalid").await;
        check("/items/x/holders".to_owned(), "library.parameter_invalid").await;
        check(
            format!("/power-lists/{list}/versions/9/lines"),
            "powers.version_not_found",
        )
        .await;
        check(
            format!("/power-lists/{list}/versions/4294967295/lines"),
            "powers.version_not_found",
        )
        .await;
        check(
            format!("/power-lists/{list}/comparison?from=1&to=0"),
            "library.parameter_invalid",
        )
        .await;
        let unseen = Request::post(format!("/power-lists/{list}/versions/1/submission"))
            .header("x-person", "drafter")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"reason":"x"}"#));
        let unseen = client.send(unseen.unwrap()).await;
        assert_eq!(unseen.status, StatusCode::PRECONDITION_REQUIRED);
        let nobody = Request::get("/powers").body(Body::empty()).unwrap();
        assert_eq!(client.send(nobody).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
