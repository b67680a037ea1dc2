//! Listing lists: those whose authority is in the scope of who asks.

use std::collections::HashMap;

use jiff::civil::Date;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::{Cursor, PageRequest, split_page};

use super::act::state_of;
use super::effective::name;
use super::{Asking, AuthorityBook, ListKind, ListState, PowerError, Powers};
use crate::tables::{power_list, power_list_version};
use crate::view::{List, ListRow, ListVersionRow};

/// Which lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Of this kind.
    pub kind: Option<ListKind>,
    /// With the newest version in this state.
    pub state: Option<ListState>,
    /// Of the authority with this id.
    pub authority: Option<String>,
}

impl Powers {
    /// Lists, the newest first. A city has some hundreds: they are filtered in memory.
    pub async fn lists(
        &self,
        asking: &Asking,
        filter: &ListFilter,
        page: &PageRequest,
    ) -> Result<List<ListRow>, PowerError> {
        let (book, today) = (self.book().await?, self.today());
        let after = page.after::<i64>()?;
        let rows = power_list::Entity::find()
            .order_by_desc(power_list::Column::Number)
            .all(self.db().read())
            .await?;
        let mut versions: HashMap<i64, Vec<power_list_version::Model>> = HashMap::new();
        for version in power_list_version::Entity::find()
            .all(self.db().read())
            .await?
        {
            versions
                .entry(version.list_number)
                .or_default()
                .push(version);
        }
        let mut meant = Vec::new();
        for row in rows {
            let other_kind = filter.kind.is_some_and(|kind| kind.as_str() != row.kind);
            let other_authority = filter
                .authority
                .as_ref()
                .is_some_and(|id| *id != row.authority_id);
            if other_kind || other_authority || !book.is_in(&asking.scope, &row.authority_id, today)
            {
                continue;
            }
            let versions = versions.remove(&row.number).unwrap_or_default();
            let number = row.number;
            let view = list_row(&row, &versions, &book, today)?;
            if filter.state.is_none_or(|state| view.latest.state == state) {
                meant.push((number, view));
            }
        }
        let total = meant.len() as u64;
        let rest = meant
            .into_iter()
            .filter(|(number, _)| after.is_none_or(|after| *number < after));
        let (rows, next) = split_page(rest.collect(), page.limit, |(number, _)| *number);
        Ok(List {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            next: next.as_ref().map(Cursor::to_string),
            total: Some(total),
        })
    }

    /// The versions of a list, the newest first.
    pub(super) async fn versions(
        &self,
        list: i64,
    ) -> Result<Vec<power_list_version::Model>, PowerError> {
        let rows = power_list_version::Entity::find()
            .filter(power_list_version::Column::ListNumber.eq(list))
            .order_by_desc(power_list_version::Column::Version)
            .all(self.db().read())
            .await?;
        Ok(rows)
    }
}

/// A list by its versions.
pub(super) fn list_row(
    row: &power_list::Model,
    versions: &[power_list_version::Model],
    book: &AuthorityBook,
    today: Date,
) -> Result<ListRow, PowerError> {
    let damaged = || PowerError::Damaged(row.id.clone());
    let versions: Result<Vec<_>, _> = versions.iter().map(version_row).collect();
    let versions = versions?;
    let in_effect = versions.iter().find(|version| {
        version.state == ListState::Published
            && version.effective_from.is_some_and(|from| from <= today)
            && version.effective_to.is_none_or(|to| today < to)
    });
    let latest = versions.iter().max_by_key(|version| version.version);
    Ok(ListRow {
        id: row.id.parse().map_err(|_| damaged())?,
        kind: ListKind::named(&row.kind).ok_or_else(damaged)?,
        title: row.title.clone(),
        title_en: row.title_en.clone(),
        authority: name(book, &row.authority_id, today),
        in_effect: in_effect.cloned(),
        latest: latest.cloned().ok_or_else(damaged)?,
    })
}

/// A version as people see it.
pub(super) fn version_row(row: &power_list_version::Model) -> Result<ListVersionRow, PowerError> {
    let day = |text: &Option<String>| text.as_deref().and_then(|day| day.parse().ok());
    Ok(ListVersionRow {
        version: row.version.cast_unsigned(),
        state: state_of(row)?,
        revision: row.revision.cast_unsigned(),
        lines: row.lines.cast_unsigned(),
        decision: row
            .decision
            .as_deref()
            .and_then(|decision| serde_json::from_str(decision).ok()),
        published_on: day(&row.published_on),
        published_in: row.published_in.clone(),
        effective_from: day(&row.effective_from),
        effective_to: day(&row.effective_to),
    })
}
