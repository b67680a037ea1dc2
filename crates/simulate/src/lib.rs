//! The simulation: a synthetic city with living cases, the same for the same seed.
//!
//! [`City`] is the population: districts, streets, authorities, officers, and the items of the
//! statutes that [`statutes`] drafts. [`tell`] writes the life of a case as a list of deeds on
//! working days; [`play`] runs it through the engine (`procedure`), which decides on every act.
//! Some stories carry a [`Fault`]: the acts that carry it are reported ones, and the key says what
//! was planted and what the engine must find.
//!
//! Nobody and nothing in it is real: names say so, and numbers are of the area 990000, which no
//! registry has. [`shell`] does all of it in real rooms; nothing else here reads a clock, a register or
//! a database.
//!
//! Read first [`City`], then [`Story`].

mod chance;
mod city;
mod digest;
mod ending;
mod fault;
mod known;
mod ordinary;
mod other;
mod parties;
mod play;
mod sector;
pub mod shell;
mod simple;
pub mod statutes;
mod story;
mod teller;
mod timeline;

pub use chance::Chance;
pub use city::{Authority, Certificate, City, Item, Level, Officer, Size, SizeError};
pub use digest::{Digest, canonical, digest_of};
pub use fault::{Fault, Planted};
pub use known::Known;
pub use parties::{Party, PartyKind};
pub use play::{Broke, Done, Living, PlayError, Played, Unnumbered, play, play_all};
pub use sector::Sector;
pub use story::{Deed, Story, Window, tell};
pub use timeline::{Moment, Timeline};
