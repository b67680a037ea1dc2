//! What must not be taken in: it is refused by its code, and no row of any case has changed; or it is
//! recorded exactly as it was sent.

use std::fmt::Write as _;

use serde_json::{Value, json};
use store::sea_orm::{ConnectionTrait, Statement};
use store::testing::empty_postgres;
use store::{Database, DatabaseUrl};

use crate::city::{City, Person};
use crate::node::{Answer, Client, Node};
use crate::story::{filing, investigation, lead};

/// A server with a case at revision 2, handled by the first two officers.
struct Desk {
    city: City,
    node: Node,
    db: Database,
    path: String,
    runtime: tokio::runtime::Runtime,
    _data: tempfile::TempDir,
}

/// What makes a request what it is; the rest is as it should be.
struct Sent<'a> {
    who: Option<&'a str>,
    seen: Option<&'a str>,
    headers: &'a [(&'a str, &'a str)],
    body: Vec<u8>,
}

impl Desk {
    fn open(url: &DatabaseUrl, runtime: tokio::runtime::Runtime, data: tempfile::TempDir) -> Self {
        let xiezhi = env!("CARGO_BIN_EXE_xiezhi");
        let city = runtime.block_on(City::make(xiezhi, url, data.path(), 2));
        let node = Node::start(xiezhi, url, data.path());
        let (one, other) = (&city.officers[0], &city.officers[1]);
        let mut client = Client::of(&node);
        let opened = client
            .post("/cases", one, &[], &lead(&city, "测试"))
            .unwrap();
        assert_eq!(opened.status, 201, "{}", opened.body);
        let path = format!("/cases/{}", opened.body["id"].as_str().unwrap());
        let seen = [("if-match", "\"1\""), ("idempotency-key", "filing")];
        let filed = client.post(
            &format!("{path}/acts"),
            &city.head,
            &seen,
            &filing(one, other),
        );
        assert_eq!(filed.unwrap().status, 200);
        let db = runtime.block_on(Database::open(url)).unwrap();
        Self {
            city,
            node,
            db,
            path,
            runtime,
            _data: data,
        }
    }

    /// Every row that acts write.
    fn rows(&self) -> String {
        let tables = [
            "SELECT * FROM cases ORDER BY id",
            "SELECT * FROM case_people ORDER BY case_id, person, role",
            "SELECT * FROM case_due ORDER BY case_id, number",
            "SELECT * FROM case_key ORDER BY actor, key",
            "SELECT arrival, canonical FROM record_act WHERE case_id IS NOT NULL ORDER BY arrival",
        ];
        let read = async {
            let db = self.db.read();
            let mut all = String::new();
            for sql in tables {
                let sql = Statement::from_string(db.get_database_backend(), sql);
                for row in db.query_all_raw(sql).await.unwrap() {
                    for name in row.column_names() {
                        let text = row.try_get::<Option<String>>("", &name).ok().flatten();
                        let number = row.try_get::<Option<i64>>("", &name).ok().flatten();
                        let small = row.try_get::<Option<i32>>("", &name).ok().flatten();
                        write!(all, "{name}={text:?}{number:?}{small:?};").unwrap();
                    }
                }
            }
            all
        };
        self.runtime.block_on(read)
    }

    fn act(&self) -> Value {
        investigation(0, &self.city.officers[1])
    }

    fn sent<'a>(&'a self, body: &Value) -> Sent<'a> {
        Sent {
            who: Some(&self.city.officers[0].cookie),
            seen: Some("\"2\""),
            headers: &[],
            body: body.to_string().into_bytes(),
        }
    }

    fn send(&self, path: &str, sent: &Sent<'_>) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(sent.who.map(|who| ("cookie", who)));
        headers.extend(sent.seen.map(|seen| ("if-match", seen)));
        headers.extend(sent.headers);
        let mut client = Client::of(&self.node);
        client.send("POST", path, &headers, &sent.body).unwrap()
    }

    /// Sends it as an act in the case: it is refused by this code, and no row has changed.
    fn refuses(&self, what: &str, sent: &Sent<'_>, status: u16, code: &str) {
        let before = self.rows();
        let answer = self.send(&format!("{}/acts", self.path), sent);
        assert_eq!(
            (answer.status, answer.code()),
            (status, code),
            "{what}: {}",
            answer.body
        );
        for text in ["detail", "detail_en", "title", "title_en"] {
            assert_ne!(answer.body[text], "", "{what}");
        }
        assert_eq!(self.rows(), before, "{what} changed something");
    }

    fn refuses_act(&self, what: &str, act: &Value, status: u16, code: &str) {
        self.refuses(what, &self.sent(act), status, code);
    }
}

#[test]
fn what_must_not_be_taken_in_changes_nothing_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(data.path().join("xiezhi.sqlite"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    refused(&Desk::open(&url, runtime, data));
}

#[test]
fn what_must_not_be_taken_in_changes_nothing_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(empty_postgres());
    refused(&Desk::open(&url, runtime, data));
}

fn refused(desk: &Desk) {
    by_whom(desk);
    of_what_was_seen(desk);
    of_what_it_says(desk);
    of_another_authority(desk);
    recorded_as_it_was_sent(desk);
}

/// Forged sessions and pages of other sites.
fn by_whom(desk: &Desk) {
    let good = desk.act();
    let forged = format!("xiezhi-session={}", "5".repeat(64));
    for who in [None, Some(&*forged), Some("xiezhi-session=' OR 1=1 --")] {
        let sent = Sent {
            who,
            ..desk.sent(&good)
        };
        desk.refuses("a forged session", &sent, 401, "access.not_signed_in");
    }
    for headers in [
        [("sec-fetch-site", "cross-site")],
        [("origin", "https://evil.example")],
    ] {
        let sent = Sent {
            headers: &headers,
            ..desk.sent(&good)
        };
        desk.refuses("a page of another site", &sent, 403, "access.cross_site");
    }
}

/// Stale, missing and forged revisions; keys that were used.
fn of_what_was_seen(desk: &Desk) {
    let good = desk.act();
    for (seen, status, code) in [
        (Some("\"1\""), 412, "case.stale"),
        (Some("\"3\""), 412, "case.stale"),
        (None, 428, "case.revision_missing"),
        (Some("*"), 400, "library.parameter_invalid"),
        (Some("\"99999999999\""), 400, "library.parameter_invalid"),
        (Some("\"-1\""), 400, "library.parameter_invalid"),
    ] {
        let sent = Sent {
            seen,
            ..desk.sent(&good)
        };
        desk.refuses("another revision", &sent, status, code);
    }
    let head = desk.city.head.cookie.as_str();
    let key = [("idempotency-key", "filing")];
    let replayed = Sent {
        who: Some(head),
        headers: &key,
        ..desk.sent(&filing(&desk.city.officers[1], &desk.city.officers[0]))
    };
    desk.refuses(
        "a key with another content",
        &replayed,
        409,
        "case.key_reused",
    );
    let long = "k".repeat(201);
    for key in ["", &long] {
        let headers = [("idempotency-key", key)];
        let sent = Sent {
            headers: &headers,
            ..desk.sent(&good)
        };
        desk.refuses("no key", &sent, 400, "library.parameter_invalid");
    }
    let before = desk.rows();
    let (one, other) = (&desk.city.officers[0], &desk.city.officers[1]);
    let again = Sent {
        who: Some(head),
        seen: Some("\"1\""),
        headers: &key,
        ..desk.sent(&filing(one, other))
    };
    let again = desk.send(&format!("{}/acts", desk.path), &again);
    assert_eq!((again.status, &again.body["repeated"]), (200, &json!(true)));
    assert_eq!(desk.rows(), before, "a repeated request changed something");
}

/// Bodies that are too large, too deep or not what the rules take.
fn of_what_it_says(desk: &Desk) {
    let with = |field: &str, value: Value| {
        let mut act = desk.act();
        act[field] = value;
        act
    };
    let says = |text: &str| with("states", json!({"summary": text}));
    let invalid = "library.body_invalid";
    desk.refuses_act(
        "5 MB",
        &says(&"长".repeat(1_700_000)),
        413,
        "library.body_too_large",
    );
    desk.refuses_act(
        "2 MB",
        &says(&"x".repeat(2 << 20)),
        400,
        "case.input_invalid",
    );
    desk.refuses_act("a NUL", &says("a\0b"), 400, invalid);
    desk.refuses_act(
        "an unknown member",
        &with("powers", json!(true)),
        400,
        invalid,
    );
    desk.refuses_act(
        "an unknown act",
        &with("act", json!("vanish")),
        400,
        "case.unknown_act",
    );
    desk.refuses_act(
        "a long act",
        &with("act", json!("a".repeat(101))),
        400,
        invalid,
    );
    desk.refuses_act(
        "many officers",
        &with("officers", json!(vec!["a"; 21])),
        400,
        invalid,
    );
    let unknown = with("states", json!({"verdict": "x"}));
    desk.refuses_act("an unknown field", &unknown, 400, "case.unknown_field");
    let future = with("happened_at", json!("2999-01-01T00:00:00"));
    desk.refuses_act("an act of the future", &future, 400, "case.future");
    let never = with("happened_at", json!("2026-02-30T00:00:00"));
    desk.refuses_act("no day", &never, 400, invalid);
    for body in [
        "[".repeat(100_000),
        format!("{{\"act\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000)),
        "{\"act\":\"record_scene\",\"states\":{\"summary\":\"\\ud800\"}}".to_owned(),
        "{\"act\":\"record_scene\",\"states\":{\"summary\":1e999}}".to_owned(),
        "{".to_owned(),
        String::new(),
    ] {
        let sent = Sent {
            body: body.into_bytes(),
            ..desk.sent(&Value::Null)
        };
        desk.refuses("no JSON", &sent, 400, invalid);
    }
    let bad_bytes = Sent {
        body: b"{\"act\":\"\xff\xfe\"}".to_vec(),
        ..desk.sent(&Value::Null)
    };
    desk.refuses("no UTF-8", &bad_bytes, 400, invalid);
    for number in ["99999999999999999999", "1.5", "1e30", "-0.1"] {
        let income: Value = serde_json::from_str(number).unwrap();
        let states = json!({"illegal_income": income, "evidence": {"kind": "physical"}});
        let mut act = with("states", states);
        act["act"] = json!("collect_evidence");
        desk.refuses_act(number, &act, 400, "case.wrong_type");
    }
}

/// A case of another authority does not exist, whatever is asked of it.
fn of_another_authority(desk: &Desk) {
    let stranger: &Person = &desk.city.stranger;
    let sent = Sent {
        who: Some(&stranger.cookie),
        ..desk.sent(&desk.act())
    };
    desk.refuses("a stranger", &sent, 404, "case.not_found");
    let mut client = Client::of(&desk.node);
    for part in ["", "/clocks", "/documents", "/acts", "/possible", "/replay"] {
        let path = format!("{}{part}", desk.path);
        let answer = client.get(&path, stranger).unwrap();
        assert_eq!(
            (answer.status, answer.code()),
            (404, "case.not_found"),
            "{path}"
        );
        let answer = client.get(&path, &desk.city.officers[0]).unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
    for id in ["1", "%00", "..%2f..%2fetc", "' OR 1=1"] {
        let path = format!("/cases/{}/acts", id.replace(' ', "%20"));
        let answer = client.get(&path, &desk.city.officers[0]).unwrap();
        assert!(matches!(answer.status, 400 | 404), "{id}: {}", answer.body);
    }
}

/// Marks that turn the direction of writing, and letters of every plane, are recorded as they are.
fn recorded_as_it_was_sent(desk: &Desk) {
    let text = "a\u{202e}b\u{2066}c\u{2069} \u{feff}𠀀é'\";--\\u0000 %00 <script>";
    let mut act = desk.act();
    act["states"]["summary"] = text.into();
    let path = format!("{}/acts", desk.path);
    let done = desk.send(&path, &desk.sent(&act));
    assert_eq!(done.status, 200, "{}", done.body);
    let log = Client::of(&desk.node)
        .get(&path, &desk.city.officers[0])
        .unwrap();
    let last = log.body["rows"].as_array().unwrap().last().unwrap().clone();
    assert!(
        last.to_string().contains(&json!(text).to_string()),
        "{last}"
    );
}
