//! 数据归集: cases of other departments' systems, taken in as they happened, and handed out.
//!
//! A row ([`CaseActRow`]) tells one act of one case. It is checked against the registers and then
//! taken in as a reported act: never refused by a rule, marked where it broke one. What cannot be
//! understood is rejected with its place and what to do. Rows are known by the ids that their source
//! gives them, so that the same rows sent again change nothing (ADR 0014).
//!
//! Read first `format.rs` (what comes), then `judge.rs` (what becomes of it).

mod batch;
mod chunk;
mod correct;
mod deliver;
mod format;
mod health;
mod judge;
mod known;
mod lateness;
mod lines;
mod mapping;
mod receipts;
mod related;
mod resolve;
mod row_error;
mod rows;
mod sources;
mod view;
mod write;

pub use batch::{Batch, CHUNK};
pub use deliver::{Delivered, deliver_limit};
pub use format::{CaseActRow, FORMAT, RowAct, RowCase, RowParty, row_schema};
pub use health::{Lag, SourceHealth};
pub use lines::LineSplitter;
pub use mapping::map_row;
pub use receipts::{BatchPage, Hole, ReceiptFilter, ReceiptPage};
pub use row_error::RowError;
pub use sources::{NewSource, Source, SourceOrigin};
pub use view::{BatchView, RowReceipt, RowState, Way};

pub(crate) use correct::in_effect;
use sha2::{Digest as _, Sha256};

/// SHA-256 of a text, 64 hexadecimal digits.
pub(crate) fn hex_digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        hex.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        hex.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
    }
    hex
}
