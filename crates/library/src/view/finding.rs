//! What was odd about the sources.

use law::{ProvisionPath, StatuteKey, VersionKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something odd in a source, or a source that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FindingRow {
    /// Stable code, e.g. `hard_wrapped_line`.
    pub code: String,
    /// What it means, in Chinese.
    pub message: String,
    /// What it means, in English.
    pub message_en: String,
    /// The file, relative to the folder that was imported.
    pub file: String,
    /// The statute, where one was read.
    #[schema(value_type = Option<String>)]
    pub statute: Option<StatuteKey>,
    /// The version, where one was read.
    #[schema(value_type = Option<String>)]
    pub version: Option<VersionKey>,
    /// Line of the file, 1-based; 0 where the whole file is meant.
    pub line: u32,
    /// Where in the statute, as far as known.
    #[schema(value_type = Option<String>)]
    pub path: Option<ProvisionPath>,
    /// A few words of the source.
    pub excerpt: String,
    /// Whether the text was repaired.
    pub repaired: bool,
    /// Lines of the file that it stands for, the first of which is `line`.
    pub line_count: u32,
}
