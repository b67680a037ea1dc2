//! Parties: people, organisations and individual businesses; found by their numbers, erased on
//! demand.

mod ask;
mod error;
mod known;
mod load;
mod model;
mod operations;

pub use ask::{PartyFilter, PartyRow, PartyView};
pub use error::PartyError;
pub use model::{PartyDetails, PartyDraft, PartyState};
