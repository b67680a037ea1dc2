//! Listing items: by filters from the database, by words from the search index.

use std::collections::HashMap;

use jiff::civil::Date;
use law::{Address, ProvisionPath, Statute, citation};
use store::sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Select,
};
use store::{Cursor, PageRequest, StoreError, split_page};

use super::{ItemError, ItemFilter, row, summary};
use crate::holdings::Holdings;
use crate::search::{Scope, SearchRequest};
use crate::tables::{item, statute, version};
use crate::view::{ItemRow, ItemState, List, VersionState};
use crate::{ItemId, Library};

impl Library {
    /// Items: with words the best first, else statute by statute in reading order.
    pub async fn items(
        &self,
        filter: &ItemFilter,
        page: &PageRequest,
    ) -> Result<List<ItemRow>, ItemError> {
        let query = filter
            .query
            .as_deref()
            .map(str::trim)
            .filter(|query| !query.is_empty());
        match query {
            Some(query) => self.items_found(query, filter, page).await,
            None => self.items_listed(filter, page).await,
        }
    }

    async fn items_listed(
        &self,
        filter: &ItemFilter,
        page: &PageRequest,
    ) -> Result<List<ItemRow>, ItemError> {
        let holdings = self.holdings().await?;
        let total = joined(filter).count(self.db().read()).await?;
        let after = page.after::<i64>()?.unwrap_or(0);
        let rows = joined(filter)
            .filter(item::Column::Sort.gt(after))
            .order_by_asc(item::Column::Sort)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.sort);
        let day = filter.as_of.unwrap_or_else(|| self.today());
        Ok(List {
            rows: rows
                .iter()
                .filter_map(|row| view(row, &holdings, day))
                .collect(),
            next: next.as_ref().map(Cursor::to_string),
            total: Some(total),
        })
    }

    async fn items_found(
        &self,
        query: &str,
        filter: &ItemFilter,
        page: &PageRequest,
    ) -> Result<List<ItemRow>, ItemError> {
        let holdings = self.holdings().await?;
        let offset = page.after::<usize>()?.unwrap_or(0);
        let limit = page.limit.get() as usize;
        let request = SearchRequest {
            scope: Scope::Items,
            filter: filter.search_filter(),
            as_of: filter.as_of,
            offset,
            limit,
            ..SearchRequest::new(query, self.today())
        };
        let answer = self.search_index().search(&request)?;
        let ids: Vec<&str> = answer
            .hits
            .iter()
            .filter_map(|hit| Some(hit.item.as_ref()?.id.as_str()))
            .collect();
        let rows = item::Entity::find()
            .filter(item::Column::Id.is_in(ids))
            .all(self.db().read())
            .await?;
        let rows: HashMap<&str, &item::Model> =
            rows.iter().map(|row| (row.id.as_str(), row)).collect();
        let day = filter.as_of.unwrap_or(request.today);
        let found = answer.hits.iter().filter_map(|hit| {
            let row = rows.get(hit.item.as_ref()?.id.as_str())?;
            Some(ItemRow {
                highlights: hit.highlights.clone(),
                ..view(row, &holdings, day)?
            })
        });
        let shown = offset + answer.hits.len();
        Ok(List {
            rows: found.collect(),
            next: (shown < answer.total && !answer.hits.is_empty())
                .then(|| Cursor::of(&shown).to_string()),
            total: Some(answer.total as u64),
        })
    }
}

/// Items with their versions and statutes.
pub(super) fn joined(filter: &ItemFilter) -> Select<item::Entity> {
    item::Entity::find()
        .join(JoinType::InnerJoin, to_version())
        .join(JoinType::InnerJoin, to_statute())
        .filter(filter.condition())
}

fn to_version() -> RelationDef {
    item::Entity::belongs_to(version::Entity)
        .from(item::Column::VersionId)
        .to(version::Column::Id)
        .into()
}

fn to_statute() -> RelationDef {
    version::Entity::belongs_to(statute::Entity)
        .from(version::Column::StatuteId)
        .to(statute::Column::Id)
        .into()
}

/// The items of a version that stand in a provision.
pub(crate) async fn rows_in(
    library: &Library,
    holdings: &Holdings,
    version: i64,
    path: &ProvisionPath,
    day: Date,
) -> Result<Vec<ItemRow>, StoreError> {
    let rows = item::Entity::find()
        .filter(item::Column::VersionId.eq(version))
        .filter(item::Column::Article.eq(path.article.to_string()))
        .filter(item::Column::State.ne(ItemState::Withdrawn.as_str()))
        .order_by_asc(item::Column::Sort)
        .all(library.db().read())
        .await?;
    let stands_in = |row: &&item::Model| {
        row.path
            .parse()
            .is_ok_and(|own: ProvisionPath| path.contains(&own))
    };
    Ok(rows
        .iter()
        .filter(stands_in)
        .filter_map(|row| view(row, holdings, day))
        .collect())
}

/// An item as a row of a list; `None` for one that is damaged.
pub(crate) fn view(row: &item::Model, holdings: &Holdings, day: Date) -> Option<ItemRow> {
    let (statute, version) = holdings.version(row.version_id)?;
    let record = row::record_of(row).ok()?;
    let path = row::path_of(&record);
    let address = Address {
        statute: statute.key.clone(),
        version: version.version,
        path: Some(path),
    };
    Some(ItemRow {
        id: row.id.parse::<ItemId>().ok()?,
        kind: record.kind,
        state: ItemState::named(&row.state)?,
        behaviour: row.behaviour.clone(),
        highlights: Vec::new(),
        statute: statute.name(),
        version: version.version,
        address: address.to_string(),
        label: citation::write("", Some(&path), citation::Style::Decision, None::<&Statute>),
        subject: row.subject.clone(),
        object: row.object.clone(),
        summary: summary::zh(&record),
        summary_en: summary::en(&record),
        level: statute.level.clone(),
        region: statute.region.clone(),
        in_force: version.state_on(day) == VersionState::InForce,
        revision: row.revision.cast_unsigned(),
    })
}
