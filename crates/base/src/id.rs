//! Ids that know what they are the id of.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// A kind of thing that has ids, such as a case or an enforcement item.
pub trait Kind {
    /// The name of the kind in the field's words, in `snake_case`: `enforcement_item`.
    const NAME: &'static str;
}

/// The id of a thing of kind `K`: a UUID, never nil, written in lower case with hyphens.
///
/// An id of one kind cannot stand where that of another is asked for. Ids are given out by the
/// shell (which owns time and randomness) or [derived](Id::derived) from a name.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "Uuid", into = "Uuid")]
pub struct Id<K: Kind> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// A text or UUID that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdError {
    /// The text has not the form of a UUID.
    #[error("{text:?} is not the id of a {kind}: a UUID was expected")]
    NotUuid {
        /// What was given.
        text: String,
        /// What it should be the id of.
        kind: &'static str,
    },
    /// The nil UUID stands for "no id" elsewhere and is refused.
    #[error("the nil UUID is not the id of a {kind}")]
    Nil {
        /// What it should be the id of.
        kind: &'static str,
    },
}

impl<K: Kind> Id<K> {
    /// The id that is always the same for the same name, whoever computes it.
    ///
    /// It is a UUID version 5; the kind is part of what is hashed, so that a case and an item of
    /// one name differ.
    pub fn derived(name: &str) -> Self {
        let kind = Uuid::new_v5(&Uuid::NAMESPACE_OID, K::NAME.as_bytes());
        Self {
            uuid: Uuid::new_v5(&kind, name.as_bytes()),
            kind: PhantomData,
        }
    }

    /// The UUID itself, for storage.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<K: Kind> TryFrom<Uuid> for Id<K> {
    type Error = IdError;

    fn try_from(uuid: Uuid) -> Result<Self, IdError> {
        if uuid.is_nil() {
            return Err(IdError::Nil { kind: K::NAME });
        }
        Ok(Self {
            uuid,
            kind: PhantomData,
        })
    }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let not_uuid = |_| IdError::NotUuid {
            text: text.to_owned(),
            kind: K::NAME,
        };
        Uuid::parse_str(text).map_err(not_uuid)?.try_into()
    }
}

impl<K: Kind> From<Id<K>> for Uuid {
    fn from(id: Id<K>) -> Self {
        id.uuid
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", K::NAME, self.uuid)
    }
}

// Written out, since a derive would ask the same of `K`, which is only a mark.

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Kind> Copy for Id<K> {}

impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl<K: Kind> Eq for Id<K> {}

impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<K: Kind> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Case;
    impl Kind for Case {
        const NAME: &'static str = "case";
    }

    struct Party;
    impl Kind for Party {
        const NAME: &'static str = "party";
    }

    const WRITTEN: &str = "0190d3e2-5b1f-7c3a-9f0e-1a2b3c4d5e6f";

    #[test]
    fn an_id_is_read_and_written_the_same() {
        let id: Id<Case> = WRITTEN.parse().unwrap();
        assert_eq!(id.to_string(), WRITTEN);
        assert_eq!(format!("{id:?}"), format!("case:{WRITTEN}"));
        assert_eq!(
            serde_json::to_string(&id).unwrap(),
            format!("\"{WRITTEN}\"")
        );
        assert_eq!(
            serde_json::from_str::<Id<Case>>(&format!("\"{WRITTEN}\"")).unwrap(),
            id
        );
    }

    #[test]
    fn what_is_not_a_uuid_is_refused_with_its_kind() {
        let error = "42".parse::<Id<Case>>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"42\" is not the id of a case: a UUID was expected"
        );
    }

    #[test]
    fn the_nil_id_is_refused_on_every_way_in() {
        let nil = Uuid::nil();
        assert_eq!(
            Id::<Case>::try_from(nil),
            Err(IdError::Nil { kind: "case" })
        );
        assert_eq!(
            nil.to_string().parse::<Id<Case>>(),
            Err(IdError::Nil { kind: "case" })
        );
        assert!(serde_json::from_str::<Id<Case>>(&format!("\"{nil}\"")).is_err());
    }

    #[test]
    fn a_derived_id_depends_on_name_and_kind() {
        assert_eq!(Id::<Case>::derived("甲"), Id::<Case>::derived("甲"));
        assert_ne!(Id::<Case>::derived("甲"), Id::<Case>::derived("乙"));
        assert_ne!(
            Id::<Case>::derived("甲").uuid(),
            Id::<Party>::derived("甲").uuid()
        );
    }
}
