//! The lines of a version, a page at a time.

use std::collections::HashMap;

use jiff::civil::Date;
use store::sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use store::{Cursor, PageRequest, split_page};

use super::act::version_of;
use super::effective::name;
use super::{Asking, PowerError, Powers, numbers};
use crate::tables::power_list_line::{Column as C, Entity, Model};
use crate::tables::power_withdrawal;
use crate::view::{List, ListLine};
use crate::{ItemId, ListId};

/// Which lines of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineFilter {
    /// Of this item.
    pub item: Option<ItemId>,
    /// Of the authority with this id.
    pub authority: Option<String>,
}

impl Powers {
    /// Lines of a version, in the order in which they were written.
    pub async fn lines(
        &self,
        asking: &Asking,
        (id, version): (ListId, u32),
        filter: &LineFilter,
        page: &PageRequest,
    ) -> Result<List<ListLine>, PowerError> {
        let list = self.list_in_scope(self.db().read(), asking, id).await?;
        let version = version_of(self.db().read(), &list, version).await?;
        let after = page.after::<i64>()?.unwrap_or(0);
        let filtered = self.filtered(filter).await?;
        let standing = standing_in(list.number, version.version).filter(filtered);
        let total = if *filter == LineFilter::default() {
            version.lines.cast_unsigned()
        } else {
            standing.clone().count(self.db().read()).await?
        };
        let rows = standing
            .filter(C::Number.gt(after))
            .order_by_asc(C::Number)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.number);
        Ok(List {
            rows: self.line_views(&rows).await?,
            next: next.as_ref().map(Cursor::to_string),
            total: Some(total),
        })
    }

    async fn filtered(&self, filter: &LineFilter) -> Result<Condition, PowerError> {
        let item = filter.item.map(|id| id.to_string());
        let ids: Vec<String> = item.iter().chain(&filter.authority).cloned().collect();
        let known = numbers::known(self.db().read(), &ids).await?;
        // What has no number stands in no line.
        let number = |id: &String| known.get(id).copied().unwrap_or(-1);
        Ok(Condition::all()
            .add_option(item.as_ref().map(|id| C::ItemNumber.eq(number(id))))
            .add_option(
                filter
                    .authority
                    .as_ref()
                    .map(|id| C::AuthorityNumber.eq(number(id))),
            ))
    }

    /// Lines as people see them.
    pub(super) async fn line_views(&self, rows: &[Model]) -> Result<Vec<ListLine>, PowerError> {
        let (book, today) = (self.book().await?, self.today());
        let items = self
            .item_rows(rows.iter().map(|row| row.item_number), today)
            .await?;
        let contents = self
            .contents(rows.iter().map(|row| row.content_number))
            .await?;
        let mut authorities: Vec<i64> =
            rows.iter().filter_map(|row| row.authority_number).collect();
        authorities.sort_unstable();
        authorities.dedup();
        let authorities = numbers::ids(self.db().read(), &authorities).await?;
        let withdrawn = self.withdrawn(rows).await?;
        let day = |text: &Option<String>| -> Option<Date> { text.as_deref()?.parse().ok() };
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            let damaged = || PowerError::Damaged(row.list_number.to_string());
            let Some(item) = items.get(&row.item_number) else {
                continue;
            };
            let authority = row
                .authority_number
                .and_then(|number| authorities.get(&number));
            views.push(ListLine {
                number: row.number.cast_unsigned(),
                item: item.clone(),
                authority: authority.map(|id| name(&book, id, today)),
                content: contents
                    .get(&row.content_number)
                    .cloned()
                    .ok_or_else(damaged)?,
                valid_from: day(&row.valid_from),
                valid_to: day(&row.valid_to),
                withdrawn: withdrawn
                    .get(&(row.list_number, row.number))
                    .and_then(|decision| serde_json::from_str(decision).ok()),
            });
        }
        Ok(views)
    }

    async fn withdrawn(&self, rows: &[Model]) -> Result<HashMap<(i64, i64), String>, PowerError> {
        use power_withdrawal::{Column, Entity};
        let Some(list) = rows.first().map(|row| row.list_number) else {
            return Ok(HashMap::new());
        };
        let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
        let mut withdrawn = HashMap::new();
        for chunk in numbers.chunks(1_000) {
            let found = Entity::find()
                .filter(Column::ListNumber.eq(list))
                .filter(Column::LineNumber.is_in(chunk.iter().copied()))
                .all(self.db().read())
                .await?;
            let found = found.into_iter();
            withdrawn.extend(found.map(|row| ((row.list_number, row.line_number), row.decision)));
        }
        Ok(withdrawn)
    }
}

/// The lines that stand in a version.
pub(super) fn standing_in(list: i64, version: i32) -> Select<Entity> {
    let still = Condition::any()
        .add(C::UntilVersion.is_null())
        .add(C::UntilVersion.gt(version));
    Entity::find()
        .filter(C::ListNumber.eq(list))
        .filter(C::SinceVersion.lte(version))
        .filter(still)
}
