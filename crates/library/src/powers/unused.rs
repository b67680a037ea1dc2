//! Held items on which no case was ever opened. Only who records cases can say so.

use std::collections::HashSet;

use jiff::civil::Date;
use store::sea_orm::ConnectionTrait;
use store::{Cursor, PageRequest, split_page};

use super::effective::statement;
use super::{Asking, PowerError, Powers};
use crate::view::{List, UnusedItems};

impl Powers {
    /// Items that are held on the last of these days and on which no case was opened on any of them,
    /// both included. Where no cases are recorded, that is said, and no item is named.
    pub async fn unused_items(
        &self,
        asking: &Asking,
        (from, to): (Date, Date),
        page: &PageRequest,
    ) -> Result<UnusedItems, PowerError> {
        let Some(cases) = self.cases() else {
            return Ok(UnusedItems {
                cases_are_recorded: false,
                items: List {
                    rows: Vec::new(),
                    next: None,
                    total: None,
                },
            });
        };
        let used = cases.items_with_cases(from, to).await?;
        let used: HashSet<String> = used.iter().map(ToString::to_string).collect();
        let book = self.book().await?;
        let holders = self.holders(&book, &asking.scope, to, |_| true).await?;
        let sql = format!(
            "SELECT i.sort, i.id FROM item i JOIN listed_id n ON n.id = i.id WHERE EXISTS (SELECT 1 FROM power_list_line l \
             WHERE l.item_number = n.number AND {}) ORDER BY i.sort",
            holders.sql()
        );
        let db = self.db().read();
        let mut unused: Vec<(i64, String)> = Vec::new();
        for row in db
            .query_all_raw(statement(db, &sql, [to.to_string().into()]))
            .await?
        {
            let id: String = row.try_get_by_index(1)?;
            if !used.contains(&id) {
                unused.push((row.try_get_by_index(0)?, id));
            }
        }
        let total = unused.len() as u64;
        let after = page.after::<i64>()?.unwrap_or(0);
        unused.retain(|(sort, _)| *sort > after);
        let (unused, next) = split_page(unused, page.limit, |(sort, _)| *sort);
        let ids: Vec<String> = unused.into_iter().map(|(_, id)| id).collect();
        Ok(UnusedItems {
            cases_are_recorded: true,
            items: List {
                rows: self.items_by_id(&ids, to).await?,
                next: next.as_ref().map(Cursor::to_string),
                total: Some(total),
            },
        })
    }
}
