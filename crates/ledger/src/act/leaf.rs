//! The bytes of a leaf: version, number of party blocks, commitments.

use thiserror::Error;

use super::commitment::Commitment;

/// The first byte of a leaf.
const VERSION: u8 = 1;

/// What stands in the log of an act: one commitment to the act, one to each party block.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Leaf {
    act: Commitment,
    parties: Vec<Commitment>,
}

/// Bytes that are no leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LeafError {
    /// Another version.
    #[error("the leaf has version {0}, only 1 is known")]
    Version(u8),
    /// A length that does not fit the number of party blocks.
    #[error("the leaf has {found} bytes where {expected} are needed")]
    Size {
        /// Bytes that the number of party blocks asks for.
        expected: usize,
        /// Bytes of the leaf.
        found: usize,
    },
    /// More than 255 party blocks.
    #[error("an act has at most 255 party blocks, {0} were given")]
    Parties(usize),
    /// A party block is erased, so that its commitment cannot be made again.
    #[error("party block {0} is erased: the leaf cannot be made again, read it from the log")]
    Erased(usize),
}

impl LeafError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Erased(_) => "ledger.party_erased",
            _ => "ledger.leaf_malformed",
        }
    }
}

impl Leaf {
    /// Party blocks that an act can have.
    pub const PARTIES_MAX: usize = u8::MAX as usize;

    /// A leaf from its commitments.
    pub fn new(act: Commitment, parties: Vec<Commitment>) -> Result<Self, LeafError> {
        if parties.len() > Self::PARTIES_MAX {
            return Err(LeafError::Parties(parties.len()));
        }
        Ok(Self { act, parties })
    }

    /// The commitment to the act.
    pub fn act(&self) -> &Commitment {
        &self.act
    }

    /// The commitments to the party blocks, in the order of the act.
    pub fn parties(&self) -> &[Commitment] {
        &self.parties
    }

    /// The bytes of the entry: 1, the number of party blocks, then 32 bytes a commitment.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION, self.parties.len() as u8];
        bytes.extend_from_slice(&self.act.0);
        for party in &self.parties {
            bytes.extend_from_slice(&party.0);
        }
        bytes
    }

    /// Reads the bytes of an entry.
    pub fn decode(bytes: &[u8]) -> Result<Self, LeafError> {
        let found = bytes.len();
        let (head, rest) = bytes
            .split_first_chunk::<2>()
            .ok_or(LeafError::Size { expected: 2, found })?;
        let [version, parties] = *head;
        if version != VERSION {
            return Err(LeafError::Version(version));
        }
        let expected = 2 + Commitment::SIZE_BYTES * (1 + usize::from(parties));
        if found != expected {
            return Err(LeafError::Size { expected, found });
        }
        let (chunks, _) = rest.as_chunks();
        let mut commitments = chunks.iter().copied().map(Commitment);
        let act = commitments
            .next()
            .ok_or(LeafError::Size { expected, found })?;
        Self::new(act, commitments.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_leaf_is_read_back(act: [u8; 32], parties: Vec<[u8; 32]>) {
            let parties = parties.into_iter().map(Commitment).collect();
            let leaf = Leaf::new(Commitment(act), parties).unwrap();
            prop_assert_eq!(Leaf::decode(&leaf.encode()), Ok(leaf));
        }

        #[test]
        fn any_bytes_are_a_leaf_or_refused(bytes: Vec<u8>) {
            if let Ok(leaf) = Leaf::decode(&bytes) {
                prop_assert_eq!(leaf.encode(), bytes);
            }
        }
    }

    #[test]
    fn bytes_of_another_version_or_length_are_refused() {
        let leaf = Leaf::new(Commitment([7; 32]), Vec::new()).unwrap();
        let mut bytes = leaf.encode();
        bytes.push(0);
        let size = LeafError::Size {
            expected: 34,
            found: 35,
        };
        assert_eq!(Leaf::decode(&bytes), Err(size));
        bytes[0] = 2;
        assert_eq!(Leaf::decode(&bytes), Err(LeafError::Version(2)));
        let many = vec![Commitment([0; 32]); 256];
        assert_eq!(
            Leaf::new(Commitment([0; 32]), many),
            Err(LeafError::Parties(256))
        );
    }
}
