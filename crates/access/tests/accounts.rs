//! Accounts, roles and what they allow; hostile requests; the trail. Over HTTP on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use access::Refused;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use store::testing::for_each_database;
use support::{PASSWORD, serve};
use tracing_subscriber::fmt::MakeWriter;

const POST: Method = Method::POST;
const GET: Method = Method::GET;

#[tokio::test]
async fn a_role_is_held_from_a_day_to_a_day_and_where_it_was_given() {
    for_each_database(async |db| {
        let served = serve(db).await;
        served.register.officers.lock().unwrap().insert("o1".into(), json!({"certificate_valid": true}));
        let (admin, first) = served.set_up().await;
        let unknown = json!({"login": "li", "name": "李（虚构）", "officer": "o9"});
        admin.problem(POST, "/accounts", &unknown, 409, "access.officer_not_found").await;
        let (head, owner, id) = served.join(&admin, "chen", json!({"officer": "o1", "authority": "north"})).await;
        let taken = json!({"login": "chen", "name": "陈（虚构）"});
        admin.problem(POST, "/accounts", &taken, 409, "access.account_taken").await;
        head.problem(GET, "/cases", &json!({}), 403, "access.forbidden").await;
        let grants = format!("/accounts/{id}/grants");
        let grant = |role: &str, from: &str, to: Option<&str>| {
            json!({"role": role, "place": {"kind": "authority", "id": "north"}, "from": from, "to": to, "reason": "任命"})
        };
        let until = Some("2026-11-26");
        admin.json(POST, &grants, &grant("head", "2026-11-24", until), 201).await;
        assert_eq!(head.json(GET, "/cases", &json!({}), 200).await, json!({"authorities": ["north"]}));
        admin.problem(POST, &grants, &grant("emperor", "2026-11-24", None), 400, "access.role_unknown").await;
        let backwards = Some("2026-11-24");
        admin.problem(POST, &grants, &grant("head", "2026-11-24", backwards), 400, "access.days_wrong").await;
        let nowhere = json!({"role": "head", "place": {"kind": "authority", "id": "gone"}, "from": "2026-11-24", "reason": "任命"});
        admin.problem(POST, &grants, &nowhere, 409, "access.place_not_found").await;

        served.clock.turn(SignedDuration::from_hours(48));
        let head = served.sign_in(&owner).await;
        head.problem(GET, "/cases", &json!({}), 403, "access.forbidden").await;
        let admin = served.sign_in(&first).await;
        let given = admin.json(POST, &grants, &grant("head", "2026-11-26", None), 201).await;
        head.json(GET, "/cases", &json!({}), 200).await;
        served.register.officers.lock().unwrap().clear();
        head.problem(GET, "/cases", &json!({}), 403, "access.forbidden").await;
        served.register.officers.lock().unwrap().insert("o1".into(), json!({}));
        head.json(GET, "/cases", &json!({}), 200).await;
        let revocation = format!("{grants}/{}/revocation", given["id"].as_str().unwrap());
        admin.json(POST, &revocation, &json!({"reason": "调离"}), 200).await;
        head.problem(GET, "/cases", &json!({}), 403, "access.forbidden").await;
        admin.problem(POST, &revocation, &json!({"reason": "调离"}), 409, "access.grant_ended").await;
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_a_role_to_themselves_or_without_the_right_to() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let (officer, _, id) = served.join(&admin, "chen", json!({})).await;
        let session = admin.json(GET, "/session", &json!({}), 200).await;
        let own = session["account"].as_str().unwrap();
        let grant = json!({"role": "officer", "place": {"kind": "whole"}, "from": "2026-11-24", "reason": "任命"});
        admin.problem(POST, &format!("/accounts/{own}/grants"), &grant, 403, "access.oneself").await;
        admin.problem(POST, &format!("/accounts/{own}/lock"), &json!({"reason": "x"}), 403, "access.oneself").await;
        for path in [format!("/accounts/{id}/grants"), format!("/accounts/{own}/grants")] {
            officer.problem(POST, &path, &grant, 403, "access.forbidden").await;
        }
        officer.problem(GET, "/accounts", &json!({}), 403, "access.forbidden").await;
        officer.problem(GET, &format!("/accounts/{own}"), &json!({}), 403, "access.forbidden").await;
        let nobody = served.browser();
        nobody.problem(GET, "/accounts", &json!({}), 401, "access.not_signed_in").await;
        nobody.problem(POST, &format!("/accounts/{id}/grants"), &grant, 401, "access.not_signed_in").await;
        admin.problem(GET, "/accounts/no-such-id", &json!({}), 404, "access.account_not_found").await;
    })
    .await;
}

#[tokio::test]
async fn a_locked_account_has_no_session() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let (chen, owner, id) = served.join(&admin, "chen", json!({})).await;
        chen.json(GET, "/session", &json!({}), 200).await;
        admin
            .problem(
                POST,
                &format!("/accounts/{id}/lock"),
                &json!({"reason": " "}),
                400,
                "access.reason_missing",
            )
            .await;
        admin
            .json(
                POST,
                &format!("/accounts/{id}/lock"),
                &json!({"reason": "停职"}),
                200,
            )
            .await;
        chen.problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        let right = json!({"login": "chen", "password": PASSWORD});
        chen.problem(POST, "/sign-in", &right, 403, "access.account_locked")
            .await;
        admin
            .json(
                POST,
                &format!("/accounts/{id}/unlock"),
                &json!({"reason": "复职"}),
                200,
            )
            .await;
        served.sign_in(&owner).await;
    })
    .await;
}

#[tokio::test]
async fn accounts_are_listed_a_page_at_a_time() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        for login in ["a1", "a2", "b1"] {
            admin
                .json(
                    POST,
                    "/accounts",
                    &json!({"login": login, "name": "某（虚构）"}),
                    201,
                )
                .await;
        }
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = admin
                .json(
                    GET,
                    &format!("/accounts?limit=2&cursor={cursor}"),
                    &json!({}),
                    200,
                )
                .await;
            let accounts = page["accounts"].as_array().unwrap();
            seen.extend(
                accounts
                    .iter()
                    .map(|account| account["login"].as_str().unwrap().to_owned()),
            );
            assert!(
                !page.to_string().contains("argon2"),
                "nothing of a password is shown"
            );
            let Some(next) = page["next"].as_str() else {
                break;
            };
            cursor = next.to_owned();
        }
        assert_eq!(seen, ["a1", "a2", "admin", "b1"]);
        for bad in ["limit=0", "limit=201", "limit=x", "cursor=zz", "cursor=7b"] {
            let answer = admin.send(GET, &format!("/accounts?{bad}"), None).await;
            assert_eq!(answer.status(), 400, "{bad}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let url = format!("{}/api/v1/accounts", served.address);
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = served
                .client
                .post(&url)
                .header("cookie", admin.cookie_header())
                .header(name, value);
            let answer = request
                .json(&json!({"login": "evil", "name": "恶"}))
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 403, "{name}: {value}");
            assert!(answer.text().await.unwrap().contains("access.cross_site"));
        }
        let accounts = admin.json(GET, "/accounts", &json!({}), 200).await;
        assert_eq!(accounts["accounts"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn oversize_and_strange_bodies_get_an_answer_and_change_nothing() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let url = |path: &str| format!("{}/api/v1{path}", served.address);
        let long = json!({"login": "a".repeat(20_000), "password": "b"});
        for path in [
            "/sign-in",
            "/set-up",
            "/sign-in/recovery",
            "/sign-in/invitation",
        ] {
            let answer = served
                .client
                .post(url(path))
                .json(&long)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 413, "{path}");
        }
        let strange = [
            "",
            " ",
            "a\0b",
            "'; DROP TABLE account; --",
            "\u{202e}nimda",
            "<script>",
            "ﷺﷺ",
            "admin\n",
            "𠀀𠀀",
            "%27",
        ];
        for text in strange {
            let body = json!({"login": text, "password": text});
            let status = served
                .client
                .post(url("/sign-in"))
                .json(&body)
                .send()
                .await
                .unwrap()
                .status();
            assert!(
                matches!(status.as_u16(), 400 | 401 | 429),
                "{text:?}: {status}"
            );
            let body =
                json!({"login": "someone", "name": text, "officer": text, "authority": text});
            let answer = admin.send(POST, "/accounts", Some(&body)).await;
            assert!(
                answer.status().is_client_error(),
                "{text:?}: {}",
                answer.status()
            );
            let path = format!("/accounts/{}", percent_encoded(text));
            let status = admin.send(GET, &path, None).await.status();
            assert!(
                status.is_client_error() || text.trim().is_empty() && status.is_success(),
                "{text:?}: {status}"
            );
        }
        for body in [
            "",
            "{",
            "[]",
            "{\"login\": 3}",
            "{\"login\": \"a\"}",
            "null",
        ] {
            let request = served
                .client
                .post(url("/sign-in"))
                .header("content-type", "application/json");
            let status = request.body(body).send().await.unwrap().status();
            assert_eq!(status, 400, "{body:?}");
        }
        let plain = served
            .client
            .post(url("/sign-in"))
            .body("login=a")
            .send()
            .await
            .unwrap();
        assert_eq!(plain.status(), 415);
        let accounts = admin.json(GET, "/accounts", &json!({}), 200).await;
        assert_eq!(accounts["accounts"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_flood_of_refusals_is_two_acts_a_minute() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let trail = served.access.trail();
        let refusal = |code| Refused {
            account: Some("a1"),
            action: "case.read",
            code,
        };
        for _ in 0..500 {
            trail
                .note_refusal(&refusal("access.forbidden"))
                .await
                .unwrap();
        }
        trail
            .note_refusal(&refusal("access.locked_out"))
            .await
            .unwrap();
        assert_eq!(served.kinds().await, ["access.refused"]);
        served.clock.turn(SignedDuration::from_mins(1));
        trail
            .note_refusal(&refusal("access.forbidden"))
            .await
            .unwrap();
        let acts = served.acts().await;
        let kinds: Vec<_> = acts.iter().map(|act| act.kind.as_str()).collect();
        assert_eq!(
            kinds,
            ["access.refused", "access.refused_again", "access.refused"]
        );
        assert_eq!(acts[1].data["count"], 500);
        assert_eq!(acts[1].data["kinds"]["case.read access.forbidden"], 499);
    })
    .await;
}

#[tokio::test]
async fn a_look_is_on_the_record_once_a_minute_and_an_export_each_time() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let trail = served.access.trail();
        for _ in 0..3 {
            trail
                .note_look("a1", ("party", "p1"), "case.read")
                .await
                .unwrap();
        }
        trail
            .note_look("a1", ("party", "p2"), "case.read")
            .await
            .unwrap();
        trail
            .note_look("a2", ("party", "p1"), "case.read")
            .await
            .unwrap();
        served.clock.turn(SignedDuration::from_mins(1));
        trail
            .note_look("a1", ("party", "p1"), "case.read")
            .await
            .unwrap();
        for _ in 0..2 {
            trail
                .note_export("a1", "cases", Some(1_000), "sha256:0")
                .await
                .unwrap();
        }
        let acts = served.acts().await;
        let subjects: Vec<_> = acts.iter().map(|act| act.subject.id.as_str()).collect();
        assert_eq!(subjects, ["p1", "p2", "p1", "p1", "cases", "cases"]);
        assert_eq!(acts[4].data["rows"], 1_000);
    })
    .await;
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[test]
fn no_secret_is_logged_or_put_on_the_record() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let secrets = Arc::new(Mutex::new(vec![PASSWORD.to_owned()]));
    let seen = Arc::clone(&secrets);
    let recorded = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&recorded);
    runtime.block_on(for_each_database(async move |db| {
        let served = serve(db).await;
        let (admin, owner) = served.set_up().await;
        let (chen, _, _) = served.join(&admin, "chen", json!({})).await;
        let wrong = "a password that is wrong";
        let body = json!({"login": "admin", "password": wrong});
        admin.send(POST, "/sign-in", Some(&body)).await;
        let again = served.sign_in(&owner).await;
        let acts: Vec<String> = served
            .acts()
            .await
            .iter()
            .map(|act| format!("{act:?}"))
            .collect();
        kept.lock().unwrap().push_str(&acts.join("\n"));
        let mut seen = seen.lock().unwrap();
        seen.push(wrong.to_owned());
        seen.push(owner.secret.reveal().to_owned());
        seen.extend(owner.recovery_codes);
        seen.extend(
            [admin.cookie(), chen.cookie(), again.cookie()]
                .into_iter()
                .flatten(),
        );
    }));
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(!log.is_empty(), "the log was captured");
    let recorded = recorded.lock().unwrap();
    assert!(recorded.contains("access.signed_in"));
    for secret in secrets
        .lock()
        .unwrap()
        .iter()
        .filter(|secret| !secret.is_empty())
    {
        // The client's own log of the request is not the server's: reqwest and hyper log no bodies.
        assert!(
            !log.contains(secret.as_str()),
            "a secret is in the log: {}",
            &secret[..4]
        );
        assert!(
            !recorded.contains(secret.as_str()),
            "a secret is on the record"
        );
    }
}

/// Every byte as `%XX`.
fn percent_encoded(text: &str) -> String {
    let bytes: Vec<_> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    bytes.concat()
}
