//! The public half of a key, which checks signatures.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sm2::dsa::signature::Verifier as _;
use sm2::elliptic_curve::sec1::ToSec1Point as _;
use sm2::pkcs8::{EncodePublicKey, LineEnding};
use thiserror::Error;

use super::{
    KeyError, KeyId, KeyName, Kind, SM2_USER_ID, check_id, cosigned_message, key_id, split_kind,
};
use crate::note::NoteSignature;

/// The public half of a key, which checks signatures.
///
/// As text it is the `vkey` of signed-note: `<name>+<key id>+<base64(kind ‖ public key)>`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: KeyId,
    public: PublicKey,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum PublicKey {
    Ed25519(ed25519_dalek::VerifyingKey),
    Cosignature(ed25519_dalek::VerifyingKey),
    Sm2(Box<sm2::PublicKey>),
}

/// A signature that its key does not bear out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the signature does not verify")]
pub struct SignatureFault;

impl VerifierKey {
    pub(super) fn new(name: KeyName, public: PublicKey) -> Self {
        let material = public.to_bytes();
        let id = key_id(&name, &material);
        Self { name, id, public }
    }

    fn parse_public(name: KeyName, material: &[u8]) -> Result<Self, KeyError> {
        let (kind, bytes) = split_kind(&name, material)?;
        let public = match kind {
            Kind::Ed25519 => ed25519_public(bytes).map(PublicKey::Ed25519),
            Kind::Cosignature => ed25519_public(bytes).map(PublicKey::Cosignature),
            Kind::Sm2 => sm2::PublicKey::from_sec1_bytes(bytes)
                .ok()
                .map(|key| PublicKey::Sm2(Box::new(key))),
        };
        // One key has one text: a compressed point is refused.
        match public.filter(|public| public.to_bytes() == material) {
            Some(public) => Ok(Self::new(name, public)),
            None => Err(KeyError::Material { name }),
        }
    }

    /// A key of SM2 from its uncompressed point (65 bytes, as in GB/T 32918 and SEC 1).
    pub fn sm2(name: KeyName, point: &[u8]) -> Result<Self, KeyError> {
        Self::parse_public(name, &[Kind::Sm2.prefix().as_slice(), point].concat())
    }

    /// The name of the key.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// The id of the key.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Whether this is the key of a witness, whose signatures carry a time.
    pub fn is_cosigner(&self) -> bool {
        matches!(self.public, PublicKey::Cosignature(_))
    }

    /// The bytes of the public key alone: 32 of Ed25519, 65 of SM2 (uncompressed point).
    pub fn public_bytes(&self) -> Vec<u8> {
        self.public.public_bytes()
    }

    /// The key as PEM (`BEGIN PUBLIC KEY`), as OpenSSL reads it; `None` for keys of Ed25519, whose
    /// `vkey` is read everywhere.
    pub fn to_pem(&self) -> Option<String> {
        match &self.public {
            PublicKey::Sm2(key) => key.to_public_key_pem(LineEnding::LF).ok(),
            PublicKey::Ed25519(_) | PublicKey::Cosignature(_) => None,
        }
    }

    /// Whether a signature line names this key.
    pub fn matches(&self, signature: &NoteSignature) -> bool {
        signature.name == self.name && signature.key_id == self.id
    }

    /// Checks a signature over the text of a note, and tells the time it carries (seconds since
    /// 1970) where it is a cosignature.
    pub fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, SignatureFault> {
        match &self.public {
            PublicKey::Ed25519(key) => {
                verify_ed25519(key, text.as_bytes(), signature).map(|()| None)
            }
            PublicKey::Cosignature(key) => {
                let (time, signature) = signature.split_first_chunk().ok_or(SignatureFault)?;
                let time = u64::from_be_bytes(*time);
                if i64::try_from(time).is_err() {
                    return Err(SignatureFault);
                }
                let message = cosigned_message(text, time);
                verify_ed25519(key, message.as_bytes(), signature).map(|()| Some(time))
            }
            PublicKey::Sm2(key) => verify_sm2(key, text.as_bytes(), signature).map(|()| None),
        }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = STANDARD.encode(self.public.to_bytes());
        write!(f, "{}+{}+{material}", self.name, self.id)
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().ok_or(KeyError::VerifierForm);
        let (name, id, material) = (part()?, part()?, part()?);
        let written: KeyId = id.parse()?;
        let material = STANDARD
            .decode(material)
            .map_err(|_| KeyError::VerifierForm)?;
        let key = Self::parse_public(name.parse()?, &material)?;
        check_id(&key, written)?;
        Ok(key)
    }
}

impl PublicKey {
    fn kind(&self) -> Kind {
        match self {
            Self::Ed25519(_) => Kind::Ed25519,
            Self::Cosignature(_) => Kind::Cosignature,
            Self::Sm2(_) => Kind::Sm2,
        }
    }

    fn public_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) | Self::Cosignature(key) => key.to_bytes().to_vec(),
            Self::Sm2(key) => key.to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    /// Kind and public key, as they stand in a `vkey` and are hashed into the key id.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.kind().prefix();
        bytes.extend(self.public_bytes());
        bytes
    }
}

fn ed25519_public(bytes: &[u8]) -> Option<ed25519_dalek::VerifyingKey> {
    let bytes = bytes.try_into().ok()?;
    let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok()?;
    (!key.is_weak()).then_some(key)
}

fn verify_ed25519(
    key: &ed25519_dalek::VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureFault> {
    let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| SignatureFault)?;
    key.verify_strict(message, &signature)
        .map_err(|_| SignatureFault)
}

fn verify_sm2(
    key: &sm2::PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureFault> {
    let key = sm2::dsa::VerifyingKey::new(SM2_USER_ID, *key).map_err(|_| SignatureFault)?;
    let signature = sm2::dsa::Signature::from_der(signature).map_err(|_| SignatureFault)?;
    key.verify(message, &signature).map_err(|_| SignatureFault)
}
