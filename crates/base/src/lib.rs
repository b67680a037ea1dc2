//! What every room of the house speaks in: typed ids, the codes of organisations, people
//! and areas, money in fen, two-language text, the clock, and the legal calendar with its terms.
//!
//! It is not for law texts (`law`), rules (`rules`) or storage: nothing here opens a file, reads a
//! clock or knows a database. Files of a rule pack reach it as text.
//!
//! Read first [`calendar::Calendar`], which knows what kind of day a day is, and [`term::Term`], a
//! period of time whose last day [`term::Term::end`] finds and explains.

pub mod calendar;
pub mod clock;
pub mod code;
pub mod id;
pub mod money;
pub mod term;
pub mod text;
mod words;

pub use clock::{Clock, FixedClock, LEGAL_TIME};
pub use code::{AreaCode, CitizenNumber, CreditCode};
pub use id::{Id, Kind};
pub use money::Fen;
pub use text::{Lang, Text};
