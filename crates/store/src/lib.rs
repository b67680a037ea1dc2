//! One database under every system: SQLite, embedded, or PostgreSQL 15 and newer.
//!
//! For: opening the database, write transactions that do not lose against one another, paging,
//! scopes (who may see which records), migrations, inserting many rows. Not for: any table. Each
//! system brings its own entities and migrations and never touches another's.
//!
//! Read first: [`Database`] and [`Scope`].

mod bulk;
mod database;
mod error;
mod insert;
mod migrate;
mod paging;
mod scope;
#[cfg(feature = "testing")]
pub mod testing;

pub use bulk::{BulkRows, BulkTx, Cell, Unindexed};
pub use database::{Database, DatabaseKind, DatabaseUrl, UrlError, WriteTx};
pub use error::StoreError;
pub use insert::{insert_all, insert_new};
pub use migrate::{Statements, migrate};
pub use paging::{Cursor, CursorError, Limit, LimitError, PageRequest, split_page};
pub use scope::{PeopleTable, Scope, ScopeColumns, Scoped};
pub use sea_orm;
