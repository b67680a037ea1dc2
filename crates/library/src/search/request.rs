//! What is asked of the index and what it answers.

use jiff::civil::Date;
use law::{Address, ItemKind, ProvisionPath, StatuteKey, VersionKey};
use serde::{Deserialize, Serialize};

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// What the person typed: words, pinyin, a citation, a question.
    pub query: String,
    /// What may be found.
    pub scope: Scope,
    /// What must hold of a hit.
    pub filter: Filter,
    /// The day of the law that is asked for; `None` for the law of `today`, with versions that are
    /// not in force ranked last.
    pub as_of: Option<Date>,
    /// The day on which the question is asked.
    pub today: Date,
    /// Hits to leave out.
    pub offset: usize,
    /// Hits to return, at most [`SearchRequest::WINDOW`].
    pub limit: usize,
}

/// What may be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Articles only.
    Provisions,
    /// Enforcement items only.
    Items,
    /// Both; an item stands for its article where it fits better.
    #[default]
    All,
}

/// Conditions on a hit. An empty list asks nothing; several values of a list are alternatives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Kinds of item; any leaves only items.
    pub kinds: Vec<ItemKind>,
    /// States of an item; any leaves only items. Without it withdrawn items are left out.
    pub states: Vec<String>,
    /// Authorities as written in the statutes; any leaves only items.
    pub authorities: Vec<String>,
    /// 法律, 行政法规, …
    pub levels: Vec<String>,
    /// 广东, …; an empty string is national law.
    pub regions: Vec<String>,
    /// One statute.
    pub statute: Option<StatuteKey>,
}

/// What a version is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// In force.
    InForce,
    /// Passed, but its first day has not come.
    NotYetInForce,
    /// A later version has taken its place.
    Superseded,
    /// Repealed.
    Repealed,
}

/// The answer to a [`SearchRequest`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchAnswer {
    /// The hits asked for, best first.
    pub hits: Vec<SearchHit>,
    /// How many hits there are, up to [`SearchRequest::WINDOW`].
    pub total: usize,
    /// Everyday words and the statutory words that were searched for too.
    pub expansions: Vec<Expansion>,
    /// The day that was read from the query or asked for.
    pub as_of: Option<Date>,
}

/// An everyday word of the query and the statutory words that it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    /// 黑车
    pub from: String,
    /// 未取得许可 从事客运
    pub to: String,
}

/// A provision or an item that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// The item, where the hit is one.
    pub item: Option<ItemHit>,
    /// The statute.
    pub statute: StatuteKey,
    /// Its version.
    pub version: VersionKey,
    /// The full title.
    pub title: String,
    /// What the version is on the day asked for.
    pub state: VersionState,
    /// The file it was read from.
    pub file: String,
    /// Article, and the paragraph and point that fit best.
    pub path: ProvisionPath,
    /// 第六十三条第一款第（三）项
    pub label: String,
    /// The words of that unit; for an item its behaviour.
    pub text: String,
    /// Stretches of `text` that answer the query, in UTF-16 code units, in order, apart.
    pub highlights: Vec<[u32; 2]>,
    /// Higher is better; only to be compared within one answer.
    pub score: f32,
}

/// What a hit says about its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemHit {
    /// The stable id.
    pub id: String,
    /// Which power.
    pub kind: ItemKind,
    /// `read`, `reviewed`, `adopted` or `withdrawn`.
    pub state: String,
}

impl SearchRequest {
    /// The deepest hit that can be paged to.
    pub const WINDOW: usize = 200;

    /// A search in everything, for the law of `today`, first 20 hits.
    pub fn new(query: impl Into<String>, today: Date) -> Self {
        Self {
            query: query.into(),
            scope: Scope::All,
            filter: Filter::default(),
            as_of: None,
            today,
            offset: 0,
            limit: 20,
        }
    }
}

impl SearchHit {
    /// The address of the provision.
    pub fn address(&self) -> Address {
        Address {
            statute: self.statute.clone(),
            version: self.version,
            path: Some(self.path),
        }
    }
}
