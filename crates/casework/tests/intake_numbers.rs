//! Numbers of other systems are kept as they stand, and personal data of rows is set apart, on both
//! databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use casework::intake::{CaseActRow, RowReceipt, RowState, Way};
use casework::{Asking, CaseId, NumberClaim, SeriesFilter};
use jiff::civil::date;
use procedure::DocumentGiven;
use store::testing::for_each_database;
use store::{Database, PageRequest};

use support::Room;
use support::intake::{Team, lines, sender};

/// Numbers as a system of a department gives them. Ours begin otherwise.
const CASE: &str = "虚水执立字2026第77号";
const PAPER: &str = "虚水当罚字2026第78号";

async fn room_of(db: Database) -> (Room, Team) {
    let room = Room::open(db).await;
    let team = Team::of(&room).await;
    let clerk = Asking::program("test");
    let source = team.source("water");
    room.casework.add_source(&clerk, &source).await.unwrap();
    (room, team)
}

async fn send(room: &Room, rows: &[CaseActRow]) -> Vec<RowReceipt> {
    let sender = sender();
    let batch = room
        .casework
        .begin_batch(&sender, "water", Way::Batch, None);
    let mut batch = batch.await.unwrap();
    let receipts = batch.take(&lines(rows)).await.unwrap();
    batch.end().await.unwrap();
    receipts
}

/// A case whose decision bears the numbers of its system.
fn numbered(team: &Team) -> Vec<CaseActRow> {
    let mut rows = team.case(1, date(2026, 11, 20).at(9, 0, 0, 0));
    let decision = &mut rows[2].act;
    decision.numbers.push(NumberClaim {
        of: "case".to_owned(),
        number: CASE.to_owned(),
    });
    decision.documents.push(DocumentGiven {
        kind: "on_spot_decision".to_owned(),
        filled: Vec::new(),
        signed: true,
        sealed: true,
        number: Some(PAPER.to_owned()),
    });
    rows
}

fn case_of(receipts: &[RowReceipt]) -> CaseId {
    let taken = |receipt: &RowReceipt| receipt.state == RowState::Accepted;
    assert!(receipts.iter().all(taken), "{receipts:?}");
    receipts[0].case_id.clone().unwrap().parse().unwrap()
}

/// No series of ours was opened or counted on.
async fn nothing_is_counted(room: &Room) {
    let program = Asking::program("test");
    let (all, page) = (SeriesFilter::default(), PageRequest::default());
    let audit = room.casework.audit_numbers(&program, &all, &page);
    let audit = audit.await.unwrap();
    assert!(audit.is_whole && audit.rows.is_empty(), "{audit:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_of_another_system_stand_as_they_came_and_are_of_no_series() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let receipts = send(&room, &numbered(&team)).await;
        let id = case_of(&receipts);
        let all = Asking::program("test");
        let shown = room.casework.case(&all, id).await.unwrap();
        assert_eq!(shown.number.as_deref(), Some(CASE));
        let mut papers = shown.case.documents.iter();
        let paper = papers.find(|paper| paper.kind == "on_spot_decision");
        assert_eq!(paper.unwrap().number.as_deref(), Some(PAPER));
        let log = room.casework.whole_log(&all, id, false).await.unwrap();
        let given = &log[2].numbers;
        assert_eq!(given.len(), 2);
        assert!(given.iter().all(|given| given.elsewhere), "{given:?}");
        let replayed = room.casework.replay_case(&all, id).await.unwrap();
        assert!(replayed.is_same, "{replayed:?}");
        nothing_is_counted(&room).await;

        let bare = team.case(2, date(2026, 11, 20).at(9, 0, 0, 0));
        let bare = case_of(&send(&room, &bare).await);
        let shown = room.casework.case(&all, bare).await.unwrap();
        assert_eq!(shown.number, None, "none is made up");
        nothing_is_counted(&room).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_for_nothing_is_marked_and_one_that_is_no_number_is_rejected() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let mut rows = numbered(&team);
        let stray = NumberClaim {
            of: "case".to_owned(),
            number: "虚-1".to_owned(),
        };
        rows[1].act.numbers.push(stray.clone());
        let receipts = send(&room, &rows).await;
        case_of(&receipts);
        let marked = |receipt: &RowReceipt| receipt.broken.iter().any(|rule| rule == "number");
        let marks: Vec<bool> = receipts.iter().map(marked).collect();
        assert_eq!(marks, [false, true, false, false, false]);

        let mut rows = team.case(3, date(2026, 11, 20).at(9, 0, 0, 0));
        rows.truncate(1);
        rows[0].act.numbers.push(NumberClaim {
            number: "一".repeat(101),
            ..stray
        });
        let receipts = send(&room, &rows).await;
        assert_eq!(receipts[0].state, RowState::Rejected);
        assert_eq!(receipts[0].errors[0].field, "act.numbers");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_corrected_act_keeps_the_numbers_for_which_it_names_no_other() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let rows = numbered(&team);
        let id = case_of(&send(&room, &rows).await);
        let mut right = rows[2].clone();
        right.act.id = "更正".to_owned();
        right.act.sequence = None;
        right.corrects = Some(rows[2].act.id.clone());
        right.act.numbers.clear();
        right.act.documents[0].number = Some("虚水当罚字2026第79号".to_owned());
        case_of(&send(&room, &[right]).await);
        let all = Asking::program("test");
        let shown = room.casework.case(&all, id).await.unwrap();
        assert_eq!(shown.number.as_deref(), Some(CASE));
        let mut papers = shown.case.documents.iter();
        let paper = papers.find(|paper| paper.kind == "on_spot_decision");
        let number = paper.unwrap().number.as_deref();
        assert_eq!(number, Some("虚水当罚字2026第79号"));
        let replayed = room.casework.replay_case(&all, id).await.unwrap();
        assert!(replayed.is_same, "{replayed:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rows_tell_of_persons_is_erased_with_the_case() {
    for_each_database(async |db| {
        let (room, team) = room_of(db).await;
        let id = case_of(&send(&room, &numbered(&team)).await);
        let all = Asking::program("test");
        let name = "虚构商行1";
        let kept = |blocks: Vec<Vec<Option<serde_json::Value>>>| {
            let text = serde_json::to_string(&blocks).unwrap();
            text.contains(name)
        };
        let record = room.casework.record();
        let blocks = record.parties_of_case(&id.to_string()).await.unwrap();
        assert!(kept(blocks.into_values().collect()));
        let open = room.casework.whole_log(&all, id, false).await.unwrap();
        assert!(!serde_json::to_string(&open).unwrap().contains(name));
        let erased = room.casework.erase_personal(&all, id, "虚构的请求").await;
        assert!(erased.unwrap().blocks > 0);
        let blocks = record.parties_of_case(&id.to_string()).await.unwrap();
        assert!(!kept(blocks.into_values().collect()));
        let receipts = send(&room, &numbered(&team)).await;
        let mut states = receipts.iter().map(|receipt| receipt.state);
        assert!(
            states.all(|state| state == RowState::Repeated),
            "{receipts:?}"
        );
        let blocks = record.parties_of_case(&id.to_string()).await.unwrap();
        assert!(
            !kept(blocks.into_values().collect()),
            "it does not come back"
        );
    })
    .await;
}
