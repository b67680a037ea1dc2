//! The text of a version, as the reader shows it.

use law::statute::{DivisionKind, EventKind};
use law::{ArticleNumber, StatuteKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FindingRow, ItemState, VersionFacts};
use crate::ItemId;

/// A version with its whole text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VersionText {
    /// The key of the statute.
    #[schema(value_type = String)]
    pub key: StatuteKey,
    /// A second title line.
    pub subtitle: Option<String>,
    /// Names, days and source.
    #[serde(flatten)]
    pub facts: VersionFacts,
    /// Dated events of the head.
    pub events: Vec<EventText>,
    /// Text before the first article.
    pub preamble: Vec<String>,
    /// 编, 分编, 章, 节 in reading order.
    pub divisions: Vec<DivisionText>,
    /// 条 in reading order.
    pub articles: Vec<ArticleText>,
    /// 附件, a line each.
    pub appendix: Vec<String>,
    /// What was odd about the source.
    pub findings: Vec<FindingRow>,
}

/// A dated event of the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EventText {
    /// The day, where it could be read.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<jiff::civil::Date>,
    /// What happened.
    pub kind: EventKind,
    /// The words of the head.
    pub text: String,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DivisionText {
    /// `part`, `subpart`, `chapter`, `section` or `other`.
    #[schema(value_type = String)]
    pub kind: DivisionKind,
    /// Its number.
    pub number: Option<u32>,
    /// 第七章; empty for a heading without number.
    pub label: String,
    /// 法律责任
    pub title: String,
    /// Index of the enclosing division.
    pub parent: Option<usize>,
}

/// 条
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArticleText {
    /// `63`, `133之一`.
    #[schema(value_type = String)]
    pub number: ArticleNumber,
    /// 第六十三条
    pub label: String,
    /// Index of the innermost division.
    pub division: Option<usize>,
    /// 款
    pub paragraphs: Vec<ParagraphText>,
    /// The enforcement items that stand in it.
    pub items: Vec<ArticleItem>,
}

/// 款
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ParagraphText {
    /// 1-based.
    pub number: u32,
    /// Its own words.
    pub text: String,
    /// Citations in `text`.
    pub citations: Vec<CitationSpan>,
    /// 项
    pub points: Vec<PointText>,
}

/// 项
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PointText {
    /// 1-based.
    pub number: u32,
    /// （一）
    pub label: String,
    /// Its words.
    pub text: String,
    /// Citations in `text`.
    pub citations: Vec<CitationSpan>,
    /// 目
    pub subpoints: Vec<SubpointText>,
}

/// 目
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubpointText {
    /// 1-based.
    pub number: u32,
    /// Its words.
    pub text: String,
    /// 次目, as they stand.
    pub lines: Vec<String>,
}

/// A citation in a text. Offsets count UTF-16 code units, as a browser does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CitationSpan {
    /// First code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words of the citation.
    pub text: String,
    /// Addresses of what is cited, e.g. `law/行政处罚法@2021-01-22#63.1.3`.
    pub targets: Vec<String>,
    /// Whether everything cited was found.
    pub resolved: bool,
    /// Why not.
    pub reason: Option<String>,
}

/// An enforcement item beside its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArticleItem {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: ItemId,
    /// Its kind.
    pub kind: law::ItemKind,
    /// Where it stands.
    pub state: ItemState,
    /// The behaviour.
    pub behaviour: String,
}
