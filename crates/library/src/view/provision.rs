//! A provision asked for by its citation.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ItemRow, ParagraphText, StatuteName, VersionState};

/// A provision as of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Provision {
    /// `law/行政处罚法@2021-01-22#63.1.3`; without path for a whole statute.
    pub address: String,
    /// The statute.
    pub statute: StatuteName,
    /// `YYYY-MM-DD` or `undated`.
    #[schema(value_type = String)]
    pub version: law::VersionKey,
    /// Where that version stands on the day.
    pub state: VersionState,
    /// 第六十三条第一款第（三）项; empty for a whole statute.
    pub label: String,
    /// Its text, a line for each paragraph and point.
    pub text: String,
    /// The same, in parts. Of a paragraph or point only what is cited is here.
    pub paragraphs: Vec<ParagraphText>,
    /// 《中华人民共和国行政处罚法》第六十三条…
    pub canonical: String,
    /// Provisions in force on the day that cite this one, at most 100.
    pub cited_by: Vec<CitedBy>,
    /// Enforcement items that stand in it.
    pub items: Vec<ItemRow>,
}

/// A provision that cites another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CitedBy {
    /// Its address.
    pub address: String,
    /// 《…》第十条第一款
    pub label: String,
    /// Words around the citation.
    pub excerpt: String,
}
