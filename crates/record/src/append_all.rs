//! Appending many acts in few statements.

use std::borrow::Borrow;
use std::collections::HashMap;

use ledger::OpenedAct;
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryTrait,
};
use store::{WriteTx, insert_all, sea_orm};

use crate::act::{NewAct, Receipt};
use crate::append::{AppendError, check, digest, new_entry_id, open, timestamp};
use crate::kept::kept;
use crate::record::Instant;
use crate::tables::{act, entry, party};
use crate::{EntryId, Record};

/// Acts of one statement: PostgreSQL takes 65,535 variables, SQLite 32,766.
const ACTS_A_STATEMENT: usize = 1_000;

/// An act that is checked and sealed, ready to be appended with others.
#[derive(Debug)]
pub struct PreparedAct {
    pub(crate) act: NewAct,
    pub(crate) opened: OpenedAct,
    pub(crate) leaf: Vec<u8>,
    pub(crate) entry: EntryId,
    pub(crate) instant: Instant,
    pub(crate) kept: String,
}

impl PreparedAct {
    /// Its entry on the record, once it is appended.
    pub const fn entry(&self) -> EntryId {
        self.entry
    }

    /// Checks and seals an act that is recorded at an instant.
    pub(crate) fn sealed(act: NewAct, instant: Instant) -> Result<Self, AppendError> {
        check(&act)?;
        let entry = new_entry_id(instant.at_ms);
        let opened = open(&act, entry, instant)?;
        let leaf = opened.leaf()?.encode();
        Ok(Self {
            kept: kept(&act, instant)?,
            act,
            opened,
            leaf,
            entry,
            instant,
        })
    }

    /// What is acknowledged of it, once its transaction is durable.
    pub fn receipt(&self) -> Receipt {
        Receipt {
            entry: self.entry,
            digest: digest(&self.leaf),
            recorded_at: timestamp(self.instant.at_ms),
            repeated: false,
        }
    }
}

impl Record {
    /// Checks and seals an act outside of a transaction, so that [`Record::append_all`] has nothing to
    /// do but write. It is recorded with the time of this call. An act with an idempotency key is
    /// refused: those are appended one by one, with [`Record::append`].
    pub fn prepare(&self, act: NewAct) -> Result<PreparedAct, AppendError> {
        if act.idempotency_key.is_some() {
            return Err(AppendError::Field {
                field: "idempotency key",
            });
        }
        PreparedAct::sealed(act, self.instant())
    }

    /// Appends acts in their order, in the caller's transaction: what [`Record::append`] writes for
    /// each, in few statements.
    pub async fn append_all<A: Borrow<PreparedAct>>(
        &self,
        tx: &WriteTx,
        acts: &[A],
    ) -> Result<(), AppendError> {
        for acts in acts.chunks(ACTS_A_STATEMENT) {
            let rows = acts.iter().map(|act| row(act.borrow()));
            let mut insert = act::Entity::insert_many(rows).into_query();
            insert.returning(
                Query::returning().columns([act::Column::EntryId, act::Column::Arrival]),
            );
            let written = tx.query_all(&insert).await?.into_iter();
            let pairs = written.map(|row| {
                let entry: String = row.try_get_by_index(0)?;
                Ok((entry, row.try_get_by_index(1)?))
            });
            let arrivals: HashMap<String, i64> = pairs.collect::<Result<_, DbErr>>()?;
            let (mut entries, mut parties) = (Vec::new(), Vec::new());
            for act in acts.iter().map(Borrow::borrow) {
                let id = act.entry.to_string();
                let arrival = *arrivals
                    .get(&id)
                    .ok_or_else(|| AppendError::Damaged(id.clone()))?;
                entries.push(entry::ActiveModel {
                    arrival: Set(arrival),
                    leaf: Set(act.leaf.clone()),
                    leaf_index: Set(None),
                });
                parties.extend(party_rows(act, arrival));
            }
            insert_all(&**tx, entries).await?;
            insert_all(&**tx, parties).await?;
        }
        Ok(())
    }
}

fn row(prepared: &PreparedAct) -> act::ActiveModel {
    let PreparedAct {
        act,
        opened,
        entry,
        instant,
        kept,
        ..
    } = prepared;
    let happened_at = act.happened_at.map(jiff::Timestamp::as_millisecond);
    act::ActiveModel {
        arrival: NotSet,
        entry_id: Set(entry.to_string()),
        kind: Set(act.kind.as_str().to_owned()),
        actor_kind: Set(act.actor.kind().to_owned()),
        actor_id: Set(act.actor.id().to_owned()),
        authority: Set(act.authority.clone()),
        subject_kind: Set(act.subject.kind.clone()),
        subject_id: Set(act.subject.id.clone()),
        case_id: Set(act.case.clone()),
        happened_at_ms: Set(happened_at.unwrap_or(instant.at_ms)),
        recorded_at_ms: Set(instant.at_ms),
        packs: Set(act.packs.clone()),
        idempotency_key: Set(None),
        canonical: Set(kept.clone()),
        salt: Set(opened.act.salt.as_bytes().to_vec()),
    }
}

fn party_rows(prepared: &PreparedAct, arrival: i64) -> Vec<party::ActiveModel> {
    let blocks = prepared.opened.parties.iter().flatten();
    let row = |(number, block): (i32, &ledger::act::Opening)| party::ActiveModel {
        arrival: Set(arrival),
        number: Set(number),
        canonical: Set(Some(block.json.as_str().to_owned())),
        salt: Set(Some(block.salt.as_bytes().to_vec())),
        erased_at_ms: Set(None),
    };
    (0..).zip(blocks).map(row).collect()
}
