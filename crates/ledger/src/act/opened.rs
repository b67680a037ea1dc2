//! The opening of a leaf: act, party blocks and salts, to whoever may see them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use super::canonical::CanonicalJson;
use super::commitment::{Commitment, Salt};
use super::leaf::{Leaf, LeafError};

/// An act as it is recorded: what was done, and apart from it what is known of each party, so that
/// a person can be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalAct {
    /// What was done: actor, authority, place, case, instants, digests. No personal data of parties.
    pub act: CanonicalJson,
    /// One block a party, in a fixed order.
    pub parties: Vec<CanonicalJson>,
}

/// Another number of salts than an act needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an act with {parties} party blocks needs {} salts, {found} were given", parties + 1)]
pub struct SaltCount {
    /// Party blocks of the act.
    pub parties: usize,
    /// Salts that were given.
    pub found: usize,
}

/// One committed value with its salt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What was committed to.
    pub json: CanonicalJson,
    /// Its salt.
    pub salt: Salt,
}

/// An act with what opens its leaf. Party blocks that were erased, or that the reader may not see,
/// are `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenedAct {
    /// The act.
    pub act: Opening,
    /// The party blocks, in the order of the leaf.
    pub parties: Vec<Option<Opening>>,
}

/// Why an opening does not open a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OpeningError {
    /// The act is another than the one committed to.
    #[error("the act is not the one that the leaf commits to")]
    Act,
    /// A party block is another.
    #[error("party block {0} is not the one that the leaf commits to")]
    Party(usize),
    /// Another number of party blocks.
    #[error("the leaf commits to {leaf} party blocks, the opening has {opening}")]
    PartyCount {
        /// Party blocks of the leaf.
        leaf: usize,
        /// Party blocks of the opening.
        opening: usize,
    },
}

impl OpeningError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        "ledger.opening_wrong"
    }
}

impl CanonicalAct {
    /// Joins the act with its salts: the first for the act, one more for each party block.
    pub fn with_salts(self, salts: Vec<Salt>) -> Result<OpenedAct, SaltCount> {
        let (parties, found) = (self.parties.len(), salts.len());
        let mut salts = salts.into_iter();
        let (Some(salt), true) = (salts.next(), found == parties + 1) else {
            return Err(SaltCount { parties, found });
        };
        let open = |(json, salt)| Some(Opening { json, salt });
        Ok(OpenedAct {
            act: Opening {
                json: self.act,
                salt,
            },
            parties: self.parties.into_iter().zip(salts).map(open).collect(),
        })
    }
}

impl OpenedAct {
    /// The leaf to append. Only a whole opening has one: a block that was erased refuses.
    pub fn leaf(&self) -> Result<Leaf, LeafError> {
        let act = Commitment::to_act(&self.act.json, &self.act.salt);
        let parties = self.parties.iter().enumerate().map(|(number, party)| {
            let party = party.as_ref().ok_or(LeafError::Erased(number))?;
            Ok(Commitment::to_party(&party.json, &party.salt))
        });
        Leaf::new(act, parties.collect::<Result<_, _>>()?)
    }

    /// Drops a party block and its salt; `false` where there is none with that number.
    pub fn erase_party(&mut self, number: usize) -> bool {
        let Some(party) = self.parties.get_mut(number) else {
            return false;
        };
        party.take().is_some()
    }

    /// Checks that this is what the leaf commits to; erased blocks are passed over.
    pub fn verify(&self, leaf: &Leaf) -> Result<(), OpeningError> {
        if Commitment::to_act(&self.act.json, &self.act.salt) != *leaf.act() {
            return Err(OpeningError::Act);
        }
        let (committed, opened) = (leaf.parties(), &self.parties);
        if committed.len() != opened.len() {
            return Err(OpeningError::PartyCount {
                leaf: committed.len(),
                opening: opened.len(),
            });
        }
        let wrong = committed
            .iter()
            .zip(opened)
            .position(|(commitment, party)| {
                party.as_ref().is_some_and(|party| {
                    Commitment::to_party(&party.json, &party.salt) != *commitment
                })
            });
        wrong.map_or(Ok(()), |number| Err(OpeningError::Party(number)))
    }
}

/// An opening as JSON: the canonical text as a string, the salt in base64.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningText {
    canonical: String,
    salt: String,
}

impl Serialize for Opening {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        OpeningText {
            canonical: self.json.as_str().to_owned(),
            salt: STANDARD.encode(self.salt.as_bytes()),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Opening {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = OpeningText::deserialize(deserializer)?;
        let json = CanonicalJson::parse(text.canonical.as_bytes()).map_err(de::Error::custom)?;
        let salt = STANDARD.decode(text.salt).ok();
        let salt = salt.and_then(|salt| <[u8; Salt::SIZE_BYTES]>::try_from(salt).ok());
        let salt = salt.ok_or_else(|| de::Error::custom("a salt is the base64 of 32 bytes"))?;
        Ok(Self {
            json,
            salt: Salt::new(salt),
        })
    }
}

#[cfg(test)]
#[path = "opened_tests.rs"]
mod tests;
