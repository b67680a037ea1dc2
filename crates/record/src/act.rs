//! What is recorded: acts, who did them, what they are about.

use std::fmt;
use std::str::FromStr;

use base::{AreaCode, Id, Kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Scoped;
use thiserror::Error;

/// Marks the ids of entries.
#[derive(Debug)]
pub struct EntryMark;

impl Kind for EntryMark {
    const NAME: &'static str = "entry";
}

/// The id of an act on the record, a UUID of version 7. The index in the log follows later.
pub type EntryId = Id<EntryMark>;

/// What kind of act it is, as a dotted code of the room that records it:
/// `register.authority_merged`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ActKind(String);

/// A text that is no kind of act.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no kind of act: words of a-z, 0-9 and _ joined by dots, such as case.filed")]
pub struct ActKindError(String);

/// Who does an act. Neither text is personal data: an account is an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person, through their account.
    Person {
        /// The id of the account.
        account: String,
    },
    /// A part of the platform itself.
    System {
        /// Its name: `sequencer`.
        name: String,
    },
}

/// What an act is about. Events are delivered in order per subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The kind of thing: `authority`.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// An act that is to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAct {
    /// What is done.
    pub kind: ActKind,
    /// Who does it.
    pub actor: Actor,
    /// The id of the authority in whose name it is done.
    pub authority: Option<String>,
    /// What it is about.
    pub subject: Subject,
    /// The id of the case, where there is one.
    pub case: Option<String>,
    /// When it happened, for a reported act; `None` for a requested one, which happens now.
    pub happened_at: Option<Timestamp>,
    /// The digest of the rule packs that it was judged with.
    pub packs: Option<String>,
    /// What else is to be known: a JSON object of texts and whole numbers. No personal data.
    pub data: Value,
    /// Personal data, a block a person: each is committed to on its own and can be erased.
    pub party_blocks: Vec<Value>,
    /// The same key of the same actor again gives the first receipt, and nothing is written.
    pub idempotency_key: Option<String>,
}

impl NewAct {
    /// An act that happens now, in nobody's name but the actor's; the other fields are set where
    /// they are needed.
    pub const fn new(kind: ActKind, actor: Actor, subject: Subject, data: Value) -> Self {
        Self {
            kind,
            actor,
            authority: None,
            subject,
            case: None,
            happened_at: None,
            packs: None,
            data,
            party_blocks: Vec::new(),
            idempotency_key: None,
        }
    }
}

/// What is acknowledged of an act: it is on the record for good once its transaction is durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The entry.
    pub entry: EntryId,
    /// The hash of the leaf, 64 hexadecimal digits: the log will hold this and nothing else.
    pub digest: String,
    /// When it was recorded, to the millisecond.
    pub recorded_at: Timestamp,
    /// The act was on the record already; this is the first receipt, and nothing was written.
    pub repeated: bool,
}

/// An act on the record, without the personal data of its parties.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedAct {
    /// The entry.
    pub entry: EntryId,
    /// Its index in the log; `None` until the sequencer has numbered it.
    pub index: Option<u64>,
    /// The hash of the leaf, 64 hexadecimal digits.
    pub digest: String,
    /// What was done.
    pub kind: ActKind,
    /// Who did it.
    pub actor: Actor,
    /// The authority in whose name it was done.
    pub authority: Option<String>,
    /// What it was about.
    pub subject: Subject,
    /// The case.
    pub case: Option<String>,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Whether it was reported after it had happened.
    pub is_reported: bool,
    /// When it was recorded; never before the acts recorded earlier.
    pub recorded_at: Timestamp,
    /// The clock of the machine had gone back, so that the time of an earlier act was kept.
    pub clock_held: bool,
    /// The digest of the rule packs.
    pub packs: Option<String>,
    /// What else is known.
    pub data: Value,
}

impl Scoped for RecordedAct {
    fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    fn area(&self) -> Option<&AreaCode> {
        None
    }

    fn confidentiality(&self) -> i16 {
        0
    }

    fn has_person(&self, _: &str, _: Option<&str>) -> bool {
        false
    }
}

impl ActKind {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ActKind {
    type Err = ActKindError;

    fn from_str(code: &str) -> Result<Self, ActKindError> {
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        if code.len() <= 100 && code.contains('.') && code.split('.').all(is_word) {
            Ok(Self(code.to_owned()))
        } else {
            Err(ActKindError(code.to_owned()))
        }
    }
}

impl TryFrom<String> for ActKind {
    type Error = ActKindError;

    fn try_from(code: String) -> Result<Self, ActKindError> {
        code.parse()
    }
}

impl From<ActKind> for String {
    fn from(kind: ActKind) -> Self {
        kind.0
    }
}

impl fmt::Display for ActKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Actor {
    /// `person` or `system`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::System { .. } => "system",
        }
    }

    /// The id of the account, or the name of the part.
    pub fn id(&self) -> &str {
        match self {
            Self::Person { account } => account,
            Self::System { name } => name,
        }
    }

    pub(crate) fn from_row(kind: &str, id: String) -> Self {
        match kind {
            "person" => Self::Person { account: id },
            _ => Self::System { name: id },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_words_joined_by_dots() {
        for good in ["case.filed", "register.authority_merged", "a.b2.c"] {
            assert_eq!(good.parse::<ActKind>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "case",
            "Case.filed",
            "case.",
            ".filed",
            "case.2",
            "a.立案",
            "a b.c",
        ] {
            assert!(bad.parse::<ActKind>().is_err(), "{bad}");
        }
    }
}
