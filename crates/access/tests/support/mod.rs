//! The room on a database of the test, with a clock that the test turns, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use access::api::{AccessApi, Cookies, authenticate};
use access::{Access, Lifetimes, Node, Secret, Standings, Tree, code_of};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Json, Router};
use base::Clock;
use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use record::{ActFilter, Record, RecordedAct};
use reqwest::{Client, Method, Response};
use rules::{Folder, RuleSet};
use serde_json::{Value, json};
use store::{Database, PageRequest, StoreError};
use tempfile::TempDir;

/// A clock that the test turns.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn turn(&self, by: SignedDuration) {
        self.0.fetch_add(by.as_millis() as i64, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A register of three synthetic authorities and of officers by id; who is not in it is not in
/// service.
#[derive(Debug, Default)]
pub struct SyntheticRegister {
    pub officers: Mutex<BTreeMap<String, Value>>,
}

impl Standings for SyntheticRegister {
    fn tree(&self, _: Date) -> BoxFuture<'_, Result<Arc<Tree>, StoreError>> {
        let node = |parent: Option<&str>, area: &str| Node {
            parent: parent.map(str::to_owned),
            area: area.parse().ok(),
        };
        let tree = Tree(BTreeMap::from([
            ("north".to_owned(), node(None, "990102")),
            ("street".to_owned(), node(Some("north"), "990102003")),
            ("south".to_owned(), node(None, "990103")),
        ]));
        async move { Ok(Arc::new(tree)) }.boxed()
    }

    fn officer<'a>(
        &'a self,
        id: &'a str,
        _: Date,
    ) -> BoxFuture<'a, Result<Option<Value>, StoreError>> {
        let found = self.officers.lock().unwrap().get(id).cloned();
        async move { Ok(found) }.boxed()
    }
}

/// The room, served.
pub struct Served {
    pub address: String,
    pub access: Access,
    pub clock: Arc<TestClock>,
    pub register: Arc<SyntheticRegister>,
    pub data: TempDir,
    pub db: Database,
    pub client: Client,
}

/// A browser: it keeps the cookies that it is given.
pub struct Browser<'s> {
    served: &'s Served,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A person with an authenticator.
pub struct Owner {
    pub login: String,
    pub password: String,
    pub secret: Secret,
    pub recovery_codes: Vec<String>,
}

pub const PASSWORD: &str = "nine cups of tea, 九杯茶";

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn national() -> Arc<RuleSet> {
    static RULES: LazyLock<Arc<RuleSet>> = LazyLock::new(|| {
        let folders = Folder::read_with_parents(&root().join("packs/cn")).unwrap();
        Arc::new(RuleSet::load(&folders).unwrap())
    });
    Arc::clone(&RULES)
}

/// A clock that stands still until the test turns it.
pub fn fixed_clock() -> Arc<TestClock> {
    let now: Timestamp = "2026-11-24T04:00:00Z".parse().unwrap();
    Arc::new(TestClock(AtomicI64::new(now.as_millisecond())))
}

/// A clock that begins with the machine's, for what other programs check by theirs.
#[expect(
    clippy::disallowed_methods,
    reason = "a real provider has a real clock"
)]
pub fn real_clock() -> Arc<TestClock> {
    Arc::new(TestClock(AtomicI64::new(Timestamp::now().as_millisecond())))
}

/// Serves the room on an empty database.
pub async fn serve(db: Database) -> Served {
    serve_with(db, fixed_clock(), |_, _| {}).await
}

/// The same with more in the state.
pub async fn serve_with(
    db: Database,
    clock: Arc<TestClock>,
    change: impl FnOnce(&mut AccessApi, &str),
) -> Served {
    let data = tempfile::tempdir().unwrap();
    let register = Arc::new(SyntheticRegister::default());
    let shared: Arc<dyn Clock + Send + Sync> = clock.clone();
    let record = Record::open(db.clone(), shared).await.unwrap();
    let standings: Arc<dyn Standings> = register.clone();
    let key = data.path().join("access.key");
    let access = Access::open(record, national(), standings, &key, Lifetimes::default())
        .await
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let mut api = AccessApi {
        access: access.clone(),
        cookies: Cookies::Plain,
        #[cfg(feature = "oidc")]
        providers: Arc::new(access::oidc::Providers::new(&address, Vec::new())),
    };
    change(&mut api, &address);
    let (routes, _) = access::api::router().split_for_parts();
    let app = Router::new()
        .nest("/api/v1", routes.with_state(api.clone()))
        .route("/api/v1/cases", get(cases))
        .layer(from_fn_with_state(api, authenticate));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    Served {
        address,
        access,
        clock,
        register,
        data,
        db,
        client: Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap(),
    }
}

/// A route of another room: it asks for the scope of an action and shows it.
async fn cases(signed: access::Signed) -> Result<Json<Value>, problem::Problem> {
    let scope = signed.authorise("case.read").await?;
    Ok(Json(serde_json::to_value(scope).unwrap()))
}

impl Served {
    pub fn browser(&self) -> Browser<'_> {
        Browser {
            served: self,
            cookies: Mutex::default(),
        }
    }

    /// The room opened anew on the same database, as after a restart.
    pub async fn reopened(&self) -> Result<Access, access::OpenError> {
        let shared: Arc<dyn Clock + Send + Sync> = self.clock.clone();
        let record = Record::open(self.db.clone(), shared).await.unwrap();
        let standings: Arc<dyn Standings> = self.register.clone();
        let key = self.data.path().join("access.key");
        Access::open(record, national(), standings, &key, Lifetimes::default()).await
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Turns the clock to the next step of authenticators.
    pub fn next_code(&self) {
        self.clock.turn(SignedDuration::from_secs(30));
    }

    /// The acts on the record, the oldest first.
    pub async fn acts(&self) -> Vec<RecordedAct> {
        let page = PageRequest::first(store::Limit::new(200).unwrap());
        let acts = self
            .access
            .record()
            .acts(&ActFilter::default(), &page)
            .await
            .unwrap();
        assert!(acts.next.is_none(), "more acts than a page");
        acts.acts
    }

    pub async fn kinds(&self) -> Vec<String> {
        self.acts()
            .await
            .iter()
            .map(|act| act.kind.to_string())
            .collect()
    }

    /// Sets the platform up. Gives the first administrator, signed in.
    pub async fn set_up(&self) -> (Browser<'_>, Owner) {
        let code = self.access.set_up_code().await.unwrap().unwrap();
        let browser = self.browser();
        let body = json!({"code": code.reveal(), "login": "admin", "name": "管理员甲（虚构）", "password": PASSWORD});
        let step = browser.json(Method::POST, "/set-up", &body, 200).await;
        assert_eq!(step["stage"], "enrolment");
        let owner = self.enrol(&browser, "admin", PASSWORD).await;
        (browser, owner)
    }

    /// Makes an account with a password and a second factor, signed in.
    pub async fn join(
        &self,
        admin: &Browser<'_>,
        login: &str,
        more: Value,
    ) -> (Browser<'_>, Owner, String) {
        let mut body = json!({"login": login, "name": "某人（虚构）"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let made = admin.json(Method::POST, "/accounts", &body, 201).await;
        let browser = self.browser();
        let body = json!({"login": login, "code": made["code"], "password": PASSWORD});
        browser
            .json(Method::POST, "/sign-in/invitation", &body, 200)
            .await;
        let owner = self.enrol(&browser, login, PASSWORD).await;
        (browser, owner, made["account"].as_str().unwrap().to_owned())
    }

    pub async fn enrol(&self, browser: &Browser<'_>, login: &str, password: &str) -> Owner {
        let begun = browser
            .json(Method::POST, "/second-factor", &json!({}), 200)
            .await;
        let secret = Secret::new(begun["secret"].as_str().unwrap());
        let code = code_of(&secret, self.now()).unwrap();
        let body = json!({"code": code.reveal()});
        let done = browser
            .json(Method::POST, "/second-factor/confirmation", &body, 200)
            .await;
        assert_eq!(done["stage"], "signed_in");
        let codes = done["recovery_codes"].as_array().unwrap();
        Owner {
            login: login.to_owned(),
            password: password.to_owned(),
            secret,
            recovery_codes: codes
                .iter()
                .map(|code| code.as_str().unwrap().to_owned())
                .collect(),
        }
    }

    /// Signs somebody in with both factors.
    pub async fn sign_in(&self, owner: &Owner) -> Browser<'_> {
        self.next_code();
        let browser = self.browser();
        let body = json!({"login": owner.login, "password": owner.password});
        let step = browser.json(Method::POST, "/sign-in", &body, 200).await;
        assert_eq!(step["stage"], "second_factor");
        let code = code_of(&owner.secret, self.now()).unwrap();
        let body = json!({"code": code.reveal()});
        let step = browser
            .json(Method::POST, "/sign-in/second-factor", &body, 200)
            .await;
        assert_eq!(step["stage"], "signed_in");
        browser
    }
}

impl Browser<'_> {
    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        let url = format!("{}/api/v1{path}", self.served.address);
        let mut request = self
            .served
            .client
            .request(method, url)
            .header("sec-fetch-site", "same-origin");
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        self.keep(&response);
        response
    }

    pub fn keep(&self, response: &Response) {
        for set in response.headers().get_all("set-cookie") {
            let (pair, _) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies
                .lock()
                .unwrap()
                .insert(name.to_owned(), value.to_owned());
        }
    }

    pub fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    pub fn cookie(&self) -> Option<String> {
        self.cookies.lock().unwrap().get("xiezhi-session").cloned()
    }

    pub fn set_cookie(&self, value: &str) {
        self.cookies
            .lock()
            .unwrap()
            .insert("xiezhi-session".into(), value.into());
    }

    /// The answer as JSON, of which the status is as expected.
    pub async fn json(&self, method: Method, path: &str, body: &Value, status: u16) -> Value {
        let body = (method != Method::GET).then_some(body);
        let response = self.send(method, path, body).await;
        let is = response.status();
        let text = response.text().await.unwrap();
        assert_eq!(is, status, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// A problem with this status and code, complete in both languages.
    pub async fn problem(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        status: u16,
        code: &str,
    ) -> Value {
        let problem = self.json(method, path, body, status).await;
        assert_eq!(problem["code"], code, "{path}: {problem}");
        for field in ["title", "title_en", "detail", "detail_en"] {
            assert!(
                problem[field].as_str().is_some_and(|text| !text.is_empty()),
                "{problem}"
            );
        }
        problem
    }
}
