//! Statutes and their versions.

use jiff::civil::Date;
use law::{StatuteKey, VersionKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a version stands on a day.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// 有效
    InForce,
    /// 尚未施行
    NotYetInForce,
    /// 已被修改: a later version has come into force.
    Superseded,
    /// 已废止
    Repealed,
}

impl VersionState {
    /// The state as the API writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYetInForce => "not_yet_in_force",
            Self::Superseded => "superseded",
            Self::Repealed => "repealed",
        }
    }
}

/// A statute by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatuteName {
    /// Its key, e.g. 行政处罚法.
    #[schema(value_type = String)]
    pub key: StatuteKey,
    /// Its full title.
    pub title: String,
}

/// A statute by the version that stands on the day asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatuteFacts {
    /// Its key, e.g. 行政处罚法.
    #[schema(value_type = String)]
    pub key: StatuteKey,
    /// Its full title.
    pub title: String,
    /// 法律, 行政法规, 地方性法规, 部门规章, 司法解释, 宪法 or 其他.
    pub level: String,
    /// The province, empty for the whole country.
    pub region: String,
    /// The version that stands on the day; where none does, the last before it, or the first after.
    #[schema(value_type = String)]
    pub version: VersionKey,
    /// The day on which that version was passed.
    #[schema(value_type = Option<String>, format = Date)]
    pub passed_on: Option<Date>,
    /// The day on which that version was published.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
    /// The first day on which that version is in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub in_force_from: Option<Date>,
    /// The first day on which it is in force no longer.
    #[schema(value_type = Option<String>, format = Date)]
    pub in_force_until: Option<Date>,
    /// Where it stands on the day.
    pub state: VersionState,
    /// Articles of that version.
    pub articles: u32,
    /// Enforcement items of that version.
    pub items: u32,
    /// Findings about that version.
    pub findings: u32,
}

/// A statute in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatuteRow {
    /// By the version that stands on the day.
    #[serde(flatten)]
    pub facts: StatuteFacts,
    /// How many versions the library holds.
    pub versions: u32,
}

/// A statute with its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatuteDetail {
    /// By the version that stands on the day.
    #[serde(flatten)]
    pub facts: StatuteFacts,
    /// Every version, the newest first.
    pub versions: Vec<VersionRow>,
}

/// What a version is: its names, days and source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionFacts {
    /// `YYYY-MM-DD` or `undated`.
    #[schema(value_type = String)]
    pub version: VersionKey,
    /// Its full title.
    pub title: String,
    /// The day on which it was passed.
    #[schema(value_type = Option<String>, format = Date)]
    pub passed_on: Option<Date>,
    /// The day on which it was published.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
    /// The first day on which it is in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub in_force_from: Option<Date>,
    /// The first day on which it is in force no longer.
    #[schema(value_type = Option<String>, format = Date)]
    pub in_force_until: Option<Date>,
    /// Where it stands on the day.
    pub state: VersionState,
    /// The file it was read from, relative to the folder that was imported.
    pub file: String,
    /// SHA-256 of what was read, in hexadecimal.
    pub digest: String,
}

/// A version of a statute in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionRow {
    /// Names, days and source.
    #[serde(flatten)]
    pub facts: VersionFacts,
    /// Articles.
    pub articles: u32,
    /// Enforcement items.
    pub items: u32,
    /// Findings.
    pub findings: u32,
}
