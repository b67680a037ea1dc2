//! Who holds this item here, on a day: the question before every act.

use base::AreaCode;
use jiff::civil::Date;

use super::effective::COLUMNS;
use super::{Asking, PowerError, Powers, numbers};
use crate::ItemId;
use crate::view::PowerRow;

impl Powers {
    /// Everybody in the scope who holds the item on a day, for the whole of an area where one is
    /// given.
    pub async fn who_holds(
        &self,
        asking: &Asking,
        item: ItemId,
        area: Option<&AreaCode>,
        day: Date,
    ) -> Result<Vec<PowerRow>, PowerError> {
        let known = numbers::known(self.db().read(), &[item.to_string()]).await?;
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let book = self.book().await?;
        let holders = self
            .holders(&book, &asking.scope, day, |holder| {
                let covers = |area: &AreaCode| {
                    book.on(holder, day)
                        .is_some_and(|state| state.area.contains(area))
                };
                area.is_none_or(covers)
            })
            .await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM power_list_line l WHERE l.item_number IN ({}) AND {} \
             ORDER BY l.authority_number, l.list_number, l.number",
            numbers::list(known.into_values()),
            holders.sql()
        );
        let lines = self.effective_lines(&sql, day).await?;
        self.power_rows(&lines, &holders, &book, day).await
    }
}
