//! The audit: the rows of the database against one another, and against the tiles.

use std::collections::HashMap;

use base::Text;
use ledger::act::Opening;
use ledger::byte_store::StoreError as TileError;
use ledger::{AuditReport, Auditor, CanonicalJson, Leaf, OpenedAct, Salt, SignedNote, VerifierKey};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;
use store::{StoreError, sea_orm};
use thiserror::Error;
use tokio::sync::mpsc;

use super::{KeyRow, KeysError, RecordLog, blocking, number};
use crate::tables::{act, checkpoint, cosignature, entry, party};

/// Acts that are read at once.
const BATCH: u64 = 1_000;

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordAudit {
    /// Tiles, bundles, checkpoint, and the entries of the database against them.
    pub log: AuditReport,
    /// Rows of the database that are wrong in themselves.
    pub rows: Vec<RowFinding>,
    /// Acts in the database.
    pub acts: u64,
    /// Entries in the database.
    pub entries: u64,
}

/// One row that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFinding {
    /// The table.
    pub table: &'static str,
    /// Which row of it: the id of the entry, the size of the checkpoint.
    pub row: String,
    /// What is wrong.
    pub fault: RowFault,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// The act has no entry.
    NoEntry,
    /// The leaf is none.
    Leaf,
    /// The act is not what its leaf commits to.
    Act,
    /// A party block is not what the leaf commits to.
    Party,
    /// A column says something else than the act.
    Column(&'static str),
    /// The checkpoint is none, or its signature is wrong.
    Checkpoint,
    /// The cosignature is wrong.
    Cosignature,
}

/// Why an audit cannot be made.
#[derive(Debug, Error)]
pub enum AuditError {
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The folder of the tiles cannot be read.
    #[error(transparent)]
    Tiles(#[from] TileError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for AuditError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl AuditError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Keys(error) => error.code(),
            Self::Tiles(error) => error.code(),
            Self::Store(_) => "record.internal",
        }
    }
}

impl RecordAudit {
    /// Whether everything is as it was recorded and published.
    pub fn is_clean(&self) -> bool {
        self.log.is_clean() && self.rows.is_empty() && self.acts == self.entries
    }
}

impl RowFault {
    /// For people.
    pub fn text(self) -> Text {
        let (zh, en) = match self {
            Self::NoEntry => (
                "没有账本条目".to_owned(),
                "has no entry of the log".to_owned(),
            ),
            Self::Leaf => ("叶子残缺".to_owned(), "its leaf is damaged".to_owned()),
            Self::Act => (
                "行为内容与叶子的承诺不符".to_owned(),
                "the act is not what its leaf commits to".to_owned(),
            ),
            Self::Party => (
                "当事人信息块与叶子的承诺不符".to_owned(),
                "a party block is not what the leaf commits to".to_owned(),
            ),
            Self::Column(column) => (
                format!("{column} 列与行为内容不符"),
                format!("the column {column} differs from the act"),
            ),
            Self::Checkpoint => (
                "检查点残缺或签名无效".to_owned(),
                "the checkpoint is damaged or its signature wrong".to_owned(),
            ),
            Self::Cosignature => (
                "见证人签名无效".to_owned(),
                "the cosignature is wrong".to_owned(),
            ),
        };
        Text::new(&zh, &en).expect("each fault has both languages")
    }
}

impl RecordLog {
    /// Rereads every tile and every row, and names what is not as it was recorded.
    pub async fn audit(&self) -> Result<RecordAudit, AuditError> {
        let keys = self.keys().await?;
        let mut rows = Vec::new();
        self.audit_acts(&mut rows).await?;
        self.audit_checkpoints(&keys, &mut rows).await?;
        let log = self.audit_tiles(keys).await?;
        let db = self.record().db().read();
        Ok(RecordAudit {
            log,
            rows,
            acts: act::Entity::find().count(db).await?,
            entries: entry::Entity::find().count(db).await?,
        })
    }

    /// The tiles against the leaves of the database, which are read while the tiles are walked.
    async fn audit_tiles(&self, keys: Vec<KeyRow>) -> Result<AuditReport, AuditError> {
        let (sender, mut leaves) = mpsc::channel::<Vec<u8>>(BATCH as usize);
        let db = self.record().db().clone();
        let reading = tokio::spawn(async move {
            let mut index = 0;
            loop {
                let batch = number::leaves(&db, index).await?;
                if batch.is_empty() {
                    return Ok::<_, StoreError>(());
                }
                for (at, leaf) in batch {
                    // A row that is gone stands as an empty leaf, which no entry is.
                    for _ in index..at {
                        if sender.send(Vec::new()).await.is_err() {
                            return Ok(());
                        }
                    }
                    if sender.send(leaf).await.is_err() {
                        return Ok(());
                    }
                    index = at + 1;
                }
            }
        });
        let log = self.clone();
        let report = blocking(move || {
            let tiles = log.tiles()?;
            let size = ledger::Reader::new(&tiles).checkpoint().ok().flatten();
            let size = size.map_or(0, |(_, checkpoint)| checkpoint.size);
            let keys: Vec<VerifierKey> = keys
                .into_iter()
                .filter(|key| key.signs(size))
                .map(|key| key.verifier)
                .collect();
            let auditor = Auditor {
                store: &tiles,
                origin: &log.settings.origin,
                log_keys: &keys,
                witnesses: &log.settings.witness_keys(),
            };
            auditor.run_with_database(std::iter::from_fn(move || leaves.blocking_recv()))
        });
        let report = report.await?;
        match reading.await {
            Ok(read) => read?,
            Err(error) => return Err(DbErr::Custom(error.to_string()).into()),
        }
        Ok(report)
    }

    async fn audit_acts(&self, findings: &mut Vec<RowFinding>) -> Result<(), AuditError> {
        let db = self.record().db().read();
        let mut after = i64::MIN;
        loop {
            let acts = act::Entity::find()
                .filter(act::Column::Arrival.gt(after))
                .order_by_asc(act::Column::Arrival)
                .limit(BATCH)
                .all(db)
                .await?;
            let Some(last) = acts.last().map(|act| act.arrival) else {
                return Ok(());
            };
            let entries = entry::Entity::find()
                .filter(entry::Column::Arrival.gt(after))
                .filter(entry::Column::Arrival.lte(last))
                .all(db)
                .await?;
            let parties = party::Entity::find()
                .filter(party::Column::Arrival.gt(after))
                .filter(party::Column::Arrival.lte(last))
                .order_by_asc(party::Column::Number)
                .all(db)
                .await?;
            let leaves: HashMap<i64, Vec<u8>> = entries
                .into_iter()
                .map(|entry| (entry.arrival, entry.leaf))
                .collect();
            let mut blocks: HashMap<i64, Vec<party::Model>> = HashMap::new();
            for party in parties {
                blocks.entry(party.arrival).or_default().push(party);
            }
            for act in acts {
                let blocks = blocks.remove(&act.arrival).unwrap_or_default();
                let fault = fault_of(&act, &blocks, leaves.get(&act.arrival));
                findings.extend(fault.map(|fault| RowFinding {
                    table: if fault == RowFault::Party {
                        "record_party"
                    } else {
                        "record_act"
                    },
                    row: act.entry_id,
                    fault,
                }));
            }
            after = last;
        }
    }

    async fn audit_checkpoints(
        &self,
        keys: &[KeyRow],
        findings: &mut Vec<RowFinding>,
    ) -> Result<(), AuditError> {
        let db = self.record().db().read();
        let mut after = i64::MIN;
        let witnesses = self.settings.witness_keys();
        loop {
            let rows = checkpoint::Entity::find()
                .filter(checkpoint::Column::Size.gt(after))
                .order_by_asc(checkpoint::Column::Size)
                .limit(BATCH)
                .all(db)
                .await?;
            let Some(last) = rows.last().map(|row| row.size) else {
                return Ok(());
            };
            let all_lines = cosignature::Entity::find()
                .filter(cosignature::Column::Size.gt(after))
                .filter(cosignature::Column::Size.lte(last))
                .all(db)
                .await?;
            for row in rows {
                let lines = all_lines.iter().filter(|line| line.size == row.size);
                let finding = |table, fault| RowFinding {
                    table,
                    row: row.size.to_string(),
                    fault,
                };
                let Some(note) = sound_note(&row, keys, &self.settings.origin) else {
                    findings.push(finding("record_checkpoint", RowFault::Checkpoint));
                    continue;
                };
                for line in lines {
                    if !is_sound_line(line, &note, &witnesses) {
                        findings.push(finding("record_cosignature", RowFault::Cosignature));
                    }
                }
            }
            after = last;
        }
    }
}

/// The note of a row, where every key that signed then has signed it.
fn sound_note(
    row: &checkpoint::Model,
    keys: &[KeyRow],
    origin: &ledger::Origin,
) -> Option<SignedNote> {
    let note = SignedNote::parse(row.note.as_bytes()).ok()?;
    let checkpoint: ledger::Checkpoint = note.text().parse().ok()?;
    let size = row.size.cast_unsigned();
    if checkpoint.size != size || checkpoint.origin != *origin || note.to_string() != row.note {
        return None;
    }
    let keys: Vec<VerifierKey> = keys
        .iter()
        .filter(|key| key.signs(size))
        .map(|key| key.verifier.clone())
        .collect();
    let verified = note.verify(&keys).ok()?;
    let is_known = |line: &ledger::NoteSignature| keys.iter().any(|key| key.matches(line));
    let all = verified.len() == keys.len() && note.signatures().iter().all(is_known);
    all.then_some(note)
}

/// A line of a witness that is no longer asked cannot be checked, and is passed over.
fn is_sound_line(line: &cosignature::Model, note: &SignedNote, witnesses: &[VerifierKey]) -> bool {
    let Some(key) = witnesses
        .iter()
        .find(|key| key.name().as_str() == line.witness)
    else {
        return true;
    };
    let signature: Option<ledger::NoteSignature> = line.line.parse().ok();
    signature.is_some_and(|signature| {
        key.matches(&signature)
            && signature.to_string() == line.line
            && key.verify(note.text(), &signature.bytes).is_ok()
    })
}

fn fault_of(act: &act::Model, blocks: &[party::Model], leaf: Option<&Vec<u8>>) -> Option<RowFault> {
    let Some(leaf) = leaf else {
        return Some(RowFault::NoEntry);
    };
    let Ok(leaf) = Leaf::decode(leaf) else {
        return Some(RowFault::Leaf);
    };
    let Some(opening) = act.opening() else {
        return Some(RowFault::Act);
    };
    let said = opening.json.to_value();
    let Some(parties) = blocks.iter().map(block).collect::<Option<Vec<_>>>() else {
        return Some(RowFault::Party);
    };
    let opened = OpenedAct {
        act: opening,
        parties,
    };
    match opened.verify(&leaf) {
        Err(ledger::act::OpeningError::Act) => Some(RowFault::Act),
        Err(_) => Some(RowFault::Party),
        Ok(()) => wrong_column(act, &said).map(RowFault::Column),
    }
}

/// A block that is there, or one that is erased; `None` where it is neither.
#[expect(clippy::option_option, reason = "an erased block is no fault")]
fn block(row: &party::Model) -> Option<Option<Opening>> {
    match (&row.canonical, &row.salt, row.erased_at_ms) {
        (Some(canonical), Some(salt), None) => opening(canonical, salt).map(Some),
        (None, None, Some(_)) => Some(None),
        _ => None,
    }
}

fn opening(canonical: &str, salt: &[u8]) -> Option<Opening> {
    Some(Opening {
        json: CanonicalJson::parse(canonical.as_bytes()).ok()?,
        salt: Salt::new(salt.try_into().ok()?),
    })
}

/// The first column that differs from the act it was taken from.
fn wrong_column(row: &act::Model, said: &Value) -> Option<&'static str> {
    let ms = |text: &Value| {
        let at: Option<jiff::Timestamp> = text.as_str().and_then(|text| text.parse().ok());
        at.map(jiff::Timestamp::as_millisecond)
    };
    let recorded = ms(&said["recorded_at"]);
    let happened = ms(&said["reported_at"]).or(recorded);
    let text = |value: &Value, column: Option<&str>| value.as_str() == column;
    let checks = [
        ("entry_id", text(&said["entry"], Some(&row.entry_id))),
        ("kind", text(&said["kind"], Some(&row.kind))),
        (
            "actor_kind",
            text(&said["actor"]["kind"], Some(&row.actor_kind)),
        ),
        ("actor_id", text(&said["actor"]["id"], Some(&row.actor_id))),
        (
            "authority",
            text(&said["authority"], row.authority.as_deref()),
        ),
        (
            "subject_kind",
            text(&said["subject"]["kind"], Some(&row.subject_kind)),
        ),
        (
            "subject_id",
            text(&said["subject"]["id"], Some(&row.subject_id)),
        ),
        ("case_id", text(&said["case"], row.case_id.as_deref())),
        ("packs", text(&said["packs"], row.packs.as_deref())),
        (
            "idempotency_key",
            text(&said["idempotency_key"], row.idempotency_key.as_deref()),
        ),
        ("recorded_at_ms", recorded == Some(row.recorded_at_ms)),
        ("happened_at_ms", happened == Some(row.happened_at_ms)),
    ];
    checks
        .into_iter()
        .find(|(_, same)| !same)
        .map(|(column, _)| column)
}
