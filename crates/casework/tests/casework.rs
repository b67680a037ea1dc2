//! Cases through the operations of the room, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use casework::{CaseError, CaseFilter};
use serde_json::json;
use store::PageRequest;
use store::testing::for_each_database;

use support::{Room, act, head, lead, officer, paper_case, reported};

#[tokio::test]
async fn a_case_is_opened_shown_listed_and_made_again_from_its_acts() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let who = officer(&one);
        let opened = room
            .casework
            .open_case(&who, &lead(), Some("k1"))
            .await
            .unwrap();
        assert_eq!((opened.revision, opened.stage.as_str()), (1, "lead"));
        assert_eq!(opened.broken, []);
        let again = room
            .casework
            .open_case(&who, &lead(), Some("k1"))
            .await
            .unwrap();
        assert!(again.repeated);
        assert_eq!((again.id, &again.entry), (opened.id, &opened.entry));
        let shown = room.casework.case(&who, opened.id).await.unwrap();
        assert_eq!(shown.party_name.as_deref(), Some("虚构商行"));
        assert_eq!(shown.authority, one.authority);
        let page = PageRequest::default();
        let list = room
            .casework
            .cases(&who, &CaseFilter::default(), &page)
            .await
            .unwrap();
        assert_eq!((list.rows.len(), list.total, list.is_exact), (1, 1, true));
        let log = room
            .casework
            .case_log(&who, opened.id, &page)
            .await
            .unwrap();
        assert_eq!(log.rows.len(), 1);
        assert_eq!(
            (log.rows[0].act.as_str(), log.rows[0].number),
            ("register_lead", 1)
        );
        assert_eq!(log.rows[0].officers, std::slice::from_ref(&one.id));
        assert!(
            !log.rows[0].said.to_string().contains("虚构商行"),
            "no name in the act"
        );
        let replayed = room.casework.replay_case(&who, opened.id).await.unwrap();
        assert!(replayed.is_same, "{replayed:?}");
    })
    .await;
}

#[tokio::test]
async fn what_lies_outside_the_scope_does_not_exist() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, other) = room.strangers();
        let done = paper_case(&room, &one).await;
        let page = PageRequest::default();
        for stranger in [officer(&other), head(&other)] {
            let room = &room.casework;
            let shown = room.case(&stranger, done.id).await;
            assert!(matches!(shown, Err(CaseError::NotFound)));
            let log = room.case_log(&stranger, done.id, &page).await;
            assert!(matches!(log, Err(CaseError::NotFound)));
            let replayed = room.replay_case(&stranger, done.id).await;
            assert!(matches!(replayed, Err(CaseError::NotFound)));
            let possible = room.possible_acts(&stranger, done.id).await;
            assert!(matches!(possible, Err(CaseError::NotFound)));
            let acted = act("check_lead", json!({}));
            let acted = room.do_act(&stranger, done.id, 1, &acted, None).await;
            assert!(matches!(acted, Err(CaseError::NotFound)));
            let list = room
                .cases(&stranger, &CaseFilter::default(), &page)
                .await
                .unwrap();
            assert_eq!((list.rows.len(), list.total), (0, 0));
            let lines = room
                .export_cases(&stranger, &CaseFilter::default(), 10)
                .await;
            assert_eq!(lines.unwrap(), "");
            let due = room
                .due(&stranger, "2099-01-01".parse().unwrap(), &page)
                .await;
            assert_eq!(due.unwrap().rows, []);
        }
        let own = room.casework.case(&head(&one), done.id).await;
        assert_eq!(own.unwrap().id, done.id);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_names_rule_and_provision_and_the_same_reported_is_marked() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let done = paper_case(&room, &one).await;
        let filing = act("file_case", json!({"reason": "虚构"}));
        let filing = casework::ActRequest {
            states: serde_json::Map::new(),
            ..filing
        };
        let refused = room
            .casework
            .do_act(&officer(&one), done.id, 1, &filing, None)
            .await;
        let Err(CaseError::Refused(refusal)) = refused else {
            panic!("an officer does not file: {refused:?}");
        };
        assert!(
            refusal.broken.iter().any(|broken| broken.rule == "role"),
            "{refusal:?}"
        );
        let shown = room.casework.case(&officer(&one), done.id).await.unwrap();
        assert_eq!(shown.revision, 1, "a refusal changes nothing");
        let filed = reported("2026-11-22T09:00:00", filing);
        let filed = room
            .casework
            .do_act(&officer(&one), done.id, 1, &filed, None)
            .await
            .unwrap();
        assert_eq!(filed.revision, 2);
        assert_eq!(filed.stage, "investigating");
        let future = reported("2026-11-25T09:00:00", act("file_case", json!({})));
        let future = room
            .casework
            .do_act(&officer(&one), done.id, 2, &future, None)
            .await;
        assert!(matches!(future, Err(CaseError::Future(_))));
        let until = "2099-01-01".parse().unwrap();
        let due = room
            .casework
            .due(&officer(&one), until, &PageRequest::default())
            .await
            .unwrap();
        let clocks = room
            .casework
            .case_clocks(&officer(&one), done.id)
            .await
            .unwrap();
        let running = clocks
            .iter()
            .filter(|clock| clock.due_on.is_some() && clock.ended_on.is_none());
        assert_eq!(due.rows.len(), running.count());
        assert!(!due.rows.is_empty(), "filing starts the clock of the case");
        let replayed = room
            .casework
            .replay_case(&officer(&one), done.id)
            .await
            .unwrap();
        assert!(replayed.is_same, "{replayed:?}");
    })
    .await;
}

#[tokio::test]
async fn of_two_at_once_one_is_done_and_the_other_learns_what_happened() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let done = paper_case(&room, &one).await;
        let filing = reported("2026-11-22T09:00:00", act("file_case", json!({})));
        let (who, other) = (officer(&one), head(&one));
        let (first, second) = tokio::join!(
            room.casework.do_act(&who, done.id, 1, &filing, None),
            room.casework.do_act(&other, done.id, 1, &filing, None),
        );
        let (good, bad) = if first.is_ok() {
            (first, second)
        } else {
            (second, first)
        };
        assert_eq!(good.unwrap().revision, 2);
        let Err(CaseError::Stale {
            seen: 1,
            now: 2,
            since,
        }) = bad
        else {
            panic!("the second must be told: {bad:?}");
        };
        assert!(since.contains("file_case"), "{since}");
        let log = room
            .casework
            .case_log(&who, done.id, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(log.rows.len(), 2, "nothing of the second is on the record");
    })
    .await;
}

#[tokio::test]
async fn a_key_stands_for_one_request() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let who = officer(&one);
        let done = paper_case(&room, &one).await;
        let filing = reported("2026-11-22T09:00:00", act("file_case", json!({})));
        let first = room
            .casework
            .do_act(&who, done.id, 1, &filing, Some("k"))
            .await
            .unwrap();
        let again = room
            .casework
            .do_act(&who, done.id, 1, &filing, Some("k"))
            .await
            .unwrap();
        assert!(again.repeated);
        assert_eq!((again.entry, again.revision), (first.entry, first.revision));
        let other = reported("2026-11-23T09:00:00", act("file_case", json!({})));
        let other = room
            .casework
            .do_act(&who, done.id, 2, &other, Some("k"))
            .await;
        assert!(matches!(other, Err(CaseError::KeyReused)));
    })
    .await;
}
