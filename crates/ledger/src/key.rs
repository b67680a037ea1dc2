//! Keys of notes: names, key ids, verifier keys (`vkey`) and the keys that sign.
//!
//! Three kinds of signature: `01` Ed25519 by a log, `04` timestamped Ed25519 cosignature v1 by a
//! witness, and `ff` followed by [`SM2_IDENTIFIER`] for SM2 with SM3 by a log.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use sha2::{Digest, Sha256};
use sm2::dsa::signature::Verifier as _;
use sm2::elliptic_curve::sec1::ToSec1Point as _;
use sm2::pkcs8::{EncodePublicKey, LineEnding};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::note::NoteSignature;

/// The long identifier that follows the byte `ff` in keys of SM2 with SM3.
pub const SM2_IDENTIFIER: &str = "xiezhi.dev/sm2-sm3";
/// The user id under which SM2 signs and verifies (GB/T 32918.2; the default of GM/T 0009).
pub const SM2_USER_ID: &str = "1234567812345678";

const ED25519_TYPE: u8 = 0x01;
const COSIGNATURE_TYPE: u8 = 0x04;
const UNASSIGNED_TYPE: u8 = 0xff;
const SIGNER_PREFIX: &str = "PRIVATE+KEY+";

/// The name of a key: not empty, without white space, control characters and `+`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// The first four bytes of a SHA-256 over name, kind and public key. It tells keys of one name
/// apart; it protects nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

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

impl KeyName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyError;

    fn from_str(name: &str) -> Result<Self, KeyError> {
        let wrong = |c: char| c == '+' || c.is_whitespace() || c.is_control();
        if name.is_empty() || name.contains(wrong) {
            return Err(KeyError::Name(name.to_owned()));
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let id = u32::from_str_radix(text, 16).map(|id| Self(id.to_be_bytes()));
        id.ok()
            .filter(|id| id.to_string() == text)
            .ok_or(KeyError::VerifierForm)
    }
}

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
enum PublicKey {
    Ed25519(ed25519_dalek::VerifyingKey),
    Cosignature(ed25519_dalek::VerifyingKey),
    Sm2(Box<sm2::PublicKey>),
}

/// A signature that its key does not bear out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the signature does not verify")]
pub struct SignatureFault;

impl VerifierKey {
    fn new(name: KeyName, public: PublicKey) -> Self {
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

/// A key with which a log signs its checkpoints: Ed25519 or SM2 with SM3.
///
/// The secret is wiped when the key is dropped, and `Debug` shows the public half only.
pub struct NoteSigner {
    verifier: VerifierKey,
    secret: LogSecret,
}

enum LogSecret {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Sm2(sm2::SecretKey),
}

impl NoteSigner {
    /// An Ed25519 key from its seed of 32 random bytes.
    pub fn ed25519(name: KeyName, seed: &[u8; 32]) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        Self {
            verifier: VerifierKey::new(name, PublicKey::Ed25519(key.verifying_key())),
            secret: LogSecret::Ed25519(Box::new(key)),
        }
    }

    /// An SM2 key from its secret of 32 random bytes.
    ///
    /// About one of 2^32 values is refused, because it is not below the order of the curve: draw
    /// again.
    pub fn sm2(name: KeyName, secret: &[u8; 32]) -> Result<Self, KeyError> {
        let key = sm2::SecretKey::from_slice(secret).ok();
        // The order less one has no inverse of 1 + d, so it cannot sign.
        match key.filter(|key| sm2_signing_key(key).is_some_and(|key| key.try_sign(b"").is_ok())) {
            Some(key) => Ok(Self {
                verifier: VerifierKey::new(name, PublicKey::Sm2(Box::new(key.public_key()))),
                secret: LogSecret::Sm2(key),
            }),
            None => Err(KeyError::Material { name }),
        }
    }

    /// Reads the text form, `PRIVATE+KEY+<name>+<key id>+<base64(kind ‖ secret)>`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let parsed = ParsedSigner::parse(text)?;
        let key = match parsed.kind {
            Kind::Ed25519 => Self::ed25519(parsed.name, &parsed.secret),
            Kind::Sm2 => Self::sm2(parsed.name, &parsed.secret)?,
            Kind::Cosignature => return Err(KeyError::Kind { name: parsed.name }),
        };
        check_id(&key.verifier, parsed.id)?;
        Ok(key)
    }

    /// The text form. It holds the secret: write it only to a file that nobody else can read.
    pub fn to_secret_text(&self) -> Zeroizing<String> {
        let (kind, secret) = match &self.secret {
            LogSecret::Ed25519(key) => (Kind::Ed25519, Zeroizing::new(key.to_bytes())),
            LogSecret::Sm2(key) => (Kind::Sm2, Zeroizing::new(key.to_bytes().into())),
        };
        secret_text(&self.verifier, kind, &secret)
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs the text of a note.
    pub fn sign(&self, text: &str) -> NoteSignature {
        let bytes = match &self.secret {
            LogSecret::Ed25519(key) => key.sign(text.as_bytes()).to_bytes().to_vec(),
            LogSecret::Sm2(key) => {
                let key = sm2_signing_key(key).expect("the constructor has made this key once");
                let signature: sm2::dsa::Signature = key
                    .try_sign(text.as_bytes())
                    .expect("only a nonce that nobody finds (1 of 2^256) cannot sign");
                signature.to_der().as_ref().to_vec()
            }
        };
        NoteSignature::new(&self.verifier, bytes)
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteSigner({})", self.verifier)
    }
}

/// A key with which a witness cosigns checkpoints (cosignature v1).
///
/// The secret is wiped when the key is dropped, and `Debug` shows the public half only.
pub struct Cosigner {
    verifier: VerifierKey,
    secret: Box<ed25519_dalek::SigningKey>,
}

impl Cosigner {
    /// A key from its seed of 32 random bytes. No other key may share the seed, since a
    /// cosignature does not name who signs.
    pub fn new(name: KeyName, seed: &[u8; 32]) -> Self {
        let secret = Box::new(ed25519_dalek::SigningKey::from_bytes(seed));
        let public = PublicKey::Cosignature(secret.verifying_key());
        let verifier = VerifierKey::new(name, public);
        Self { verifier, secret }
    }

    /// Reads the text form, `PRIVATE+KEY+<name>+<key id>+<base64(04 ‖ seed)>`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let parsed = ParsedSigner::parse(text)?;
        if !matches!(parsed.kind, Kind::Cosignature) {
            return Err(KeyError::Kind { name: parsed.name });
        }
        let key = Self::new(parsed.name, &parsed.secret);
        check_id(&key.verifier, parsed.id)?;
        Ok(key)
    }

    /// The text form. It holds the secret: write it only to a file that nobody else can read.
    pub fn to_secret_text(&self) -> Zeroizing<String> {
        let secret = Zeroizing::new(self.secret.to_bytes());
        secret_text(&self.verifier, Kind::Cosignature, &secret)
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Cosigns the text of a checkpoint at a time, in seconds since 1970.
    ///
    /// Whoever calls has checked that the checkpoint extends the last one cosigned; see
    /// [`crate::witness::decide`].
    pub fn cosign(&self, text: &str, time_unix_seconds: u64) -> NoteSignature {
        let time = time_unix_seconds.min(i64::MAX as u64);
        let message = cosigned_message(text, time);
        let mut bytes = time.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.secret.sign(message.as_bytes()).to_bytes());
        NoteSignature::new(&self.verifier, bytes)
    }
}

impl fmt::Debug for Cosigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cosigner({})", self.verifier)
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

struct ParsedSigner {
    name: KeyName,
    id: KeyId,
    kind: Kind,
    secret: Zeroizing<[u8; 32]>,
}

impl ParsedSigner {
    fn parse(text: &str) -> Result<Self, KeyError> {
        let rest = text
            .strip_prefix(SIGNER_PREFIX)
            .ok_or(KeyError::SignerForm)?;
        let mut parts = rest.splitn(3, '+');
        let mut part = || parts.next().ok_or(KeyError::SignerForm);
        let (name, id, material) = (part()?, part()?, part()?);
        let name: KeyName = name.parse()?;
        let id = id.parse().map_err(|_| KeyError::SignerForm)?;
        let material = STANDARD
            .decode(material)
            .map_err(|_| KeyError::SignerForm)?;
        let material = Zeroizing::new(material);
        let (kind, bytes) = split_kind(&name, &material)?;
        let Ok(secret) = <[u8; 32]>::try_from(bytes) else {
            return Err(KeyError::Material { name });
        };
        let secret = Zeroizing::new(secret);
        Ok(Self {
            name,
            id,
            kind,
            secret,
        })
    }
}

fn secret_text(verifier: &VerifierKey, kind: Kind, secret: &[u8; 32]) -> Zeroizing<String> {
    let mut material = kind.prefix();
    material.extend_from_slice(secret);
    let mut encoded = STANDARD.encode(&material);
    material.zeroize();
    let (name, id) = (&verifier.name, verifier.id);
    let text = Zeroizing::new(format!("{SIGNER_PREFIX}{name}+{id}+{encoded}"));
    encoded.zeroize();
    text
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
    if key.id == written {
        return Ok(());
    }
    Err(KeyError::Id {
        name: key.name.clone(),
        written,
        computed: key.id,
    })
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

fn sm2_signing_key(secret: &sm2::SecretKey) -> Option<sm2::dsa::SigningKey> {
    sm2::dsa::SigningKey::new(SM2_USER_ID, secret).ok()
}

/// What a witness signs: the header, the time, the text of the checkpoint.
fn cosigned_message(text: &str, time_unix_seconds: u64) -> String {
    format!("cosignature/v1\ntime {time_unix_seconds}\n{text}")
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
