//! Signing in with a provider: npm's `oidc-provider`, a process of its own.

#![cfg(feature = "oidc")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use access::Secret;
use access::oidc::{Provider, Providers};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use store::Database;
use store::testing::for_each_database;
use support::{Browser, Served, real_clock, root, serve_with};

const GET: Method = Method::GET;
const BEGIN: &str = "/sign-in/providers/city";

/// The provider's process, which ends with the test.
struct Running {
    child: Child,
    /// Kept open: it ends when it cannot write what it has to say.
    _out: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the provider for a platform at this address. Says why it cannot.
fn start(address: &str) -> (Running, String) {
    let back = format!("{address}/api/v1{BEGIN}/callback");
    let mut child = Command::new(root().join("scripts/oidc_provider.sh"))
        .args([&back, "a secret of the client"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("bash is there");
    let mut issuer = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut issuer).unwrap();
    if !issuer.starts_with("http://") {
        let mut why = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut why).unwrap();
        panic!("the provider of the test does not start (Node.js 20 and npm are needed): {why}");
    }
    (Running { child, _out: out }, issuer.trim().to_owned())
}

async fn serve(
    db: Database,
    secret: &str,
    proves_second_factor: bool,
) -> (Served, Running, String) {
    let mut started = None;
    let served = serve_with(db, real_clock(), |api, address| {
        let (running, issuer) = start(address);
        let city = Provider {
            id: "city".into(),
            name: base::Text::new("市统一身份认证", "the city's sign-in").unwrap(),
            issuer: issuer.clone(),
            client_id: "xiezhi".into(),
            client_secret: Some(Secret::new(secret)),
            proves_second_factor,
        };
        let nowhere = Provider {
            id: "nowhere".into(),
            issuer: "http://127.0.0.1:9".into(),
            ..city.clone()
        };
        api.providers = Arc::new(Providers::new(address, vec![city, nowhere]));
        started = Some((running, issuer));
    });
    let served = served.await;
    let (running, issuer) = started.unwrap();
    (served, running, issuer)
}

/// Walks from the platform to the provider as a browser does, until it is sent back: the path of
/// the callback.
async fn walk(served: &Served, browser: &Browser<'_>) -> String {
    let begun = browser.send(GET, BEGIN, None).await;
    assert_eq!(begun.status(), 303, "{}", begun.text().await.unwrap());
    let mut location = begun.headers()["location"].to_str().unwrap().to_owned();
    assert!(
        location.contains("code_challenge_method=S256") && location.contains("nonce="),
        "{location}"
    );
    let at_provider = served.browser();
    let origin = location.split('/').take(3).collect::<Vec<_>>().join("/");
    for _ in 0..10 {
        if let Some(path) = location.strip_prefix(&format!("{}/api/v1", served.address)) {
            return path.to_owned();
        }
        let url = if location.starts_with('/') {
            format!("{origin}{location}")
        } else {
            location.clone()
        };
        let request = served
            .client
            .get(url)
            .header("cookie", at_provider.cookie_header());
        let answer = request.send().await.unwrap();
        at_provider.keep(&answer);
        let status = answer.status();
        let Some(next) = answer.headers().get("location") else {
            panic!(
                "the provider stopped: {status} {}",
                answer.text().await.unwrap()
            );
        };
        next.to_str().unwrap().clone_into(&mut location);
    }
    panic!("the provider sends the browser in a circle: {location}");
}

async fn finish(browser: &Browser<'_>, callback: &str) -> String {
    let answer = browser.send(GET, callback, None).await;
    assert_eq!(answer.status(), 303);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_signs_in_with_the_provider() {
    for_each_database(async |db| {
        let (served, _running, issuer) = serve(db, "a secret of the client", true).await;
        let (admin, _) = served.set_up().await;
        let made = admin
            .json(
                Method::POST,
                "/accounts",
                &json!({"login": "chen", "name": "陈（虚构）"}),
                201,
            )
            .await;
        let identities = format!("/accounts/{}/identities", made["account"].as_str().unwrap());
        let identity = json!({"provider": "city", "subject": "subject-1"});
        admin.json(Method::POST, &identities, &identity, 204).await;
        admin
            .problem(
                Method::POST,
                &identities,
                &identity,
                409,
                "access.account_taken",
            )
            .await;
        let listed = served
            .browser()
            .json(GET, "/sign-in/providers", &json!({}), 200)
            .await;
        assert_eq!(listed[0]["name"], "市统一身份认证");

        served
            .client
            .get(format!("{issuer}/subject/subject-1"))
            .send()
            .await
            .unwrap();
        let browser = served.browser();
        let callback = walk(&served, &browser).await;
        let foreign = served.browser();
        assert_eq!(
            finish(&foreign, &callback).await,
            REFUSED,
            "another browser has not the state"
        );
        assert_eq!(finish(&browser, &callback).await, "/admin/");
        let session = browser.json(GET, "/session", &json!({}), 200).await;
        assert_eq!(session["account"], made["account"]);

        let again = served.browser();
        let callback = walk(&served, &again).await;
        let stale = again.cookie_header();
        assert_eq!(finish(&again, &callback).await, "/admin/");
        let url = format!("{}/api/v1{callback}", served.address);
        let replayed = served
            .client
            .get(url)
            .header("cookie", stale)
            .send()
            .await
            .unwrap();
        assert_eq!(
            replayed.headers()["location"],
            REFUSED,
            "a state works once"
        );

        served
            .client
            .get(format!("{issuer}/subject/subject-2"))
            .send()
            .await
            .unwrap();
        let stranger = served.browser();
        let callback = walk(&served, &stranger).await;
        assert_eq!(
            finish(&stranger, &callback).await,
            "/admin/sign-in?problem=access.identity_unknown"
        );
        stranger
            .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;

        let late = served.browser();
        let callback = walk(&served, &late).await;
        served.clock.turn(SignedDuration::from_mins(10));
        assert_eq!(finish(&late, &callback).await, REFUSED);
        served
            .browser()
            .problem(
                GET,
                "/sign-in/providers/none",
                &json!({}),
                404,
                "access.provider_not_found",
            )
            .await;
        served
            .browser()
            .problem(
                GET,
                "/sign-in/providers/nowhere",
                &json!({}),
                502,
                "access.provider_failed",
            )
            .await;
    })
    .await;
}

const REFUSED: &str = "/admin/sign-in?problem=access.provider_refused";

#[tokio::test]
async fn a_provider_that_proves_no_second_factor_is_followed_by_ours() {
    for_each_database(async |db| {
        let (served, _running, issuer) = serve(db, "a secret of the client", false).await;
        let (admin, _) = served.set_up().await;
        let (_, _, id) = served.join(&admin, "chen", json!({})).await;
        let identity = json!({"provider": "city", "subject": "subject-1"});
        admin
            .json(
                Method::POST,
                &format!("/accounts/{id}/identities"),
                &identity,
                204,
            )
            .await;
        served
            .client
            .get(format!("{issuer}/subject/subject-1"))
            .send()
            .await
            .unwrap();
        let browser = served.browser();
        let callback = walk(&served, &browser).await;
        assert_eq!(finish(&browser, &callback).await, "/admin/");
        browser
            .problem(
                GET,
                "/session",
                &json!({}),
                401,
                "access.sign_in_incomplete",
            )
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_client_secret_lets_nobody_in() {
    for_each_database(async |db| {
        let (served, _running, issuer) = serve(db, "another secret", true).await;
        served
            .client
            .get(format!("{issuer}/subject/subject-1"))
            .send()
            .await
            .unwrap();
        let browser = served.browser();
        let callback = walk(&served, &browser).await;
        assert_eq!(finish(&browser, &callback).await, REFUSED);
    })
    .await;
}
