//! Very many acts at once, with the same rows as one by one.

use std::collections::VecDeque;

use jiff::Timestamp;
use sea_orm::{DbErr, EntityTrait as _, PaginatorTrait as _};
use store::{BulkRows, BulkTx, Cell, DatabaseKind, StoreError, Unindexed, sea_orm};
use thiserror::Error;

use crate::act::NewAct;
use crate::append::AppendError;
use crate::append_all::PreparedAct;
use crate::record::Instant;
use crate::tables::key;
use crate::{Record, log};

/// Why acts are not written in bulk; nothing is.
#[derive(Debug, Error)]
pub enum BulkError {
    /// An entry was appended between the numbering and the lock.
    #[error(
        "{0} entries of the record have no index yet, because somebody else writes: let nobody use the database meanwhile, and try again"
    )]
    Unnumbered(i64),
    /// The record is younger.
    #[error("the record holds acts of {0} already, and time on a record never goes back")]
    Later(Timestamp),
    /// An act cannot be recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The places of acts that come one after the other on the record: arrivals and indexes of the log.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    arrival: i64,
    /// None where the log has not begun: the sequencer begins it and numbers.
    index: Option<i64>,
}

/// Gives out the places of a bulk.
#[derive(Debug)]
pub struct Numbering {
    next: Places,
    latest_ms: i64,
}

/// Rows of acts, of their party blocks and of their entries in the log.
#[derive(Debug)]
pub struct ActRows {
    acts: BulkRows,
    parties: BulkRows,
    entries: BulkRows,
}

/// A write transaction that puts very many acts on the record, in order, each with its index. Nobody
/// else can append meanwhile. Dropped before [`RecordBulk::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct RecordBulk {
    record: Record,
    tx: BulkTx,
    taken: VecDeque<Unindexed>,
}

const TABLES: [&str; 3] = ["record_act", "record_party", "record_entry"];
const ACT: [&str; 15] = [
    "arrival",
    "entry_id",
    "kind",
    "actor_kind",
    "actor_id",
    "authority",
    "subject_kind",
    "subject_id",
    "case_id",
    "happened_at_ms",
    "recorded_at_ms",
    "packs",
    "idempotency_key",
    "canonical",
    "salt",
];

impl From<DbErr> for BulkError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Places {
    /// The place so many after this.
    #[must_use]
    pub fn after(self, count: usize) -> Self {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            arrival: self.arrival + count,
            index: self.index.map(|index| index + count),
        }
    }
}

impl ActRows {
    /// No rows yet.
    pub const fn new(kind: DatabaseKind) -> Self {
        Self {
            acts: BulkRows::new(kind),
            parties: BulkRows::new(kind),
            entries: BulkRows::new(kind),
        }
    }

    /// Adds the rows of an act in its place.
    pub fn push(&mut self, prepared: &PreparedAct, place: Places) {
        let (act, at_ms) = (&prepared.act, prepared.instant.at_ms);
        let happened_at = act.happened_at.map_or(at_ms, Timestamp::as_millisecond);
        let entry = prepared.entry.to_string();
        self.acts.push(&[
            place.arrival.into(),
            Cell::from(&entry),
            act.kind.as_str().into(),
            act.actor.kind().into(),
            act.actor.id().into(),
            (&act.authority).into(),
            (&act.subject.kind).into(),
            (&act.subject.id).into(),
            (&act.case).into(),
            happened_at.into(),
            at_ms.into(),
            (&act.packs).into(),
            (&act.idempotency_key).into(),
            (&prepared.kept).into(),
            Cell::Bytes(prepared.opened.act.salt.as_bytes()),
        ]);
        for (number, block) in (0_i64..).zip(prepared.opened.parties.iter().flatten()) {
            self.parties.push(&[
                place.arrival.into(),
                number.into(),
                block.json.as_str().into(),
                Cell::Bytes(block.salt.as_bytes()),
            ]);
        }
        self.entries.push(&[
            place.arrival.into(),
            Cell::Bytes(&prepared.leaf),
            Cell::Int(place.index),
        ]);
    }
}

impl Record {
    /// Begins to put very many acts on the record, and keeps others waiting. Where the log has begun,
    /// what waits is numbered, and the acts get their indexes with their rows; else the sequencer
    /// numbers all of them.
    /// `tables` are those of the caller that are filled in the same transaction.
    pub async fn bulk(&self, tables: &[&str]) -> Result<(RecordBulk, Numbering), BulkError> {
        let has_begun = key::Entity::find().count(self.db().read()).await? > 0;
        if has_begun {
            log::number_waiting(self).await?;
        }
        let mut tx = self.db().bulk_tx().await?;
        if tx.kind() == DatabaseKind::Postgres {
            let all = [&TABLES[..], tables].concat().join(", ");
            tx.execute(&format!("LOCK TABLE {all} IN ACCESS EXCLUSIVE MODE"))
                .await?;
        }
        let waiting = "SELECT COUNT(*) FROM record_entry WHERE leaf_index IS NULL";
        match tx.number(waiting).await? {
            waiting if has_begun && waiting > 0 => return Err(BulkError::Unnumbered(waiting)),
            _ => {}
        }
        let mut most = async |sql: &str| tx.number(&format!("SELECT COALESCE(MAX({sql}")).await;
        let next = Places {
            arrival: most("arrival), 0) + 1 FROM record_act").await?,
            index: Some(most("leaf_index), -1) + 1 FROM record_entry").await?)
                .filter(|_| has_begun),
        };
        let latest_ms = most("recorded_at_ms), -9000000000000000) FROM record_act").await?;
        let mut taken = VecDeque::new();
        taken.push_back(tx.without_indexes(&TABLES).await?);
        taken.push_back(tx.without_indexes(tables).await?);
        let record = self.clone();
        let bulk = RecordBulk { record, tx, taken };
        Ok((bulk, Numbering { next, latest_ms }))
    }
}

impl PreparedAct {
    /// Checks and seals an act that is recorded at an instant of the past, in a bulk.
    pub fn at(act: NewAct, at: Timestamp) -> Result<Self, AppendError> {
        let at_ms = at.as_millisecond();
        Self::sealed(act, Instant { at_ms, held: false })
    }
}

impl Numbering {
    /// Takes the next places, for acts that are recorded in this order; `from` and `to` are the first
    /// and the last of their instants.
    pub fn take(
        &mut self,
        count: usize,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Places, BulkError> {
        if from.as_millisecond() < self.latest_ms {
            let latest = Timestamp::from_millisecond(self.latest_ms).unwrap_or_default();
            return Err(BulkError::Later(latest));
        }
        self.latest_ms = to.as_millisecond();
        let places = self.next;
        self.next = places.after(count);
        Ok(places)
    }
}

impl RecordBulk {
    /// Which database it is.
    pub const fn kind(&self) -> DatabaseKind {
        self.tx.kind()
    }

    /// Writes the rows of acts, each in a place that was taken.
    pub async fn write_acts(&mut self, rows: ActRows) -> Result<(), StoreError> {
        let ActRows {
            acts,
            parties,
            entries,
        } = rows;
        let entry = ["arrival", "leaf", "leaf_index"];
        let party = ["arrival", "number", "canonical", "salt"];
        self.tx.write("record_act", &ACT, acts).await?;
        self.tx.write("record_entry", &entry, entries).await?;
        self.tx.write("record_party", &party, parties).await
    }

    /// Writes rows of another table.
    pub async fn write(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: BulkRows,
    ) -> Result<(), StoreError> {
        self.tx.write(table, columns, rows).await
    }

    /// Writes rows of another table in the place of all that it has.
    pub async fn write_anew(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: BulkRows,
    ) -> Result<(), StoreError> {
        self.tx.execute(&format!("DELETE FROM {table}")).await?;
        self.tx.write(table, columns, rows).await
    }

    /// Makes the indexes and then the whole durable.
    pub async fn commit(mut self, numbering: &Numbering) -> Result<(), StoreError> {
        for taken in self.taken.drain(..) {
            self.tx.index_again(taken).await?;
        }
        if self.tx.kind() == DatabaseKind::Postgres {
            self.tx.execute(COUNT_ON).await?;
        }
        self.tx.commit().await?;
        self.record.seen(numbering.latest_ms);
        Ok(())
    }
}

/// Lets the next act arrive behind these.
const COUNT_ON: &str = "SELECT setval(pg_get_serial_sequence('record_act', 'arrival'), \
    MAX(arrival)) FROM record_act";
