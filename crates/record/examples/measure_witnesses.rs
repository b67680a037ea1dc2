//! Measures how long an act waits until a proof of it verifies against a checkpoint that two of three
//! witnesses have cosigned over HTTP: `cargo run --release -p record --example measure_witnesses --
//! [sqlite:PATH | postgres://…] FOLDER`. The witnesses listen on loopback, each with a durable
//! database of its own; the third is reached by no one in the last part.

#![allow(clippy::unwrap_used, reason = "a measure fails by its panic")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use base::Clock;
use futures::FutureExt;
use futures::future::join_all;
use jiff::Timestamp;
use ledger::{KnownLog, VerifierKey};
use record::log::KeyFolder;
use record::{
    Actor, AppendError, EntryId, LogSettings, NewAct, Record, RecordLog, Sequencer, Subject,
    Witness, WitnessAddress,
};
use serde_json::json;
use store::{Database, DatabaseUrl};

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this program is its own shell")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

const ORIGIN: &str = "ledger.example/city";
const SAMPLES: u32 = 300;
/// Clients that append all the time in the parts under load, and the pause of each between acts.
const CLIENTS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(10);

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, folder] = &arguments[..] else {
        panic!("two arguments are needed: database, folder");
    };
    let folder = Path::new(folder);
    let db = Database::open(&url.parse().unwrap()).await.unwrap();
    println!("{}", db.kind().name());
    let record = Record::open(db, Arc::new(SystemClock)).await.unwrap();
    let keys = begun(&record, folder).await;
    let mut witnesses = Vec::new();
    for name in ["witness.one", "witness.two", "witness.three"] {
        witnesses.push(witness(folder, name, &keys).await);
    }
    part("no load", &record, folder, &witnesses, 0).await;
    part("under load", &record, folder, &witnesses, CLIENTS).await;
    "http://127.0.0.1:9".clone_into(&mut witnesses[2].url);
    part(
        "under load, one witness dead",
        &record,
        folder,
        &witnesses,
        CLIENTS,
    )
    .await;
}

fn settings(folder: &Path) -> LogSettings {
    LogSettings::new(folder, ORIGIN.parse().unwrap(), ORIGIN.parse().unwrap())
}

/// The log's keys and first checkpoint, before any witness is known.
async fn begun(record: &Record, folder: &Path) -> Vec<VerifierKey> {
    let log = RecordLog::new(record.clone(), settings(folder));
    log.integrate().await.unwrap();
    let keys = log.keys().await.unwrap().into_iter();
    keys.map(|key| key.verifier).collect()
}

async fn witness(folder: &Path, name: &str, keys: &[VerifierKey]) -> WitnessAddress {
    let folder = folder.join(name);
    let url = DatabaseUrl::Sqlite(folder.join("xiezhi.sqlite"));
    let db = Database::open(&url).await.unwrap();
    let record = Record::open(db, Arc::new(SystemClock)).await.unwrap();
    let cosigner = KeyFolder::at(folder.join("keys"));
    let cosigner = cosigner.cosigner(&name.parse().unwrap()).unwrap();
    let key = cosigner.verifier().clone();
    let log = KnownLog {
        origin: ORIGIN.parse().unwrap(),
        keys: keys.to_vec(),
    };
    let app = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .with_state(Witness::new(record, cosigner, vec![log]));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    WitnessAddress { url, key }
}

async fn add_checkpoint(State(witness): State<Witness>, body: Bytes) -> (StatusCode, String) {
    let answer = witness.add_checkpoint(&body).await.unwrap();
    let status = StatusCode::from_u16(answer.status()).unwrap();
    (status, answer.body())
}

async fn part(
    name: &str,
    record: &Record,
    folder: &Path,
    witnesses: &[WitnessAddress],
    clients: u32,
) {
    let mut settings = settings(folder);
    settings.witnesses = witnesses.to_vec();
    settings.quorum = 2;
    let log = RecordLog::new(record.clone(), settings);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let sequencer = Sequencer::new(log.clone());
    let sequencing = tokio::spawn(sequencer.run(async move { drop(stopped.await) }));
    let (loading, others) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicU32::new(0)));
    let begun = Instant::now();
    let load = (0..clients).map(|client| {
        let (record, loading, others) = (record.clone(), loading.clone(), others.clone());
        tokio::spawn(async move {
            while loading.load(Ordering::SeqCst) {
                append(&record, client + 1).await;
                others.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(PAUSE).await;
            }
        })
    });
    let load: Vec<_> = load.collect();
    let (mut waits, mut largest) = (Vec::new(), 0);
    for _ in 0..SAMPLES {
        let (wait, bytes) = wait_for_proof(record, &log).await;
        waits.push(wait);
        largest = largest.max(bytes);
    }
    let rate = f64::from(others.load(Ordering::SeqCst)) / begun.elapsed().as_secs_f64();
    loading.store(false, Ordering::SeqCst);
    join_all(load).await;
    drop(stop);
    sequencing.await.unwrap();
    waits.sort_unstable();
    let at = |percent: usize| waits[(waits.len() * percent).div_ceil(100) - 1];
    println!(
        "{name} ({rate:.0} other acts/s): append to proof with 2 of 3 witnesses: median {:.0?}, p99 {:.0?}, largest of {SAMPLES} {:.0?}; {largest} bytes at most",
        at(50),
        at(99),
        at(100)
    );
}

/// From before the append until the proof is verified, with two witnesses.
async fn wait_for_proof(record: &Record, log: &RecordLog) -> (Duration, usize) {
    let begun = Instant::now();
    let entry = append(record, 0).await;
    let proof = loop {
        match log.prove(entry).await {
            Ok(proof) => break proof,
            Err(error) => assert_eq!(error.code(), "record.not_yet_proved", "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    let text = proof.proof.checkpoint.text();
    let size = text.lines().nth(1).unwrap().parse().unwrap();
    let policy = log.policy(size).await.unwrap();
    assert!(proof.verify(&policy).unwrap().witnesses.len() >= 2);
    (begun.elapsed(), proof.proof.to_string().len())
}

async fn append(record: &Record, client: u32) -> EntryId {
    let act = NewAct {
        kind: "register.authority_renamed".parse().unwrap(),
        actor: Actor::Person {
            account: format!("account-{client}"),
        },
        authority: Some("authority-0".to_owned()),
        subject: Subject {
            kind: "authority".to_owned(),
            id: format!("authority-{client}"),
        },
        case: None,
        happened_at: None,
        packs: None,
        data: json!({"name": "云麓市城市管理局"}),
        party_blocks: vec![json!({"synthetic": true, "name": "王小云"})],
        idempotency_key: None,
    };
    let inner = record.clone();
    let appended: Result<_, AppendError> = record
        .write(move |tx| async move { inner.append(tx, act).await }.boxed())
        .await;
    appended.unwrap().entry
}
