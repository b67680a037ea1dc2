//! What is lost comes back by the hands of two persons or of the command line, and a lost key file
//! is named. Over HTTP on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use access::OpenError;
use reqwest::Method;
use serde_json::json;
use store::testing::for_each_database;
use support::serve;

const POST: Method = Method::POST;
const GET: Method = Method::GET;

#[tokio::test]
async fn two_persons_recover_an_account_and_neither_is_its_owner() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (first, _) = served.set_up().await;
        let (lost, _, id) = served.join(&first, "chen", json!({})).await;
        let (second, _, second_id) = served.join(&first, "second", json!({})).await;
        let grant = json!({"role": "administrator", "place": {"kind": "whole"}, "from": "2026-11-24", "reason": "值班"});
        for account in [&id, &second_id] {
            first.json(POST, &format!("/accounts/{account}/grants"), &grant, 201).await;
        }
        let reason = json!({"reason": "手机遗失"});
        let asked = format!("/accounts/{id}/recovery");
        lost.problem(POST, &asked, &reason, 403, "access.oneself").await;
        let recovery = first.json(POST, &asked, &reason, 201).await["id"].as_str().unwrap().to_owned();
        let approval = format!("/recoveries/{recovery}/approval");
        lost.problem(POST, &approval, &json!({}), 403, "access.oneself").await;
        let half = first.json(POST, &approval, &json!({}), 200).await;
        assert_eq!(half["complete"], false);
        first.problem(POST, &approval, &json!({}), 409, "access.recovery_closed").await;
        let new = "eleven cups of tea, 十一杯茶";
        let use_it = |first: &serde_json::Value, second: &serde_json::Value| json!({"login": "chen", "first": first, "second": second, "password": new});
        let browser = served.browser();
        let one = use_it(&half["half"], &half["half"]);
        browser.problem(POST, "/sign-in/recovery", &one, 401, "access.code_wrong").await;
        let other = second.json(POST, &approval, &json!({}), 200).await;
        assert_eq!(other["complete"], true);
        let both = use_it(&other["half"], &half["half"]);
        browser.json(POST, "/sign-in/recovery", &both, 200).await;
        browser.problem(POST, "/sign-in/recovery", &both, 401, "access.code_wrong").await;
        lost.problem(GET, "/session", &json!({}), 401, "access.not_signed_in").await;
        served.enrol(&browser, "chen", new).await;
        browser.json(GET, "/session", &json!({}), 200).await;
        let kinds = served.kinds().await;
        for kind in ["access.recovery_requested", "access.recovery_approved", "access.recovery_used"] {
            assert!(kinds.iter().any(|is| is == kind), "{kind}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_lost_or_changed_key_file_is_named_and_nothing_is_made_in_its_place() {
    for_each_database(async |db| {
        let served = serve(db).await;
        served.set_up().await;
        served.reopened().await.unwrap();
        let key = served.data.path().join("access.key");
        let aside = served.data.path().join("aside.key");
        std::fs::rename(&key, &aside).unwrap();
        assert!(matches!(
            served.reopened().await,
            Err(OpenError::KeyLost(_))
        ));
        assert!(!key.exists());
        access::AccessKey::create(&key).unwrap();
        assert!(matches!(
            served.reopened().await,
            Err(OpenError::OtherKey(_))
        ));
        std::fs::rename(&aside, &key).unwrap();
        served.reopened().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_command_line_makes_and_resets_accounts_and_ends_all_sessions() {
    for_each_database(async |db| {
        let served = serve(db).await;
        let (admin, owner) = served.set_up().await;
        let manager = access::Manager::CommandLine;
        let new = access::NewAccount {
            login: "chen".parse().unwrap(),
            name: "陈（虚构）".into(),
            officer: None,
            authority: None,
        };
        let (made, _) = served.access.make_account(&manager, new).await.unwrap();
        let grant = access::NewGrant {
            role: "auditor".into(),
            place: access::Place::Whole,
            from: "2026-11-24".parse().unwrap(),
            to: None,
            reason: "审计".into(),
        };
        served
            .access
            .grant_role(&manager, &made.id, grant)
            .await
            .unwrap();
        let found = served
            .access
            .account_named(&"admin".parse().unwrap())
            .await
            .unwrap();
        assert_eq!(found.grants.len(), 1);
        let code = served
            .access
            .reset_account(&found.account.id)
            .await
            .unwrap();
        admin
            .problem(GET, "/session", &json!({}), 401, "access.not_signed_in")
            .await;
        let old = json!({"login": owner.login, "password": owner.password});
        admin
            .problem(POST, "/sign-in", &old, 401, "access.sign_in_wrong")
            .await;
        let browser = served.browser();
        let body =
            json!({"login": "admin", "code": code.reveal(), "password": "ten cups of tea, 十杯茶"});
        assert_eq!(
            browser.json(POST, "/sign-in/invitation", &body, 200).await["stage"],
            "enrolment"
        );
        let kinds = served.kinds().await;
        assert!(
            kinds.contains(&"access.account_reset".to_owned()),
            "{kinds:?}"
        );
    })
    .await;
}
