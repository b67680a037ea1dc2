//! Power lists, and who holds what.

use jiff::civil::Date;
use law::VersionKey;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ItemRow, ItemTouched, List, StatuteName};
use crate::ListId;
use crate::powers::{
    AuthorityLevel, BasisChange, Decision, LineContent, ListKind, ListState, ListStep, PowerTerms,
};

/// An authority by name, as it was on the day that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthorityName {
    /// Its id in the register.
    pub id: String,
    /// The number by which clerks name it.
    pub code: String,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English, where it has one.
    pub name_en: Option<String>,
    /// The level of government; absent where it was not there on the day.
    pub level: Option<AuthorityLevel>,
    /// Where it acts; absent where it was not there on the day.
    pub area: Option<String>,
}

/// A version of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListVersionRow {
    /// 1 is the first.
    pub version: u32,
    /// How far it has come.
    pub state: ListState,
    /// Counts its changes; a write names the one it has seen.
    pub revision: u32,
    /// How many lines it has.
    pub lines: u64,
    /// The decision that adopted it.
    pub decision: Option<Decision>,
    /// The day on which it was published.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
    /// Where it was published.
    pub published_in: Option<String>,
    /// The first day on which it has effect.
    #[schema(value_type = Option<String>, format = Date)]
    pub effective_from: Option<Date>,
    /// The day on which the next version takes its place.
    #[schema(value_type = Option<String>, format = Date)]
    pub effective_to: Option<Date>,
}

/// A list in a list of lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListRow {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: ListId,
    /// What its lines are.
    pub kind: ListKind,
    /// Its title in Chinese.
    pub title: String,
    /// Its title in English, where it has one.
    pub title_en: Option<String>,
    /// Whose list it is.
    pub authority: AuthorityName,
    /// The version that has effect today.
    pub in_effect: Option<ListVersionRow>,
    /// The newest version.
    pub latest: ListVersionRow,
}

/// A list with its versions and history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PowerList {
    /// As in a list.
    #[serde(flatten)]
    pub row: ListRow,
    /// Its versions, the newest first.
    pub versions: Vec<ListVersionRow>,
    /// What persons did with it, the oldest first.
    pub history: Vec<ListHistoryEntry>,
}

/// Something that a person did with a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ListHistoryEntry {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// With which version.
    pub version: u32,
    /// The account of the person.
    pub person: String,
    /// What the person is called; the account where that was not told.
    pub name: String,
    /// What.
    pub step: ListStep,
    /// Why, in the words of the person.
    pub reason: String,
    /// What else is to be known.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ListLine {
    /// Its number in the list, which it keeps through the versions.
    pub number: u64,
    /// The item.
    pub item: ItemRow,
    /// The authority, in a power list.
    pub authority: Option<AuthorityName>,
    /// What it says.
    pub content: LineContent,
    /// The first day of its own term.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    /// The first day after its own term, or on which it was withdrawn.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The decision by which it was withdrawn.
    pub withdrawn: Option<Decision>,
}

/// An authority holds an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PowerRow {
    /// The list in which it stands.
    #[schema(value_type = uuid::Uuid)]
    pub list: ListId,
    /// The title of the list.
    pub list_title: String,
    /// Number of the line.
    pub line: u64,
    /// The item.
    pub item: ItemRow,
    /// Who holds it on the day.
    pub holder: AuthorityName,
    /// To whom it was given, where the holder followed that authority.
    pub given_to: Option<AuthorityName>,
    /// On what it is held.
    pub terms: PowerTerms,
    /// The decision on which it rests.
    pub decision: Option<Decision>,
    /// The first day on which the holder has it.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day on which it is held no longer, where that is known.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

/// How a line differs between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineChangeKind {
    /// Only in the later version.
    Added,
    /// Only in the earlier version.
    Removed,
}

/// A line that only one of two versions has. A line that was changed is a removed and an added one
/// of the same item and authority, next to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LineChange {
    /// In which version it stands.
    pub change: LineChangeKind,
    /// The line.
    #[serde(flatten)]
    pub line: ListLine,
}

/// Two versions of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ListComparison {
    /// The earlier version.
    pub from: ListVersionRow,
    /// The later version.
    pub to: ListVersionRow,
    /// How many lines only the later version has.
    pub added: u64,
    /// How many lines only the earlier version has.
    pub removed: u64,
    /// The lines, by item and authority.
    pub changes: List<LineChange>,
}

/// An adopted item that nobody holds for the whole of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GapRow {
    /// The item.
    pub item: ItemRow,
    /// How many authorities inside the area hold it for a part of it.
    pub held_inside: u32,
}

/// An item that two or more hold for the same place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OverlapRow {
    /// The item.
    pub item: ItemRow,
    /// Who holds it together with another.
    pub holders: Vec<AuthorityName>,
    /// Whether two of one level do: then it is no division of work between levels.
    pub same_level: bool,
}

/// An item that is held although its legal basis is no longer what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BasisRow {
    /// The item.
    pub item: ItemRow,
    /// What became of its basis.
    pub change: BasisChange,
    /// The same power in the version that is in force.
    pub successor: Option<ItemRow>,
    /// How many lines of power lists hold it.
    pub held: u64,
}

/// Items that are held and on which no case was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnusedItems {
    /// Whether cases are recorded here at all; where not, nothing is known and no item is named.
    pub cases_are_recorded: bool,
    /// The items.
    pub items: List<ItemRow>,
}

/// What a change of a statute touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Impact {
    /// The statute.
    pub statute: StatuteName,
    /// The earlier version.
    #[schema(value_type = String)]
    pub from: VersionKey,
    /// The later version.
    #[schema(value_type = String)]
    pub to: VersionKey,
    /// Items of the earlier version that stand in articles that changed, with what rests on them.
    pub items: Vec<ImpactItem>,
    /// Rule packs that cite articles that changed, with the addresses they cite; absent where no
    /// pack was looked at.
    pub packs: Option<Vec<(String, Vec<String>)>>,
}

/// An item whose article changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImpactItem {
    /// The item and how its article changed.
    #[serde(flatten)]
    pub item: ItemTouched,
    /// How many powers rest on it.
    pub powers: u64,
    /// How many grades of discretion benchmarks.
    pub benchmark_grades: u64,
    /// How many entries of leniency lists.
    pub leniency_entries: u64,
    /// How many cases that are not closed, of those that the person may list; `null` where they may
    /// list none, or where no cases are recorded.
    pub open_cases: Option<u64>,
}
