//! The transparency log of a record: sequencer, keys, witnesses, proofs, audit.

mod audit;
mod cosign;
mod integrate;
mod key_folder;
mod keys;
mod lease;
mod number;
mod prove;
mod sample;
mod sequencer;
mod settings;
mod settings_file;
mod witness;

pub use audit::{AuditError, RecordAudit, RowFault, RowFinding};
pub use key_folder::{KeyFileError, KeyFolder};
pub use keys::{KeyRow, KeysError};
pub use prove::{EntryProof, ProveError, VerifyError};
pub use sample::SampleError;
pub use sequencer::{Sequencer, SequencerError, Step};
pub use settings::{LogSettings, WitnessAddress};
pub use settings_file::{SETTINGS_FILE, SettingsError};
pub use witness::{Witness, WitnessError};

use std::path::PathBuf;

use ledger::{FolderStore, RealFiles, StoreError};

pub(crate) use number::{count as numbered, number as number_waiting};

use crate::Record;

/// The log of a record: where its tiles and keys lie, who witnesses it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RecordLog {
    record: Record,
    settings: LogSettings,
}

impl RecordLog {
    /// The log of this record.
    pub const fn new(record: Record, settings: LogSettings) -> Self {
        Self { record, settings }
    }

    /// The record.
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// Its settings.
    pub const fn settings(&self) -> &LogSettings {
        &self.settings
    }

    /// The folder of the tiles.
    pub fn folder(&self) -> PathBuf {
        self.settings.folder.join("ledger")
    }

    pub(crate) fn keys_folder(&self) -> KeyFolder {
        KeyFolder::at(self.settings.folder.join("keys"))
    }

    /// The tiles, after the name of their folder has been made to outlive a power cut.
    pub(crate) fn durable_tiles(&self) -> Result<FolderStore<RealFiles>, StoreError> {
        let tiles = self.tiles()?;
        let above = &self.settings.folder;
        let synced = std::fs::File::open(above).and_then(|above| above.sync_all());
        synced.map_err(|error| StoreError {
            operation: "sync",
            path: above.display().to_string(),
            reason: error.to_string(),
        })?;
        Ok(tiles)
    }

    pub(crate) fn tiles(&self) -> Result<FolderStore<RealFiles>, StoreError> {
        FolderStore::open(&self.folder())
    }
}

/// Runs what waits for the disk apart from what serves requests.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => panic!("the runtime is shutting down: {error}"),
        },
    }
}
