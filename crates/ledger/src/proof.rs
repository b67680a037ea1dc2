//! The proof that a leaf stands in the log, as one text that needs no network (C2SP tlog-proof).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::checkpoint::parse_decimal;
use crate::hash::Hash;
use crate::note::{NoteError, SignedNote};
use crate::policy::{Policy, UntrustedError, Verified};
use crate::tree::{ProofFault, verify_inclusion};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// A tree of 2^63 leaves needs 63 hashes.
const HASHES_MAX: usize = 63;

/// A proof for offline verification. As text it is the content of a `.tlog-proof` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// Opaque bytes of the application. Nothing vouches for them.
    pub extra: Option<Vec<u8>>,
    /// Index of the leaf in the log, from 0.
    pub index: u64,
    /// The inclusion proof, from the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The checkpoint, verbatim.
    pub checkpoint: SignedNote,
}

/// A text that is no proof.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProofFormError {
    /// The first line is another.
    #[error("the first line of a proof is {HEADER}")]
    Header,
    /// The line `extra` is no base64.
    #[error("line 2 of the proof is no base64 after extra")]
    Extra,
    /// No line `index` with a decimal number.
    #[error("the proof has no line with index and a decimal number")]
    Index,
    /// A line between index and blank line is no hash.
    #[error("hash {0} of the proof is no base64 of 32 bytes, or one too many")]
    Hash(usize),
    /// No blank line before the checkpoint.
    #[error("the proof has no blank line before its checkpoint")]
    NoCheckpoint,
    /// The checkpoint is no note.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProofError {
    /// The checkpoint is not to be believed.
    #[error(transparent)]
    Untrusted(#[from] UntrustedError),
    /// The leaf does not stand in the tree at that index.
    #[error("the leaf is not proved to stand at index {index}: {fault}")]
    NotIncluded {
        /// Index of which the proof speaks.
        index: u64,
        /// What was wrong.
        fault: ProofFault,
    },
}

impl ProofFormError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        "ledger.proof_malformed"
    }
}

impl ProofError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Untrusted(error) => error.code(),
            Self::NotIncluded { .. } => "ledger.not_included",
        }
    }
}

impl TlogProof {
    /// Reads the text of a proof.
    pub fn parse(text: &str) -> Result<Self, ProofFormError> {
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(ProofFormError::NoCheckpoint)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(ProofFormError::Header);
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = extra
            .map(|line| STANDARD.decode(&line["extra ".len()..]))
            .transpose()
            .map_err(|_| ProofFormError::Extra)?;
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(parse_decimal)
            .ok_or(ProofFormError::Index)?;
        Ok(Self {
            extra,
            index,
            hashes: parse_hashes(lines).map_err(ProofFormError::Hash)?,
            checkpoint: SignedNote::parse(checkpoint.as_bytes())?,
        })
    }

    /// Checks that `leaf` (the bytes of the entry) stands in the log that the policy trusts.
    pub fn verify(&self, leaf: &[u8], policy: &Policy) -> Result<Verified, ProofError> {
        let verified = policy.verify(&self.checkpoint)?;
        let (size, root) = (verified.checkpoint.size, &verified.checkpoint.root);
        let leaf = Hash::of_leaf(leaf);
        let included = verify_inclusion(&self.hashes, self.index, size, &leaf, root);
        included.map_err(|fault| ProofError::NotIncluded {
            index: self.index,
            fault,
        })?;
        Ok(verified)
    }
}

/// Reads a hash a line, 63 at most; the error is the number of the wrong line, from 1.
pub(crate) fn parse_hashes<'t>(lines: impl Iterator<Item = &'t str>) -> Result<Vec<Hash>, usize> {
    let mut hashes = Vec::new();
    for line in lines {
        let number = hashes.len() + 1;
        let hash = line.parse().map_err(|_| number)?;
        if number > HASHES_MAX {
            return Err(number);
        }
        hashes.push(hash);
    }
    Ok(hashes)
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
