//! Comparing two versions of a list: the lines that only one of them has.

use store::sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use store::{Cursor, PageRequest, split_page};

use super::act::version_of;
use super::list_lists::version_row;
use super::{Asking, PowerError, Powers};
use crate::ListId;
use crate::tables::power_list_line::{Column as C, Entity};
use crate::view::{LineChange, LineChangeKind, List, ListComparison};

impl Powers {
    /// What differs between two versions; the lower number is the earlier one.
    pub async fn compare_versions(
        &self,
        asking: &Asking,
        id: ListId,
        (one, other): (u32, u32),
        page: &PageRequest,
    ) -> Result<ListComparison, PowerError> {
        let list = self.list_in_scope(self.db().read(), asking, id).await?;
        let from = version_of(self.db().read(), &list, one.min(other)).await?;
        let to = version_of(self.db().read(), &list, one.max(other)).await?;
        let only = |change| {
            Entity::find()
                .filter(C::ListNumber.eq(list.number))
                .filter(differs(change, from.version, to.version))
        };
        let added = only(LineChangeKind::Added).count(self.db().read()).await?;
        let removed = only(LineChangeKind::Removed)
            .count(self.db().read())
            .await?;
        let either = Condition::any()
            .add(differs(LineChangeKind::Added, from.version, to.version))
            .add(differs(LineChangeKind::Removed, from.version, to.version));
        let mut rows = Entity::find()
            .filter(C::ListNumber.eq(list.number))
            .filter(either);
        if let Some((item, authority, number)) = page.after::<(i64, i64, i64)>()? {
            rows = rows.filter(after(item, authority, number));
        }
        let rows = rows
            .order_by_asc(C::ItemNumber)
            .order_by_asc(C::AuthorityNumber)
            .order_by_asc(C::Number)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| {
            (
                row.item_number,
                row.authority_number.unwrap_or(0),
                row.number,
            )
        });
        let kinds = rows.iter().map(|row| {
            if row.since_version > from.version {
                LineChangeKind::Added
            } else {
                LineChangeKind::Removed
            }
        });
        let kinds: Vec<_> = kinds.collect();
        let lines = self.line_views(&rows).await?;
        Ok(ListComparison {
            from: version_row(&from)?,
            to: version_row(&to)?,
            added,
            removed,
            changes: List {
                rows: kinds
                    .into_iter()
                    .zip(lines)
                    .map(|(change, line)| LineChange { change, line })
                    .collect(),
                next: next.as_ref().map(Cursor::to_string),
                total: Some(added + removed),
            },
        })
    }
}

/// The lines that only the later or only the earlier version has.
fn differs(change: LineChangeKind, from: i32, to: i32) -> Condition {
    match change {
        LineChangeKind::Added => Condition::all()
            .add(C::SinceVersion.gt(from))
            .add(C::SinceVersion.lte(to))
            .add(
                Condition::any()
                    .add(C::UntilVersion.is_null())
                    .add(C::UntilVersion.gt(to)),
            ),
        LineChangeKind::Removed => Condition::all()
            .add(C::SinceVersion.lte(from))
            .add(C::UntilVersion.gt(from))
            .add(C::UntilVersion.lte(to)),
    }
}

/// The lines after this one; those without an authority all have none.
fn after(item: i64, authority: i64, number: i64) -> Condition {
    let same_item = Condition::all().add(C::ItemNumber.eq(item));
    let later_authority = same_item.clone().add(C::AuthorityNumber.gt(authority));
    let same_authority = Condition::any()
        .add(C::AuthorityNumber.is_null())
        .add(C::AuthorityNumber.eq(authority));
    Condition::any()
        .add(C::ItemNumber.gt(item))
        .add(later_authority)
        .add(same_item.add(same_authority).add(C::Number.gt(number)))
}
