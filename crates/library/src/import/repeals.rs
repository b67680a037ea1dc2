//! From which day a repealed statute is no longer in force, where its own source does not say: from
//! the closing article of the statute that repeals it.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use law::statute::{EventKind, Paragraph};
use law::{StatuteKey, repeal};
use store::sea_orm::sea_query::Query;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use store::{StoreError, WriteTx};

use crate::holdings::{HeldStatute, HeldVersion, Holdings};
use crate::reading::Head;
use crate::tables::{article, citation, version};

/// The day of repeal of each statute whose last version is stated to be no longer valid. A statute
/// for which nobody names a day, or different days, has none.
pub(super) async fn days(
    tx: &WriteTx,
    holdings: &Holdings,
) -> Result<HashMap<StatuteKey, Date>, StoreError> {
    let repealed: HashMap<&StatuteKey, &HeldVersion> = holdings
        .statutes
        .iter()
        .filter_map(|statute| Some((&statute.key, last_repealed(statute)?)))
        .collect();
    let mut named: HashMap<StatuteKey, BTreeSet<Date>> = HashMap::new();
    for (version, text) in closing_words(tx, repealed.keys().copied()).await? {
        for repeal in repeal::repeals(&text) {
            let Ok(key) = StatuteKey::of_title(&repeal.title) else {
                continue;
            };
            let Some(ended) = repealed.get(&key) else {
                continue;
            };
            let day = match repeal.on {
                Some(day) => Some(day),
                None => first_day(tx, holdings, version).await?,
            };
            let after = |day: &Date| ended.in_force_from.is_none_or(|from| from < *day);
            named.entry(key).or_default().extend(day.filter(after));
        }
    }
    let certain = named
        .into_iter()
        .filter(|(_, days)| days.len() == 1)
        .filter_map(|(key, days)| Some((key, *days.first()?)));
    Ok(certain.collect())
}

/// The last version of a statute, where its source says that it is no longer valid.
pub(super) fn last_repealed(statute: &HeldStatute) -> Option<&HeldVersion> {
    statute.versions.last().filter(|last| last.stated_repealed)
}

/// The paragraphs that repeal something, of the versions that cite one of `keys` as a whole.
async fn closing_words(
    tx: &WriteTx,
    keys: impl Iterator<Item = &StatuteKey>,
) -> Result<Vec<(i64, String)>, StoreError> {
    let keys: Vec<&str> = keys.map(StatuteKey::as_str).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let citing = Query::select()
        .column(citation::Column::VersionId)
        .from(citation::Entity)
        .and_where(citation::Column::TargetArticle.eq(""))
        .and_where(citation::Column::TargetKey.is_in(keys))
        .to_owned();
    let articles: Vec<(i64, String)> = article::Entity::find()
        .select_only()
        .columns([article::Column::VersionId, article::Column::Paragraphs])
        .filter(article::Column::Paragraphs.contains("同时废止"))
        .filter(article::Column::VersionId.in_subquery(citing))
        .into_tuple()
        .all(&**tx)
        .await?;
    let words = articles.into_iter().flat_map(|(version, json)| {
        let paragraphs: Vec<Paragraph> = serde_json::from_str(&json).unwrap_or_default();
        paragraphs
            .into_iter()
            .map(move |paragraph| (version, paragraph.text))
    });
    Ok(words.collect())
}

/// The first day of a version that is the first of its statute; of an amended text nobody knows
/// whether the closing article speaks of its own day.
async fn first_day(tx: &WriteTx, holdings: &Holdings, id: i64) -> Result<Option<Date>, StoreError> {
    let head: Option<String> = version::Entity::find_by_id(id)
        .select_only()
        .column(version::Column::Head)
        .into_tuple()
        .one(&**tx)
        .await?;
    let head: Head = head
        .and_then(|head| serde_json::from_str(&head).ok())
        .unwrap_or_default();
    let is_amended = head
        .events
        .iter()
        .any(|event| matches!(event.kind, EventKind::Revised | EventKind::Amended));
    let version = holdings.version(id).filter(|_| !is_amended);
    Ok(version.and_then(|(_, version)| version.in_force_from))
}
