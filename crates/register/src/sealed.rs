//! Personal data at rest: sealed with AES-256-GCM-SIV (RFC 8452), found again by a keyed digest
//! (HMAC-SHA-256).

use std::fmt;
use std::fmt::Write as _;

use aes_gcm_siv::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use thiserror::Error;

/// Seals, opens and digests. Two independent keys: one for sealing, one for digests.
#[derive(Clone)]
pub(crate) struct Sealer {
    cipher: Aes256GcmSiv,
    digest_key: [u8; 32],
}

/// A sealed text cannot be opened: it was changed, moved to another record, or the key is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a sealed text cannot be opened: the row was changed or the key file is another")]
pub struct SealError;

const NONCE_BYTES: usize = 12;

impl Sealer {
    /// Bytes of a key file.
    pub(crate) const KEY_BYTES: usize = 64;

    pub(crate) fn new(key: &[u8; Self::KEY_BYTES]) -> Self {
        let (seal, digest) = key.split_at(32);
        Self {
            cipher: Aes256GcmSiv::new_from_slice(seal).expect("the key has 32 bytes"),
            digest_key: digest.try_into().expect("the other half has 32 bytes"),
        }
    }

    /// Seals a text for one place (`party/ID/identity`), as hexadecimal; elsewhere it cannot be
    /// opened.
    pub(crate) fn seal(&self, place: &str, text: &str) -> Result<String, getrandom::Error> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce)?;
        let payload = Payload {
            msg: text.as_bytes(),
            aad: place.as_bytes(),
        };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload);
        let sealed = sealed.expect("a text in memory is shorter than the cipher's limit");
        Ok(hex(&[nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what was sealed for this place.
    pub(crate) fn open(&self, place: &str, sealed: &str) -> Result<String, SealError> {
        let bytes = unhex(sealed).ok_or(SealError)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SealError)?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        let text = self
            .cipher
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| SealError)?;
        String::from_utf8(text).map_err(|_| SealError)
    }

    /// The digest by which the same text is found again; without the key it tells nothing.
    pub(crate) fn digest(&self, purpose: &str, text: &str) -> String {
        let mac = Hmac::<Sha256>::new_from_slice(&self.digest_key);
        let mut mac = mac.expect("HMAC takes a key of any length");
        for part in [purpose, "\0", text] {
            mac.update(part.as_bytes());
        }
        hex(&mac.finalize().into_bytes())
    }

    /// Tells one key from another without telling the key.
    pub(crate) fn fingerprint(&self) -> String {
        self.digest("fingerprint", "")[..16].to_owned()
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let value = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks_exact(2)
        .map(|pair| Some((value(pair[0])? << 4) | value(pair[1])?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&[byte; Sealer::KEY_BYTES])
    }

    #[test]
    fn what_was_sealed_opens_in_its_place_only() {
        let sealed = sealer(1)
            .seal("party/1/identity", "11010519491231002X")
            .unwrap();
        assert!(!sealed.contains("1949"));
        assert_eq!(
            sealer(1).open("party/1/identity", &sealed).unwrap(),
            "11010519491231002X"
        );
        assert_eq!(sealer(1).open("party/2/identity", &sealed), Err(SealError));
        assert_eq!(sealer(2).open("party/1/identity", &sealed), Err(SealError));
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let sealed = sealer(1).seal("p", "虚构的人").unwrap();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(sealer(1).open("p", &changed), Err(SealError));
        }
        assert_eq!(sealer(1).open("p", "00"), Err(SealError));
    }

    #[test]
    fn the_same_text_is_sealed_differently_and_digested_alike() {
        let key = sealer(1);
        assert_ne!(key.seal("p", "a").unwrap(), key.seal("p", "a").unwrap());
        assert_eq!(key.digest("identity", "a"), key.digest("identity", "a"));
        assert_ne!(key.digest("identity", "a"), key.digest("phone", "a"));
        assert_ne!(
            key.digest("identity", "a"),
            sealer(2).digest("identity", "a")
        );
    }
}
