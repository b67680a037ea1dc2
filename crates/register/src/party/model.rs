//! What a party is.

use base::{AreaCode, CitizenNumber, CreditCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::officer::SealedIdentity;
use crate::timeline::Timeline;
use crate::{AuthorityId, PartyId, PartyKind};

/// What a party is from a day to a day.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartyState {
    /// The name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Where it lives or sits.
    #[schema(value_type = String)]
    pub area: AreaCode,
    /// How it is reached, and who speaks for it.
    #[serde(flatten)]
    pub details: PartyDetails,
}

/// How a party is reached, and who speaks for it: sealed at rest.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PartyDetails {
    /// The address.
    #[schema(max_length = 300)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The telephone number.
    #[schema(max_length = 50)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The legal representative or operator.
    #[schema(max_length = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representative: Option<String>,
}

/// A party that is to be registered. It is known by its identity number (a person), by its credit
/// code (an organisation), or by both (an individual business).
#[derive(Clone, PartialEq, Eq)]
pub struct PartyDraft {
    /// What it is.
    pub kind: PartyKind,
    /// Its unified social credit code.
    pub credit_code: Option<CreditCode>,
    /// The citizen identity number of the person.
    pub identity: Option<CitizenNumber>,
    /// The authority that registers it.
    pub authority: AuthorityId,
    /// From which day.
    pub valid_from: Date,
    /// What it is then.
    pub state: PartyState,
}

/// A party with everything that is known of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) id: PartyId,
    pub(crate) kind: PartyKind,
    pub(crate) credit_code: Option<CreditCode>,
    pub(crate) identity: Option<SealedIdentity>,
    pub(crate) authority: AuthorityId,
    pub(crate) erased_ms: Option<i64>,
    pub(crate) revision: u32,
    pub(crate) states: Timeline<PartyState>,
}

impl PartyKind {
    /// Whether its name is personal data: 0 is open, 1 personal.
    pub(crate) const fn confidentiality(self) -> i16 {
        match self {
            Self::Organisation => 0,
            Self::NaturalPerson | Self::IndividualBusiness => 1,
        }
    }
}

impl std::fmt::Debug for PartyState {
    /// Without its personal data, which is not to come into a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PartyState(…)")
    }
}

impl std::fmt::Debug for PartyDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PartyDraft")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for PartyDetails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PartyDetails(…)")
    }
}
