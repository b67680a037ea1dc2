//! What is known of a pack that is kept.

use std::str::FromStr;

use base::Text;
use jiff::Timestamp;
use rules::Digest;

use crate::PacksError;
use crate::tables::kept;

/// A pack that is or was in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPack {
    /// The digest of what it holds.
    pub digest: Digest,
    /// The name by which other packs extend it.
    pub name: String,
    /// What people call it.
    pub title: Text,
    /// Its version, as its manifest has it.
    pub version: String,
    /// How many rules it holds.
    pub rules: u32,
    /// When it was first in use.
    pub since: Timestamp,
    /// Its place among the packs in use, 0 for the lowest; `None` where it is not in use.
    pub layer: Option<u32>,
}

impl KeptPack {
    pub(crate) fn of_row(row: kept::Row, layer: Option<i32>) -> Result<Self, PacksError> {
        let damaged = || PacksError::Damaged(row.digest.clone());
        Ok(Self {
            digest: Digest::from_str(&row.digest).map_err(|_| damaged())?,
            title: Text::new(&row.title_zh, &row.title_en).map_err(|_| damaged())?,
            rules: u32::try_from(row.rules).map_err(|_| damaged())?,
            since: Timestamp::from_millisecond(row.kept_at_ms).map_err(|_| damaged())?,
            layer: layer.and_then(|layer| u32::try_from(layer).ok()),
            name: row.name,
            version: row.version,
        })
    }
}
