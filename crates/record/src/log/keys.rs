//! The keys that sign checkpoints: which are in use, since and until which size; rotation.

use futures::FutureExt;
use ledger::key::KeyError;
use ledger::{NoteSigner, SignedNote, VerifierKey};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use store::{StoreError, WriteTx, insert_new, sea_orm};
use thiserror::Error;

use super::key_folder::KeyUse;
use super::{KeyFileError, RecordLog, blocking};
use crate::tables::{act, entry, key};
use crate::{Actor, AppendError, NewAct, Receipt, Subject};

/// A key of the log, as everybody may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The public half.
    pub verifier: VerifierKey,
    /// Leaves of the first checkpoint that it signed; `None` until it has signed.
    pub since_size: Option<u64>,
    /// Leaves of the last checkpoint that it signed; `None` while it signs.
    pub until_size: Option<u64>,
    rotated_by: Option<String>,
}

/// Why the keys cannot be used or rotated.
#[derive(Debug, Error)]
pub enum KeysError {
    /// A file of a secret key.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// A public key in the database is none.
    #[error("a key in the database is damaged: {0}")]
    Damaged(#[from] KeyError),
    /// A rotation is under way.
    #[error("the keys are being rotated already: wait for the next checkpoint")]
    Rotating,
    /// The act of the rotation was not recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for KeysError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl KeysError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Damaged(_) => "record.key_damaged",
            Self::Rotating => "record.key_rotating",
            Self::Append(error) => error.code(),
            Self::Store(_) => "record.internal",
        }
    }
}

impl KeyRow {
    /// Whether a checkpoint of this size bears the signature of the key.
    pub fn signs(&self, size: u64) -> bool {
        self.since_size.is_some_and(|since| since <= size)
            && self.until_size.is_none_or(|until| size <= until)
    }
}

impl RecordLog {
    /// All keys of the log, the oldest first.
    pub async fn keys(&self) -> Result<Vec<KeyRow>, KeysError> {
        let rows = key::Entity::find()
            .order_by_asc(key::Column::CreatedAtMs)
            .order_by_asc(key::Column::Verifier)
            .all(self.record.db().read())
            .await?;
        rows.into_iter().map(KeyRow::of).collect()
    }

    /// Makes new keys and records it. The next checkpoint that holds that act is signed by the old
    /// and the new keys, those after it by the new ones alone.
    pub async fn rotate_keys(&self, actor: Actor) -> Result<Receipt, KeysError> {
        let old: Vec<KeyRow> = self.keys().await?;
        let old: Vec<_> = old
            .into_iter()
            .filter(|key| key.until_size.is_none())
            .collect();
        if old.iter().any(|key| key.since_size.is_none()) {
            return Err(KeysError::Rotating);
        }
        let new = self.make_keys().await?;
        let texts = |keys: &mut dyn Iterator<Item = &VerifierKey>| -> Vec<String> {
            keys.map(ToString::to_string).collect()
        };
        let act = NewAct {
            kind: "ledger.keys_rotated".parse().expect("the code is dotted"),
            actor,
            authority: None,
            subject: Subject {
                kind: "ledger".to_owned(),
                id: self.settings.origin.to_string(),
            },
            case: None,
            happened_at: None,
            packs: None,
            data: json!({
                "old": texts(&mut old.iter().map(|key| &key.verifier)),
                "new": texts(&mut new.iter().map(NoteSigner::verifier)),
            }),
            party_blocks: Vec::new(),
            idempotency_key: None,
        };
        let verifiers = texts(&mut new.iter().map(NoteSigner::verifier));
        let record = self.record.clone();
        let write = self.record.write(move |tx| {
            async move {
                let receipt = record.append(tx, act).await?;
                let by = Some(receipt.entry.to_string());
                insert(tx, verifiers, receipt.recorded_at.as_millisecond(), by).await?;
                Ok::<_, AppendError>(receipt)
            }
            .boxed()
        });
        Ok(write.await?)
    }

    /// The keys that sign the next checkpoint; made at first use. A file that is lost is refused.
    pub(super) async fn signers(&self) -> Result<Vec<NoteSigner>, KeysError> {
        let rows = self.keys().await?;
        if rows.is_empty() {
            return self.first_keys().await;
        }
        let folder = self.keys_folder();
        let active: Vec<VerifierKey> = rows
            .into_iter()
            .filter(|key| key.until_size.is_none())
            .map(|key| key.verifier)
            .collect();
        let read = blocking(move || {
            let read = |key: &VerifierKey| folder.signer(KeyUse::of(key), key);
            active.iter().map(read).collect::<Result<Vec<_>, _>>()
        });
        Ok(read.await?)
    }

    /// Files come first, rows after: files without rows are keys that never signed.
    async fn first_keys(&self) -> Result<Vec<NoteSigner>, KeysError> {
        let folder = self.keys_folder();
        let left = blocking(move || {
            let mut keys = folder.signers(KeyUse::Ed25519)?;
            keys.extend(folder.signers(KeyUse::Sm2)?);
            Ok::<_, KeyFileError>(keys)
        });
        let mut keys = left.await?;
        if keys.len() != 2 {
            keys = self.make_keys().await?;
        }
        let verifiers = keys.iter().map(|key| key.verifier().to_string()).collect();
        let now_ms = self.record.clock().now().as_millisecond();
        let write = self
            .record
            .write(move |tx| async move { insert(tx, verifiers, now_ms, None).await }.boxed());
        write.await?;
        Ok(keys)
    }

    async fn make_keys(&self) -> Result<Vec<NoteSigner>, KeysError> {
        let (folder, name) = (self.keys_folder(), self.settings.key_name.clone());
        let make = blocking(move || {
            let make = |usage| folder.new_signer(usage, &name);
            [KeyUse::Ed25519, KeyUse::Sm2]
                .into_iter()
                .map(make)
                .collect::<Result<Vec<_>, _>>()
        });
        Ok(make.await?)
    }

    /// Notes which keys have signed the published checkpoint, and retires those that signed on for
    /// the one that holds the act of their rotation. Does nothing when done twice.
    pub(super) async fn settle_keys(&self, note: &SignedNote, size: u64) -> Result<(), KeysError> {
        let rows = self.keys().await?;
        let has_signed = |key: &&KeyRow| {
            note.signatures()
                .iter()
                .any(|line| key.verifier.matches(line))
        };
        let active: Vec<&KeyRow> = rows.iter().filter(|key| key.until_size.is_none()).collect();
        let signed: Vec<&KeyRow> = active.iter().copied().filter(has_signed).collect();
        // The rotation that this checkpoint holds, the latest where there are several.
        let mut newest: Option<(u64, &String)> = None;
        for by in signed.iter().filter_map(|key| key.rotated_by.as_ref()) {
            let index = self.index_of(by).await?.filter(|index| *index < size);
            newest = newest.max(index.map(|index| (index, by)));
        }
        let newest = newest.map(|(_, by)| by);
        let is_outdated = |key: &&KeyRow| newest.is_some() && key.rotated_by.as_ref() != newest;
        let outdated: Vec<VerifierKey> = signed
            .iter()
            .copied()
            .filter(is_outdated)
            .map(|key| key.verifier.clone())
            .collect();
        let new = signed.iter().filter(|key| key.since_size.is_none());
        let new: Vec<String> = new.map(|key| key.verifier.to_string()).collect();
        if new.is_empty() && outdated.is_empty() {
            return Ok(());
        }
        let retired: Vec<String> = outdated.iter().map(ToString::to_string).collect();
        let size = size.cast_signed();
        let write = self.record.write(move |tx| {
            async move {
                set(tx, new, key::Column::SinceSize, size).await?;
                set(tx, retired, key::Column::UntilSize, size).await
            }
            .boxed()
        });
        write.await?;
        let folder = self.keys_folder();
        blocking(move || outdated.iter().try_for_each(|key| folder.forget(key))).await?;
        Ok(())
    }

    async fn index_of(&self, entry_id: &str) -> Result<Option<u64>, DbErr> {
        let db = self.record.db().read();
        let row = act::Entity::find()
            .filter(act::Column::EntryId.eq(entry_id))
            .one(db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let entry = entry::Entity::find_by_id(row.arrival).one(db).await?;
        Ok(entry
            .and_then(|entry| entry.leaf_index)
            .map(i64::cast_unsigned))
    }
}

impl KeyRow {
    fn of(row: key::Model) -> Result<Self, KeysError> {
        Ok(Self {
            verifier: row.verifier.parse()?,
            since_size: row.since_size.map(i64::cast_unsigned),
            until_size: row.until_size.map(i64::cast_unsigned),
            rotated_by: row.rotated_by,
        })
    }
}

async fn insert(
    tx: &WriteTx,
    verifiers: Vec<String>,
    created_at_ms: i64,
    rotated_by: Option<String>,
) -> Result<(), StoreError> {
    let rows = verifiers.into_iter().map(|verifier| key::ActiveModel {
        verifier: Set(verifier),
        created_at_ms: Set(created_at_ms),
        since_size: Set(None),
        until_size: Set(None),
        rotated_by: Set(rotated_by.clone()),
    });
    insert_new(&**tx, rows).await
}

async fn set(
    tx: &WriteTx,
    keys: Vec<String>,
    column: key::Column,
    size: i64,
) -> Result<(), StoreError> {
    key::Entity::update_many()
        .col_expr(column, Expr::value(size))
        .filter(key::Column::Verifier.is_in(keys))
        .exec(&**tx)
        .await?;
    Ok(())
}
