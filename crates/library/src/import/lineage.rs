//! The same power in the next version of a statute.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use law::diff;
use law::{ArticleNumber, Statute};
use rayon::prelude::*;
use record::marks::count_change;
use store::sea_orm::sea_query::Query;
use store::sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::{StoreError, WriteTx, insert_all};

use crate::Library;
use crate::holdings::{HeldVersion, Holdings};
use crate::items::matching::{Trait, match_items};
use crate::items::row;
use crate::powers::LISTS;
use crate::tables::{item, item_lineage};

/// How such a link is named.
const RELATION: &str = "version";

/// An item, and by what it is known again.
type Known = (String, Trait);

/// Two versions of a statute, one after the other.
struct Pair {
    older: i64,
    texts: [Arc<Statute>; 2],
    items: [Vec<Known>; 2],
}

impl Library {
    /// Links the items of versions that follow one another, where one of them was written; everywhere
    /// where `written` is `None`.
    pub(super) async fn link_versions(
        &self,
        written: Option<&HashSet<i64>>,
    ) -> Result<(), StoreError> {
        let holdings = self.reload_holdings().await?;
        let mut pairs = Vec::new();
        for (older, newer) in followers(&holdings, written) {
            let pair = self.pair(older, newer).await?;
            pairs.extend(pair);
        }
        if pairs.is_empty() {
            return Ok(());
        }
        let linking = tokio::task::spawn_blocking(move || {
            pairs
                .par_iter()
                .map(|pair| (pair.older, links(pair)))
                .collect::<Vec<_>>()
        });
        let linked = linking.await.expect("comparing two texts does not panic");
        let tx = self.db().write_tx().await?;
        for (older, links) in linked {
            replace(&tx, older, links).await?;
        }
        tx.commit().await
    }

    async fn pair(
        &self,
        older: &HeldVersion,
        newer: &HeldVersion,
    ) -> Result<Option<Pair>, StoreError> {
        if older.items == 0 || newer.items == 0 {
            return Ok(None);
        }
        Ok(Some(Pair {
            older: older.id,
            texts: [self.text(older).await?, self.text(newer).await?],
            items: [self.known(older).await?, self.known(newer).await?],
        }))
    }

    async fn known(&self, version: &HeldVersion) -> Result<Vec<Known>, StoreError> {
        let rows = item::Entity::find()
            .filter(item::Column::VersionId.eq(version.id))
            .order_by_asc(item::Column::Sort)
            .all(self.db().read())
            .await?;
        let known = rows.into_iter().filter_map(|row| {
            let record = row::record_of(&row).ok()?;
            Some((row.id, Trait::of(&record)))
        });
        Ok(known.collect())
    }
}

/// Versions that follow one another.
fn followers<'h>(
    holdings: &'h Holdings,
    written: Option<&'h HashSet<i64>>,
) -> impl Iterator<Item = (&'h HeldVersion, &'h HeldVersion)> {
    let is_written =
        move |version: &HeldVersion| written.is_none_or(|written| written.contains(&version.id));
    holdings
        .statutes
        .iter()
        .flat_map(|statute| statute.versions.windows(2).map(|pair| (&pair[0], &pair[1])))
        .filter(move |(older, newer)| is_written(older) || is_written(newer))
}

/// Items of the older version and what they are in the newer one. An item is looked for in the
/// article that its own has become.
fn links(pair: &Pair) -> Vec<(String, String)> {
    let [older, newer] = &pair.items;
    let became = became(&pair.texts[0], &pair.texts[1]);
    let before: Vec<Trait> = older
        .iter()
        .map(|(_, known)| moved(known, &became))
        .collect();
    let now: Vec<Trait> = newer.iter().map(|(_, known)| known.clone()).collect();
    let matched = match_items(&before, &now).into_iter().zip(newer);
    matched
        .filter_map(|(old, (new, _))| Some((older[old?].0.clone(), new.clone())))
        .collect()
}

/// The number in the newer text of each article whose number or words changed; a removed one has none.
fn became(older: &Statute, newer: &Statute) -> HashMap<ArticleNumber, Option<ArticleNumber>> {
    let changes = diff::diff(older, newer).into_iter();
    changes
        .filter_map(|change| Some((change.old?, change.new)))
        .collect()
}

fn moved(known: &Trait, became: &HashMap<ArticleNumber, Option<ArticleNumber>>) -> Trait {
    let mut moved = known.clone();
    if let Some(Some(article)) = became.get(&known.path.article) {
        moved.path.article = *article;
    }
    moved
}

async fn replace(tx: &WriteTx, older: i64, links: Vec<(String, String)>) -> Result<(), StoreError> {
    let of_older = Query::select()
        .column(item::Column::Id)
        .from(item::Entity)
        .and_where(item::Column::VersionId.eq(older))
        .to_owned();
    item_lineage::Entity::delete_many()
        .filter(item_lineage::Column::Relation.eq(RELATION))
        .filter(item_lineage::Column::FromItem.in_subquery(of_older))
        .exec(&**tx)
        .await?;
    let rows = links
        .into_iter()
        .map(|(from, to)| item_lineage::ActiveModel {
            from_item: Set(from),
            to_item: Set(to),
            relation: Set(RELATION.to_owned()),
        });
    insert_all(&**tx, rows.collect::<Vec<_>>()).await?;
    count_change(tx, LISTS).await
}
