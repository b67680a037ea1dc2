//! Numbers: in order, without a gap, each accounted for, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use casework::{
    ActRequest, CaseError, CaseFilter, Casework, NewRange, NumberClaim, Prefix, SeriesFilter,
    VoidNumber,
};
use futures::future::join_all;
use jiff::civil::date;
use serde_json::json;
use store::PageRequest;
use store::sea_orm::ConnectionTrait as _;
use store::testing::for_each_database;

use support::{Room, act, head, officer, paper_case, reported};

fn filing() -> ActRequest {
    reported("2026-11-22T09:00:00", act("file_case", json!({})))
}

fn naming(number: &str, device: &str) -> ActRequest {
    ActRequest {
        numbers: vec![NumberClaim {
            of: "case".to_owned(),
            number: number.to_owned(),
        }],
        device: Some(device.to_owned()),
        ..filing()
    }
}

async fn is_whole(casework: &Casework) -> (i64, i64, i64, i64) {
    let program = casework::Asking::program("test");
    let page = PageRequest::default();
    let all = SeriesFilter::default();
    let audit = casework.audit_numbers(&program, &all, &page);
    let audit = audit.await.unwrap();
    assert!(audit.is_whole, "{audit:?}");
    let cases = audit.rows.iter().find(|row| row.word == "罚立").unwrap();
    (cases.last, cases.used, cases.void, cases.lent)
}

#[tokio::test]
async fn a_case_gets_its_number_at_filing_and_shows_it_everywhere() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let (who, casework) = (officer(&one), &room.casework);
        let program = casework::Asking::program("test");
        let prefix = Prefix {
            authority: one.authority.clone(),
            prefix: "云城执".to_owned(),
        };
        casework.set_prefix(&program, &prefix).await.unwrap();
        let first = paper_case(&room, &one).await;
        assert_eq!(first.numbers, [], "a lead has no number");
        for number in ["云城执罚立〔2026〕1号", "云城执罚立〔2026〕2号"] {
            let case = paper_case(&room, &one).await;
            let filed = casework
                .do_act(&who, case.id, 1, &filing(), Some(number))
                .await
                .unwrap();
            assert_eq!(filed.numbers[0].number, number);
            let again = casework
                .do_act(&who, case.id, 1, &filing(), Some(number))
                .await
                .unwrap();
            assert_eq!((again.repeated, &again.numbers), (true, &filed.numbers));
            let shown = casework.case(&who, case.id).await.unwrap();
            assert_eq!(shown.number.as_deref(), Some(number));
            let log = casework.whole_log(&who, case.id, false).await.unwrap();
            assert_eq!(log[1].numbers[0].number, number);
            let exact = CaseFilter {
                number: Some(number.to_owned()),
                ..CaseFilter::default()
            };
            let found = casework
                .cases(&who, &exact, &PageRequest::default())
                .await
                .unwrap();
            assert_eq!(
                (found.total, found.rows[0].number.as_deref()),
                (1, Some(number))
            );
            let replayed = casework.replay_case(&who, case.id).await.unwrap();
            assert!(replayed.is_same, "{replayed:?}");
        }
        let begins = CaseFilter {
            query: Some("云城执罚立".to_owned()),
            ..CaseFilter::default()
        };
        let found = casework
            .cases(&who, &begins, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(found.total, 2);
        assert_eq!(is_whole(casework).await, (2, 2, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_range_is_used_returned_and_reported_late() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, other) = room.strangers();
        let (who, casework) = (officer(&one), &room.casework);
        let range = NewRange {
            authority: one.authority.clone(),
            word: "罚立".to_owned(),
            count: 3,
            device: "pda-1".to_owned(),
            until: date(2026, 11, 30),
        };
        let foreign = casework.lend_numbers(&head(&other), &range).await;
        assert!(
            matches!(foreign, Err(CaseError::Input { .. })),
            "{foreign:?}"
        );
        let many = NewRange {
            count: 201,
            ..range.clone()
        };
        assert!(casework.lend_numbers(&head(&one), &many).await.is_err());
        let lent = casework.lend_numbers(&head(&one), &range).await.unwrap();
        assert_eq!((lent.first, lent.last), (1, 3));
        let (first, last) = (lent.first_text.unwrap(), lent.last_text.unwrap());
        assert_eq!(is_whole(casework).await, (3, 0, 0, 3));

        let case = paper_case(&room, &one).await;
        let used = casework
            .do_act(&who, case.id, 1, &naming(&first, "pda-1"), None)
            .await
            .unwrap();
        assert_eq!(
            (used.numbers[0].number.as_str(), &used.numbers[0].claimed),
            (first.as_str(), &None)
        );
        assert!(used.broken.iter().all(|broken| broken.rule != "number"));

        for wrong in [
            naming(&first, "pda-1"),
            naming(&last, "pda-2"),
            naming("罚立〔2026〕9号", "pda-1"),
        ] {
            let case = paper_case(&room, &one).await;
            let done = casework
                .do_act(&who, case.id, 1, &wrong, None)
                .await
                .unwrap();
            assert!(
                done.broken.iter().any(|broken| broken.rule == "number"),
                "{done:?}"
            );
            let given = &done.numbers[0];
            assert_eq!(given.claimed.as_ref(), Some(&wrong.numbers[0].number));
            assert_ne!(given.number, wrong.numbers[0].number);
            let replayed = casework.replay_case(&who, case.id).await.unwrap();
            assert!(replayed.is_same, "{replayed:?}");
        }
        assert_eq!(is_whole(casework).await, (6, 4, 0, 2));

        let void = VoidNumber {
            number: first.clone(),
            reason: "虚构".to_owned(),
        };
        assert!(
            casework.void_number(&head(&one), &void).await.is_err(),
            "a case keeps its number"
        );
        casework.return_range(&head(&one), &lent.id).await.unwrap();
        assert!(casework.return_range(&head(&one), &lent.id).await.is_err());
        assert_eq!(is_whole(casework).await, (6, 4, 2, 0));
        let case = paper_case(&room, &one).await;
        let late = casework
            .do_act(&who, case.id, 1, &naming(&last, "pda-1"), None)
            .await
            .unwrap();
        assert_eq!(late.numbers[0].number, last);
        assert!(late.broken.iter().any(|broken| broken.rule == "number"));
        assert_eq!(is_whole(casework).await, (6, 5, 1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_range_expires_and_a_lent_number_can_be_made_void() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let casework = &room.casework;
        let range = NewRange {
            authority: one.authority.clone(),
            word: "罚立".to_owned(),
            count: 2,
            device: "pda-1".to_owned(),
            until: date(2026, 11, 24),
        };
        let lent = casework.lend_numbers(&head(&one), &range).await.unwrap();
        let void = VoidNumber {
            number: lent.first_text.unwrap(),
            reason: "虚构：设备丢失".to_owned(),
        };
        casework.void_number(&head(&one), &void).await.unwrap();
        assert!(
            casework.void_number(&head(&one), &void).await.is_err(),
            "it is void already"
        );
        assert_eq!(
            casework.expire_ranges().await.unwrap(),
            0,
            "its last day is not over"
        );
        let later = room.reopened("2026-11-25T04:00:00Z").await;
        assert_eq!(later.expire_ranges().await.unwrap(), 1);
        assert_eq!(later.expire_ranges().await.unwrap(), 0);
        assert_eq!(is_whole(&later).await, (2, 0, 2, 0));
    })
    .await;
}

#[tokio::test]
async fn eight_clients_leave_neither_gap_nor_double() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let clients = (0..8).map(|_| async {
            let who = officer(&one);
            for _ in 0..4 {
                let case = paper_case(&room, &one).await;
                // Two file the same case at once: one of them fails, after it took a number.
                let (first, second) = (filing(), filing());
                let both = futures::join!(
                    room.casework.do_act(&who, case.id, 1, &first, None),
                    room.casework.do_act(&who, case.id, 1, &second, None),
                );
                let done = [both.0.is_ok(), both.1.is_ok()];
                assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
            }
        });
        join_all(clients).await;
        assert_eq!(is_whole(&room.casework).await, (32, 32, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn the_audit_finds_a_gap_and_a_double_and_a_request_with_a_wrong_number_is_refused() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let (who, casework) = (officer(&one), &room.casework);
        let mut lead = support::lead();
        lead.first.numbers = naming("罚立〔2026〕1号", "pda-1").numbers;
        let refused = casework.open_case(&who, &lead, None).await;
        let Err(CaseError::Refused(refusal)) = refused else {
            panic!("a lead has no number: {refused:?}");
        };
        assert_eq!(refusal.broken[0].rule, "number");
        let mut cases = Vec::new();
        for _ in 0..3 {
            let case = paper_case(&room, &one).await;
            let filed = casework.do_act(&who, case.id, 1, &filing(), None).await;
            cases.push(filed.unwrap());
        }
        assert_eq!(is_whole(casework).await, (3, 3, 0, 0));
        let double = &cases[2].numbers[0].number;
        let spoil = [
            "DELETE FROM case_number WHERE number = 2 AND word = '罚立'".to_owned(),
            format!(
                "UPDATE cases SET number = '{double}' WHERE id = '{}'",
                cases[0].id
            ),
        ];
        let tx = casework.record().db().write_tx().await.unwrap();
        for sql in spoil {
            tx.execute_unprepared(&sql).await.unwrap();
        }
        tx.commit().await.unwrap();
        let program = casework::Asking::program("test");
        let (all, page) = (SeriesFilter::default(), PageRequest::default());
        let audit = casework.audit_numbers(&program, &all, &page).await.unwrap();
        let series = audit.rows.iter().find(|row| row.word == "罚立").unwrap();
        assert!(!audit.is_whole && !series.is_whole);
        assert_eq!(
            (series.missing, series.gaps.as_slice()),
            (1, [(2, 2)].as_slice())
        );
        assert_eq!((series.doubled, series.unmatched), (1, 1));
        let replayed = casework.replay_case(&who, cases[0].id).await.unwrap();
        assert!(!replayed.is_same, "its column says another number");
    })
    .await;
}
