//! What an officer is.

use base::{AreaCode, CitizenNumber};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timeline::{Span, Timeline};
use crate::{
    AuthorityId, CertificateId, CertificateStatus, InterestId, OfficerId, PartyId, Relation,
};

/// Where an officer serves, under which name, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Post {
    /// The name of the officer.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The authority.
    #[schema(value_type = Uuid)]
    pub authority: AuthorityId,
    /// The post there.
    #[schema(min_length = 1, max_length = 100)]
    pub post: String,
    /// Auxiliary staff, who help and may not enforce.
    #[serde(default)]
    pub auxiliary: bool,
}

/// An enforcement certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// What is printed on it.
    pub draft: CertificateDraft,
    /// What it is worth, from the day on which it was issued.
    pub statuses: Timeline<CertificateStatus>,
}

/// What is printed on a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CertificateDraft {
    /// Its number, which no other certificate has.
    #[schema(min_length = 1, max_length = 50)]
    pub number: String,
    /// The field of enforcement that it is for.
    #[schema(min_length = 1, max_length = 100)]
    pub field: String,
    /// The area that it is for.
    #[schema(value_type = String)]
    pub area: AreaCode,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub issued_on: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub expires_on: Date,
}

/// The national legal qualification 国家统一法律职业资格, which who gives legal reviews for the first
/// time must have: 行政处罚法 article 58.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LegalQualification {
    /// The number of its certificate.
    #[schema(min_length = 1, max_length = 50)]
    pub number: String,
    /// The day on which it was granted.
    #[schema(value_type = String, format = Date)]
    pub granted_on: Date,
}

/// Training that an officer completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Training {
    /// When.
    #[schema(value_type = String, format = Date)]
    pub completed_on: Date,
    /// What.
    #[schema(min_length = 1, max_length = 200)]
    pub topic: String,
    /// Class hours.
    #[schema(minimum = 1, maximum = 2000)]
    pub hours: u16,
}

/// For what an officer withdraws: 行政处罚法 article 43.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InterestDraft {
    /// The party, where it is registered.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub party: Option<PartyId>,
    /// Why.
    pub relation: Relation,
    /// In words; personal data.
    #[schema(max_length = 500)]
    #[serde(default)]
    pub note: Option<String>,
    /// From which day.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
}

/// An interest, with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// Its id.
    pub id: InterestId,
    /// What it is.
    pub draft: InterestDraft,
    /// The first day on which it no longer holds.
    pub valid_to: Option<Date>,
}

/// An officer with everything that is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The id, which never changes.
    pub id: OfficerId,
    /// The staff number.
    pub code: String,
    /// Counts the changes.
    pub revision: u32,
    /// The citizen identity number, sealed.
    pub(crate) identity: Option<SealedIdentity>,
    /// Where they served, serve and are going to serve.
    pub posts: Timeline<Post>,
    /// Their certificates, by number.
    pub certificates: Vec<Certificate>,
    /// Their legal qualification.
    pub legal_qualification: Option<LegalQualification>,
    /// Their training, in the order in which it was recorded.
    pub training: Vec<Training>,
    /// For what they withdraw.
    pub interests: Vec<Interest>,
}

/// A citizen identity number at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SealedIdentity {
    pub(crate) sealed: String,
    pub(crate) digest: String,
}

/// An officer who is to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerDraft {
    /// The staff number, which nobody else has.
    pub code: String,
    /// The first post.
    pub post: Post,
    /// From which day.
    pub valid_from: Date,
    /// The citizen identity number.
    pub identity: Option<CitizenNumber>,
    /// The certificate, where there is one.
    pub certificate: Option<CertificateDraft>,
    /// The legal qualification, where there is one.
    pub legal_qualification: Option<LegalQualification>,
}

impl Certificate {
    /// A certificate as it is issued.
    pub(crate) fn issued(id: CertificateId, draft: CertificateDraft) -> Self {
        let statuses = Timeline::since(draft.issued_on, CertificateStatus::Valid);
        Self {
            id,
            draft,
            statuses,
        }
    }
}

impl Interest {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        let span = Span {
            from: self.draft.valid_from,
            to: self.valid_to,
            value: (),
        };
        span.holds_on(day)
    }
}
