//! Feeding the search index from the database.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use law::{Article, Statute};
use store::StoreError;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use thiserror::Error;
use tokio::sync::mpsc;

use crate::holdings::{HeldStatute, HeldVersion, Holdings};
use crate::items::{row, summary};
use crate::search::{IndexDocument, IndexedVersion, ItemDocument, SearchError, SearchIndex};
use crate::tables::{article, item};
use crate::{Library, LibraryError};

/// Why the search index could not be brought up to date.
#[derive(Debug, Error)]
pub enum FeedError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index refused.
    #[error("the search index could not be brought up to date: {0}")]
    Search(#[from] SearchError),
    /// The thread that fills it broke off.
    #[error("filling the search index broke off: a fault of the program")]
    BrokeOff,
}

/// A version with its rows.
struct FedVersion {
    version: Arc<IndexedVersion>,
    articles: Vec<article::Model>,
    items: Vec<item::Model>,
}

/// Versions that are read from the database at a time.
const VERSIONS_AT_A_TIME: usize = 100;

impl Library {
    /// Makes the search index anew from the database.
    pub async fn rebuild_index(&self) -> Result<(), LibraryError> {
        let holdings = self.reload_holdings().await?;
        let all = holdings
            .statutes
            .iter()
            .flat_map(|statute| &statute.versions);
        let all: Vec<i64> = all.map(|version| version.id).collect();
        Ok(self.feed(&holdings, all, true).await?)
    }

    /// Brings the index up to date after an import that found the database at the count `before`;
    /// anew where that is quicker, or where the index lagged then.
    pub(crate) async fn feed_changed(
        &self,
        changed: HashSet<i64>,
        before: i64,
    ) -> Result<(), FeedError> {
        let holdings = self.reload_holdings().await?;
        if self.index_stamp() == holdings.stamp {
            return Ok(());
        }
        let is_lagging = self.index_stamp() != before;
        let anew = is_lagging || changed.len() * 3 > holdings.versions();
        let versions: Vec<i64> = if anew {
            let all = holdings
                .statutes
                .iter()
                .flat_map(|statute| &statute.versions);
            all.map(|version| version.id).collect()
        } else {
            changed.into_iter().collect()
        };
        self.feed(&holdings, versions, anew).await
    }

    /// The count of changes that the index mirrors.
    pub(crate) fn index_stamp(&self) -> i64 {
        self.search_index().stamp().parse().unwrap_or(-1)
    }

    async fn feed(
        &self,
        holdings: &Holdings,
        versions: Vec<i64>,
        anew: bool,
    ) -> Result<(), FeedError> {
        let _turn = self.indexing.lock().await;
        let (to, from) = mpsc::channel::<Vec<FedVersion>>(2);
        let index = Arc::clone(self.search_index());
        let stamp = holdings.stamp.to_string();
        let filling = tokio::task::spawn_blocking(move || fill(&index, from, anew, &stamp));
        for ids in versions.chunks(VERSIONS_AT_A_TIME) {
            let fed = self.rows_of(holdings, ids).await?;
            if to.send(fed).await.is_err() {
                break;
            }
        }
        drop(to);
        Ok(filling.await.map_err(|_| FeedError::BrokeOff)??)
    }

    async fn rows_of(
        &self,
        holdings: &Holdings,
        ids: &[i64],
    ) -> Result<Vec<FedVersion>, StoreError> {
        let articles = article::Entity::find()
            .filter(article::Column::VersionId.is_in(ids.iter().copied()))
            .order_by_asc(article::Column::VersionId)
            .order_by_asc(article::Column::Seq)
            .all(self.db().read())
            .await?;
        let items = item::Entity::find()
            .filter(item::Column::VersionId.is_in(ids.iter().copied()))
            .order_by_asc(item::Column::Sort)
            .all(self.db().read())
            .await?;
        let mut articles = by_version(articles, |row| row.version_id);
        let mut items = by_version(items, |row| row.version_id);
        let fed = ids.iter().filter_map(|id| {
            let (statute, version) = holdings.version(*id)?;
            Some(FedVersion {
                version: Arc::new(indexed(statute, version)),
                articles: articles.remove(id).unwrap_or_default(),
                items: items.remove(id).unwrap_or_default(),
            })
        });
        Ok(fed.collect())
    }
}

fn by_version<R>(rows: Vec<R>, version: impl Fn(&R) -> i64) -> HashMap<i64, Vec<R>> {
    let mut grouped: HashMap<i64, Vec<R>> = HashMap::new();
    for row in rows {
        grouped.entry(version(&row)).or_default().push(row);
    }
    grouped
}

fn fill(
    index: &SearchIndex,
    mut from: mpsc::Receiver<Vec<FedVersion>>,
    anew: bool,
    stamp: &str,
) -> Result<(), SearchError> {
    let mut writer = if anew {
        index.rewrite()?
    } else {
        index.writer()?
    };
    while let Some(batch) = from.blocking_recv() {
        for fed in batch {
            if !anew {
                writer.remove_version(&fed.version.statute, fed.version.version);
            }
            for document in documents(&fed) {
                writer.add(&document)?;
            }
        }
    }
    writer.commit(stamp)
}

fn documents(fed: &FedVersion) -> Vec<IndexDocument> {
    let statute = Statute {
        articles: fed.articles.iter().filter_map(read_article).collect(),
        ..Statute::default()
    };
    let articles = statute
        .articles
        .iter()
        .map(|article| IndexDocument::article(&fed.version, article));
    let items = fed
        .items
        .iter()
        .filter_map(|row| item_document(row, &statute));
    let items = items.map(|item| IndexDocument::item(&fed.version, item));
    articles.chain(items).collect()
}

/// An article from its row; one that cannot be read is left out.
pub(crate) fn read_article(row: &article::Model) -> Option<Article> {
    Some(Article {
        number: row.number.parse().ok()?,
        division: row.division.and_then(|index| usize::try_from(index).ok()),
        paragraphs: serde_json::from_str(&row.paragraphs).ok()?,
        line: row.line.cast_unsigned(),
    })
}

/// An item as it is searched for; `statute` has the words of its duties.
pub(crate) fn item_document(row: &item::Model, statute: &Statute) -> Option<ItemDocument> {
    let record = row::record_of(row).ok()?;
    let duties = record
        .obligation_refs
        .iter()
        .filter_map(|path| statute.text_of(path));
    Some(ItemDocument {
        id: row.id.clone(),
        kind: record.kind,
        state: row.state.clone(),
        path: row::path_of(&record),
        duties: duties.map(std::borrow::Cow::into_owned).collect(),
        penalty: summary::zh(&record),
        behaviour: record.behaviour,
        authority: record.subject,
        object: record.object,
    })
}

/// A version as search must know it. One that was repealed on a day unknown ends with its first day.
pub(crate) fn indexed(statute: &HeldStatute, version: &HeldVersion) -> IndexedVersion {
    let unknown_end = version
        .repealed
        .then(|| version.in_force_from.unwrap_or(jiff::civil::Date::ZERO));
    IndexedVersion {
        statute: statute.key.clone(),
        version: version.version,
        title: version.title.clone(),
        level: statute.level.clone(),
        region: statute.region.clone(),
        in_force_from: version.in_force_from,
        in_force_until: version.in_force_until.or(unknown_end),
        repealed: version.repealed,
        file: version.file.clone(),
    }
}
