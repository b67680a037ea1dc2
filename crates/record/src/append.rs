//! Appending an act in the caller's transaction.

use base::Kind as _;
use jiff::Timestamp;
use ledger::act::{CanonicalJsonError, LeafError, Opening};
use ledger::{CanonicalJson, Commitment, Hash, Leaf, OpenedAct, Salt};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Statement, Value,
};
use serde_json::{Map, json};
use store::{StoreError, WriteTx, sea_orm};
use thiserror::Error;
use uuid::{Builder, Uuid};

use crate::act::{EntryMark, NewAct, Receipt};
use crate::kept::kept;
use crate::record::{Instant, random};
use crate::tables::{act, entry, party};
use crate::{EntryId, Record};

/// Bytes that an act may have in canonical form; larger things are recorded by their digest.
const ACT_BYTES_MAX: usize = 1 << 20;
/// Characters that an id or key may have.
const TEXT_MAX: usize = 200;

/// Why an act is not appended; the transaction is to be given up.
#[derive(Debug, Error)]
pub enum AppendError {
    /// A text is empty or too long.
    #[error("the {field} of the act must have 1 to {TEXT_MAX} characters")]
    Field {
        /// Which text.
        field: &'static str,
    },
    /// The data is no JSON object.
    #[error("the data of an act and each of its party blocks is a JSON object")]
    NotObject,
    /// The data has no canonical form.
    #[error("the data of the act cannot be recorded: {0}")]
    Canonical(#[from] CanonicalJsonError),
    /// More than a mebibyte.
    #[error(
        "the act has {size_bytes} bytes, at most {ACT_BYTES_MAX} are recorded: record large things by their digest"
    )]
    TooLarge {
        /// Bytes of its canonical form.
        size_bytes: usize,
    },
    /// More than 255 party blocks.
    #[error(transparent)]
    Leaf(#[from] LeafError),
    /// The key was used before, for another act.
    #[error(
        "the idempotency key was used for another act, entry {entry}: take a new key for a new act"
    )]
    KeyReused {
        /// The entry that has the key.
        entry: EntryId,
    },
    /// A row of the record cannot be read.
    #[error("the recorded act {0} is damaged in the database: run xiezhi ledger audit")]
    Damaged(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for AppendError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl AppendError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Field { .. } | Self::NotObject | Self::Canonical(_) => "record.act_invalid",
            Self::TooLarge { .. } | Self::Leaf(_) => "record.act_too_large",
            Self::KeyReused { .. } => "record.key_reused",
            Self::Damaged(_) | Self::Store(_) => "record.internal",
        }
    }
}

impl Record {
    /// Appends an act in the caller's transaction: act, commitments, entry of the log. It is on the
    /// record when that transaction is durable, and not before.
    ///
    /// Where actor and idempotency key were used before for the same act, the first receipt is given
    /// with `repeated`, and nothing is written: the caller then leaves its own rows alone.
    pub async fn append(&self, tx: &WriteTx, act: NewAct) -> Result<Receipt, AppendError> {
        check(&act)?;
        let instant = self.instant();
        let entry = new_entry_id(instant.at_ms);
        let opened = open(&act, entry, instant)?;
        let leaf = opened.leaf()?.encode();
        let Some(arrival) = insert_act(tx, &act, entry, instant, &opened.act.salt).await? else {
            return repeat(tx, &act).await;
        };
        insert_parties(tx, arrival, &opened).await?;
        let values = [arrival.into(), leaf.clone().into()];
        tx.execute_raw(statement(&**tx, INSERT_ENTRY, values))
            .await?;
        Ok(Receipt {
            entry,
            digest: digest(&leaf),
            recorded_at: timestamp(instant.at_ms),
            repeated: false,
        })
    }
}

const INSERT_ACT: &str = "INSERT INTO record_act (entry_id, kind, actor_kind, actor_id, authority, \
    subject_kind, subject_id, case_id, happened_at_ms, recorded_at_ms, packs, idempotency_key, \
    canonical, salt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
    ON CONFLICT (actor_kind, actor_id, idempotency_key) WHERE idempotency_key IS NOT NULL \
    DO NOTHING RETURNING arrival";
const INSERT_PARTY: &str =
    "INSERT INTO record_party (arrival, number, canonical, salt) VALUES ($1, $2, $3, $4)";
const INSERT_ENTRY: &str = "INSERT INTO record_entry (arrival, leaf) VALUES ($1, $2)";

/// The hash of a leaf as a receipt shows it.
pub(crate) fn digest(leaf: &[u8]) -> String {
    Commitment(Hash::of_leaf(leaf).0).to_string()
}

/// An instant of a row.
pub(crate) fn timestamp(at_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(crate) fn statement(
    tx: &impl ConnectionTrait,
    sql: &'static str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(tx.get_database_backend(), sql, values)
}

pub(crate) fn check(act: &NewAct) -> Result<(), AppendError> {
    let optional = |text: &'_ Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let texts = [
        ("actor", act.actor.id().to_owned()),
        ("authority", optional(&act.authority)),
        ("subject kind", act.subject.kind.clone()),
        ("subject id", act.subject.id.clone()),
        ("case", optional(&act.case)),
        ("packs", optional(&act.packs)),
        ("idempotency key", optional(&act.idempotency_key)),
    ];
    for (field, text) in texts {
        if text.is_empty() || text.chars().count() > TEXT_MAX {
            return Err(AppendError::Field { field });
        }
    }
    let mut objects = std::iter::once(&act.data).chain(&act.party_blocks);
    if objects.any(|value| !value.is_object()) {
        return Err(AppendError::NotObject);
    }
    Ok(())
}

/// A UUID of version 7: the millisecond, then random bits.
pub(crate) fn new_entry_id(at_ms: i64) -> EntryId {
    let millis = u64::try_from(at_ms).unwrap_or(0);
    let uuid: Uuid = Builder::from_unix_timestamp_millis(millis, &random()).into_uuid();
    uuid.try_into()
        .unwrap_or_else(|_| EntryId::derived(EntryMark::NAME))
}

/// What the act says, apart from when and under which id it was recorded.
fn said(act: &NewAct) -> Map<String, serde_json::Value> {
    let happened_at = act.happened_at.map(to_millisecond).map(|at| at.to_string());
    let value = json!({
        "version": 1,
        "kind": act.kind,
        "actor": {"kind": act.actor.kind(), "id": act.actor.id()},
        "authority": act.authority,
        "subject": {"kind": act.subject.kind, "id": act.subject.id},
        "case": act.case,
        "reported_at": happened_at,
        "packs": act.packs,
        "idempotency_key": act.idempotency_key,
        "data": act.data,
    });
    match value {
        serde_json::Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn to_millisecond(at: Timestamp) -> Timestamp {
    timestamp(at.as_millisecond())
}

/// The act in canonical form with fresh salts.
pub(crate) fn open(
    act: &NewAct,
    entry: EntryId,
    instant: Instant,
) -> Result<OpenedAct, AppendError> {
    let mut said = said(act);
    said.insert("entry".to_owned(), json!(entry));
    said.insert(
        "recorded_at".to_owned(),
        json!(timestamp(instant.at_ms).to_string()),
    );
    said.insert("clock_held".to_owned(), json!(instant.held));
    let opened = OpenedAct {
        act: seal(&said.into())?,
        parties: act
            .party_blocks
            .iter()
            .map(|block| seal(block).map(Some))
            .collect::<Result<_, _>>()?,
    };
    if opened.parties.len() > Leaf::PARTIES_MAX {
        return Err(LeafError::Parties(opened.parties.len()).into());
    }
    let parties = opened.parties.iter().flatten();
    let size_bytes = std::iter::once(&opened.act)
        .chain(parties)
        .map(|opening| opening.json.as_bytes().len())
        .sum();
    if size_bytes > ACT_BYTES_MAX {
        return Err(AppendError::TooLarge { size_bytes });
    }
    Ok(opened)
}

fn seal(value: &serde_json::Value) -> Result<Opening, CanonicalJsonError> {
    Ok(Opening {
        json: CanonicalJson::of(value)?,
        salt: Salt::new(random()),
    })
}

/// The arrival of the new row; `None` where the idempotency key is taken.
async fn insert_act(
    tx: &WriteTx,
    act: &NewAct,
    entry: EntryId,
    instant: Instant,
    salt: &Salt,
) -> Result<Option<i64>, AppendError> {
    let happened_at_ms = act
        .happened_at
        .map_or(instant.at_ms, Timestamp::as_millisecond);
    let values: [Value; 14] = [
        entry.to_string().into(),
        act.kind.as_str().into(),
        act.actor.kind().into(),
        act.actor.id().into(),
        act.authority.clone().into(),
        act.subject.kind.as_str().into(),
        act.subject.id.as_str().into(),
        act.case.clone().into(),
        happened_at_ms.into(),
        instant.at_ms.into(),
        act.packs.clone().into(),
        act.idempotency_key.clone().into(),
        kept(act, instant)?.into(),
        salt.as_bytes().to_vec().into(),
    ];
    let row = tx
        .query_one_raw(statement(&**tx, INSERT_ACT, values))
        .await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

async fn insert_parties(tx: &WriteTx, arrival: i64, opened: &OpenedAct) -> Result<(), DbErr> {
    for (number, party) in (0_i32..).zip(opened.parties.iter().flatten()) {
        let values: [Value; 4] = [
            arrival.into(),
            number.into(),
            party.json.as_str().into(),
            party.salt.as_bytes().to_vec().into(),
        ];
        tx.execute_raw(statement(&**tx, INSERT_PARTY, values))
            .await?;
    }
    Ok(())
}

/// The first receipt of an act, where this one says the same.
async fn repeat(tx: &WriteTx, act: &NewAct) -> Result<Receipt, AppendError> {
    let first = act::Entity::find()
        .filter(act::Column::ActorKind.eq(act.actor.kind()))
        .filter(act::Column::ActorId.eq(act.actor.id()))
        .filter(act::Column::IdempotencyKey.eq(act.idempotency_key.clone()))
        .one(&**tx)
        .await?
        .ok_or_else(|| {
            DbErr::Custom("the row that holds the idempotency key is gone".to_owned())
        })?;
    let damaged = || AppendError::Damaged(first.entry_id.clone());
    let recorded = first.canonical_json().ok_or_else(damaged)?;
    let entry: EntryId = first.entry_id.parse().map_err(|_| damaged())?;
    let row = entry::Entity::find_by_id(first.arrival)
        .one(&**tx)
        .await?
        .ok_or_else(damaged)?;
    let parties = party::Entity::find()
        .filter(party::Column::Arrival.eq(first.arrival))
        .order_by_asc(party::Column::Number)
        .all(&**tx)
        .await?;
    if !says_the_same(act, &recorded, &parties)? {
        return Err(AppendError::KeyReused { entry });
    }
    Ok(Receipt {
        entry,
        digest: digest(&row.leaf),
        recorded_at: timestamp(first.recorded_at_ms),
        repeated: true,
    })
}

/// Compares with what is recorded. A digest of the request would do, were it not that one of
/// personal data can be guessed; erased blocks count as the same.
fn says_the_same(
    act: &NewAct,
    recorded: &CanonicalJson,
    parties: &[party::Model],
) -> Result<bool, AppendError> {
    let mut recorded: Map<String, serde_json::Value> =
        serde_json::from_str(recorded.as_str()).unwrap_or_default();
    for since in ["entry", "recorded_at", "clock_held"] {
        recorded.remove(since);
    }
    let is_same = CanonicalJson::of(&said(act).into())? == CanonicalJson::of(&recorded.into())?;
    if !is_same || parties.len() != act.party_blocks.len() {
        return Ok(false);
    }
    for (row, block) in parties.iter().zip(&act.party_blocks) {
        let block = CanonicalJson::of(block)?;
        if row
            .canonical
            .as_deref()
            .is_some_and(|recorded| recorded != block.as_str())
        {
            return Ok(false);
        }
    }
    Ok(true)
}
