//! Exporting items: a page of full records at a time, so that an export of any length needs little
//! memory.

use law::EnforcementItem;
use serde::Serialize;
use store::sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Limit, PageRequest, split_page};

use super::list_items::{joined, view};
use super::{ItemError, ItemFilter, row};
use crate::Library;
use crate::view::ItemRow;

/// An item as it is exported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExportedItem {
    /// As in a list.
    #[serde(flatten)]
    pub row: ItemRow,
    /// Its record.
    pub record: EnforcementItem,
}

impl Library {
    /// The items after a cursor, and the cursor of those that follow. Words of the filter do not
    /// count.
    pub async fn export_items(
        &self,
        filter: &ItemFilter,
        cursor: Option<store::Cursor>,
    ) -> Result<(Vec<ExportedItem>, Option<store::Cursor>), ItemError> {
        let page = PageRequest {
            cursor,
            limit: Limit::new(Limit::MAX).unwrap_or_default(),
        };
        let holdings = self.holdings().await?;
        let after = page.after::<i64>()?.unwrap_or(0);
        let rows = joined(filter)
            .filter(crate::tables::item::Column::Sort.gt(after))
            .order_by_asc(crate::tables::item::Column::Sort)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.sort);
        let day = filter.as_of.unwrap_or_else(|| self.today());
        let exported = rows.iter().filter_map(|item| {
            Some(ExportedItem {
                row: view(item, &holdings, day)?,
                record: row::record_of(item).ok()?,
            })
        });
        Ok((exported.collect(), next))
    }
}
