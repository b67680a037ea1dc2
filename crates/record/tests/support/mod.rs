//! A record on an empty database, and acts of a city that does not exist.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a test fails by its panic"
)]

pub mod cut_disk;
pub mod recovered;
pub mod trace;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base::Clock;
use futures::FutureExt;
use jiff::Timestamp;
use record::{Actor, AppendError, NewAct, Receipt, Record, Subject};
use serde_json::{Value, json};
use store::Database;

/// Noon of 24 November 2026 in Beijing.
pub const NOW: &str = "2026-11-24T04:00:00Z";

/// A clock that is moved by hand.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    pub fn new() -> Arc<Self> {
        let now: Timestamp = NOW.parse().unwrap();
        Arc::new(Self(AtomicI64::new(now.as_millisecond())))
    }

    pub fn forward(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub async fn record_on(db: &Database) -> Record {
    Record::open(db.clone(), HandClock::new()).await.unwrap()
}

/// An act about the authority of this name.
pub fn act(subject: &str) -> NewAct {
    NewAct {
        kind: "register.authority_renamed".parse().unwrap(),
        actor: Actor::Person {
            account: "account-1".to_owned(),
        },
        authority: Some("authority-0".to_owned()),
        subject: Subject {
            kind: "authority".to_owned(),
            id: subject.to_owned(),
        },
        case: None,
        happened_at: None,
        packs: None,
        data: json!({"name": "云麓市城市管理局", "revision": 2}),
        party_blocks: Vec::new(),
        idempotency_key: None,
    }
}

/// A synthetic person.
pub fn person(name: &str) -> Value {
    json!({"name": name, "synthetic": true})
}

pub async fn append(record: &Record, act: NewAct) -> Result<Receipt, AppendError> {
    let inner = record.clone();
    record
        .write(move |tx| async move { inner.append(tx, act).await }.boxed())
        .await
}
