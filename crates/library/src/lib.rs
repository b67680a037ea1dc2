//! The law library as a running system: import of statutes, their versions as of any day,
//! enforcement items from the machine's reading to adoption, search, comparison.
//!
//! For: keeping what `law` reads, and what persons make of it. Not for: reading statute text (that
//! is `law`), or who may do what (that will be `access`).
//!
//! Read first: [`Library`] (the room's handle) and [`view`] (what it answers with).

pub mod api;
mod check_citations;
mod explained {
    pub use problem::{Explained, INTERNAL, internal_zh};
}
mod export_statute;
mod feed;
mod finding_text;
mod findings;
mod holdings;
mod ids;
pub mod import;
mod import_folder;
mod import_follower;
mod items;
mod library;
pub mod powers;
mod provisions;
mod reading;
pub mod search;
mod search_library;
mod status;
mod statutes;
mod tables;
mod texts;
pub mod view;

pub use explained::Explained;
pub use feed::FeedError;
pub use findings::FindingFilter;
pub use ids::{ImportId, ImportMark, ItemId, ItemMark, ListId, ListMark};
pub use import_folder::{ImportFolder, ImportFolderError};
pub use items::{Deed, ExportedItem, ItemError, ItemFilter, SeenItem};
pub use library::{DataFolder, Library, LibraryError};
pub use provisions::ProvisionError;
pub use search_library::SearchLibraryError;
pub use statutes::{ChangeFilter, ListError, StatuteError, StatuteFilter, VersionChoice};
