//! Setting up, signing in, sessions, lock-out, over HTTP on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use access::code_of;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use store::testing::for_each_database;
use support::{PASSWORD, serve};

const POST: Method = Method::POST;
const GET: Method = Method::GET;

#[tokio::test]
async fn the_first_administrator_is_made_by_the_code_of_the_start_and_nobody_else() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let browser = served.browser();
        assert_eq!(browser.json(GET, "/set-up", &json!({}), 200).await["needed"], true);
        let old = served.access.set_up_code().await.unwrap().unwrap();
        let code = served.access.set_up_code().await.unwrap().unwrap();
        let body = |code: &str| json!({"code": code, "login": "admin", "name": "甲", "password": PASSWORD});
        for bad in [old.reveal(), "AAAAA-BBBBB-CCCCC-DDDDD", "", "'; DROP TABLE account; --"] {
            browser.problem(POST, "/set-up", &body(bad), 401, "access.code_wrong").await;
        }
        let weak = json!({"code": code.reveal(), "login": "admin", "name": "甲", "password": "admin-admin-1"});
        browser.problem(POST, "/set-up", &weak, 400, "access.password_weak").await;
        browser.json(POST, "/set-up", &body(code.reveal()), 200).await;
        browser.problem(POST, "/set-up", &body(code.reveal()), 409, "access.set_up_done").await;
        assert!(served.access.set_up_code().await.unwrap().is_none());
        browser.problem(GET, "/session", &json!({}), 401, "access.sign_in_incomplete").await;
        served.enrol(&browser, "admin", PASSWORD).await;
        let session = browser.json(GET, "/session", &json!({}), 200).await;
        assert_eq!(session["roles"][0]["role"], "administrator");
        assert!(session["actions"].as_array().unwrap().contains(&json!("account.grant")));
        browser.problem(GET, "/cases", &json!({}), 403, "access.forbidden").await;
        let kinds = served.kinds().await;
        assert!(kinds.starts_with(&["access.refused".into(), "access.set_up".into()]), "{kinds:?}");
        assert!(kinds.ends_with(&["access.second_factor_enrolled".into(), "access.refused".into()]), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn the_code_of_the_start_expires() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let code = served.access.set_up_code().await.unwrap().unwrap();
        served.clock.turn(SignedDuration::from_hours(24));
        let body =
            json!({"code": code.reveal(), "login": "admin", "name": "甲", "password": PASSWORD});
        served
            .browser()
            .problem(POST, "/set-up", &body, 401, "access.code_wrong")
            .await;
    })
    .await;
}

#[tokio::test]
async fn signing_in_takes_both_factors_and_a_code_works_once() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (_, owner) = served.set_up().await;
        let browser = served.browser();
        let wrong = json!({"login": "admin", "password": "not the password"});
        browser
            .problem(POST, "/sign-in", &wrong, 401, "access.sign_in_wrong")
            .await;
        let unknown = json!({"login": "nobody", "password": PASSWORD});
        browser
            .problem(POST, "/sign-in", &unknown, 401, "access.sign_in_wrong")
            .await;
        served.next_code();
        let right = json!({"login": "ADMIN ", "password": PASSWORD});
        browser.json(POST, "/sign-in", &right, 200).await;
        browser
            .problem(
                GET,
                "/accounts",
                &json!({}),
                401,
                "access.sign_in_incomplete",
            )
            .await;
        browser
            .problem(
                POST,
                "/second-factor",
                &json!({}),
                409,
                "access.sign_in_step",
            )
            .await;
        for bad in ["000000", "12345678901234567890", "' OR 1=1"] {
            let body = json!({"code": bad});
            browser
                .problem(
                    POST,
                    "/sign-in/second-factor",
                    &body,
                    401,
                    "access.code_wrong",
                )
                .await;
        }
        let code = json!({"code": code_of(&owner.secret, served.now()).unwrap().reveal()});
        let pending = browser.cookie().unwrap();
        browser
            .json(POST, "/sign-in/second-factor", &code, 200)
            .await;
        assert_ne!(
            browser.cookie().unwrap(),
            pending,
            "the session id is another after each step"
        );
        browser.json(GET, "/session", &json!({}), 200).await;

        let other = served.browser();
        other.json(POST, "/sign-in", &right, 200).await;
        other
            .problem(
                POST,
                "/sign-in/second-factor",
                &code,
                401,
                "access.code_wrong",
            )
            .await;
        let recovery = json!({"code": owner.recovery_codes[3].to_lowercase()});
        other
            .json(POST, "/sign-in/second-factor", &recovery, 200)
            .await;
        let third = served.browser();
        third.json(POST, "/sign-in", &right, 200).await;
        third
            .problem(
                POST,
                "/sign-in/second-factor",
                &recovery,
                401,
                "access.code_wrong",
            )
            .await;
    })
    .await;
}

#[tokio::test]
async fn forged_ended_and_replayed_sessions_are_refused_and_noted() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, owner) = served.set_up().await;
        let before = served.kinds().await.len();
        let thief = served.browser();
        for forged in [
            "",
            "abc",
            &"0".repeat(64),
            &"f".repeat(4000),
            "../../etc/passwd",
            "%00",
        ] {
            thief.set_cookie(forged);
            thief
                .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
                .await;
        }
        assert_eq!(
            served.kinds().await.len(),
            before + 1,
            "a flood is one act in a minute"
        );
        let stolen = admin.cookie().unwrap();
        admin
            .json(Method::DELETE, "/session", &json!({}), 204)
            .await;
        thief.set_cookie(&stolen);
        thief
            .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        served.clock.turn(SignedDuration::from_mins(1));
        served.access.trail().flush(false).await.unwrap();
        let acts = served.acts().await;
        let counted = acts
            .iter()
            .find(|act| act.kind.as_str() == "access.refused_again")
            .unwrap();
        assert_eq!(counted.data["count"], 6);

        let idle = served.sign_in(&owner).await;
        served.clock.turn(SignedDuration::from_mins(29));
        idle.json(GET, "/session", &json!({}), 200).await;
        served.clock.turn(SignedDuration::from_mins(31));
        idle.problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        let long = served.sign_in(&owner).await;
        for _ in 0..29 {
            served.clock.turn(SignedDuration::from_mins(25));
            long.send(GET, "/session", None).await;
        }
        long.problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_goes_back_revives_no_session() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        served.clock.turn(SignedDuration::from_hours(13));
        served
            .browser()
            .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        let stranger = served.browser();
        stranger.set_cookie(&"0".repeat(64));
        stranger
            .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        served.clock.turn(SignedDuration::from_hours(-13));
        admin
            .problem(GET, "/session", &json!({}), 503, "access.clock_went_back")
            .await;
        let body = json!({"login": "admin", "password": PASSWORD});
        admin
            .problem(POST, "/sign-in", &body, 503, "access.clock_went_back")
            .await;
        served.access.end_all_sessions().await.unwrap();
        admin
            .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        served.browser().json(POST, "/sign-in", &body, 200).await;
    })
    .await;
}

#[tokio::test]
async fn failures_lock_out_for_longer_and_longer_also_for_names_that_nobody_has() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (_, owner) = served.set_up().await;
        let browser = served.browser();
        for login in ["admin", "nobody"] {
            let wrong = json!({"login": login, "password": "not the password"});
            for _ in 0..5 {
                browser
                    .problem(POST, "/sign-in", &wrong, 401, "access.sign_in_wrong")
                    .await;
            }
            browser
                .problem(POST, "/sign-in", &wrong, 429, "access.locked_out")
                .await;
        }
        let right = json!({"login": "admin", "password": PASSWORD});
        browser
            .problem(POST, "/sign-in", &right, 429, "access.locked_out")
            .await;
        served.clock.turn(SignedDuration::from_secs(15));
        let wrong = json!({"login": "admin", "password": "not the password"});
        browser
            .problem(POST, "/sign-in", &wrong, 401, "access.sign_in_wrong")
            .await;
        served.clock.turn(SignedDuration::from_secs(29));
        browser
            .problem(POST, "/sign-in", &right, 429, "access.locked_out")
            .await;
        served.clock.turn(SignedDuration::from_secs(1));
        served.sign_in(&owner).await;
        let again = json!({"login": "admin", "password": "not the password"});
        browser
            .problem(POST, "/sign-in", &again, 401, "access.sign_in_wrong")
            .await;
    })
    .await;
}

#[tokio::test]
async fn many_guesses_at_once_are_no_more_than_one_after_another() {
    for_each_database(async |db| {
        let served = serve(db).await;
        served.set_up().await;
        let guesses = (0..20).map(|guess| {
            let access = served.access.clone();
            async move {
                access
                    .sign_in(
                        "admin",
                        access::Secret::new(format!("guess number {guess}")),
                    )
                    .await
                    .unwrap_err()
            }
        });
        let errors = futures::future::join_all(guesses).await;
        let tried = errors
            .iter()
            .filter(|error| matches!(error, access::SignInError::Wrong))
            .count();
        assert_eq!(tried, 5, "{errors:?}");
    })
    .await;
}

#[tokio::test]
async fn guessing_the_second_factor_locks_out_too() {
    for_each_database(async |db| {
        let served = serve(db).await;
        served.set_up().await;
        let right = json!({"login": "admin", "password": PASSWORD});
        let mut tried = 0;
        for _ in 0..4 {
            let browser = served.browser();
            if browser.send(POST, "/sign-in", Some(&right)).await.status() != 200 {
                break;
            }
            for _ in 0..2 {
                let answer = browser
                    .send(
                        POST,
                        "/sign-in/second-factor",
                        Some(&json!({"code": "000000"})),
                    )
                    .await;
                tried += u32::from(answer.status() == 401);
            }
        }
        assert_eq!(tried, 5);
    })
    .await;
}

#[tokio::test]
async fn an_intruder_with_the_password_cannot_enrol_a_second_factor_over_the_owners() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, _) = served.set_up().await;
        let made = admin
            .json(
                POST,
                "/accounts",
                &json!({"login": "chen", "name": "陈（虚构）"}),
                201,
            )
            .await;
        let owner = served.browser();
        let body = json!({"login": "chen", "code": made["code"], "password": PASSWORD});
        owner.json(POST, "/sign-in/invitation", &body, 200).await;
        owner
            .problem(POST, "/sign-in/invitation", &body, 401, "access.code_wrong")
            .await;
        let intruder = served.browser();
        let right = json!({"login": "chen", "password": PASSWORD});
        intruder.json(POST, "/sign-in", &right, 200).await;
        intruder.json(POST, "/second-factor", &json!({}), 200).await;
        served.enrol(&owner, "chen", PASSWORD).await;
        let begun = intruder
            .send(POST, "/second-factor", Some(&json!({})))
            .await;
        assert_eq!(begun.status(), 401);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, mut owner) = served.set_up().await;
        let other = served.sign_in(&owner).await;
        let new = "ten cups of tea, 十杯茶";
        let wrong = json!({"current": "not the password", "new": new});
        admin
            .problem(POST, "/password", &wrong, 401, "access.sign_in_wrong")
            .await;
        let weak = json!({"current": PASSWORD, "new": "short"});
        admin
            .problem(POST, "/password", &weak, 400, "access.password_weak")
            .await;
        admin
            .json(
                POST,
                "/password",
                &json!({"current": PASSWORD, "new": new}),
                204,
            )
            .await;
        admin.json(GET, "/session", &json!({}), 200).await;
        other
            .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        let old = json!({"login": "admin", "password": PASSWORD});
        other
            .problem(POST, "/sign-in", &old, 401, "access.sign_in_wrong")
            .await;
        owner.password = new.to_owned();
        served.sign_in(&owner).await;
    })
    .await;
}
