//! library
pub mod search;
