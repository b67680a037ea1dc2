//! A run of the import, from its row in the database to the report at its end.

use std::collections::HashSet;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use store::sea_orm::sea_query::Expr;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use store::{DatabaseKind, StoreError, WriteTx};
use thiserror::Error;
use tokio::sync::watch;
use uuid::Uuid;

use super::prepare::{Prepared, prepare_all};
use super::progress::{Progress, Run, Silent, Tally};
use super::source::{ImportSource, SourceEntry, SourceError, entries};
use super::write::{Writer, known_digests, new_stamp};
use super::{intervals, unresolved};
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::feed::FeedError;
use crate::finding_text::FindingText;
use crate::tables::{finding, import_run};
use crate::view::{ImportRow, ImportState};
use crate::{ImportId, Library};

/// Why nothing, or not everything, was imported. What was written before stays.
#[derive(Debug, Error)]
pub enum ImportError {
    /// Another import is at work on this data folder.
    #[error("another import is running; wait for its end")]
    Running,
    /// Nothing can be imported from there.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The lock file in the data folder cannot be made.
    #[error("the data folder cannot be written to: {0}")]
    Folder(#[source] std::io::Error),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index could not be brought up to date; it will be when the library is next opened.
    #[error(transparent)]
    Index(#[from] FeedError),
    /// The reading of the files broke off.
    #[error("reading the files broke off: a fault of the program")]
    BrokeOff,
}

impl Explained for ImportError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Running => "library.import_running",
            Self::Source(SourceError::Unreadable { .. }) => "library.path_not_found",
            Self::Source(_) => "library.source_unreadable",
            Self::Folder(_) | Self::Store(_) | Self::Index(_) | Self::BrokeOff => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Running => "已有导入在进行，请待其结束。".to_owned(),
            Self::Source(error) => format!("无法导入：{error}"),
            Self::Folder(error) => format!("数据目录无法写入：{error}"),
            Self::Store(_) | Self::Index(_) | Self::BrokeOff => internal_zh(),
        }
    }
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReport {
    /// The run at its end.
    pub run: ImportRow,
    /// Its findings by code, the most frequent first.
    pub findings: Vec<FindingCount>,
}

/// How often something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingCount {
    /// Stable code.
    pub code: String,
    /// What it means, in Chinese.
    pub message: String,
    /// What it means, in English.
    pub message_en: String,
    /// How often.
    pub count: u64,
}

/// The run that is at work in this process, for those who watch it.
#[derive(Debug, Default)]
pub(crate) struct Running(Mutex<Option<(ImportId, watch::Receiver<ImportRow>)>>);

impl Running {
    fn begin(&self, row: ImportRow) -> watch::Sender<ImportRow> {
        let id = row.id;
        let (sender, receiver) = watch::channel(row);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, receiver));
        sender
    }

    pub(crate) fn watch(&self, id: ImportId) -> Option<watch::Receiver<ImportRow>> {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running
            .as_ref()
            .filter(|(running, _)| *running == id)
            .map(|(_, receiver)| receiver.clone())
    }
}

/// A run that has its row and its lock, and nothing else yet.
struct Begun {
    run: Run,
    entries: Vec<SourceEntry>,
    is_anew: bool,
    watched: watch::Sender<ImportRow>,
    /// Given back by the system when the process ends, however it ends.
    _lock: File,
}

impl Library {
    /// Imports everything that the source holds. `actor` is the person who asked for it.
    ///
    /// Content that was read before is known by its digest and left alone; a run that was killed is
    /// taken up where it was by running it again.
    pub async fn import(
        &self,
        source: &ImportSource,
        actor: &str,
        progress: &dyn Progress,
    ) -> Result<ImportReport, ImportError> {
        let begun = self.begin_import(source, actor).await?;
        self.carry_out(begun, progress).await
    }

    /// Begins an import and carries it out in the background; [`Library::import_run`] and
    /// [`Library::watch_import`] tell how it gets on.
    pub async fn start_import(
        self: &Arc<Self>,
        source: &ImportSource,
        actor: &str,
    ) -> Result<ImportId, ImportError> {
        let begun = self.begin_import(source, actor).await?;
        let id = begun.run.id;
        let library = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = library.carry_out(begun, &Silent).await {
                tracing::error!(%error, import = %id, "import failed");
            }
        });
        Ok(id)
    }

    async fn begin_import(&self, source: &ImportSource, actor: &str) -> Result<Begun, ImportError> {
        let lock = self.lock_imports()?;
        let entries = entries(source).await?;
        let now = self.clock().now();
        let run = Run {
            id: new_import_id(now),
            source: source.name(),
            started_at: now,
            tally: Tally {
                files_total: entries.len() as u32,
                ..Tally::default()
            },
        };
        let tx = self.db().write_tx().await?;
        interrupt_dead_runs(&tx, self.db().kind(), now).await?;
        let row = run_row(&run, actor, now);
        import_run::Entity::insert(row)
            .exec_without_returning(&*tx)
            .await
            .map_err(StoreError::from)?;
        tx.commit().await?;
        let watched = self
            .running()
            .begin(run.row(ImportState::Running, now, None));
        Ok(Begun {
            run,
            entries,
            is_anew: source.is_anew(),
            watched,
            _lock: lock,
        })
    }

    fn lock_imports(&self) -> Result<File, ImportError> {
        let folder = self.data().path();
        std::fs::create_dir_all(folder).map_err(ImportError::Folder)?;
        let path = folder.join("import.lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path);
        let file = file.map_err(ImportError::Folder)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => Err(ImportError::Running),
            Err(std::fs::TryLockError::Error(error)) => Err(ImportError::Folder(error)),
        }
    }

    async fn carry_out(
        &self,
        mut begun: Begun,
        progress: &dyn Progress,
    ) -> Result<ImportReport, ImportError> {
        let done = self.read_and_write(&mut begun, progress).await;
        let error = done.as_ref().err().map(ToString::to_string);
        let state = if error.is_some() {
            ImportState::Failed
        } else {
            ImportState::Done
        };
        let row = begun.run.row(state, self.clock().now(), error);
        let written = self.write_end(&row).await;
        begun.watched.send_replace(row.clone());
        progress.advanced(&row);
        done?;
        written?;
        Ok(ImportReport {
            findings: self.count_findings(begun.run.id).await?,
            run: row,
        })
    }

    async fn read_and_write(
        &self,
        begun: &mut Begun,
        progress: &dyn Progress,
    ) -> Result<(), ImportError> {
        let entries = std::mem::take(&mut begun.entries);
        let known = if begun.is_anew {
            HashSet::new()
        } else {
            known_digests(self.db()).await?
        };
        let (to, mut from) = tokio::sync::mpsc::channel::<Vec<Prepared>>(1);
        let reading = tokio::task::spawn_blocking(move || prepare_all(&entries, &known, &to));
        let mut writer = Writer::begin(self.db(), begun.run.id).await?;
        while let Some(batch) = from.recv().await {
            let now = self.clock().now();
            let tx = self.db().write_tx().await?;
            writer.write(&tx, batch, now, &mut begun.run.tally).await?;
            update_run(&tx, &begun.run, now).await?;
            tx.commit().await?;
            let row = begun.run.row(ImportState::Running, now, None);
            begun.watched.send_replace(row.clone());
            progress.advanced(&row);
        }
        reading.await.map_err(|_| ImportError::BrokeOff)?;
        self.finish_import(writer, &mut begun.run).await
    }

    /// Brings what spans statutes up to date: in-force intervals, citations, lineage, search.
    async fn finish_import(&self, mut writer: Writer, run: &mut Run) -> Result<(), ImportError> {
        let tx = self.db().write_tx().await?;
        let moved = intervals::write(&tx).await?;
        let before = writer.stamp_before;
        // An index that lagged before this run was left behind by one that was killed.
        let is_lagging = before != self.index_stamp();
        let has_changed = !moved.is_empty() || !writer.touched_versions.is_empty();
        if has_changed || is_lagging {
            run.tally.findings += unresolved::write(&tx, &mut writer).await?;
            new_stamp(&tx).await?;
        }
        tx.commit().await?;
        let mut changed = writer.touched_versions;
        changed.extend(moved);
        self.link_versions((!is_lagging).then_some(&changed))
            .await?;
        Ok(self.feed_changed(changed, before).await?)
    }

    async fn write_end(&self, row: &ImportRow) -> Result<(), StoreError> {
        let tx = self.db().write_tx().await?;
        let count = |number: u32| Set(number.cast_signed());
        let end = import_run::ActiveModel {
            id: Set(row.id.to_string()),
            state: Set(row.state.as_str().to_owned()),
            ended_ms: Set(row.ended_at.map(jiff::Timestamp::as_millisecond)),
            findings: count(row.findings),
            error: Set(row.error.clone()),
            ..Default::default()
        };
        import_run::Entity::update(end).exec(&*tx).await?;
        tx.commit().await
    }

    async fn count_findings(&self, id: ImportId) -> Result<Vec<FindingCount>, StoreError> {
        let counts: Vec<(String, i64)> = finding::Entity::find()
            .select_only()
            .column(finding::Column::Code)
            .column_as(finding::Column::Id.count(), "count")
            .filter(finding::Column::ImportId.eq(id.to_string()))
            .group_by(finding::Column::Code)
            .into_tuple()
            .all(self.db().read())
            .await?;
        let mut counts: Vec<FindingCount> = counts
            .into_iter()
            .map(|(code, count)| {
                let (zh, en) = FindingText::of(&code);
                FindingCount {
                    message: zh.to_owned(),
                    message_en: en.to_owned(),
                    count: count.cast_unsigned(),
                    code,
                }
            })
            .collect();
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
        Ok(counts)
    }
}

/// An id that sorts by the time of the run.
fn new_import_id(now: jiff::Timestamp) -> ImportId {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanoseconds);
    ImportId::try_from(Uuid::new_v7(time)).expect("an id of version 7 is not nil")
}

fn run_row(run: &Run, actor: &str, now: jiff::Timestamp) -> import_run::ActiveModel {
    import_run::Model {
        id: run.id.to_string(),
        source: run.source.clone(),
        actor: actor.to_owned(),
        state: ImportState::Running.as_str().to_owned(),
        started_ms: now.as_millisecond(),
        alive_ms: now.as_millisecond(),
        ended_ms: None,
        files_total: run.tally.files_total.cast_signed(),
        files_done: 0,
        files_failed: 0,
        statutes: 0,
        versions: 0,
        articles: 0,
        items: 0,
        findings: 0,
        error: None,
    }
    .into_active_model()
}

async fn update_run(tx: &WriteTx, run: &Run, now: jiff::Timestamp) -> Result<(), StoreError> {
    let count = |number: u32| Set(number.cast_signed());
    let row = import_run::ActiveModel {
        id: Set(run.id.to_string()),
        alive_ms: Set(now.as_millisecond()),
        files_done: count(run.tally.files_done),
        files_failed: count(run.tally.files_failed),
        statutes: count(run.tally.statutes),
        versions: count(run.tally.versions),
        articles: count(run.tally.articles),
        items: count(run.tally.items),
        findings: count(run.tally.findings),
        ..Default::default()
    };
    import_run::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// A run of another node that has not been heard of for so long is dead.
const DEAD_AFTER_MS: i64 = 120_000;

/// Marks runs that were killed. On SQLite there is no other node, and this one holds the lock.
async fn interrupt_dead_runs(
    tx: &WriteTx,
    kind: DatabaseKind,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    let silent_since = match kind {
        DatabaseKind::Sqlite => i64::MAX,
        DatabaseKind::Postgres => now.as_millisecond() - DEAD_AFTER_MS,
    };
    import_run::Entity::update_many()
        .col_expr(
            import_run::Column::State,
            Expr::value(ImportState::Interrupted.as_str()),
        )
        .col_expr(
            import_run::Column::EndedMs,
            Expr::col(import_run::Column::AliveMs),
        )
        .filter(import_run::Column::State.eq(ImportState::Running.as_str()))
        .filter(import_run::Column::AliveMs.lt(silent_since))
        .exec(&**tx)
        .await?;
    Ok(())
}
