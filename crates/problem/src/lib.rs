//! What every room's HTTP routes share: errors as RFC 9457 problems in both languages with stable
//! codes, reading of bodies, paths and queries that is refused as such a problem, and who asks.
//!
//! Not for: any route or rule; each room declares its own codes with [`error_codes!`].
//!
//! Read first: [`Problem`] and [`Explained`], from which it is made.

#![allow(
    unused_qualifications,
    reason = "the code that utoipa generates has them"
)]

mod admission;
mod body;
pub mod code;
mod explained;
mod input;
mod problem;

pub use admission::{Admission, Asker, Caller, Door};
pub use body::{Body, invalid};
pub use code::ErrorCode;
pub use explained::{Explained, INTERNAL, internal_zh};
pub use input::{InPath, Params};
pub use problem::{PROBLEM_JSON, Problem, ProblemBody, Problems, WriteProblems};
