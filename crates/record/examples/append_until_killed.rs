//! Appends from 8 clients and sequences until it is killed; the child of `tests/torture.rs`.
//!
//! Arguments: the address of the database, the data folder, the number of the round. Each act that
//! was acknowledged is printed as `<idempotency key> <entry>`, one line, once it is durable.

#![allow(clippy::unwrap_used, reason = "its parent reads how it ended")]

use std::io::Write as _;
use std::sync::Arc;

use base::Clock;
use futures::FutureExt;
use futures::future::join_all;
use jiff::Timestamp;
use record::{Actor, AppendError, LogSettings, NewAct, Record, RecordLog, Sequencer, Subject};
use serde_json::json;
use store::Database;

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this program is its own shell")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, folder, round] = &arguments[..] else {
        panic!("three arguments are needed: database, data folder, round");
    };
    let db = Database::open(&url.parse().unwrap()).await.unwrap();
    let record = Record::open(db, Arc::new(SystemClock)).await.unwrap();
    let origin = "ledger.example/city";
    let mut settings = LogSettings::new(folder, origin.parse().unwrap(), origin.parse().unwrap());
    settings.interval = std::time::Duration::from_millis(5);
    settings.lease = std::time::Duration::from_millis(200);
    let log = RecordLog::new(record.clone(), settings);
    tokio::spawn(Sequencer::new(log).run(futures::future::pending()));
    println!("ready");
    let clients =
        (0..8).map(|client| tokio::spawn(append_for_ever(record.clone(), round.clone(), client)));
    join_all(clients).await;
}

async fn append_for_ever(record: Record, round: String, client: u32) {
    for number in 0.. {
        let key = format!("{round}-{client}-{number}");
        let act = NewAct {
            kind: "test.appended".parse().unwrap(),
            actor: Actor::System {
                name: "torture".to_owned(),
            },
            authority: None,
            subject: Subject {
                kind: "client".to_owned(),
                id: client.to_string(),
            },
            case: None,
            happened_at: None,
            packs: None,
            data: json!({"number": number}),
            party_blocks: vec![json!({"synthetic": true, "number": number})],
            idempotency_key: Some(key.clone()),
        };
        let inner = record.clone();
        let appended: Result<_, AppendError> = record
            .write(move |tx| async move { inner.append(tx, act).await }.boxed())
            .await;
        let line = format!("{key} {}\n", appended.unwrap().entry);
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
}
