//! Signed notes (C2SP signed-note 1.0): a text and the signatures under it.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::key::{KeyId, KeyName, NoteSigner, VerifierKey};

/// Bytes of the largest note that is read.
pub const NOTE_MAX_BYTES: usize = 1 << 20;
/// Signatures that a note may carry; the standard asks for 16 at least.
pub const SIGNATURES_MAX: usize = 100;

/// A note: text, blank line, signature lines. Reading one checks the form only; nothing of it is
/// to be believed before [`SignedNote::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line: `— <name> <base64(key id ‖ signature)>`.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key.
    pub name: KeyName,
    /// Id of the key.
    pub key_id: KeyId,
    /// The signature itself: 64 bytes of Ed25519, 8 bytes of time and 64 of a cosignature, DER of
    /// SM2.
    pub bytes: Vec<u8>,
}

/// A signature of a known key that verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedSignature<'k> {
    /// The key.
    pub key: &'k VerifierKey,
    /// The time of a cosignature, in seconds since 1970.
    pub time_unix_seconds: Option<u64>,
}

/// What is no note, or a note that cannot be believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Larger than [`NOTE_MAX_BYTES`].
    #[error("the note is larger than {NOTE_MAX_BYTES} bytes")]
    TooLarge,
    /// Not UTF-8, or with a control character other than the newline.
    #[error("the note is no plain text: UTF-8 without control characters was expected")]
    NotPlainText,
    /// No text that ends in a newline, then a blank line, then signatures.
    #[error("the note has no blank line between its text and its signatures")]
    NoSignatures,
    /// A signature line that is none.
    #[error("line {line} of the signatures is no signature line (— name base64)")]
    SignatureLine {
        /// Number of the line among the signatures, from 1.
        line: usize,
    },
    /// More than [`SIGNATURES_MAX`] signatures.
    #[error("the note has more than {SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// A signature of a known key does not verify.
    #[error("the signature of {name} (key {key_id}) does not verify: the note was changed")]
    WrongSignature {
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        key_id: KeyId,
    },
    /// None of the known keys has signed.
    #[error("the note is signed by none of the {known} known keys")]
    Unsigned {
        /// How many keys are known.
        known: usize,
    },
}

impl NoteError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongSignature { .. } => "ledger.signature_wrong",
            Self::Unsigned { .. } => "ledger.note_unsigned",
            _ => "ledger.note_malformed",
        }
    }
}

impl NoteSignature {
    /// A signature of a key.
    pub(crate) fn new(key: &VerifierKey, bytes: Vec<u8>) -> Self {
        Self {
            name: key.name().clone(),
            key_id: key.id(),
            bytes,
        }
    }
}

impl fmt::Display for NoteSignature {
    /// The line without its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.0, self.bytes.as_slice()].concat();
        write!(f, "— {} {}", self.name, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteSignature({self})")
    }
}

/// A line that is no signature line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a signature line is written: em dash, space, name, space, base64")]
pub struct SignatureLineError;

impl FromStr for NoteSignature {
    type Err = SignatureLineError;

    fn from_str(line: &str) -> Result<Self, SignatureLineError> {
        let rest = line.strip_prefix("— ").ok_or(SignatureLineError)?;
        let (name, bytes) = rest.split_once(' ').ok_or(SignatureLineError)?;
        let name = name.parse().map_err(|_| SignatureLineError)?;
        let bytes = STANDARD.decode(bytes).map_err(|_| SignatureLineError)?;
        let (id, bytes) = bytes.split_first_chunk().ok_or(SignatureLineError)?;
        if bytes.is_empty() {
            return Err(SignatureLineError);
        }
        Ok(Self {
            name,
            key_id: KeyId(*id),
            bytes: bytes.to_vec(),
        })
    }
}

/// Reads signature lines, each ended by a newline.
pub fn parse_signatures(lines: &str) -> Result<Vec<NoteSignature>, NoteError> {
    let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
    let signatures: Vec<_> = lines
        .split('\n')
        .enumerate()
        .map(|(at, line)| {
            line.parse()
                .map_err(|_| NoteError::SignatureLine { line: at + 1 })
        })
        .collect::<Result<_, _>>()?;
    if signatures.len() > SIGNATURES_MAX {
        return Err(NoteError::TooManySignatures);
    }
    Ok(signatures)
}

impl SignedNote {
    /// Signs a text, which ends in a newline.
    pub fn sign(text: &str, signers: &[&NoteSigner]) -> Result<Self, NoteError> {
        check_text(text)?;
        if signers.is_empty() {
            return Err(NoteError::NoSignatures);
        }
        Ok(Self {
            text: text.to_owned(),
            signatures: signers.iter().map(|signer| signer.sign(text)).collect(),
        })
    }

    /// Reads a note.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_MAX_BYTES {
            return Err(NoteError::TooLarge);
        }
        let note = std::str::from_utf8(bytes).map_err(|_| NoteError::NotPlainText)?;
        let at = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = (&note[..=at], &note[at + 2..]);
        check_text(text)?;
        Ok(Self {
            text: text.to_owned(),
            signatures: parse_signatures(lines)?,
        })
    }

    /// The text, with its last newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in the order of their lines.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The note with more signatures under it; a line of the same key takes the place of the older.
    #[must_use]
    pub fn with_signatures(mut self, signatures: &[NoteSignature]) -> Self {
        for new in signatures {
            let same = |old: &&mut NoteSignature| old.name == new.name && old.key_id == new.key_id;
            match self.signatures.iter_mut().find(same) {
                Some(old) => old.clone_from(new),
                None => self.signatures.push(new.clone()),
            }
        }
        self
    }

    /// Checks the signatures of known keys; those of others are ignored.
    ///
    /// A wrong signature of a known key refuses the note, and so does a note that no known key has
    /// signed. A key that signs twice is told once.
    pub fn verify<'k>(
        &self,
        known: &'k [VerifierKey],
    ) -> Result<Vec<VerifiedSignature<'k>>, NoteError> {
        let mut verified: Vec<VerifiedSignature<'k>> = Vec::new();
        for signature in &self.signatures {
            let Some(key) = known.iter().find(|key| key.matches(signature)) else {
                continue;
            };
            let time_unix_seconds = key.verify(&self.text, &signature.bytes).map_err(|_| {
                NoteError::WrongSignature {
                    name: key.name().clone(),
                    key_id: key.id(),
                }
            })?;
            if verified.iter().all(|earlier| earlier.key != key) {
                verified.push(VerifiedSignature {
                    key,
                    time_unix_seconds,
                });
            }
        }
        if verified.is_empty() {
            let known = known.len();
            return Err(NoteError::Unsigned { known });
        }
        Ok(verified)
    }
}

impl fmt::Display for SignedNote {
    /// The note as it is written to a file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            writeln!(f, "{signature}")?;
        }
        Ok(())
    }
}

fn check_text(text: &str) -> Result<(), NoteError> {
    if !text.ends_with('\n') {
        return Err(NoteError::NoSignatures);
    }
    if text.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return Err(NoteError::NotPlainText);
    }
    Ok(())
}

#[cfg(test)]
#[path = "note_tests.rs"]
mod tests;
