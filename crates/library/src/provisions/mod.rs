//! Provisions by their citation.

mod find_provision;

pub use find_provision::ProvisionError;
pub(crate) use find_provision::words;
