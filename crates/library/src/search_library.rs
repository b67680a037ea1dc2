//! Searching the library.

use std::sync::Arc;

use store::StoreError;
use thiserror::Error;

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
    fn code(&self) -> &'static str {
        INTERNAL
    }

    fn zh(&self) -> String {
        internal_zh()
    }
}

impl Library {
    /// Searches provisions and items, on a thread of its own. What another process has imported
    /// meanwhile is found too.
    pub async fn search(&self, request: SearchRequest) -> Result<SearchAnswer, SearchLibraryError> {
        self.holdings().await?;
        let index = Arc::clone(self.search_index());
        let answer = tokio::task::spawn_blocking(move || index.search(&request)).await;
        Ok(answer.map_err(|_| SearchLibraryError::BrokeOff)??)
    }
}
