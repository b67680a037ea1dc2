//! The room's handle.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use base::Clock;
use record::Record;
use store::{Database, DatabaseUrl, StoreError};
use thiserror::Error;

use crate::feed::FeedError;
use crate::holdings::Holdings;
use crate::import::{Running, stamp};
use crate::search::{Lexicon, SearchError, SearchIndex};
use crate::tables::Migrations;
use crate::texts::Texts;

/// The folder that holds everything the program keeps on its machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// The data folder at this path; it is made when something is first written to it.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The SQLite database that is used where no other is named.
    pub fn database(&self) -> DatabaseUrl {
        DatabaseUrl::Sqlite(self.0.join("xiezhi.sqlite"))
    }

    /// The search index.
    pub fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    /// The folder in which an import through HTTP must lie.
    pub fn import(&self) -> PathBuf {
        self.0.join("import")
    }
}

/// The law library: everything that can be asked of it and done with it is a method, in the file
/// that is named after it.
pub struct Library {
    record: Record,
    data: DataFolder,
    index: Arc<SearchIndex>,
    holdings: RwLock<Arc<Holdings>>,
    running: Running,
    texts: Texts,
    /// Who writes to the index waits for the one before.
    pub(crate) indexing: tokio::sync::Mutex<()>,
}

/// Why the library cannot be opened or asked.
#[derive(Debug, Error)]
pub enum LibraryError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index cannot be used.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The search index cannot be filled.
    #[error(transparent)]
    Feed(#[from] FeedError),
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library")
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

impl Library {
    /// Opens the library: brings its tables up to date, and makes the search index anew where there
    /// is none, it is of another version of the program, or it lags behind the database.
    pub async fn open(record: Record, data: DataFolder) -> Result<Self, LibraryError> {
        store::migrate::<Migrations>(record.db()).await?;
        let index = open_index(&data.index())?;
        let holdings = Holdings::load(record.db()).await?;
        let library = Self {
            record,
            data,
            index: Arc::new(index),
            holdings: RwLock::new(Arc::new(holdings)),
            running: Running::default(),
            texts: Texts::default(),
            indexing: tokio::sync::Mutex::new(()),
        };
        if library.index.stamp() != library.known_holdings().stamp.to_string() {
            library.rebuild_index().await?;
        }
        Ok(library)
    }

    /// The search index, for asking it.
    pub fn search_index(&self) -> &Arc<SearchIndex> {
        &self.index
    }

    /// The clock.
    pub fn clock(&self) -> &(dyn Clock + Send + Sync) {
        self.record.clock()
    }

    /// Today, in Beijing.
    pub fn today(&self) -> jiff::civil::Date {
        self.clock().today()
    }

    /// The data folder.
    pub const fn data(&self) -> &DataFolder {
        &self.data
    }

    /// The record on which the acts of the library are.
    pub const fn record(&self) -> &Record {
        &self.record
    }

    pub(crate) fn db(&self) -> &Database {
        self.record.db()
    }

    pub(crate) const fn running(&self) -> &Running {
        &self.running
    }

    pub(crate) const fn texts(&self) -> &Texts {
        &self.texts
    }

    /// What was held when it was last looked at.
    pub(crate) fn known_holdings(&self) -> Arc<Holdings> {
        Arc::clone(&self.holdings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is held now. Another process may have written meanwhile: its changes, and those of its
    /// search index, are taken up.
    pub(crate) async fn holdings(&self) -> Result<Arc<Holdings>, StoreError> {
        let known = self.known_holdings();
        if stamp(self.db().read()).await? == known.stamp {
            return Ok(known);
        }
        if let Err(error) = self.index.refresh() {
            tracing::warn!(%error, "the search index could not be read again");
        }
        self.reload_holdings().await
    }

    pub(crate) async fn reload_holdings(&self) -> Result<Arc<Holdings>, StoreError> {
        let now = Arc::new(Holdings::load(self.db()).await?);
        *self
            .holdings
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&now);
        Ok(now)
    }
}

fn open_index(folder: &Path) -> Result<SearchIndex, SearchError> {
    let lexicon = Arc::new(Lexicon::built_in());
    match SearchIndex::open(folder, Arc::clone(&lexicon)) {
        Ok(index) => Ok(index),
        Err(error) => {
            if !matches!(error, SearchError::Absent) {
                tracing::info!(%error, "the search index is made anew");
            }
            SearchIndex::create(folder, lexicon)
        }
    }
}
