//! The keys that sign: a log's and a witness's.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use zeroize::{Zeroize, Zeroizing};

use super::verifier::PublicKey;
use super::{
    KeyError, KeyId, KeyName, Kind, SM2_USER_ID, VerifierKey, check_id, cosigned_message,
    split_kind,
};
use crate::note::NoteSignature;

const SIGNER_PREFIX: &str = "PRIVATE+KEY+";

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
    let (name, id) = (verifier.name(), verifier.id());
    let text = Zeroizing::new(format!("{SIGNER_PREFIX}{name}+{id}+{encoded}"));
    encoded.zeroize();
    text
}

fn sm2_signing_key(secret: &sm2::SecretKey) -> Option<sm2::dsa::SigningKey> {
    sm2::dsa::SigningKey::new(SM2_USER_ID, secret).ok()
}
