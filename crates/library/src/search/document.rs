//! What is put into the index: versions of statutes, their articles, the enforcement items.

use std::sync::Arc;

use jiff::civil::Date;
use law::{Article, ArticleNumber, ItemKind, ProvisionPath, StatuteKey, VersionKey};
use serde::{Deserialize, Serialize};

use super::VersionState;

/// A version of a statute, as far as search must know it. Shared by its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedVersion {
    /// Which statute.
    pub statute: StatuteKey,
    /// Which version of it.
    pub version: VersionKey,
    /// The full title, as printed.
    pub title: String,
    /// 法律, 行政法规, 地方性法规, … in the words of the catalogue.
    pub level: String,
    /// 广东, 北京, …; empty for national law.
    pub region: String,
    /// First day in force; `None` where it is not known.
    pub in_force_from: Option<Date>,
    /// First day on which it is no longer in force; `None` for an open end.
    pub in_force_until: Option<Date>,
    /// Whether it ends by repeal, and not by a later version.
    pub repealed: bool,
    /// The file it was read from, relative to the imported folder.
    pub file: String,
}

/// One thing that can be found.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexDocument {
    /// The version that it stands in.
    pub version: Arc<IndexedVersion>,
    /// What it is.
    pub body: DocumentBody,
}

/// The two kinds of thing that can be found.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentBody {
    /// 条
    Article(ArticleDocument),
    /// 事项
    Item(ItemDocument),
}

/// An article with the units that a hit can point to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleDocument {
    /// 条
    pub article: ArticleNumber,
    /// Its paragraphs and points in reading order.
    pub units: Vec<Unit>,
}

/// A paragraph's own words, or a point with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// 款, 1-based.
    pub paragraph: u32,
    /// 项, 1-based.
    pub point: Option<u32>,
    /// Its words, without a label.
    pub text: String,
}

/// An enforcement item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemDocument {
    /// The stable id of the item.
    pub id: String,
    /// Which power.
    pub kind: ItemKind,
    /// `read`, `reviewed`, `adopted` or `withdrawn`.
    pub state: String,
    /// The provision that gives the power or the sanction.
    pub path: ProvisionPath,
    /// The deed, in the words of the statute.
    pub behaviour: String,
    /// Who enforces.
    pub authority: Option<String>,
    /// Whom it binds.
    pub object: Option<String>,
    /// The words of the duties that are breached.
    pub duties: Vec<String>,
    /// The consequences in one line.
    pub penalty: String,
}

impl IndexDocument {
    /// A document for an article.
    pub fn article(version: &Arc<IndexedVersion>, article: &Article) -> Self {
        Self {
            version: Arc::clone(version),
            body: DocumentBody::Article(ArticleDocument::of(article)),
        }
    }

    /// A document for an item.
    pub fn item(version: &Arc<IndexedVersion>, item: ItemDocument) -> Self {
        Self {
            version: Arc::clone(version),
            body: DocumentBody::Item(item),
        }
    }
}

impl IndexedVersion {
    /// What the version is on this day.
    pub fn state_on(&self, day: Date) -> VersionState {
        if self.in_force_from.is_some_and(|from| day < from) {
            VersionState::NotYetInForce
        } else if self.in_force_until.is_none_or(|until| day < until) {
            VersionState::InForce
        } else if self.repealed {
            VersionState::Repealed
        } else {
            VersionState::Superseded
        }
    }
}

impl ArticleDocument {
    /// The article cut into its units.
    pub fn of(article: &Article) -> Self {
        let mut units = Vec::new();
        for (paragraph, number) in article.paragraphs.iter().zip(1..) {
            if !paragraph.text.is_empty() {
                units.push(Unit {
                    paragraph: number,
                    point: None,
                    text: paragraph.text.clone(),
                });
            }
            units.extend(paragraph.points.iter().map(|point| Unit {
                paragraph: number,
                point: Some(point.number),
                text: point_text(point),
            }));
        }
        Self {
            article: article.number,
            units,
        }
    }
}

/// A point's words with its subpoints, a line each.
fn point_text(point: &law::Point) -> String {
    let mut text = point.text.clone();
    for subpoint in &point.subpoints {
        for line in std::iter::once(&subpoint.text).chain(&subpoint.lines) {
            text.push('\n');
            text.push_str(line);
        }
    }
    text
}
