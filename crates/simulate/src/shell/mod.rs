//! The city in real rooms: what the pure part of the crate has drawn is done through the operations of
//! register, library, power lists and casework, with a clock that stands where the story stands.
//!
//! Read first [`Rooms`], then [`populate`](fn@populate), then [`write_plain`](fn@write_plain).

mod built;
mod bulk_group;
mod clock;
mod error;
mod export;
mod lists;
mod parties;
mod populate;
mod registers;
mod rooms;
mod statutes;
mod write_bulk;
mod write_plain;

pub use built::Built;
pub use clock::SimulatedClock;
pub use error::SimulateError;
pub use export::{line_of, read_digest};
pub use populate::{Progress, check_empty, populate};
pub use rooms::Rooms;
pub use write_bulk::write_bulk;
pub use write_plain::{Written, write_key, write_plain};
