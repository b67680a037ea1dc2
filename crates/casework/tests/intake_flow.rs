//! Intake from end to end: a mapping, planted faults with their key, delivery into another instance,
//! how a source does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;

use casework::intake::{CaseActRow, NewSource, RowReceipt, RowState, SourceOrigin, Way};
use casework::{Asking, CaseFilter, Casework};
use jiff::ToSpan;
use jiff::civil::date;
use record::RecordLog;
use store::testing::for_each_database;
use store::{Database, DatabaseUrl, Limit, PageRequest};

use support::Room;
use support::intake::{Team, lines, sender};

const MAPPING: &str = include_str!("../../../packs/sample-city/intake/water_bureau.yaml");
const SAMPLE: &str = include_str!("../../../packs/sample-city/intake/water_bureau.sample.jsonl");

async fn room_with(db: Database, change: impl FnOnce(&mut NewSource)) -> (Room, Team) {
    let room = Room::open(db).await;
    let team = Team::of(&room).await;
    let mut source = team.source("water");
    change(&mut source);
    let clerk = Asking::program("test");
    room.casework.add_source(&clerk, &source).await.unwrap();
    (room, team)
}

async fn send(casework: &Casework, lines: &[Vec<u8>]) -> Vec<RowReceipt> {
    let mut batch = casework
        .begin_batch(&sender(), "water", Way::Stream, None)
        .await
        .unwrap();
    let receipts = batch.take(lines).await.unwrap();
    batch.end().await.unwrap();
    receipts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_row_becomes_the_acts_that_its_mapping_names() {
    for_each_database(async |db| {
        let (room, team) = room_with(db, |source| source.mapping = Some(MAPPING.to_owned())).await;
        let text = SAMPLE
            .replace("R000001", &team.officers[0])
            .replace("R000002", &team.officers[1]);
        let sample: Vec<Vec<u8>> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
        let receipts = send(&room.casework, &sample).await;
        let told: Vec<_> = receipts
            .iter()
            .map(|receipt| (receipt.line, receipt.act.as_deref().unwrap(), receipt.state))
            .collect();
        let ok = RowState::Accepted;
        assert_eq!(
            told,
            [
                (1, "find_on_spot", ok),
                (1, "tell_on_spot", ok),
                (1, "decide_on_spot", ok),
                (1, "record_payment", ok),
                (1, "close_case", ok),
                (2, "find_on_spot", ok),
                (2, "tell_on_spot", ok),
                (2, "decide_on_spot", ok),
                (3, "find_on_spot", RowState::Rejected),
            ],
            "{receipts:?}"
        );
        let error = &receipts[8].errors[0];
        assert_eq!(
            (error.code.as_str(), error.field.as_str()),
            ("row.unknown_code", "XSLY")
        );
        let id = receipts[0].case_id.clone().unwrap().parse().unwrap();
        let view = room
            .casework
            .case(&Asking::program("test"), id)
            .await
            .unwrap();
        assert_eq!(
            view.case.number("fine"),
            Some(50_000),
            "0.05 of ten thousand yuan"
        );
        assert_eq!(view.case.stage, "closed");

        // The row comes again when it was paid: what is there is not taken in twice.
        let later = text.lines().nth(1).unwrap();
        let later = later.replace("\"JKRQ\":\"\"", "\"JKRQ\":\"2026/10/20\"");
        let receipts = send(&room.casework, &[later.into_bytes()]).await;
        let states: Vec<_> = receipts.iter().map(|receipt| receipt.state).collect();
        let again = RowState::Repeated;
        assert_eq!(states, [again, again, again, ok]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mapping_that_is_wrong_is_refused_with_line_and_key() {
    for_each_database(async |db| {
        let (room, team) = room_with(db, |_| {}).await;
        for (from, to, says) in [
            ("as: ten_thousand_yuan", "as: wan", "mapping:"),
            ("kind: tell_on_spot", "kind: tell_twice", "tell_twice"),
            ("penalty.simple", "penalty.none", "penalty.none"),
        ] {
            let mut source = team.source("other");
            source.mapping = Some(MAPPING.replace(from, to));
            let clerk = Asking::program("test");
            let refused = room.casework.add_source(&clerk, &source).await.unwrap_err();
            assert!(refused.to_string().contains(says), "{refused}");
        }
    })
    .await;
}

/// What is planted into a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Plant {
    UnknownOfficer,
    Auxiliary,
    Twice,
    Late,
    NoFine,
    NoNotice,
}

const PLANTS: [Plant; 6] = [
    Plant::UnknownOfficer,
    Plant::Auxiliary,
    Plant::Twice,
    Plant::Late,
    Plant::NoFine,
    Plant::NoNotice,
];

/// Plants into every eleventh case; the key says what in which.
fn planted(team: &Team, cases: usize) -> (Vec<CaseActRow>, BTreeMap<String, Plant>) {
    let (mut rows, mut key) = (Vec::new(), BTreeMap::new());
    let fresh = date(2026, 11, 20).at(9, 0, 0, 0);
    for number in 0..cases {
        let plant = (number % 11 == 3).then(|| PLANTS[number / 11 % PLANTS.len()]);
        let mut case = team.case(number, fresh);
        match plant {
            Some(Plant::UnknownOfficer) => case[4].act.officers = vec!["R999999".to_owned()],
            Some(Plant::Auxiliary) => case[2].act.officers[1].clone_from(&team.auxiliary),
            Some(Plant::Twice) => case.push(case[4].clone()),
            Some(Plant::Late) => case = team.case(number, fresh.checked_sub(60.days()).unwrap()),
            Some(Plant::NoFine) => {
                case[2].act.states.remove("fine");
                case[1].act.states.remove("fine");
            }
            Some(Plant::NoNotice) => {
                case.remove(1);
                for (place, row) in (1..).zip(&mut case) {
                    row.act.sequence = Some(place);
                }
            }
            None => {}
        }
        key.extend(plant.map(|plant| (case[0].case.id.clone(), plant)));
        rows.extend(case);
    }
    (rows, key)
}

/// What a receipt shows of a plant.
fn found(receipt: &RowReceipt) -> Option<Plant> {
    let breaks = |rule: &str| receipt.broken.iter().any(|broken| broken == rule);
    match receipt.state {
        RowState::Rejected if receipt.errors[0].code == "row.unknown_officer" => {
            Some(Plant::UnknownOfficer)
        }
        RowState::Repeated => Some(Plant::Twice),
        RowState::Accepted if breaks("officers.certified") || breaks("officers.no_auxiliary") => {
            Some(Plant::Auxiliary)
        }
        RowState::Accepted if breaks("penalty.fine_stated") => Some(Plant::NoFine),
        RowState::Accepted if breaks("notice.given") => Some(Plant::NoNotice),
        RowState::Accepted if receipt.is_late => Some(Plant::Late),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn planted_faults_are_found_as_the_key_says_and_no_others() {
    for_each_database(async |db| {
        let (room, team) = room_with(db, |source| source.origin = SourceOrigin::Other).await;
        let (rows, key) = planted(&team, 600);
        assert!(rows.len() > 2_900 && key.len() > 50);
        let receipts = send(&room.casework, &lines(&rows)).await;
        assert_eq!(receipts.len(), rows.len());
        let mut seen: BTreeMap<String, Plant> = BTreeMap::new();
        for receipt in &receipts {
            let case = receipt.case.clone().unwrap();
            if let Some(plant) = found(receipt) {
                seen.entry(case)
                    .and_modify(|held| *held = plant.min(*held))
                    .or_insert(plant);
            }
        }
        assert_eq!(seen, key);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_instance_hands_out_makes_the_same_cases_in_another() {
    for_each_database(async |db| {
        let (room, team) = room_with(db, |_| {}).await;
        let begun = date(2026, 10, 8).at(9, 0, 0, 0);
        let rows: Vec<_> = (0..12)
            .flat_map(|number| team.case(number, begun))
            .collect();
        send(&room.casework, &lines(&rows)).await;
        let mut right = rows[1].clone();
        right.act.id = "更正".to_owned();
        right.act.sequence = None;
        right.corrects = Some(rows[1].act.id.clone());
        right.act.states["fine"] = 4_000.into();
        send(&room.casework, &lines(&[right])).await;
        let log = RecordLog::open(room.casework.record().clone(), room.folder.path()).unwrap();
        log.integrate().await.unwrap();

        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("b.sqlite"));
        let (other, other_team) = room_with(Database::open(&url).await.unwrap(), |_| {}).await;
        assert_eq!(team.officers, other_team.officers);
        let (all, mut since) = (Asking::program("test"), 0);
        loop {
            let part = room.casework.deliver(&all, since, 7).await.unwrap();
            let receipts = send(&other.casework, &lines(&part.rows)).await;
            let taken = receipts
                .iter()
                .all(|receipt| receipt.state == RowState::Accepted);
            assert!(taken, "{receipts:?}");
            since = part.next;
            if part.is_end {
                break;
            }
        }
        let here = canonical(&room).await;
        assert_eq!(here.len(), 12);
        assert_eq!(here, canonical(&other).await);
    })
    .await;
}

/// The cases of an instance as texts in which officers are named by staff number.
async fn canonical(room: &Room) -> BTreeMap<String, String> {
    let ids: Vec<String> = room
        .officers
        .iter()
        .map(|officer| officer.id.clone())
        .collect();
    let officers = room.register.officers_named(&ids).await.unwrap();
    let all = Asking::program("test");
    let page = PageRequest::first(Limit::new(200).unwrap());
    let list = room
        .casework
        .cases(&all, &CaseFilter::default(), &page)
        .await
        .unwrap();
    let mut cases = BTreeMap::new();
    for row in &list.rows {
        let view = room
            .casework
            .case(&all, row.id.parse().unwrap())
            .await
            .unwrap();
        let mut text = serde_json::to_string(&view.case).unwrap();
        for officer in &officers {
            text = text.replace(&officer.id().to_string(), officer.code());
        }
        cases.insert(row.party_name.clone().unwrap(), text);
    }
    cases
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silence_lag_and_rejected_rows_of_a_source_are_visible() {
    for_each_database(async |db| {
        let (room, team) = room_with(db, |_| {}).await;
        let health = room.casework.source_health(None).await.unwrap();
        assert_eq!(
            (health.len(), health[0].taken_in, health[0].lag),
            (1, 0, None)
        );
        assert!(!health[0].is_silent, "it was registered just now");
        let begun = date(2026, 11, 22).at(10, 0, 0, 0);
        let mut rows = team.case(1, begun);
        rows[4].act.officers = vec!["R999999".to_owned()];
        send(&room.casework, &lines(&rows)).await;
        let health = room
            .casework
            .source_health(Some("account-source"))
            .await
            .unwrap();
        let health = &health[0];
        assert_eq!((health.taken_in, health.rejected, health.late), (4, 1, 0));
        let lag = health.lag.unwrap();
        // 50 h, 49 h 50 and 49 h 40 for the day itself, 26 h for the payment.
        assert_eq!(
            (lag.median_seconds, lag.longest_seconds),
            (178_800, 180_000)
        );
        assert!(
            room.casework
                .source_health(Some("another"))
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
