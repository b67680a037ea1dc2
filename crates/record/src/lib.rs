//! The running record: acts are appended in the transaction that they belong to, numbered by one
//! elected sequencer, and put into the transparency log.
//!
//! For: [`Record::write`] (transactions that are durable when they return), [`Record::append`] (the
//! only way in which an act comes onto the record), receipts, the trail of acts about a subject.
//! Not for: what an act means (that is the room which appends it), the formats of the log
//! (`ledger`), or who may see an act (`access`).
//!
//! Read first: [`NewAct`] (what is recorded) and [`Record`] (the room's handle).

mod act;
mod acts;
pub mod api;
mod append;
mod append_all;
mod bulk;
mod erase;
pub mod events;
mod explained;
mod group;
mod http;
mod kept;
pub mod log;
pub mod marks;
mod record;
mod tables;

pub use act::{
    ActKind, ActKindError, Actor, EntryId, EntryMark, NewAct, Receipt, RecordedAct, Subject,
};
pub use acts::{ActFilter, ActPage, ReadError};
pub use append::AppendError;
pub use append_all::PreparedAct;
pub use bulk::{ActRows, BulkError, Numbering, Places, RecordBulk};
pub use erase::EraseError;
pub use http::HttpError;
pub use log::{EntryProof, LogSettings, RecordLog, Sequencer, Step, Witness, WitnessAddress};
pub use marks::{Mark, Marks};
pub use record::{Record, SharedClock};
