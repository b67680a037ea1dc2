//! What was acknowledged comes into the log, once, densely, and can be proved and audited.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use base::FixedClock;
use futures::FutureExt;
use record::{Actor, EntryProof, LogSettings, Record, RecordLog, Sequencer, Step};
use store::sea_orm::ConnectionTrait;
use store::testing::for_each_database;
use store::{Database, DatabaseKind};
use support::{act, append, person, record_on};

fn log_in(record: &Record, folder: &Path) -> RecordLog {
    let origin = "ledger.example/city";
    let settings = LogSettings::new(folder, origin.parse().unwrap(), origin.parse().unwrap());
    RecordLog::new(record.clone(), settings)
}

async fn change(db: &Database, sql: &str) {
    let tx = db.write_tx().await.unwrap();
    tx.execute_unprepared(sql).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_act_is_numbered_published_proved_and_audited() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        let log = log_in(&record, folder.path());
        let mut new = act("a");
        new.party_blocks = vec![person("王小云")];
        let receipt = append(&record, new).await.unwrap();
        assert_eq!(
            log.prove(receipt.entry).await.unwrap_err().code(),
            "record.not_yet_proved"
        );
        let mut sequencer = Sequencer::new(log.clone());
        assert_eq!(
            sequencer.step().await.unwrap(),
            Step::Led {
                numbered: 1,
                size: 1
            }
        );
        let proof = log.prove(receipt.entry).await.unwrap();
        let policy = log.policy(1).await.unwrap();
        EntryProof::parse(&proof.to_json())
            .unwrap()
            .verify(&policy)
            .unwrap();
        let mut other = proof.clone();
        other.leaf[5] ^= 1;
        assert_eq!(
            other.verify(&policy).unwrap_err().code(),
            "ledger.not_included"
        );
        let audit = log.audit().await.unwrap();
        assert!(audit.is_clean(), "{audit:?}");
        // A person is erased: the log still verifies, and so does the rest of the act.
        let (inner, entry) = (record.clone(), receipt.entry);
        record
            .write(move |tx| async move { inner.erase(tx, entry, 0).await }.boxed())
            .await
            .unwrap();
        log.prove(entry).await.unwrap().verify(&policy).unwrap();
        assert!(log.audit().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn two_nodes_number_densely_and_skip_no_late_commit() {
    for_each_database(async |db| {
        if db.kind() != DatabaseKind::Postgres {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (record_on(&db).await, record_on(&db).await);
        let mut first = Sequencer::new(log_in(&one, folder.path()));
        let mut second = Sequencer::new(log_in(&two, folder.path()));
        // Begun early, committed late.
        let late = db.write_tx().await.unwrap();
        let receipt = one.append(&late, act("late")).await.unwrap();
        append(&two, act("early")).await.unwrap();
        assert_eq!(
            first.step().await.unwrap(),
            Step::Led {
                numbered: 1,
                size: 1
            }
        );
        assert_eq!(second.step().await.unwrap(), Step::Standby);
        late.commit().await.unwrap();
        first.resign().await.unwrap();
        assert_eq!(
            second.step().await.unwrap(),
            Step::Led {
                numbered: 1,
                size: 2
            }
        );
        assert_eq!(one.act(receipt.entry).await.unwrap().index, Some(1));
        assert_eq!(first.step().await.unwrap(), Step::Standby);
        for number in 0..40 {
            append(if number % 2 == 0 { &one } else { &two }, act("x"))
                .await
                .unwrap();
        }
        second.step().await.unwrap();
        let audit = log_in(&one, folder.path()).audit().await.unwrap();
        assert!(audit.is_clean() && audit.acts == 42, "{audit:?}");
    })
    .await;
}

#[tokio::test]
async fn a_restart_goes_on_from_the_committed_entries_at_every_step() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        for number in 0..600 {
            append(&record, act("a")).await.unwrap();
            if number % 250 == 0 {
                let mut sequencer = Sequencer::new(log_in(&record, folder.path()));
                sequencer.step().await.unwrap();
                sequencer.resign().await.unwrap();
            }
        }
        // Cut off after numbering, and after the checkpoint but before its row.
        change(
            &db,
            "UPDATE record_entry SET leaf_index = 501 WHERE leaf_index IS NULL AND arrival = \
            (SELECT MIN(arrival) FROM record_entry WHERE leaf_index IS NULL)",
        )
        .await;
        change(&db, "DELETE FROM record_checkpoint WHERE size = 501").await;
        let log = log_in(&record, folder.path());
        let mut sequencer = Sequencer::new(log.clone());
        assert_eq!(
            sequencer.step().await.unwrap(),
            Step::Led {
                numbered: 98,
                size: 600
            }
        );
        let audit = log.audit().await.unwrap();
        assert!(audit.is_clean(), "{audit:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_changed_in_a_row_or_a_tile_is_found_and_named() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        let log = log_in(&record, folder.path());
        let mut new = act("a");
        new.party_blocks = vec![person("王小云")];
        append(&record, new).await.unwrap();
        append(&record, act("b")).await.unwrap();
        Sequencer::new(log.clone()).step().await.unwrap();
        for (sql, back, table) in [
            (
                "UPDATE record_act SET subject_id = 'z' WHERE subject_id = 'a'",
                "UPDATE record_act SET subject_id = 'a' WHERE subject_id = 'z'",
                "record_act",
            ),
            (
                "UPDATE record_act SET recorded_at_ms = recorded_at_ms + 1",
                "UPDATE record_act SET recorded_at_ms = recorded_at_ms - 1",
                "record_act",
            ),
            (
                "UPDATE record_act SET canonical = REPLACE(canonical, '云麓', '云山')",
                "UPDATE record_act SET canonical = REPLACE(canonical, '云山', '云麓')",
                "record_act",
            ),
            (
                "UPDATE record_party SET canonical = REPLACE(canonical, '小', '大')",
                "UPDATE record_party SET canonical = REPLACE(canonical, '大', '小')",
                "record_party",
            ),
            (
                "UPDATE record_checkpoint SET note = REPLACE(note, 'city', 'town')",
                "UPDATE record_checkpoint SET note = REPLACE(note, 'town', 'city')",
                "record_checkpoint",
            ),
        ] {
            change(&db, sql).await;
            let audit = log.audit().await.unwrap();
            assert!(
                audit.rows.iter().any(|finding| finding.table == table),
                "{sql}: {audit:?}"
            );
            change(&db, back).await;
            assert!(log.audit().await.unwrap().is_clean(), "{back}");
        }
        for name in ["checkpoint", "tile/0/000.p/2", "tile/entries/000.p/2"] {
            let path = log.folder().join(name);
            let whole = fs::read(&path).unwrap();
            let mut flipped = whole.clone();
            flipped[whole.len() / 2] ^= 4;
            fs::write(&path, flipped).unwrap();
            let audit = log.audit().await.unwrap();
            assert!(
                audit
                    .log
                    .findings
                    .iter()
                    .any(|finding| finding.path == name),
                "{name}: {audit:?}"
            );
            fs::write(&path, whole).unwrap();
        }
        change(&db, "DELETE FROM record_entry WHERE leaf_index = 1").await;
        let audit = log.audit().await.unwrap();
        assert!(
            !audit.log.is_clean() && audit.acts != audit.entries,
            "{audit:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_row_that_keeps_the_whole_text_opens_as_one_that_keeps_the_rest() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        let log = log_in(&record, folder.path());
        let mut new = act("a");
        new.happened_at = Some("2026-01-01T00:00:00.25Z".parse().unwrap());
        let receipt = append(&record, new).await.unwrap();
        Sequencer::new(log.clone()).step().await.unwrap();
        let (opened, shown) = (
            record.opened(receipt.entry).await.unwrap(),
            record.act(receipt.entry).await.unwrap(),
        );
        assert!(shown.is_reported && !shown.data.is_null());
        let whole = opened.act.json.as_str().replace('\'', "''");
        change(&db, &format!("UPDATE record_act SET canonical = '{whole}'")).await;
        assert!(log.audit().await.unwrap().is_clean());
        let again = record.opened(receipt.entry).await.unwrap();
        assert_eq!(again.act.json.as_str(), opened.act.json.as_str());
        assert_eq!(record.act(receipt.entry).await.unwrap(), shown);
    })
    .await;
}

#[tokio::test]
async fn keys_are_private_and_rotated_by_an_act_and_a_lost_one_is_refused() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        let log = log_in(&record, folder.path());
        let mut sequencer = Sequencer::new(log.clone());
        append(&record, act("a")).await.unwrap();
        sequencer.step().await.unwrap();
        let keys = folder.path().join("keys");
        for file in fs::read_dir(&keys).unwrap() {
            let mode = file.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let system = Actor::System {
            name: "test".to_owned(),
        };
        log.rotate_keys(system.clone()).await.unwrap();
        assert_eq!(
            log.rotate_keys(system).await.unwrap_err().code(),
            "record.key_rotating"
        );
        sequencer.step().await.unwrap();
        assert_eq!(log.policy(1).await.unwrap().log_keys().len(), 2);
        assert_eq!(log.policy(2).await.unwrap().log_keys().len(), 4);
        append(&record, act("b")).await.unwrap();
        sequencer.step().await.unwrap();
        assert_eq!(log.policy(3).await.unwrap().log_keys().len(), 2);
        assert_eq!(fs::read_dir(&keys).unwrap().count(), 2);
        assert!(log.audit().await.unwrap().is_clean());
        for file in fs::read_dir(&keys).unwrap() {
            fs::remove_file(file.unwrap().path()).unwrap();
        }
        append(&record, act("c")).await.unwrap();
        let error = sequencer.step().await.unwrap_err();
        assert_eq!(error.code(), "record.key_lost");
        assert!(error.to_string().contains("is lost"), "{error}");
        assert_eq!(fs::read_dir(&keys).unwrap().count(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_lease_that_ran_out_goes_to_the_next_and_tiles_or_database_of_before_are_refused() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        append(&record, act("a")).await.unwrap();
        let mut first = Sequencer::new(log_in(&record, folder.path()));
        first.step().await.unwrap();
        let later: jiff::Timestamp = "2026-11-24T04:01:00Z".parse().unwrap();
        let next = Record::open(db.clone(), Arc::new(FixedClock(later)))
            .await
            .unwrap();
        let mut second = Sequencer::new(log_in(&next, folder.path()));
        assert!(matches!(second.step().await.unwrap(), Step::Led { .. }));
        second.resign().await.unwrap();
        fs::rename(folder.path().join("ledger"), folder.path().join("away")).unwrap();
        assert_eq!(second.step().await.unwrap_err().code(), "record.tiles_lost");
        fs::remove_dir_all(folder.path().join("ledger")).unwrap();
        fs::rename(folder.path().join("away"), folder.path().join("ledger")).unwrap();
        change(&db, "UPDATE record_entry SET leaf_index = NULL").await;
        assert_eq!(
            second.step().await.unwrap_err().code(),
            "record.database_behind"
        );
    })
    .await;
}
