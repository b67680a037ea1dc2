//! The register: authorities, officers and parties, and their history.
//!
//! For: who is an enforcement authority, who serves where with which certificate, who the party is —
//! each from a day to a day, and asked for as of a day; workbooks in and out. Not for: accounts and
//! who may do what (`access`), or which authority holds which item (`library`).
//!
//! Read first: [`Register`] (the room's handle) and [`Timeline`] (what holds from a day to a day).

pub mod api;
pub mod authority;
pub mod code;
mod ids;
mod initials;
mod keys;
mod list;
pub mod officer;
pub mod party;
mod register;
mod sealed;
#[cfg(feature = "synthetic")]
pub mod synthetic;
mod tables;
mod text;
pub mod timeline;
mod trail;
mod words;
pub mod workbook;

pub use authority::{AuthorityError, AuthorityFilter, Registry};
pub use ids::{
    AuthorityId, AuthorityMark, CertificateId, CertificateMark, EntrustmentId, EntrustmentMark,
    InterestId, InterestMark, OfficerId, OfficerMark, PartyId, PartyMark,
};
pub use keys::{KeyError, KeyFile};
pub use list::List;
pub use officer::{OfficerError, OfficerFilter};
pub use party::{PartyError, PartyFilter};
pub use register::{Asking, Deed, Register, RegisterError};
pub use sealed::SealError;
pub use timeline::Timeline;
pub use trail::DeedRow;
pub use words::{
    AuthorityKind, AuthorityLevel, CertificateStatus, PartyKind, Relation, SuccessionKind,
};
