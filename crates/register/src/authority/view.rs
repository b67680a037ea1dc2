//! What is answered about authorities.

use base::AreaCode;
use jiff::civil::Date;
use serde::Serialize;
use store::Scoped;
use utoipa::ToSchema;

use super::model::{AuthorityState, Entrustment, Succession};
use crate::AuthorityId;

/// An authority as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthorityRow {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: AuthorityId,
    /// Its number in the register.
    pub code: String,
    /// The first day of this state.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day on which this state no longer holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// What it is.
    #[serde(flatten)]
    pub state: AuthorityState,
}

/// An authority as of a day, with what it is bound to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthorityView {
    /// The authority.
    #[serde(flatten)]
    pub row: AuthorityRow,
    /// Counts its changes; a write names the one that it was made on.
    pub revision: u32,
    /// The first day on which it was an authority.
    #[schema(value_type = String, format = Date)]
    pub confirmed_from: Date,
    /// The first day on which it is none any more.
    #[schema(value_type = Option<String>, format = Date)]
    pub confirmed_to: Option<Date>,
    /// Whom it followed until that day.
    pub predecessors: Vec<Succession>,
    /// The entrustments that hold on that day, given or received.
    pub entrustments: Vec<Entrustment>,
}

/// Everything that an authority was, is and is going to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthorityHistory {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: AuthorityId,
    /// Its number in the register.
    pub code: String,
    /// Counts its changes.
    pub revision: u32,
    /// Its states, the oldest first.
    pub states: Vec<AuthorityRow>,
    /// Whom it followed and who followed it.
    pub successions: Vec<Succession>,
    /// Its entrustments of any day.
    pub entrustments: Vec<Entrustment>,
}

/// What a scope asks of an authority, an officer or a party.
#[derive(Debug, Clone)]
pub(crate) struct InScope<'a> {
    authority: String,
    area: &'a AreaCode,
    confidentiality: i16,
}

impl<'a> InScope<'a> {
    /// A record of an authority, of an area, open.
    pub(crate) fn new(authority: AuthorityId, area: &'a AreaCode) -> Self {
        Self::at_level(authority, area, 0)
    }

    /// The same with a level of confidentiality.
    pub(crate) fn at_level(
        authority: AuthorityId,
        area: &'a AreaCode,
        confidentiality: i16,
    ) -> Self {
        Self {
            authority: authority.to_string(),
            area,
            confidentiality,
        }
    }
}

impl Scoped for InScope<'_> {
    fn authority(&self) -> Option<&str> {
        Some(&self.authority)
    }

    fn area(&self) -> Option<&AreaCode> {
        Some(self.area)
    }

    fn confidentiality(&self) -> i16 {
        self.confidentiality
    }

    /// Nobody takes part in a record of the register.
    fn has_person(&self, _person: &str, _role: Option<&str>) -> bool {
        false
    }
}
