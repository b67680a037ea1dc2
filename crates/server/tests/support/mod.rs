//! A real server on a database of the test, filled with the sample city.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base::FixedClock;
use library::api::{LibraryApi, WriteToken};
use library::{DataFolder, Library};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use store::Database;
use tempfile::TempDir;

/// The token of every server of the tests.
pub const TOKEN: &str = "a token for tests";

/// A server that listens, with its data folder.
pub struct Served {
    pub address: String,
    pub client: Client,
    pub data: TempDir,
}

/// The folder of the sample city.
pub fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city/statutes")
}

/// Serves an empty library.
pub async fn serve(db: Database) -> Served {
    let data = tempfile::tempdir().unwrap();
    let clock = FixedClock("2026-11-24T04:00:00Z".parse().unwrap());
    let library = Library::open(db, DataFolder::at(data.path()), Arc::new(clock))
        .await
        .unwrap();
    let app = server::app(LibraryApi {
        library: Arc::new(library),
        token: WriteToken::new(TOKEN),
    });
    let address: server::ListenAddress = "127.0.0.1:0".parse().unwrap();
    let listener = address.bind().await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::serve(listener, app, std::future::pending()));
    Served {
        address,
        client: Client::new(),
        data,
    }
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
        let mut request = self
            .client
            .request(Method::POST, url)
            .bearer_auth(TOKEN)
            .json(body);
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
