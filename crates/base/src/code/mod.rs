//! Numbers that the state gives to organisations, people and places, each with the rule of its
//! standard. A code that exists in memory is a valid one.

mod area;
mod citizen;
mod credit;

pub use area::{AreaCode, AreaCodeError};
pub use citizen::{CitizenNumber, CitizenNumberError};
pub use credit::{CreditCode, CreditCodeError};

/// Trims a code, and writes full-width letters and digits, which clerks' keyboards give, as plain
/// upper-case ones.
fn plain(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(c as u32 - 0xfee0).expect("every full-width form has a plain one")
            }
            _ => c,
        })
        .map(|c| c.to_ascii_uppercase())
        .collect()
}
