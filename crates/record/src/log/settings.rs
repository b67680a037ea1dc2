//! What a log must be told.

use std::path::PathBuf;
use std::time::Duration;

use ledger::{KeyName, Origin, VerifierKey};

/// A witness that is asked to cosign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessAddress {
    /// Where it listens, without `/add-checkpoint`: `http://127.0.0.1:9100`.
    pub url: String,
    /// Its key.
    pub key: VerifierKey,
}

/// Settings of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSettings {
    /// The data folder: tiles go to `ledger/`, secret keys to `keys/`. With several nodes it must
    /// be one shared folder.
    pub folder: PathBuf,
    /// The name of the log; it cannot be changed later.
    pub origin: Origin,
    /// The name of its keys.
    pub key_name: KeyName,
    /// The witnesses.
    pub witnesses: Vec<WitnessAddress>,
    /// How many of them must cosign before a checkpoint is used in proofs.
    pub quorum: usize,
    /// Certificate authorities (PEM) that are believed beside those of the machine, when a witness
    /// or a webhook is called by `https`.
    pub ca_file: Option<PathBuf>,
    /// Time between two checkpoints under load.
    pub interval: Duration,
    /// How long a sequencer that died keeps others waiting.
    pub lease: Duration,
    /// How long a witness may take to answer.
    pub witness_timeout: Duration,
}

impl LogSettings {
    /// A log without witnesses, with the usual times: a checkpoint every 0.2 s at most, a lease of
    /// 10 s, 2 s for a witness.
    pub fn new(folder: impl Into<PathBuf>, origin: Origin, key_name: KeyName) -> Self {
        Self {
            folder: folder.into(),
            origin,
            key_name,
            witnesses: Vec::new(),
            quorum: 0,
            ca_file: None,
            interval: Duration::from_millis(200),
            lease: Duration::from_secs(10),
            witness_timeout: Duration::from_secs(2),
        }
    }

    pub(crate) fn witness_keys(&self) -> Vec<VerifierKey> {
        self.witnesses
            .iter()
            .map(|witness| witness.key.clone())
            .collect()
    }
}
