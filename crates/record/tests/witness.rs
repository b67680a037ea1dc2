//! Checkpoints are cosigned over HTTP by two of three witnesses, one of which is dead.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use ledger::witness::{AddCheckpoint, WitnessAnswer};
use ledger::{Cosigner, KnownLog, Reader, SignedNote, VerifierKey};
use record::log::KeyFolder;
use record::{LogSettings, Record, RecordLog, Sequencer, Step, Witness, WitnessAddress};
use store::testing::for_each_database;
use store::{Database, DatabaseUrl};
use support::{act, append, record_on};

const ORIGIN: &str = "ledger.example/city";

async fn add_checkpoint(State(witness): State<Witness>, body: Bytes) -> (StatusCode, String) {
    let answer = witness.add_checkpoint(&body).await.unwrap();
    (
        StatusCode::from_u16(answer.status()).unwrap(),
        answer.body(),
    )
}

/// A witness of its own with its own database, listening.
async fn listening(witness: Witness) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .with_state(witness);
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

async fn witness(folder: &Path, name: &str, keys: Vec<VerifierKey>) -> (Witness, VerifierKey) {
    let url = DatabaseUrl::Sqlite(folder.join(name).join("xiezhi.sqlite"));
    let record = record_on(&Database::open(&url).await.unwrap()).await;
    let cosigner: Cosigner = KeyFolder::at(folder.join(name).join("keys"))
        .cosigner(&name.parse().unwrap())
        .unwrap();
    let key = cosigner.verifier().clone();
    let log = KnownLog {
        origin: ORIGIN.parse().unwrap(),
        keys,
    };
    (Witness::new(record, cosigner, vec![log]), key)
}

fn settings(folder: &Path) -> LogSettings {
    let mut settings = LogSettings::new(folder, ORIGIN.parse().unwrap(), ORIGIN.parse().unwrap());
    settings.interval = Duration::from_millis(20);
    settings
}

/// The log's keys and first checkpoint, before any witness is known.
async fn begun(record: &Record, folder: &Path) -> Vec<VerifierKey> {
    let log = RecordLog::new(record.clone(), settings(folder));
    let mut sequencer = Sequencer::new(log.clone());
    assert_eq!(
        sequencer.step().await.unwrap(),
        Step::Led {
            numbered: 0,
            size: 0
        }
    );
    sequencer.resign().await.unwrap();
    log.keys()
        .await
        .unwrap()
        .into_iter()
        .map(|key| key.verifier)
        .collect()
}

#[tokio::test]
async fn a_proof_is_cosigned_by_two_of_three_witnesses_while_one_is_dead() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        let keys = begun(&record, folder.path()).await;
        let mut settings = settings(folder.path());
        settings.quorum = 2;
        let mut first = None;
        for name in ["witness.one", "witness.two", "witness.dead"] {
            let (witness, key) = witness(folder.path(), name, keys.clone()).await;
            let url = if name == "witness.dead" {
                "http://127.0.0.1:9".to_owned()
            } else {
                listening(witness.clone()).await
            };
            first.get_or_insert(witness);
            settings.witnesses.push(WitnessAddress { url, key });
        }
        let log = RecordLog::new(record.clone(), settings);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(Sequencer::new(log.clone()).run(async move {
            let _ = stopped.await;
        }));
        for round in 0..5 {
            let entry = append(&record, act("a")).await.unwrap().entry;
            let proof = loop {
                match log.prove(entry).await {
                    Ok(proof) => break proof,
                    Err(error) => assert_eq!(error.code(), "record.not_yet_proved", "{error}"),
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            };
            let verified = proof.verify(&log.policy(round + 1).await.unwrap()).unwrap();
            assert!(verified.witnesses.len() >= 2);
            assert!(proof.proof.to_string().len() <= 3_072);
        }
        stop.send(()).unwrap();
        running.await.unwrap();
        let audit = log.audit().await.unwrap();
        assert!(audit.is_clean(), "{audit:?}");
        shows_no_second_history(&first.unwrap(), &log).await;
    })
    .await;
}

/// What was cosigned is remembered, and a checkpoint that the log did not sign is refused.
async fn shows_no_second_history(witness: &Witness, log: &RecordLog) {
    let note = log.checkpoint().await.unwrap().unwrap();
    let again = AddCheckpoint::new(0, Vec::new(), note.clone()).unwrap();
    let answer = witness
        .add_checkpoint(again.to_body().as_bytes())
        .await
        .unwrap();
    assert_eq!(answer, WitnessAnswer::Conflict { size: 5 });
    let forged = note.to_string().replacen("\n5\n", "\n6\n", 1);
    let forged = SignedNote::parse(forged.as_bytes()).unwrap();
    let forged = AddCheckpoint::new(5, Vec::new(), forged).unwrap();
    let answer = witness
        .add_checkpoint(forged.to_body().as_bytes())
        .await
        .unwrap();
    assert_eq!(answer, WitnessAnswer::Forbidden);
    let answer = witness.add_checkpoint(b"old").await.unwrap();
    assert_eq!(answer, WitnessAnswer::BadRequest);
}

#[tokio::test]
async fn a_sample_is_verified_by_its_files_alone() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let record = record_on(&db).await;
        let log = RecordLog::new(record.clone(), settings(folder.path()));
        for _ in 0..9 {
            append(&record, act("a")).await.unwrap();
        }
        Sequencer::new(log.clone()).step().await.unwrap();
        let out = folder.path().join("sample");
        let indexes = log.sample(4, &out).await.unwrap();
        assert_eq!(indexes.len(), 4);
        let text = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
        let keys = ["vkey", "vkey-sm2"].map(|name| text(name).trim_end().parse().unwrap());
        let policy =
            ledger::Policy::new(ORIGIN.parse().unwrap(), keys.to_vec(), Vec::new(), 0).unwrap();
        for index in indexes {
            let leaf = std::fs::read(out.join(format!("{index}.leaf"))).unwrap();
            let proof = ledger::TlogProof::parse(&text(&format!("{index}.tlog-proof"))).unwrap();
            proof.verify(&leaf, &policy).unwrap();
            let tiles = ledger::FolderStore::open(&log.folder()).unwrap();
            assert_eq!(Reader::new(&tiles).entry(index, 9).unwrap(), leaf);
        }
    })
    .await;
}
