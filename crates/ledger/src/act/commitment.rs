//! A salted commitment: SHA-256 over a tag, a salt and canonical bytes.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::canonical::CanonicalJson;

const ACT_TAG: &[u8] = b"xiezhi.dev/commitment/act/v1\n";
const PARTY_TAG: &[u8] = b"xiezhi.dev/commitment/party/v1\n";

/// 32 random bytes that keep a commitment from being guessed. Secret as long as what it hides is;
/// wiped when dropped, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Salt([u8; Salt::SIZE_BYTES]);

impl Salt {
    /// Bytes of a salt.
    pub const SIZE_BYTES: usize = 32;

    /// A salt from 32 bytes of a cryptographic source of randomness; each is used once.
    pub const fn new(random: [u8; Self::SIZE_BYTES]) -> Self {
        Self(random)
    }

    /// The bytes, to be stored where only those can read who may see the act.
    pub const fn as_bytes(&self) -> &[u8; Self::SIZE_BYTES] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// A commitment: it says nothing without the opening and cannot be opened in two ways.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment(pub [u8; Commitment::SIZE_BYTES]);

impl Commitment {
    /// Bytes of a commitment.
    pub const SIZE_BYTES: usize = 32;

    /// Commits to an act.
    pub fn to_act(act: &CanonicalJson, salt: &Salt) -> Self {
        Self::new(ACT_TAG, act, salt)
    }

    /// Commits to a party block.
    pub fn to_party(party: &CanonicalJson, salt: &Salt) -> Self {
        Self::new(PARTY_TAG, party, salt)
    }

    fn new(tag: &[u8], json: &CanonicalJson, salt: &Salt) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(tag);
        hasher.update(salt.0);
        hasher.update(json.as_bytes());
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Commitment {
    /// 64 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({self})")
    }
}
