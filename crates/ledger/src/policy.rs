//! Whom a reader believes: the keys of the log, and k of n witnesses.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::checkpoint::{Checkpoint, CheckpointError, Origin};
use crate::key::{KeyName, VerifierKey};
use crate::note::{NoteError, SignedNote};

/// The keys that must have signed a checkpoint, and how many witnesses must have cosigned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    origin: Origin,
    log_keys: Vec<VerifierKey>,
    witnesses: Vec<VerifierKey>,
    quorum: usize,
}

/// A policy that could not be kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// No key of the log.
    #[error("a policy names one key of the log at least")]
    NoLogKey,
    /// A key of a witness among those of the log, or the other way round.
    #[error("the key of {0} is of the wrong kind for its place in the policy")]
    Kind(KeyName),
    /// The same name or the same public key twice: one witness would count as two.
    #[error("{0} stands twice in the policy: each key counts once")]
    Twice(KeyName),
    /// More witnesses asked for than there are.
    #[error("the policy asks for {quorum} of {witnesses} witnesses")]
    Quorum {
        /// Witnesses asked for.
        quorum: usize,
        /// Witnesses there are.
        witnesses: usize,
    },
}

/// Why a checkpoint is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UntrustedError {
    /// The note is wrong.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text of the note is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint is of another log.
    #[error("the checkpoint is of {found}, not of {expected}")]
    OtherLog {
        /// The log of the policy.
        expected: Origin,
        /// The log of the checkpoint.
        found: Origin,
    },
    /// A key of the log has not signed.
    #[error("the checkpoint lacks the signature of the log's key {0}")]
    LogSignature(KeyName),
    /// Too few witnesses.
    #[error("{found} of the known witnesses have cosigned, {quorum} are needed")]
    Witnesses {
        /// Witnesses needed.
        quorum: usize,
        /// Witnesses that have cosigned.
        found: usize,
    },
}

impl UntrustedError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Note(error) => error.code(),
            Self::Checkpoint(error) => error.code(),
            Self::OtherLog { .. } => "ledger.other_log",
            Self::LogSignature(_) => "ledger.note_unsigned",
            Self::Witnesses { .. } => "ledger.witnesses_lacking",
        }
    }
}

/// A checkpoint that a policy bears out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// The witnesses that have cosigned, each with its time in seconds since 1970.
    pub witnesses: Vec<(KeyName, u64)>,
}

impl Policy {
    /// Asks for the signatures of **all** keys of the log and of `quorum` of the witnesses.
    pub fn new(
        origin: Origin,
        log_keys: Vec<VerifierKey>,
        witnesses: Vec<VerifierKey>,
        quorum: usize,
    ) -> Result<Self, PolicyError> {
        if log_keys.is_empty() {
            return Err(PolicyError::NoLogKey);
        }
        let misplaced = log_keys
            .iter()
            .find(|key| key.is_cosigner())
            .or_else(|| witnesses.iter().find(|key| !key.is_cosigner()));
        if let Some(key) = misplaced {
            return Err(PolicyError::Kind(key.name().clone()));
        }
        let mut names = BTreeSet::new();
        let mut publics = BTreeSet::new();
        for key in &witnesses {
            if !names.insert(key.name()) || !publics.insert(key.public_bytes()) {
                return Err(PolicyError::Twice(key.name().clone()));
            }
        }
        if quorum > witnesses.len() {
            let witnesses = witnesses.len();
            return Err(PolicyError::Quorum { quorum, witnesses });
        }
        Ok(Self {
            origin,
            log_keys,
            witnesses,
            quorum,
        })
    }

    /// The log of which the policy speaks.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The keys of the log.
    pub fn log_keys(&self) -> &[VerifierKey] {
        &self.log_keys
    }

    /// The witnesses.
    pub fn witnesses(&self) -> &[VerifierKey] {
        &self.witnesses
    }

    /// Checks a checkpoint.
    pub fn verify(&self, note: &SignedNote) -> Result<Verified, UntrustedError> {
        let keys: Vec<VerifierKey> = self
            .log_keys
            .iter()
            .chain(&self.witnesses)
            .cloned()
            .collect();
        let signatures = note.verify(&keys)?;
        let signed = |key: &VerifierKey| signatures.iter().any(|signature| signature.key == key);
        if let Some(key) = self.log_keys.iter().find(|key| !signed(key)) {
            return Err(UntrustedError::LogSignature(key.name().clone()));
        }
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin != self.origin {
            return Err(UntrustedError::OtherLog {
                expected: self.origin.clone(),
                found: checkpoint.origin,
            });
        }
        let witnesses: Vec<_> = signatures
            .iter()
            .filter_map(|signature| {
                let time = signature.time_unix_seconds?;
                Some((signature.key.name().clone(), time))
            })
            .collect();
        if witnesses.len() < self.quorum {
            return Err(UntrustedError::Witnesses {
                quorum: self.quorum,
                found: witnesses.len(),
            });
        }
        Ok(Verified {
            checkpoint,
            witnesses,
        })
    }
}
