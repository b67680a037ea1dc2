//! Powers on a day: by item, by holder, by place; and as a file.

use base::AreaCode;
use jiff::civil::Date;
use store::sea_orm::{ConnectionTrait, FromQueryResult};
use store::{Cursor, PageRequest, split_page};

use super::effective::{COLUMNS, EffectiveLine, Holders, statement};
use super::{Asking, AuthorityBook, PowerError, Powers, numbers};
use crate::ItemId;
use crate::view::{List, PowerRow};

/// Which powers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PowerFilter {
    /// To use this item.
    pub item: Option<ItemId>,
    /// Of the authority with this id, and of those that it followed.
    pub authority: Option<String>,
    /// Of those who act for the whole of this area.
    pub area: Option<AreaCode>,
    /// On this day; today where none is given.
    pub as_of: Option<Date>,
}

/// The place of a line in the list of powers: item, authority, list, line.
type Place = (i64, i64, i64, i64);

impl Powers {
    /// Powers on a day, by item; counted on the first page. Whoever holds is in the scope.
    pub async fn powers(
        &self,
        asking: &Asking,
        filter: &PowerFilter,
        page: &PageRequest,
    ) -> Result<List<PowerRow>, PowerError> {
        let day = filter.as_of.unwrap_or_else(|| self.today());
        let after = page.after::<Place>()?;
        let book = self.book().await?;
        let holders = self
            .holders(&book, &asking.scope, day, |holder| {
                is_meant(&book, filter, holder, day)
            })
            .await?;
        let item = self.item_condition(filter.item).await?;
        let total = match after {
            None => Some(self.count(&holders, &item, day).await?),
            Some(_) => None,
        };
        let after = after.map_or_else(String::new, place_after);
        let sql = format!(
            "SELECT {COLUMNS} FROM power_list_line l WHERE {}{item}{after} \
             ORDER BY l.item_number, l.authority_number, l.list_number, l.number LIMIT {}",
            holders.sql(),
            page.limit.get() + 1
        );
        let lines = self.effective_lines(&sql, day).await?;
        let (lines, next) = split_page(lines, page.limit, |line| {
            (
                line.item_number,
                line.authority_number,
                line.list_number,
                line.number,
            )
        });
        Ok(List {
            rows: self.power_rows(&lines, &holders, &book, day).await?,
            next: next.as_ref().map(Cursor::to_string),
            total,
        })
    }

    pub(super) async fn effective_lines(
        &self,
        sql: &str,
        day: Date,
    ) -> Result<Vec<EffectiveLine>, PowerError> {
        let db = self.db().read();
        let found = EffectiveLine::find_by_statement(statement(db, sql, [day.to_string().into()]));
        Ok(found.all(db).await?)
    }

    pub(super) async fn item_condition(&self, item: Option<ItemId>) -> Result<String, PowerError> {
        let Some(item) = item else {
            return Ok(String::new());
        };
        let known = numbers::known(self.db().read(), &[item.to_string()]).await?;
        Ok(format!(
            " AND l.item_number IN ({})",
            numbers::list(known.into_values())
        ))
    }

    /// How many powers there are: a line counts once for each who holds it.
    async fn count(&self, holders: &Holders, item: &str, day: Date) -> Result<u64, PowerError> {
        let db = self.db().read();
        let sql = format!(
            "SELECT l.authority_number, COUNT(*) FROM power_list_line l WHERE {}{item} \
             GROUP BY l.authority_number",
            holders.sql()
        );
        let mut total = 0;
        for row in db
            .query_all_raw(statement(db, &sql, [day.to_string().into()]))
            .await?
        {
            let (number, count): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let times = holders.by_number.get(&number).map_or(0, Vec::len);
            total += count.cast_unsigned() * times as u64;
        }
        Ok(total)
    }
}

fn is_meant(book: &AuthorityBook, filter: &PowerFilter, holder: &str, day: Date) -> bool {
    filter.authority.as_ref().is_none_or(|id| id == holder)
        && filter.area.as_ref().is_none_or(|area| {
            book.on(holder, day)
                .is_some_and(|state| state.area.contains(area))
        })
}

fn place_after((item, authority, list, number): Place) -> String {
    format!(
        " AND (l.item_number > {item} OR (l.item_number = {item} AND (l.authority_number > {authority} OR \
         (l.authority_number = {authority} AND (l.list_number > {list} OR \
         (l.list_number = {list} AND l.number > {number}))))))"
    )
}
