//! What can go wrong between the program and its database.

use thiserror::Error;

/// The database refused, or could not be reached.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The folder of an SQLite file could not be made.
    #[error("the folder of the database cannot be made: {0}")]
    Folder(#[source] std::io::Error),
    /// No connection.
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sea_orm::DbErr),
    /// A migration failed; the ones before it stand.
    #[error("the tables cannot be brought up to date: {0}")]
    Migrate(#[source] sea_orm::DbErr),
    /// A statement failed.
    #[error("the database refused a statement: {0}")]
    Statement(#[from] sea_orm::DbErr),
}
