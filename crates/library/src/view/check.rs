//! How it stands with the citations of a text.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The citations of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckedCitations {
    /// In reading order.
    pub citations: Vec<CheckedCitation>,
}

/// A citation of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckedCitation {
    /// Its words.
    pub text: String,
    /// Where it begins in the text, in UTF-16 code units.
    pub start: u32,
    /// One past its end.
    pub end: u32,
    /// The same in canonical form, where it was found.
    pub canonical: Option<String>,
    /// Addresses of what is cited.
    pub addresses: Vec<String>,
    /// How it stands with it.
    pub verdict: Verdict,
    /// Address of where the provision stands now, if it moved.
    pub moved_to: Option<String>,
    /// The verdict in words, in Chinese.
    pub message: String,
    /// The verdict in words, in English.
    pub message_en: String,
}

/// How it stands with a citation on the day; the worst of its provisions counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// What it cites is in force.
    InForce,
    /// What it cites comes into force later.
    NotYetInForce,
    /// What it cites has been replaced by a later version.
    Superseded,
    /// The statute has been repealed.
    Repealed,
    /// The version of the day has no such provision; its words stand under another number there.
    Moved,
    /// The statute has no such provision.
    NoSuchProvision,
    /// The library holds no such statute.
    NoSuchStatute,
    /// It could not be made out what is cited.
    Unreadable,
}
