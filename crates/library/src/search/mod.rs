//! Full-text search over provisions and enforcement items.
//!
//! For: finding the right article or item from what a person types: statutory words, everyday
//! words, pinyin, a citation, a question, a day. Not for: lists and filters without a query, which
//! the database answers. The index is a cache: it is rebuilt from the database in seconds, and
//! [`SearchIndex::stamp`] says which state of the database it mirrors.
//!
//! Read first: [`IndexDocument`] (what goes in), [`SearchRequest`] and [`SearchHit`] (what comes out).
//! The walk of a query: `understand` → `retrieve` (candidates by pairs and words, weighed by what is
//! known of their version) → `rank` (their text is read) → `answer`.

mod answer;
mod catalogue;
mod cited;
mod day;
mod document;
mod generation;
mod highlight;
mod index;
mod latin;
mod lexicon;
mod pinyin;
mod query;
mod rank;
mod read;
mod request;
mod retrieve;
mod schema;
mod shelf;
mod sighting;
#[cfg(test)]
mod tests;
mod titles;
mod tokens;
mod understand;
mod weigh;
mod writer;

pub use document::{
    ArticleDocument, DocumentBody, IndexDocument, IndexedVersion, ItemDocument, Unit,
};
pub use index::SearchIndex;
pub use lexicon::{Lexicon, LexiconError};
pub use pinyin::Polyphones;
pub use request::{
    Expansion, Filter, ItemHit, Scope, SearchAnswer, SearchHit, SearchRequest, VersionState,
};
pub use tokens::warm_up;
pub use writer::IndexWriter;

/// Why the index could not be opened, filled or asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is none yet: fill one with [`SearchIndex::rewrite`].
    #[error("there is no search index in this folder yet")]
    Absent,
    /// It was written by another version of the program: rewrite it.
    #[error("the search index was written by another version of the program")]
    OtherFormat,
    /// The folder could not be read or written.
    #[error("the folder of the search index could not be used: {0}")]
    Folder(#[from] std::io::Error),
    /// The engine failed.
    #[error("the search index is damaged or in use: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// A document could not be written or read back.
    #[error("a document of the search index could not be read or written: {0}")]
    Document(#[from] serde_json::Error),
}
