//! A real server on a database of the test, filled with the sample city.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use access::api::Cookies;
use access::oidc::Providers;
use access::{Access, Lifetimes, Manager, NewGrant, Place, Registered, Secret, code_of};
use base::FixedClock;
use casework::{Casework, NoHoldings};
use library::{DataFolder, Library};
use packs::Packs;
use record::{LogSettings, Record, RecordLog};
use register::Register;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, Response};
use rules::{Folder, RuleSet};
use serde_json::{Value, json};
use server::Rooms;
use store::Database;
use tempfile::TempDir;

/// Today of every server of the tests.
pub const CLOCK: &str = "2026-11-24T04:00:00Z";

/// A server that listens, with its data folder.
pub struct Served {
    pub address: String,
    /// The browser of an administrator who is a supervisor too.
    pub client: Client,
    /// A browser in which nobody is signed in.
    pub stranger: Client,
    pub rooms: Rooms,
    pub data: TempDir,
}

/// The folder of the sample city.
pub fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city/statutes")
}

/// Serves an empty library.
pub async fn serve(db: Database) -> Served {
    let data = tempfile::tempdir().unwrap();
    let rooms = rooms(db, data.path()).await;
    let address: server::ListenAddress = "127.0.0.1:0".parse().unwrap();
    let listener = address.bind().await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = server::app(&rooms);
    tokio::spawn(server::serve(listener, app, std::future::pending()));
    Served {
        client: sign_in(&address, &rooms.access).await,
        stranger: Client::new(),
        address,
        rooms,
        data,
    }
}

async fn rooms(db: Database, data: &Path) -> Rooms {
    let clock = FixedClock(CLOCK.parse().unwrap());
    let record = Record::open(db, Arc::new(clock)).await.unwrap();
    let register = Register::open(record.clone(), data).await.unwrap();
    let library = Library::open(record.clone(), DataFolder::at(data)).await;
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
    let folders = Folder::read_with_parents(&pack).unwrap();
    let rules = Arc::new(RuleSet::load(&folders).unwrap());
    let packs = Packs::open(record.clone(), None).await.unwrap();
    packs.put_in_use(&folders).await.unwrap();
    let name = "test.example/log";
    let settings = LogSettings::new(data, name.parse().unwrap(), name.parse().unwrap());
    let key = data.join("access.key");
    let access = Access::open(
        record.clone(),
        Arc::clone(&rules),
        Arc::new(Registered::new(register.clone())),
        &key,
        Lifetimes::default(),
    );
    let casework = Casework::open(register.clone(), rules, Arc::new(NoHoldings));
    Rooms {
        casework: casework.await.unwrap(),
        access: access.await.unwrap(),
        log: RecordLog::new(record, settings),
        register,
        library: Arc::new(library.unwrap()),
        packs,
        cited: Vec::new().into(),
        cookies: Cookies::Plain,
        providers: Arc::new(Providers::new("", Vec::new())),
    }
}

/// Sets the platform up and signs the first administrator in, who becomes a supervisor too.
async fn sign_in(address: &str, access: &Access) -> Client {
    let code = access.set_up_code().await.unwrap().unwrap();
    let person = json!({"code": code.reveal(), "login": "admin", "name": "李青禾（虚构）", "password": "nine cups of tea"});
    let (cookie, _) = step(address, "set-up", "", &person).await;
    let (_, begun) = step(address, "second-factor", &cookie, &json!({})).await;
    let secret = Secret::new(begun["secret"].as_str().unwrap());
    let now = access.record().clock().now();
    let code = json!({"code": code_of(&secret, now).unwrap().reveal()});
    let (cookie, done) = step(address, "second-factor/confirmation", &cookie, &code).await;
    assert_eq!(done["stage"], "signed_in");
    let login = "admin".parse().unwrap();
    let account = access.account_named(&login).await.unwrap().account.id;
    let supervisor = NewGrant {
        role: "supervisor".to_owned(),
        place: Place::Whole,
        from: access.record().clock().today(),
        to: None,
        reason: "测试".to_owned(),
    };
    let granted = access.grant_role(&Manager::CommandLine, &account, supervisor);
    granted.await.unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("cookie", cookie.parse().unwrap());
    let client = Client::builder().default_headers(headers);
    client.build().unwrap()
}

/// A step of the sign-in: the cookie that it sets, and the answer.
async fn step(address: &str, path: &str, cookie: &str, body: &Value) -> (String, Value) {
    let request = Client::new().post(format!("{address}/api/v1/{path}"));
    let answer = request.header("cookie", cookie).json(body).send().await;
    let answer = answer.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let set = answer.headers().get("set-cookie");
    let set = set.map_or(cookie, |set| set.to_str().unwrap());
    let cookie = set.split(';').next().unwrap().to_owned();
    (cookie, json_of(answer).await)
}

/// Serves the sample city, imported through HTTP.
pub async fn serve_sample(db: Database) -> Served {
    let served = serve(db).await;
    served.put_in_import_folder("statutes");
    let started = served
        .post("/api/v1/imports", &json!({"path": "statutes"}))
        .await;
    assert_eq!(started.status(), 202);
    let id = json_of(started).await["id"].as_str().unwrap().to_owned();
    let run = served.ended(&id).await;
    assert_eq!(run["state"], "done", "{run}");
    served
}

impl Served {
    /// Copies the sample city into a folder of the import folder.
    pub fn put_in_import_folder(&self, name: &str) {
        let to = self.data.path().join("import").join(name);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(sample()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        let url = format!("{}{path}", self.address);
        self.client.get(url).send().await.unwrap()
    }

    pub async fn get_with(&self, path: &str, query: &[(&str, &str)]) -> Response {
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        self.get(&format!("{path}?{}", query.join("&"))).await
    }

    pub async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        json_of(response).await
    }

    pub async fn json_with(&self, path: &str, query: &[(&str, &str)]) -> Value {
        let response = self.get_with(path, query).await;
        assert_eq!(response.status(), 200, "{path} {query:?}");
        json_of(response).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.post_seen(path, body, None).await
    }

    /// Posts with the revision that was seen.
    pub async fn post_seen(&self, path: &str, body: &Value, seen: Option<&str>) -> Response {
        let url = format!("{}{path}", self.address);
        let mut request = self.client.request(Method::POST, url).json(body);
        if let Some(seen) = seen {
            request = request.header("If-Match", seen);
        }
        request.send().await.unwrap()
    }

    /// The run when it has ended, read from its events.
    pub async fn ended(&self, id: &str) -> Value {
        let mut events = self.get(&format!("/api/v1/imports/{id}/events")).await;
        assert_eq!(events.headers()["content-type"], "text/event-stream");
        let mut text = String::new();
        let read = async {
            while let Some(bytes) = events.chunk().await.unwrap() {
                text.push_str(&String::from_utf8_lossy(&bytes));
            }
        };
        tokio::time::timeout(Duration::from_mins(1), read)
            .await
            .unwrap();
        let last = text
            .lines()
            .filter_map(|line| line.strip_prefix("data: "))
            .next_back();
        serde_json::from_str(last.unwrap()).unwrap()
    }
}

/// Percent-encodes every byte that is not a letter or digit.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

pub async fn json_of(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// Asserts a problem with this status and code, complete in both languages.
pub async fn assert_problem(response: Response, status: u16, code: &str) {
    let is = response.status();
    let kind = response.headers().get("content-type").cloned();
    let id = response.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let body = response.text().await.unwrap();
    assert_eq!(is, status, "{body}");
    assert_eq!(kind.unwrap(), "application/problem+json");
    let problem: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(problem["code"], code, "{body}");
    assert_eq!(problem["trace_id"], id);
    for field in ["title", "title_en", "detail", "detail_en"] {
        assert_ne!(problem[field], "", "{body}");
    }
}
