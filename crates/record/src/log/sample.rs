//! Random entries with their proofs as files, for verifiers of strangers.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ledger::KeyName;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use store::{StoreError, sea_orm};
use thiserror::Error;

use super::key_folder::KeyUse;
use super::prove::head;
use super::{ProveError, RecordLog, blocking};
use crate::record::random;
use crate::tables::entry;

/// Why no sample can be written.
#[derive(Debug, Error)]
pub enum SampleError {
    /// There is nothing to take one from.
    #[error("no checkpoint holds an entry yet: ask again when something was recorded")]
    Empty,
    /// A proof cannot be made.
    #[error(transparent)]
    Prove(#[from] ProveError),
    /// A file cannot be written.
    #[error("{} cannot be written: {error}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for SampleError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl SampleError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "record.sample_empty",
            Self::Prove(error) => error.code(),
            Self::File { .. } => "record.sample_unwritable",
            Self::Store(_) => "record.internal",
        }
    }
}

impl RecordLog {
    /// Writes `vkey` (the Ed25519 key of the log, one line), `vkey-sm2`, `witnesses` (a key a line),
    /// and for `count` random entries `<index>.leaf` and `<index>.tlog-proof`. Tells the indexes.
    pub async fn sample(&self, count: u64, folder: &Path) -> Result<Vec<u64>, SampleError> {
        let note = self.checkpoint().await?.ok_or(SampleError::Empty)?;
        let (_, size) = head(&note).map_err(ProveError::from)?;
        let indexes = choose(count, size);
        if indexes.is_empty() {
            return Err(SampleError::Empty);
        }
        let mut files = self.key_files(size).await?;
        for index in &indexes {
            let row = entry::Entity::find()
                .filter(entry::Column::LeafIndex.eq(index.cast_signed()))
                .one(self.record().db().read())
                .await?
                .ok_or(SampleError::Empty)?;
            let proof = self.prove_index(*index, note.clone()).await?;
            files.push((format!("{index}.leaf"), row.leaf));
            files.push((
                format!("{index}.tlog-proof"),
                proof.to_string().into_bytes(),
            ));
        }
        let folder = folder.to_owned();
        blocking(move || write(&folder, &files)).await?;
        Ok(indexes)
    }

    async fn key_files(&self, size: u64) -> Result<Vec<(String, Vec<u8>)>, SampleError> {
        let policy = self.policy(size).await?;
        let of = |usage: KeyUse| {
            let keys = policy.log_keys().iter().rev();
            keys.into_iter().find(|key| KeyUse::of(key) == usage)
        };
        let line =
            |key: Option<&ledger::VerifierKey>| key.map_or(String::new(), |key| format!("{key}\n"));
        let mut witnesses: Vec<String> =
            policy.witnesses().iter().map(ToString::to_string).collect();
        // So that the last line ends too.
        witnesses.push(String::new());
        let witnesses = witnesses.join(
            "
",
        );
        Ok(vec![
            ("vkey".to_owned(), line(of(KeyUse::Ed25519)).into_bytes()),
            ("vkey-sm2".to_owned(), line(of(KeyUse::Sm2)).into_bytes()),
            ("witnesses".to_owned(), witnesses.into_bytes()),
        ])
    }

    /// The name under which this log's keys go.
    pub const fn key_name(&self) -> &KeyName {
        &self.settings.key_name
    }
}

/// Different random numbers below `size`, in order.
fn choose(count: u64, size: u64) -> Vec<u64> {
    let mut chosen = std::collections::BTreeSet::new();
    while (chosen.len() as u64) < count.min(size) {
        // The bias of the remainder is below 2^-60 for any log that there will be.
        chosen.insert((u128::from_be_bytes(random()) % u128::from(size)) as u64);
    }
    chosen.into_iter().collect()
}

fn write(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), SampleError> {
    let failed = |path: &Path, error| SampleError::File {
        path: path.to_owned(),
        error,
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}
