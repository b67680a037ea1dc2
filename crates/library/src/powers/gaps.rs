//! Gaps: adopted items of law in force that nobody holds for the whole of an area.

use std::collections::HashMap;

use base::AreaCode;
use jiff::civil::Date;
use store::sea_orm::ConnectionTrait;
use store::{Cursor, PageRequest, Scope, Scoped, split_page};

use super::effective::statement;
use super::{Asking, AuthorityBook, PowerError, Powers, numbers};
use crate::view::{GapRow, List};

/// Adopted items `i` whose version is in force on the day `$1`, as the library reckons it, with
/// their number `n`, where they have one.
const IN_FORCE: &str = "item i JOIN version ver ON ver.id = i.version_id LEFT JOIN listed_id n ON n.id = i.id \
    WHERE i.state = 'adopted' AND (ver.in_force_from IS NULL OR ver.in_force_from <= $1) \
    AND (ver.in_force_until > $1 OR (ver.in_force_until IS NULL AND ver.repealed = 0))";

impl Powers {
    /// Adopted items in force that nobody holds for the whole of the area on a day; counted on the
    /// first page.
    pub async fn gaps(
        &self,
        asking: &Asking,
        area: &AreaCode,
        day: Date,
        page: &PageRequest,
    ) -> Result<List<GapRow>, PowerError> {
        let book = self.book().await?;
        may_ask(asking, &book, area, day)?;
        let after = page.after::<i64>()?;
        let covering = self
            .holders(&book, &Scope::All, day, |holder| {
                book.on(holder, day)
                    .is_some_and(|state| state.area.contains(area))
            })
            .await?;
        let nobody = format!(
            "NOT EXISTS (SELECT 1 FROM power_list_line l WHERE l.item_number = n.number AND {})",
            covering.sql()
        );
        let db = self.db().read();
        let total = if after.is_some() {
            None
        } else {
            let sql = format!("SELECT COUNT(*) FROM {IN_FORCE} AND {nobody}");
            Some(self.one_count(&sql, day).await?)
        };
        let sql = format!(
            "SELECT i.sort, i.id FROM {IN_FORCE} AND i.sort > {} AND {nobody} ORDER BY i.sort LIMIT {}",
            after.unwrap_or(0),
            page.limit.get() + 1
        );
        let mut found: Vec<(i64, String)> = Vec::new();
        for row in db
            .query_all_raw(statement(db, &sql, [day.to_string().into()]))
            .await?
        {
            found.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        }
        let (found, next) = split_page(found, page.limit, |(sort, _)| *sort);
        let ids: Vec<String> = found.into_iter().map(|(_, id)| id).collect();
        let inside = self.held_inside(&book, area, day, &ids).await?;
        let rows = self.items_by_id(&ids, day).await?;
        Ok(List {
            rows: rows
                .into_iter()
                .map(|item| GapRow {
                    held_inside: inside.get(&item.id.to_string()).copied().unwrap_or(0),
                    item,
                })
                .collect(),
            next: next.as_ref().map(Cursor::to_string),
            total,
        })
    }

    /// How many authorities inside the area hold each of these items.
    async fn held_inside(
        &self,
        book: &AuthorityBook,
        area: &AreaCode,
        day: Date,
        items: &[String],
    ) -> Result<HashMap<String, u32>, PowerError> {
        let inside = self
            .holders(book, &Scope::All, day, |holder| {
                book.on(holder, day)
                    .is_some_and(|state| area.contains(&state.area))
            })
            .await?;
        let known = numbers::known(self.db().read(), items).await?;
        let by_number: HashMap<i64, String> =
            known.into_iter().map(|(id, number)| (number, id)).collect();
        let sql = format!(
            "SELECT l.item_number, COUNT(DISTINCT l.authority_number) FROM power_list_line l WHERE l.item_number IN ({}) \
             AND {} GROUP BY l.item_number",
            numbers::list(by_number.keys().copied()),
            inside.sql()
        );
        let db = self.db().read();
        let mut held = HashMap::new();
        for row in db
            .query_all_raw(statement(db, &sql, [day.to_string().into()]))
            .await?
        {
            let (number, count): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            if let Some(id) = by_number.get(&number) {
                held.insert(id.clone(), count as u32);
            }
        }
        Ok(held)
    }
}

/// Who asks what is missing or doubled in an area must be competent for the whole of it.
pub(super) fn may_ask(
    asking: &Asking,
    book: &AuthorityBook,
    area: &AreaCode,
    day: Date,
) -> Result<(), PowerError> {
    struct Place<'a>(&'a AreaCode);
    impl Scoped for Place<'_> {
        fn authority(&self) -> Option<&str> {
            None
        }
        fn area(&self) -> Option<&AreaCode> {
            Some(self.0)
        }
        fn confidentiality(&self) -> i16 {
            0
        }
        fn has_person(&self, _: &str, _: Option<&str>) -> bool {
            false
        }
    }
    let by_authority = || {
        book.all_on(day)
            .any(|(id, state)| state.area.contains(area) && book.is_in(&asking.scope, id, day))
    };
    if asking.scope.allows(&Place(area)) || by_authority() {
        Ok(())
    } else {
        Err(PowerError::OutOfScope)
    }
}
