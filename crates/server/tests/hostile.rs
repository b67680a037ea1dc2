//! Requests that nobody sends in good faith: a clear problem, never a server error.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use store::testing::for_each_database;
use support::{assert_problem, encoded, serve, serve_sample};

#[tokio::test]
async fn a_path_out_of_the_import_folder_is_refused() {
    for_each_database(async |db| {
        let served = serve(db).await;
        std::fs::write(served.data.path().join("secret.md"), "秘密").unwrap();
        for path in ["../secret.md", "/etc", "a/../../secret.md", "..\u{0}"] {
            let refused = served.post("/api/v1/imports", &json!({"path": path})).await;
            let (status, code) = match path {
                "..\u{0}" => (400, "library.body_invalid"),
                _ => (403, "library.path_outside_folder"),
            };
            assert_problem(refused, status, code).await;
        }
        let absent = served
            .post("/api/v1/imports", &json!({"path": "没有这个"}))
            .await;
        assert_problem(absent, 404, "library.path_not_found").await;
        assert_eq!(served.json("/api/v1/imports").await["total"], 0);
    })
    .await;
}

#[tokio::test]
async fn a_write_of_nobody_is_refused_before_it_is_read() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let id = "/api/v1/items/832a2ba2-2011-5743-842c-a28b7d361879";
        let paths = [
            "/api/v1/imports".to_owned(),
            "/api/v1/imports/upload".to_owned(),
            format!("{id}/adoption"),
            format!("{id}/corrections"),
            format!("{id}/review"),
            format!("{id}/withdrawal"),
            format!("{id}/split"),
            "/api/v1/items/merge".to_owned(),
        ];
        for path in paths {
            for cookie in [
                "",
                "xiezhi-session",
                "xiezhi-session=1",
                "xiezhi-session=; xiezhi-session=x",
            ] {
                let request = served.stranger.post(format!("{}{path}", served.address));
                let request = request.header("Cookie", cookie).body("{");
                assert_problem(request.send().await.unwrap(), 401, "access.not_signed_in").await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let cases = [
            ("/api/v1/items", "kind", "foo"),
            ("/api/v1/items", "state", "foo"),
            ("/api/v1/items", "as_of", "2024-02-30"),
            ("/api/v1/items", "limit", "0"),
            ("/api/v1/items", "limit", "201"),
            ("/api/v1/items", "limit", "99999999999999999999"),
            ("/api/v1/items", "q", "a\u{0}b"),
            ("/api/v1/statutes", "state", "alive"),
            ("/api/v1/statutes", "level", "\u{1b}[2J"),
            ("/api/v1/search", "q", ""),
            ("/api/v1/search", "scope", "everything"),
            ("/api/v1/changes", "from", "yesterday"),
            ("/api/v1/findings", "import", "1"),
        ];
        for (path, name, value) in cases {
            let response = served.get_with(path, &[(name, value), ("q2", "x")]).await;
            let body = response.text().await.unwrap();
            let problem: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(problem["status"], 400, "{path} {name} {body}");
            assert!(
                problem["detail_en"].as_str().unwrap().contains(name),
                "{body}"
            );
        }
        let cursor = served.get("/api/v1/items?cursor=zz").await;
        assert_problem(cursor, 400, "library.cursor_invalid").await;
        let id = served.get("/api/v1/items/1").await;
        assert_problem(id, 400, "library.parameter_invalid").await;
    })
    .await;
}

#[tokio::test]
async fn strange_texts_get_an_answer() {
    for_each_database(async |db| {
        let served = serve_sample(db).await;
        let long = "犬".repeat(500);
        let texts = [
            "' OR 1=1 --",
            "\"*:*\"",
            "AND OR NOT (",
            "[a TO b]",
            "%",
            "_",
            "\\",
            "🐕‍🦺",
            "\u{202e}法犬养",
            "第条第款",
            "第九九九九九九九九九九九九九九条",
            "《",
            "》《",
            "a:b^9",
            "é\u{301}\u{301}",
            &long,
        ];
        for text in texts {
            for (path, name) in [
                ("/api/v1/search", "q"),
                ("/api/v1/items", "q"),
                ("/api/v1/statutes", "q"),
                ("/api/v1/provisions", "citation"),
                ("/api/v1/items", "authority"),
            ] {
                let status = served.get_with(path, &[(name, text)]).await.status();
                assert!(status.as_u16() < 500, "{path} {text:?} {status}");
            }
            let path = format!("/api/v1/statutes/{}", encoded(text));
            assert_eq!(served.get(&path).await.status(), 404, "{text:?}");
        }
        let too_long = served
            .get_with("/api/v1/search", &[("q", &"犬".repeat(501))])
            .await;
        assert_problem(too_long, 400, "library.parameter_invalid").await;
        for path in [
            "/api/v1/statutes/%00",
            "/api/v1/statutes/%FF%FE",
            "/api/v1/items/%2e%2e%2f",
        ] {
            assert!(
                matches!(served.get(path).await.status().as_u16(), 400 | 404),
                "{path}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_broken_body_is_refused() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let url = format!("{}/api/v1/imports", served.address);
        let post = |body: String, kind: &'static str| {
            let request = served.client.post(&url).header("content-type", kind);
            request.body(body).send()
        };
        let json = "application/json";
        for body in ["", "{", "[]", "{\"path\":1}", "{\"path\":\"\\u0000\"}"] {
            let response = post(body.to_owned(), json).await.unwrap();
            assert_problem(response, 400, "library.body_invalid").await;
        }
        let deep = post("[".repeat(100_000), json).await.unwrap();
        assert_problem(deep, 400, "library.body_invalid").await;
        let other = post("path=x".to_owned(), "text/plain").await.unwrap();
        assert_problem(other, 415, "library.body_kind").await;
        let large = post(format!("{{\"path\":\"{}\"}}", "a".repeat(5 << 20)), json).await;
        // The server may close the connection before it has read everything.
        if let Ok(large) = large {
            assert_problem(large, 413, "library.body_too_large").await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_or_method_that_is_none_is_a_problem_too() {
    for_each_database(async |db| {
        let served = serve(db).await;
        for path in [
            "/api/v1/nothing",
            "/api/v2/items",
            "/nothing",
            "/admin/assets/nothing.js",
        ] {
            assert_problem(served.get(path).await, 404, "server.not_found").await;
        }
        let deleted = served
            .client
            .delete(format!("{}/api/v1/items", served.address))
            .send()
            .await
            .unwrap();
        assert_eq!(deleted.headers()["allow"], "GET,HEAD");
        assert_problem(deleted, 405, "server.method_not_allowed").await;
    })
    .await;
}

#[tokio::test]
async fn every_answer_forbids_foreign_content() {
    for_each_database(async |db| {
        let served = serve(db).await;
        for path in ["/health", "/admin/", "/api/v1/status", "/api/v1/nothing"] {
            let answer = served.get(path).await;
            let policy = answer.headers()["content-security-policy"]
                .to_str()
                .unwrap();
            assert!(
                policy.starts_with("default-src 'self'; script-src 'self'; style-src 'self'"),
                "{policy}"
            );
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        }
    })
    .await;
}
