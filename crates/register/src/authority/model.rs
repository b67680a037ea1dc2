//! What an authority is.

use base::{AreaCode, CreditCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timeline::Timeline;
use crate::{AuthorityId, AuthorityKind, AuthorityLevel, EntrustmentId, SuccessionKind};

/// What an authority is from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthorityState {
    /// Its name in Chinese.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Its name in English, where it has one.
    #[schema(max_length = 200)]
    #[serde(default)]
    pub name_en: Option<String>,
    /// What it is before the law.
    pub kind: AuthorityKind,
    /// The level of government.
    pub level: AuthorityLevel,
    /// The authority above it.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub parent: Option<AuthorityId>,
    /// Where it acts.
    #[schema(value_type = String)]
    pub area: AreaCode,
    /// Its unified social credit code.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub credit_code: Option<CreditCode>,
    /// Who is its legal head.
    #[schema(max_length = 100)]
    #[serde(default)]
    pub legal_head: Option<String>,
    /// The decision that confirmed it as an enforcement authority.
    #[schema(min_length = 1, max_length = 500)]
    pub decision: String,
    /// When that decision was published.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    pub published_on: Option<Date>,
}

/// An authority that is to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthorityDraft {
    /// The number by which clerks and files of the city name it; nobody else has it.
    #[schema(min_length = 1, max_length = 50)]
    pub code: String,
    /// What it is.
    #[serde(flatten)]
    pub state: AuthorityState,
}

/// An authority with everything that it was, is and is going to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its id, which never changes.
    pub id: AuthorityId,
    /// Its number in the register.
    pub code: String,
    /// Counts its changes.
    pub revision: u32,
    /// Its states, from the day on which it was confirmed.
    pub states: Timeline<AuthorityState>,
}

/// An authority followed another on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Succession {
    /// The one before.
    #[schema(value_type = Uuid)]
    pub from: AuthorityId,
    /// The one after.
    #[schema(value_type = Uuid)]
    pub to: AuthorityId,
    /// By a merge or a split.
    pub kind: SuccessionKind,
    /// The first day of the one after.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

/// An authority lets an organisation act in its name: 行政处罚法 articles 20 and 21.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Entrustment {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: EntrustmentId,
    /// The organisation that is entrusted.
    #[schema(value_type = Uuid)]
    pub to: AuthorityId,
    /// In whose name it acts.
    #[schema(value_type = Uuid)]
    pub by: AuthorityId,
    /// With what.
    pub matters: String,
    /// The written entrustment.
    pub document: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day on which it no longer holds: an entrustment always has a term.
    #[schema(value_type = String, format = Date)]
    pub valid_to: Date,
}

/// Which fields of an authority change; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuthorityPatch {
    /// What it is before the law.
    pub kind: Option<AuthorityKind>,
    /// The level of government.
    pub level: Option<AuthorityLevel>,
    /// The authority above it.
    #[schema(value_type = Option<Uuid>)]
    pub parent: Option<AuthorityId>,
    /// Where it acts.
    #[schema(value_type = Option<String>)]
    pub area: Option<AreaCode>,
    /// Its unified social credit code.
    #[schema(value_type = Option<String>)]
    pub credit_code: Option<CreditCode>,
    /// Who is its legal head.
    #[schema(max_length = 100)]
    pub legal_head: Option<String>,
    /// The decision that confirmed it.
    #[schema(max_length = 500)]
    pub decision: Option<String>,
    /// When that decision was published.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
}

impl AuthorityPatch {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Writes the changes into a state. A field that already differs from what it was on the day of
    /// the change has a change of its own planned, which stays.
    pub(crate) fn apply(&self, state: &mut AuthorityState, was: &AuthorityState) {
        macro_rules! apply {
            ($($field:ident => $value:expr;)*) => {
                $(if let Some(new) = &self.$field && state.$field == was.$field {
                    state.$field = $value(new);
                })*
            };
        }
        apply! {
            kind => AuthorityKind::clone;
            level => AuthorityLevel::clone;
            area => AreaCode::clone;
            decision => String::clone;
            parent => |new: &AuthorityId| Some(*new);
            credit_code => |new: &CreditCode| Some(new.clone());
            legal_head => |new: &String| Some(new.clone());
            published_on => |new: &Date| Some(*new);
        }
    }

    /// Its changed fields for the ledger: without the head's name, which is personal.
    pub(crate) fn public(&self) -> serde_json::Value {
        let mut value = serde_json::to_value(self).expect("texts and codes become JSON");
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|name, value| !value.is_null() && name != "legal_head");
        }
        value
    }
}

impl AuthorityState {
    /// The state for the ledger: without the head's name, which is personal.
    pub(crate) fn public(&self) -> serde_json::Value {
        let mut value = serde_json::to_value(self).expect("texts and codes become JSON");
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|name, value| !value.is_null() && name != "legal_head");
        }
        value
    }
}
