//! Asking how runs of the import get on.

use jiff::Timestamp;
use store::sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use store::{CursorError, PageRequest, StoreError, split_page};
use thiserror::Error;
use tokio::sync::watch;

use super::progress::{elapsed_seconds, rate, seconds_left};
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::tables::import_run;
use crate::view::{ImportRow, ImportState, List};
use crate::{ImportId, Library};

/// Why runs cannot be shown.
#[derive(Debug, Error)]
pub enum ImportListError {
    /// There is no such run.
    #[error("there is no import {0}")]
    NotFound(ImportId),
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explained for ImportListError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "library.import_not_found",
            Self::Cursor(_) => "library.cursor_invalid",
            Self::Store(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound(id) => format!("没有编号为 {id} 的导入。"),
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Store(_) => internal_zh(),
        }
    }
}

impl Library {
    /// Runs of the import, the newest first.
    pub async fn import_runs(
        &self,
        page: &PageRequest,
    ) -> Result<List<ImportRow>, ImportListError> {
        let mut query = import_run::Entity::find();
        let total = query
            .clone()
            .count(self.db().read())
            .await
            .map_err(StoreError::from)?;
        if let Some(after) = page.after::<String>()? {
            query = query.filter(import_run::Column::Id.lt(after));
        }
        // Ids of version 7 sort by time.
        let rows = query
            .order_by_desc(import_run::Column::Id)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await
            .map_err(StoreError::from)?;
        let (rows, next) = split_page(rows, page.limit, |row| row.id.clone());
        let now = self.clock().now();
        Ok(List {
            rows: rows.into_iter().filter_map(|row| view(row, now)).collect(),
            next: next.map(String::from),
            total: Some(total),
        })
    }

    /// A run of the import.
    pub async fn import_run(&self, id: ImportId) -> Result<ImportRow, ImportListError> {
        let row = import_run::Entity::find_by_id(id.to_string())
            .one(self.db().read())
            .await
            .map_err(StoreError::from)?;
        row.and_then(|row| view(row, self.clock().now()))
            .ok_or(ImportListError::NotFound(id))
    }

    /// The run as it gets on, where it is at work in this process or was the last to be.
    pub fn watch_import(&self, id: ImportId) -> Option<watch::Receiver<ImportRow>> {
        self.running().watch(id)
    }
}

fn view(row: import_run::Model, now: Timestamp) -> Option<ImportRow> {
    let at = |ms: i64| Timestamp::from_millisecond(ms).ok();
    let state = ImportState::named(&row.state)?;
    let started_at = at(row.started_ms)?;
    let ended_at = row.ended_ms.and_then(at);
    let [files_total, files_done] = [row.files_total, row.files_done].map(i32::cast_unsigned);
    let rate_per_second = rate(
        files_done,
        elapsed_seconds(started_at, ended_at.unwrap_or(now)),
    );
    Some(ImportRow {
        id: row.id.parse().ok()?,
        source: row.source,
        state,
        started_at,
        ended_at,
        files_total,
        files_done,
        files_failed: row.files_failed.cast_unsigned(),
        statutes: row.statutes.cast_unsigned(),
        versions: row.versions.cast_unsigned(),
        articles: row.articles.cast_unsigned(),
        items: row.items.cast_unsigned(),
        findings: row.findings.cast_unsigned(),
        rate_per_second,
        seconds_left: (state == ImportState::Running)
            .then(|| seconds_left(files_total.saturating_sub(files_done), rate_per_second))
            .flatten(),
        error: row.error,
    })
}
