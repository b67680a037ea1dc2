//! The rule packs that are and were in use: kept by the digest of what they hold, so that a
//! judgement of years ago can be read with the rules of its day.
//!
//! For: keeping the packs that the platform starts with, with an act on the record for each that
//! comes into use; giving back what a digest contained; reading, checking, drawing and comparing
//! kept packs over HTTP.
//! Not for: what a pack looks like and means (`rules`), or evaluating its rules in a case.
//!
//! Read first: [`Packs`] (the room's handle) and [`KeptPack`] (what is known of a pack).

pub mod api;
mod error;
mod kept;
mod packs;
mod provisions;
mod tables;
mod written;

pub use error::PacksError;
pub use kept::KeptPack;
pub use packs::Packs;
pub use provisions::{Answers, LibraryFault, Provisions};
pub use rules::{Citation, Digest, Holding};
pub use written::{WrittenRule, written};
