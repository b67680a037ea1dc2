//! Officers: posts, certificates, training, interests, and whether they may enforce on a day.

mod ask;
mod certified;
mod error;
pub(crate) mod known;
pub(crate) mod load;
mod many;
mod model;
pub(crate) mod operations;
mod standing;
pub(crate) mod transfer;

pub use ask::{CertificateView, InterestView, OfficerFilter, OfficerRow, OfficerView, StatusView};
pub use certified::OfficerListed;
pub use error::OfficerError;
pub use known::InService;
pub use many::OfficerKnown;
pub use model::{
    Certificate, CertificateDraft, Interest, InterestDraft, LegalQualification, Officer,
    OfficerDraft, Post, Training,
};
pub use standing::{Standing, WhyNot};

pub(crate) use known::KnownOfficers;
pub(crate) use model::SealedIdentity;
