//! Decided cases like a case, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use casework::{Asking, CaseError, Done};
use serde_json::{Value, json};
use store::Scope;
use store::testing::for_each_database;

use support::{Officer, Room, act, head, lead, officer, reported};

const ITEM: &str = "虚构事项";

async fn opened(room: &Room, who: &Officer, item: &str, kind: &str) -> Done {
    opened_as(room, who, (item, kind), "public").await
}

async fn opened_as(
    room: &Room,
    who: &Officer,
    (item, kind): (&str, &str),
    confidentiality: &str,
) -> Done {
    let mut new = lead();
    let level = confidentiality.into();
    new.first.states.insert("confidentiality".to_owned(), level);
    new.first.states.insert("item".to_owned(), item.into());
    let parties = json!([{ "kind": kind }]);
    new.first.states.insert("parties".to_owned(), parties);
    new.first = reported("2026-11-02T09:00:00", new.first);
    let done = room.casework.open_case(&officer(who), &new, None).await;
    done.unwrap()
}

async fn does(
    room: &Room,
    who: &Officer,
    case: &Done,
    kind: &str,
    at: &str,
    states: Value,
) -> Done {
    let asking = officer(who);
    let seen = room.casework.case(&asking, case.id).await.unwrap().revision;
    let request = reported(at, act(kind, states));
    let done = room.casework.do_act(&asking, case.id, seen, &request, None);
    done.await.unwrap()
}

/// A case that was decided with a fine of so many yuan, on a day of November.
async fn decided(
    room: &Room,
    who: &Officer,
    (item, kind): (&str, &str),
    grade: &str,
    yuan: i64,
    day: u8,
) -> Done {
    let case = opened(room, who, item, kind).await;
    decide(room, who, &case, grade, yuan, day).await
}

async fn decide(room: &Room, who: &Officer, case: &Done, grade: &str, yuan: i64, day: u8) -> Done {
    let states = json!({"penalty_kinds": ["fine"], "fine": yuan * 100, "grade": grade});
    does(
        room,
        who,
        case,
        "close_inquiry",
        &format!("2026-11-{day:02}T09:00:00"),
        states,
    )
    .await;
    does(
        room,
        who,
        case,
        "decide",
        &format!("2026-11-{day:02}T10:00:00"),
        json!({}),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_are_shown_and_all_count_in_the_spread() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, other) = room.strangers();
        let individual = (ITEM, "individual");
        let far = decided(&room, &one, (ITEM, "organisation"), "serious", 900, 20).await;
        let near = decided(&room, &one, individual, "slight", 100, 12).await;
        let later = decided(&room, &one, individual, "slight", 300, 14).await;
        decided(&room, &other, individual, "slight", 200, 15).await;
        decided(&room, &one, ("另一事项", "individual"), "slight", 5_000, 16).await;
        opened(&room, &one, ITEM, "individual").await;
        let asked = opened(&room, &one, ITEM, "individual").await;
        let states = json!({"penalty_kinds": ["fine"], "fine": 20_000, "grade": "slight"});
        let at = "2026-11-20T09:00:00";
        does(&room, &one, &asked, "close_inquiry", at, states).await;

        let asking = head(&one);
        let similar = room
            .casework
            .similar_cases(&asking, asked.id)
            .await
            .unwrap();
        assert_eq!(
            (similar.looked_at, similar.more, similar.unseen),
            (4, false, 1)
        );
        assert_eq!(similar.since.as_deref(), Some("2026-11-12"));
        let shown = similar.nearest.iter().map(|case| case.id.clone());
        let expected = [later.id, near.id, far.id].map(|id| id.to_string());
        assert_eq!(shown.collect::<Vec<_>>(), expected);
        assert!(
            similar.nearest[0]
                .same
                .starts_with(&["grade".to_owned(), "party_kind".to_owned()])
        );
        assert!(!similar.nearest[2].same.contains(&"grade".to_owned()));
        let spread = &similar.spread;
        assert_eq!(
            (spread.cases, spread.least, spread.highest),
            (4, Some(10_000), Some(90_000))
        );
        assert_eq!(
            (spread.lower_quartile, spread.median, spread.upper_quartile),
            (Some(10_000), Some(20_000), Some(30_000))
        );
        let grades = similar
            .by_grade
            .iter()
            .map(|of| (of.grade.as_deref(), of.spread.fined));
        assert_eq!(
            grades.collect::<Vec<_>>(),
            [(Some("serious"), 1), (Some("slight"), 3)]
        );
        let told = serde_json::to_string(&similar).unwrap();
        assert!(!told.contains("虚构商行"), "no personal data");

        let mine = room
            .casework
            .similar_cases(&officer(&other), asked.id)
            .await;
        assert!(
            matches!(mine, Err(CaseError::NotFound)),
            "the case itself is out of scope"
        );
        let everything = Asking {
            scope: Scope::All,
            ..asking
        };
        let similar = room
            .casework
            .similar_cases(&everything, asked.id)
            .await
            .unwrap();
        assert_eq!((similar.nearest.len(), similar.unseen), (4, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_case_counts_only_for_who_may_see_it_and_a_revoked_one_for_nobody() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, other) = room.strangers();
        let individual = (ITEM, "individual");
        let secret = opened_as(&room, &other, individual, "secret").await;
        decide(&room, &other, &secret, "slight", 100, 10).await;
        let revoked = decided(&room, &one, individual, "slight", 200, 12).await;
        does(
            &room,
            &one,
            &revoked,
            "revoke_decision",
            "2026-11-13T09:00:00",
            json!({"reason": "虚构"}),
        )
        .await;
        let asked = opened(&room, &one, ITEM, "individual").await;
        let similar = room
            .casework
            .similar_cases(&head(&one), asked.id)
            .await
            .unwrap();
        assert_eq!((similar.looked_at, similar.spread.cases), (0, 0));
        let all = Asking {
            scope: Scope::All,
            ..head(&one)
        };
        let similar = room.casework.similar_cases(&all, asked.id).await.unwrap();
        assert_eq!(
            (similar.looked_at, similar.spread.median),
            (1, Some(10_000))
        );
    })
    .await;
}
