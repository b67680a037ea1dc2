//! What came into force and what ceased between two days.

use jiff::civil::Date;
use store::{Cursor, PageRequest};

use super::ListError;
use crate::Library;
use crate::holdings::{HeldStatute, HeldVersion, Holdings};
use crate::view::{ChangeKind, ChangeRow, List};

/// Which days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeFilter {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// A change that is not yet counted.
struct Change<'h> {
    on: Date,
    kind: ChangeKind,
    statute: &'h HeldStatute,
    version: &'h HeldVersion,
    previous: Option<&'h HeldVersion>,
}

impl Library {
    /// Versions that came into force or ceased between two days, the earliest first.
    pub async fn changes(
        &self,
        filter: ChangeFilter,
        page: &PageRequest,
    ) -> Result<List<ChangeRow>, ListError> {
        let holdings = self.holdings().await?;
        let changes = changes(&holdings, filter);
        let total = changes.len() as u64;
        let after = page.after::<(Date, String)>()?;
        let rest = changes
            .into_iter()
            .skip_while(|change| after.as_ref().is_some_and(|after| key(change) <= *after));
        let rest: Vec<Change> = rest.take(page.limit.get() as usize + 1).collect();
        let (page_of, next) = store::split_page(rest, page.limit, key);
        let mut rows = Vec::with_capacity(page_of.len());
        for change in page_of {
            rows.push(self.change_row(&change).await?);
        }
        Ok(List {
            rows,
            next: next.as_ref().map(Cursor::to_string),
            total: Some(total),
        })
    }

    async fn change_row(&self, change: &Change<'_>) -> Result<ChangeRow, ListError> {
        let items_touched = match change.previous {
            Some(previous) => self.count_touched(previous, change.version).await?,
            None => change.version.items,
        };
        Ok(ChangeRow {
            on: change.on,
            kind: change.kind,
            key: change.statute.key.clone(),
            title: change.version.title.clone(),
            version: change.version.version,
            previous: change.previous.map(|version| version.version),
            items_touched,
        })
    }
}

/// By what changes are sorted; no two have the same.
fn key(change: &Change) -> (Date, String) {
    let kind = match change.kind {
        ChangeKind::CameIntoForce => 0,
        ChangeKind::Ceased => 1,
    };
    (
        change.on,
        format!("{} {} {kind}", change.statute.key, change.version.version),
    )
}

fn changes(holdings: &Holdings, filter: ChangeFilter) -> Vec<Change<'_>> {
    let within = |on: Option<Date>| on.filter(|on| (filter.from..=filter.to).contains(on));
    let mut changes = Vec::new();
    for statute in &holdings.statutes {
        for (at, version) in statute.versions.iter().enumerate() {
            let previous = at.checked_sub(1).map(|before| &statute.versions[before]);
            let change = |on, kind, previous| Change {
                on,
                kind,
                statute,
                version,
                previous,
            };
            if let Some(on) = within(version.in_force_from) {
                changes.push(change(on, ChangeKind::CameIntoForce, previous));
            }
            if let Some(on) = within(version.in_force_until).filter(|_| version.repealed) {
                changes.push(change(on, ChangeKind::Ceased, None));
            }
        }
    }
    changes.sort_by_cached_key(key);
    changes
}
