//! Cases of other systems, taken in on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use casework::intake::{BatchView, CaseActRow, ReceiptFilter, RowReceipt, RowState, Way};
use casework::{Asking, CaseError, CaseFilter};
use jiff::civil::{DateTime, date};
use serde_json::json;
use store::testing::for_each_database;
use store::{Limit, PageRequest};

use support::Room;
use support::intake::{Team, lines, sender};

const SOURCE: &str = "water";

async fn with_source(db: store::Database) -> (Room, Team) {
    let room = Room::open(db).await;
    let team = Team::of(&room).await;
    let clerk = Asking::program("test");
    room.casework
        .add_source(&clerk, &team.source(SOURCE))
        .await
        .unwrap();
    (room, team)
}

async fn send_lines(
    room: &Room,
    lines: &[Vec<u8>],
    key: Option<&str>,
) -> (BatchView, Vec<RowReceipt>) {
    let mut batch = room
        .casework
        .begin_batch(&sender(), SOURCE, Way::Batch, key)
        .await
        .unwrap();
    let receipts = batch.take(lines).await.unwrap();
    (batch.end().await.unwrap(), receipts)
}

async fn send(room: &Room, rows: &[CaseActRow]) -> Vec<RowReceipt> {
    send_lines(room, &lines(rows), None).await.1
}

fn begun(day: i8) -> DateTime {
    date(2026, 10, day).at(9, 0, 0, 0)
}

fn states(receipts: &[RowReceipt]) -> Vec<RowState> {
    receipts.iter().map(|receipt| receipt.state).collect()
}

fn codes(receipt: &RowReceipt) -> Vec<&str> {
    receipt
        .errors
        .iter()
        .map(|error| error.code.as_str())
        .collect()
}

async fn check_cases(room: &Room, expected: usize, stage: &str) {
    let all = Asking::program("test");
    let page = PageRequest::first(Limit::new(200).unwrap());
    let list = room
        .casework
        .cases(&all, &CaseFilter::default(), &page)
        .await
        .unwrap();
    assert_eq!(list.rows.len(), expected);
    for row in &list.rows {
        let view = room
            .casework
            .case(&all, row.id.parse().unwrap())
            .await
            .unwrap();
        assert_eq!(view.case.stage, stage);
        let replayed = room
            .casework
            .replay_case(&all, row.id.parse().unwrap())
            .await
            .unwrap();
        assert!(replayed.is_same, "{replayed:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_is_taken_in_once_however_often_it_comes() {
    for_each_database(async |db| {
        let (room, team) = with_source(db).await;
        let rows: Vec<_> = (0..30)
            .flat_map(|number| team.case(number, begun(8)))
            .collect();
        let (view, receipts) = send_lines(&room, &lines(&rows), Some("k1")).await;
        assert_eq!(
            (view.lines, view.accepted, view.rejected),
            (150, 150, 0),
            "{:?}",
            receipts[0]
        );
        assert!(
            receipts
                .iter()
                .all(|receipt| receipt.state == RowState::Accepted)
        );
        let first = &receipts[0];
        assert_eq!(
            first.broken,
            ["authority.item"],
            "nobody holds an item here"
        );
        assert!(first.is_late, "October is more than five working days ago");
        check_cases(&room, 30, "closed").await;
        let entries = room.casework.record().entries().await.unwrap();

        let (again, receipts) = send_lines(&room, &lines(&rows), Some("k1")).await;
        assert!(again.was_sent_before && receipts.is_empty());
        assert_eq!((again.id, again.accepted), (view.id.clone(), 150));
        let (again, receipts) = send_lines(&room, &lines(&rows), None).await;
        assert_eq!((again.accepted, again.repeated), (0, 150));
        assert_eq!(receipts[7].entry, first_entry(&room, &view, 7).await);
        assert_eq!(room.casework.record().entries().await.unwrap(), entries);

        let mut batch = room
            .casework
            .begin_batch(&sender(), SOURCE, Way::Batch, Some("k1"))
            .await
            .unwrap();
        batch.take(&lines(&rows[1..])).await.unwrap();
        assert!(matches!(batch.end().await, Err(CaseError::KeyReused)));
    })
    .await;
}

async fn first_entry(room: &Room, view: &BatchView, place: usize) -> Option<String> {
    let page = PageRequest::first(Limit::new(200).unwrap());
    let receipts = room
        .casework
        .receipts(SOURCE, &view.id, ReceiptFilter::default(), &page);
    receipts.await.unwrap().rows[place].entry.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_was_cut_goes_on_without_double_and_hole() {
    for_each_database(async |db| {
        let (room, team) = with_source(db).await;
        let rows: Vec<_> = (0..20)
            .flat_map(|number| team.case(number, begun(8)))
            .collect();
        let all = lines(&rows);
        let before = room.casework.record().entries().await.unwrap();
        let mut cut = room
            .casework
            .begin_batch(&sender(), SOURCE, Way::Batch, Some("cut"))
            .await
            .unwrap();
        cut.take(&all[..43]).await.unwrap();
        drop(cut);
        let (view, receipts) = send_lines(&room, &all, Some("cut")).await;
        assert_eq!((view.lines, view.accepted, view.repeated), (100, 100, 0));
        assert_eq!(receipts.len(), 100);
        assert_eq!(
            room.casework.record().entries().await.unwrap() - before,
            100
        );
        check_cases(&room, 20, "closed").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_rejected_says_where_and_what_to_do_and_is_sent_again() {
    for_each_database(async |db| {
        let (room, team) = with_source(db).await;
        let mut rows = team.case(1, begun(8));
        rows[0].act.officers[1] = "R999999".to_owned();
        let receipts = send(&room, &rows).await;
        let waiting = RowState::Waiting;
        assert_eq!(
            states(&receipts),
            [RowState::Rejected, waiting, waiting, waiting, waiting]
        );
        assert_eq!(codes(&receipts[0]), ["row.unknown_officer"]);
        assert_eq!(receipts[0].errors[0].field, "act.officers");
        assert!(receipts[0].errors[0].zh.contains("R999999"));
        assert_eq!(receipts[1].waits_for, Some(1));
        let holes = room.casework.holes(SOURCE, 10).await.unwrap();
        assert_eq!((holes.len(), holes[0].missing, holes[0].waiting), (1, 1, 4));

        let mut right = rows[0].clone();
        right.act.officers = team.officers.to_vec();
        let receipts = send(&room, &[right.clone()]).await;
        assert_eq!(states(&receipts), [RowState::Accepted]);
        assert_eq!(room.casework.holes(SOURCE, 10).await.unwrap(), []);
        check_cases(&room, 1, "closed").await;

        let mut other = right.clone();
        other.act.states["cause"] = json!("另一违法行为（虚构）");
        let receipts = send(&room, &[other]).await;
        assert_eq!(codes(&receipts[0]), ["row.conflict"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_fault_of_a_row_has_its_code() {
    for_each_database(async |db| {
        let (room, team) = with_source(db).await;
        let good = team.case(1, begun(8)).remove(0);
        let check = async |code: &str, field: &str, change: &dyn Fn(&mut serde_json::Value)| {
            let mut row = serde_json::to_value(&good).unwrap();
            change(&mut row);
            let line = serde_json::to_vec(&row).unwrap();
            let (_, receipts) = send_lines(&room, &[line], None).await;
            let given: Vec<_> = receipts[0]
                .errors
                .iter()
                .map(|e| (e.code.as_str(), e.field.as_str()))
                .collect();
            assert_eq!(given, [(code, field)], "{row}");
        };
        check("row.missing", "act.kind", &|row| {
            row["act"].as_object_mut().unwrap().remove("kind");
        })
        .await;
        check("row.wrong_type", "act.happened_at", &|row| {
            row["act"]["happened_at"] = json!("昨天");
        })
        .await;
        check("row.unknown_field", "act.remark", &|row| {
            row["act"]["remark"] = json!("x");
        })
        .await;
        check("row.wrong_type", "format", &|row| {
            row["format"] = json!("v0");
        })
        .await;
        check("row.unknown_authority", "case.authority", &|row| {
            row["case"]["authority"] = json!("YL-X1");
        })
        .await;
        check("row.foreign_authority", "case.authority", &|row| {
            row["case"]["authority"] = json!("YL");
        })
        .await;
        check("row.unknown_procedure", "case.procedure", &|row| {
            row["case"]["procedure"] = json!("penalty.none");
        })
        .await;
        check("row.unknown_act", "act.kind", &|row| {
            row["act"]["kind"] = json!("decide_twice");
        })
        .await;
        check("row.wrong_type", "act.states.fine", &|row| {
            row["act"]["kind"] = json!("tell_on_spot");
            row["act"]["states"] = json!({"penalty_kinds": ["fine"], "fine": "50元"});
        })
        .await;
        check("row.future", "act.happened_at", &|row| {
            row["act"]["happened_at"] = json!("2026-11-25T09:00:00");
        })
        .await;
        check("row.credit_code", "case.party.credit_code", &|row| {
            row["case"]["party"]["credit_code"] = json!("911100000000000000");
        })
        .await;
        let identity = register::synthetic::identity(1);
        check("row.personal_data", "act.states.cause", &|row| {
            row["act"]["states"]["cause"] = json!(format!("身份证{identity}"));
        })
        .await;
        let (_, receipts) = send_lines(
            &room,
            &[b"{\"format\":".to_vec(), b"\"\\u0000\"".to_vec()],
            None,
        )
        .await;
        assert_eq!(codes(&receipts[0]), ["row.not_json"]);
        assert_eq!(codes(&receipts[1]), ["row.wrong_type"]);
        check_cases(&room, 0, "").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_that_was_taken_in_wrongly_is_corrected_and_nothing_is_overwritten() {
    for_each_database(async |db| {
        let (room, team) = with_source(db).await;
        let rows = team.case(1, begun(8));
        send(&room, &rows).await;
        let mut right = rows[1].clone();
        right.act.id = "2-tell_on_spot-更正".to_owned();
        right.act.sequence = None;
        right.corrects = Some(rows[1].act.id.clone());
        right.act.officers.pop();
        right.act.states["fine"] = json!(4_000);
        let mut unknown = right.clone();
        unknown.act.id = "x".to_owned();
        unknown.corrects = Some("none".to_owned());
        let receipts = send(&room, &[right.clone(), unknown]).await;
        assert_eq!(
            states(&receipts),
            [RowState::Accepted, RowState::Rejected],
            "{receipts:?}"
        );
        assert_eq!(receipts[0].number, Some(6));
        assert!(
            receipts[0].broken.contains(&"officers.two".to_owned()),
            "{receipts:?}"
        );
        assert_eq!(codes(&receipts[1]), ["row.corrects_unknown"]);
        check_cases(&room, 1, "closed").await;
        let all = Asking::program("test");
        let id = receipts[0].case_id.clone().unwrap().parse().unwrap();
        let view = room.casework.case(&all, id).await.unwrap();
        assert_eq!(view.case.number("proposed_fine"), Some(4_000));
        assert_eq!(
            view.case.number("fine"),
            Some(5_100),
            "the decision said it again"
        );
        let log = room.casework.whole_log(&all, id, false).await.unwrap();
        assert_eq!(log.len(), 6, "both stand on the record");
        let again = send(&room, &[right]).await;
        assert_eq!(states(&again), [RowState::Repeated]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_sequence_the_order_of_time_holds_and_a_forgotten_act_says_so() {
    for_each_database(async |db| {
        let (room, team) = with_source(db).await;
        let mut rows = team.case(1, begun(8));
        for row in &mut rows {
            row.act.sequence = None;
        }
        let forgotten = rows.remove(1);
        rows.reverse();
        let receipts = send(&room, &rows).await;
        assert!(
            receipts
                .iter()
                .all(|receipt| receipt.state == RowState::Accepted),
            "sorted by time"
        );
        let receipts = send(&room, std::slice::from_ref(&forgotten)).await;
        assert_eq!(codes(&receipts[0]), ["row.before_previous"]);
        let late = CaseActRow {
            late: true,
            ..forgotten
        };
        assert_eq!(states(&send(&room, &[late]).await), [RowState::Accepted]);
        check_cases(&room, 1, "closed").await;
    })
    .await;
}
