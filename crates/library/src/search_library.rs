//! Searching the library.

use std::sync::{Arc, LazyLock};

use store::StoreError;
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::Library;
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::search::{SearchAnswer, SearchError, SearchRequest};

/// Why a search gave no answer.
#[derive(Debug, Error)]
pub enum SearchLibraryError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The search broke off.
    #[error("the search broke off: a fault of the program")]
    BrokeOff,
}

impl Explained for SearchLibraryError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        INTERNAL
    }

    fn zh(&self) -> String {
        internal_zh()
    }
}

/// A search keeps a core busy. More of them at a time than there are cores would only make each
/// other late, so the ones that came first go first.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));

impl Library {
    /// Searches provisions and items, on a thread of its own. What another process has imported
    /// meanwhile is found too.
    pub async fn search(&self, request: SearchRequest) -> Result<SearchAnswer, SearchLibraryError> {
        self.holdings().await?;
        let _turn = TURNS.acquire().await;
        let index = Arc::clone(self.search_index());
        let answer = tokio::task::spawn_blocking(move || index.search(&request)).await;
        Ok(answer.map_err(|_| SearchLibraryError::BrokeOff)??)
    }
}
