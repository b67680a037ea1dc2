//! What a witness decides (C2SP tlog-witness): requests, the decision, answers.
//!
//! The shell keeps one [`WitnessState`] a log, and holds it locked from reading it to writing the
//! new one: check and persist are one step, or two requests could roll the state back.

use std::fmt::Write as _;

use thiserror::Error;

use crate::checkpoint::{Checkpoint, Origin, parse_decimal};
use crate::hash::Hash;
use crate::key::{Cosigner, VerifierKey};
use crate::note::{NoteSignature, SignedNote};
use crate::proof::parse_hashes;
use crate::tree::verify_consistency;

/// A log that a witness knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLog {
    /// Its origin.
    pub origin: Origin,
    /// Its keys; one valid signature suffices, a wrong one refuses.
    pub keys: Vec<VerifierKey>,
}

/// The last checkpoint of a log that was cosigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WitnessState {
    /// Leaves of the tree.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
}

impl Default for WitnessState {
    /// Nothing was cosigned yet.
    fn default() -> Self {
        Self {
            size: 0,
            root: Hash::of_empty_tree(),
        }
    }
}

/// The body of `POST add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the asker believes to have been cosigned last.
    pub old_size: u64,
    /// The consistency proof from there to the checkpoint.
    pub proof: Vec<Hash>,
    /// The checkpoint as it was sent.
    pub note: SignedNote,
    /// What it says.
    pub checkpoint: Checkpoint,
}

/// A body that is no request: the answer is 400.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the request is not written old, proof lines, blank line, checkpoint")]
pub struct BadRequest;

/// What the witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// 200: the checkpoint was cosigned. `state` is stored before the answer leaves.
    Cosigned {
        /// The state to store.
        state: WitnessState,
        /// The cosignature.
        signature: NoteSignature,
    },
    /// 409: another size was cosigned last, or another tree of this size.
    Conflict {
        /// The size that was cosigned last.
        size: u64,
    },
    /// 404: the log is not known.
    UnknownLog,
    /// 403: no known key of the log has signed, or a signature is wrong.
    Forbidden,
    /// 422: the consistency proof does not verify. Two histories are shown.
    Inconsistent,
    /// 400: the body is no request, or the old size is above the new one.
    BadRequest,
}

impl AddCheckpoint {
    /// Lays out a request.
    pub fn new(old_size: u64, proof: Vec<Hash>, note: SignedNote) -> Result<Self, BadRequest> {
        let checkpoint = note.text().parse().map_err(|_| BadRequest)?;
        Ok(Self {
            old_size,
            proof,
            note,
            checkpoint,
        })
    }

    /// Reads the body of a request.
    pub fn parse(body: &[u8]) -> Result<Self, BadRequest> {
        let body = std::str::from_utf8(body).map_err(|_| BadRequest)?;
        let (head, note) = body.split_once("\n\n").ok_or(BadRequest)?;
        let mut lines = head.split('\n');
        let old_size = lines
            .next()
            .and_then(|line| line.strip_prefix("old "))
            .and_then(parse_decimal)
            .ok_or(BadRequest)?;
        let proof = parse_hashes(lines).map_err(|_| BadRequest)?;
        let note = SignedNote::parse(note.as_bytes()).map_err(|_| BadRequest)?;
        Self::new(old_size, proof, note)
    }

    /// The body as it is sent.
    pub fn to_body(&self) -> String {
        let mut body = format!("old {}\n", self.old_size);
        for hash in &self.proof {
            let _ = writeln!(body, "{hash}");
        }
        let _ = write!(body, "\n{}", self.note);
        body
    }
}

impl WitnessAnswer {
    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Cosigned { .. } => 200,
            Self::BadRequest => 400,
            Self::Forbidden => 403,
            Self::UnknownLog => 404,
            Self::Conflict { .. } => 409,
            Self::Inconsistent => 422,
        }
    }

    /// The media type of the body.
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => "text/x.tlog.size",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// The body: the signature line, the size, or a sentence.
    pub fn body(&self) -> String {
        match self {
            Self::Cosigned { signature, .. } => format!("{signature}\n"),
            Self::Conflict { size } => format!("{size}\n"),
            Self::UnknownLog => "the log of this checkpoint is not known here\n".to_owned(),
            Self::Forbidden => "the checkpoint is not signed by a known key of its log\n".to_owned(),
            Self::Inconsistent => {
                "the checkpoint is not proved to extend the one cosigned last\n".to_owned()
            }
            Self::BadRequest => "old size, proof lines, blank line and checkpoint were expected, the old size not above the new\n".to_owned(),
        }
    }

    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cosigned { .. } => "ledger.cosigned",
            Self::Conflict { .. } => "ledger.witness_conflict",
            Self::UnknownLog => "ledger.witness_log_unknown",
            Self::Forbidden => "ledger.witness_forbidden",
            Self::Inconsistent => "ledger.witness_inconsistent",
            Self::BadRequest => "ledger.witness_bad_request",
        }
    }
}

/// Decides on a request.
///
/// `log` is what the witness knows of the origin, `state` the last checkpoint cosigned for it.
/// Whoever calls stores the state of [`WitnessAnswer::Cosigned`] before sending the answer, and lets
/// no other request at the state meanwhile.
pub fn decide(
    request: &AddCheckpoint,
    log: Option<&KnownLog>,
    state: &WitnessState,
    cosigner: &Cosigner,
    time_unix_seconds: u64,
) -> WitnessAnswer {
    let checkpoint = &request.checkpoint;
    let Some(log) = log.filter(|log| log.origin == checkpoint.origin) else {
        return WitnessAnswer::UnknownLog;
    };
    if request.note.verify(&log.keys).is_err() {
        return WitnessAnswer::Forbidden;
    }
    if request.old_size > checkpoint.size {
        return WitnessAnswer::BadRequest;
    }
    let conflict = WitnessAnswer::Conflict { size: state.size };
    if request.old_size != state.size {
        return conflict;
    }
    if checkpoint.size == state.size && checkpoint.root != state.root {
        return conflict;
    }
    let (size, root) = (checkpoint.size, checkpoint.root);
    if verify_consistency(&request.proof, state.size, &state.root, size, &root).is_err() {
        return WitnessAnswer::Inconsistent;
    }
    WitnessAnswer::Cosigned {
        state: WitnessState { size, root },
        signature: cosigner.cosign(request.note.text(), time_unix_seconds),
    }
}

#[cfg(test)]
#[path = "witness_tests.rs"]
mod tests;
