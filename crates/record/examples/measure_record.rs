//! Measures the record, floor beside it: `cargo run --release -p record --example measure_record --
//! [sqlite:PATH | postgres://…] FOLDER`. PostgreSQL must have `fsync = on` for the figure to count.

#![allow(clippy::unwrap_used, reason = "a measure fails by its panic")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use base::Clock;
use futures::FutureExt;
use futures::future::join_all;
use jiff::Timestamp;
use record::{
    Actor, AppendError, EntryId, LogSettings, NewAct, Record, RecordLog, Sequencer, Subject,
};
use serde_json::json;
use store::sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use store::{Database, DatabaseKind, StoreError, WriteTx};

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this program is its own shell")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

const ACTS: u32 = 24_000;
const CLIENTS: [u32; 3] = [1, 16, 128];

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, folder] = &arguments[..] else {
        panic!("two arguments are needed: database, folder");
    };
    let db = Database::open(&url.parse().unwrap()).await.unwrap();
    println!("{}", db.kind().name());
    let record = Record::open(db, Arc::new(SystemClock)).await.unwrap();
    for clients in CLIENTS {
        // In turns, so that a machine that others load too is fair to both.
        let (mut floor, mut append) = (Duration::ZERO, Duration::ZERO);
        let acts = if clients == 1 { ACTS / 16 } else { ACTS };
        for _ in 0..4 {
            floor += run(&record, clients, acts / 4, true).await;
            append += run(&record, clients, acts / 4, false).await;
        }
        let rate = |time: Duration| f64::from(acts) / time.as_secs_f64();
        let (floor, append) = (rate(floor), rate(append));
        println!(
            "{clients:>3} clients: floor {floor:>6.0}/s, append {append:>6.0}/s, {:.2} of the floor",
            append / floor
        );
    }
    sequence(&record, folder).await;
}

async fn run(record: &Record, clients: u32, acts: u32, is_floor: bool) -> Duration {
    let begun = Instant::now();
    let tasks = (0..clients).map(|client| {
        let record = record.clone();
        tokio::spawn(async move {
            for number in 0..acts / clients {
                if is_floor {
                    let written: Result<(), StoreError> = record
                        .write(move |tx| floor(tx, client, number).boxed())
                        .await;
                    written.unwrap();
                } else {
                    append(&record, client, number).await;
                }
            }
        })
    });
    join_all(tasks).await;
    begun.elapsed()
}

async fn append(record: &Record, client: u32, number: u32) -> EntryId {
    let act = NewAct {
        kind: "register.authority_renamed".parse().unwrap(),
        actor: Actor::Person {
            account: format!("account-{client}"),
        },
        authority: Some("authority-0".to_owned()),
        subject: Subject {
            kind: "authority".to_owned(),
            id: format!("authority-{number}"),
        },
        case: None,
        happened_at: None,
        packs: None,
        data: json!({"name": "云麓市城市管理局", "revision": number}),
        party_blocks: vec![json!({"synthetic": true, "name": "王小云"})],
        idempotency_key: None,
    };
    let inner = record.clone();
    let appended: Result<_, AppendError> = record
        .write(move |tx| async move { inner.append(tx, act).await }.boxed())
        .await;
    appended.unwrap().entry
}

/// The same rows by the same statements, without canonical form, salt and commitment. The leaf's
/// first byte keeps them apart from real entries; they are removed before the log is measured.
async fn floor(tx: &WriteTx, client: u32, number: u32) -> Result<(), StoreError> {
    const ACT: &str = "INSERT INTO record_act (entry_id, kind, actor_kind, actor_id, authority, \
        subject_kind, subject_id, case_id, happened_at_ms, recorded_at_ms, packs, idempotency_key, \
        canonical, salt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
        ON CONFLICT (actor_kind, actor_id, idempotency_key) WHERE idempotency_key IS NOT NULL \
        DO NOTHING RETURNING arrival";
    let now_ms = SystemClock.now().as_millisecond();
    let none = || Value::from(None::<String>);
    // As long as the canonical form of the act above.
    let canonical = "x".repeat(455);
    let act: [Value; 14] = [
        uuid::Uuid::now_v7().to_string().into(),
        "floor".into(),
        "person".into(),
        format!("account-{client}").into(),
        "authority-0".into(),
        "authority".into(),
        format!("authority-{number}").into(),
        none(),
        now_ms.into(),
        now_ms.into(),
        none(),
        none(),
        canonical.into(),
        vec![7_u8; 32].into(),
    ];
    let of = |sql: &'static str, values: Vec<Value>| -> Statement {
        let backend: DbBackend = tx.get_database_backend();
        Statement::from_sql_and_values(backend, sql, values)
    };
    let row = tx.query_one_raw(of(ACT, act.to_vec())).await?;
    let arrival: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    const PARTY: &str =
        "INSERT INTO record_party (arrival, number, canonical, salt) VALUES ($1, $2, $3, $4)";
    let party = vec![
        arrival.into(),
        0.into(),
        "x".repeat(38).into(),
        vec![7_u8; 32].into(),
    ];
    tx.execute_raw(of(PARTY, party)).await?;
    const ENTRY: &str = "INSERT INTO record_entry (arrival, leaf) VALUES ($1, $2)";
    tx.execute_raw(of(ENTRY, vec![arrival.into(), vec![0_u8; 66].into()]))
        .await?;
    Ok(())
}

async fn sequence(record: &Record, folder: &str) {
    let tx = record.db().write_tx().await.unwrap();
    let entries = match record.db().kind() {
        DatabaseKind::Sqlite => "hex(leaf) LIKE '00%'",
        DatabaseKind::Postgres => "get_byte(leaf, 0) = 0",
    };
    tx.execute_unprepared(&format!("DELETE FROM record_entry WHERE {entries}"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let origin = "ledger.example/city";
    let settings = LogSettings::new(folder, origin.parse().unwrap(), origin.parse().unwrap());
    let log = RecordLog::new(record.clone(), settings);
    let begun = Instant::now();
    let step = Sequencer::new(log.clone()).step().await.unwrap();
    let record::Step::Led { size, .. } = step else {
        panic!("nobody else leads")
    };
    let rate = size as f64 / begun.elapsed().as_secs_f64();
    println!("sequencer: {size} entries, {rate:.0}/s, to the published checkpoint");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let mut sequencer = Sequencer::new(log.clone());
    // The lease of the one before.
    while sequencer.step().await.unwrap() == record::Step::Standby {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let running = tokio::spawn(sequencer.run(async move { drop(stopped.await) }));
    let (mut waits, mut proofs, mut largest) = (Vec::new(), Vec::new(), 0);
    for number in 0..50 {
        let begun = Instant::now();
        let entry = append(record, 0, number).await;
        while log.prove(entry).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        waits.push(begun.elapsed());
        let begun = Instant::now();
        let proof = log.prove(entry).await.unwrap();
        proofs.push(begun.elapsed());
        largest = largest.max(proof.proof.to_string().len());
    }
    drop(stop);
    running.await.unwrap();
    waits.sort_unstable();
    proofs.sort_unstable();
    println!(
        "append to proof, no witnesses: median {:?}, largest of 50 {:?}",
        waits[25], waits[49]
    );
    println!(
        "proof: median {:?}, largest of 50 {:?}, {largest} bytes at most",
        proofs[25], proofs[49]
    );
}
