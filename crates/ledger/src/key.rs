//! Keys of notes: names, key ids, verifier keys (`vkey`) and the keys that sign.
//!
//! Three kinds of signature: `01` Ed25519 by a log, `04` timestamped Ed25519 cosignature v1 by a
//! witness, and `ff` followed by [`SM2_IDENTIFIER`] for SM2 with SM3 by a log.

mod name;
mod signer;
mod verifier;

use sha2::{Digest, Sha256};
use thiserror::Error;

pub use name::{KeyId, KeyName};
pub use signer::{Cosigner, NoteSigner};
pub use verifier::{SignatureFault, VerifierKey};

/// The long identifier that follows the byte `ff` in keys of SM2 with SM3.
pub const SM2_IDENTIFIER: &str = "xiezhi.dev/sm2-sm3";
/// The user id under which SM2 signs and verifies (GB/T 32918.2; the default of GM/T 0009).
pub const SM2_USER_ID: &str = "1234567812345678";

const ED25519_TYPE: u8 = 0x01;
const COSIGNATURE_TYPE: u8 = 0x04;
const UNASSIGNED_TYPE: u8 = 0xff;

/// What is no key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The name is empty, or has white space, a control character or `+` in it.
    #[error("{0:?} is no name of a key: a word without spaces and + was expected")]
    Name(String),
    /// A verifier key is not written `<name>+<8 hex digits>+<base64>`.
    #[error("a verifier key is written <name>+<key id>+<base64 of kind and public key>")]
    VerifierForm,
    /// A signer key is not written `PRIVATE+KEY+<name>+<8 hex digits>+<base64>`.
    #[error("a signer key is written PRIVATE+KEY+<name>+<key id>+<base64 of kind and secret>")]
    SignerForm,
    /// The kind of the key is none of those known here, or not the one that was asked for.
    #[error("the key of {name} is of another kind than was expected")]
    Kind {
        /// Name of the key.
        name: KeyName,
    },
    /// The bytes are no key of their kind: wrong length, not on the curve, not in range.
    #[error("the key of {name} has bytes that are no key of its kind")]
    Material {
        /// Name of the key.
        name: KeyName,
    },
    /// The key id in the text is not that of the key.
    #[error("the key of {name} is written with the id {written}, but its id is {computed}")]
    Id {
        /// Name of the key.
        name: KeyName,
        /// Id in the text.
        written: KeyId,
        /// Id of the key.
        computed: KeyId,
    },
}

impl KeyError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        "ledger.key_invalid"
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Ed25519,
    Cosignature,
    Sm2,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Ed25519, Self::Cosignature, Self::Sm2];

    /// The bytes that stand before the key.
    fn prefix(self) -> Vec<u8> {
        match self {
            Self::Ed25519 => vec![ED25519_TYPE],
            Self::Cosignature => vec![COSIGNATURE_TYPE],
            Self::Sm2 => [&[UNASSIGNED_TYPE], SM2_IDENTIFIER.as_bytes()].concat(),
        }
    }
}

fn split_kind<'m>(name: &KeyName, material: &'m [u8]) -> Result<(Kind, &'m [u8]), KeyError> {
    let found = Kind::ALL.into_iter().find_map(|kind| {
        let rest = material.strip_prefix(kind.prefix().as_slice())?;
        Some((kind, rest))
    });
    found.ok_or_else(|| KeyError::Kind { name: name.clone() })
}

fn key_id(name: &KeyName, material: &[u8]) -> KeyId {
    let mut hasher = Sha256::new();
    hasher.update(name.as_str());
    hasher.update([b'\n']);
    hasher.update(material);
    let [a, b, c, d, ..] = <[u8; 32]>::from(hasher.finalize());
    KeyId([a, b, c, d])
}

fn check_id(key: &VerifierKey, written: KeyId) -> Result<(), KeyError> {
    if key.id() == written {
        return Ok(());
    }
    Err(KeyError::Id {
        name: key.name().clone(),
        written,
        computed: key.id(),
    })
}

/// What a witness signs: the header, the time, the text of the checkpoint.
fn cosigned_message(text: &str, time_unix_seconds: u64) -> String {
    format!("cosignature/v1\ntime {time_unix_seconds}\n{text}")
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
