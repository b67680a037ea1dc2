//! Opening a database, reading from it and writing to it.

use std::fmt;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use thiserror::Error;

use crate::StoreError;

/// Where the database is: `sqlite:PATH` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL server, or what speaks its protocol.
    Postgres(String),
}

/// A text that names no database.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the address of the database must begin with sqlite: or postgres://")]
pub struct UrlError;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatabaseKind {
    /// SQLite
    Sqlite,
    /// PostgreSQL
    Postgres,
}

/// An open database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    kind: DatabaseKind,
    /// One connection on SQLite: writers queue for it fairly.
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

/// A write transaction. Dropped without [`WriteTx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct WriteTx(DatabaseTransaction);

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(path.trim_start_matches("//").into()));
        }
        let is_postgres = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        if is_postgres {
            Ok(Self::Postgres(text.to_owned()))
        } else {
            Err(UrlError)
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    /// Without the password that a PostgreSQL address may hold.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

impl DatabaseKind {
    /// `sqlite` or `postgresql`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}

impl Database {
    /// Opens the database, and makes the file of an SQLite one where there is none.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => Self::open_sqlite(path).await,
            DatabaseUrl::Postgres(url) => Self::open_postgres(url).await,
        }
    }

    /// Opens an SQLite file of another program, which is never written to.
    pub async fn open_foreign(path: &Path) -> Result<DatabaseConnection, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .immutable(true);
        connect(sqlite_options(1, options)).await
    }

    async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "MEMORY");
        let writer = connect(sqlite_options(1, options.clone())).await?;
        // A reader's own cache is small: pages are shared through the operating system's.
        let reader = options.read_only(true).pragma("cache_size", "-8192");
        let reader = connect(sqlite_options(SQLITE_READERS, reader)).await?;
        Ok(Self {
            kind: DatabaseKind::Sqlite,
            writer,
            reader,
        })
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .sqlx_logging(false)
            .acquire_timeout(Duration::from_secs(10));
        let connection = connect(options).await?;
        Ok(Self {
            kind: DatabaseKind::Postgres,
            writer: connection.clone(),
            reader: connection,
        })
    }

    /// Which database it is.
    pub const fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// The connection for reading. On SQLite it cannot write.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The connection that migrations run on.
    pub(crate) const fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a write transaction. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`),
    /// since a transaction that reads first and writes later is refused when another was quicker.
    pub async fn write_tx(&self) -> Result<WriteTx, StoreError> {
        let mode = match self.kind {
            DatabaseKind::Sqlite => Some(SqliteTransactionMode::Immediate),
            DatabaseKind::Postgres => None,
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: mode,
            ..TransactionOptions::default()
        };
        Ok(WriteTx(self.writer.begin_with_options(options).await?))
    }

    /// Closes every connection; what was committed stays.
    pub async fn close(self) -> Result<(), StoreError> {
        self.writer.close().await?;
        if self.kind == DatabaseKind::Sqlite {
            self.reader.close().await?;
        }
        Ok(())
    }
}

impl WriteTx {
    /// Waits until nobody else writes under this name, and keeps others waiting until the end of
    /// the transaction. On SQLite there is only one writer anyway.
    pub async fn alone(&self, name: i64) -> Result<(), StoreError> {
        if self.0.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({name})");
            self.0.execute_unprepared(&lock).await?;
        }
        Ok(())
    }

    /// Makes the transaction durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

impl Deref for WriteTx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.0
    }
}

/// Readers of an SQLite file: as many as small servers have cores, twice.
const SQLITE_READERS: u32 = 8;
/// Connections to PostgreSQL of one process.
const POSTGRES_CONNECTIONS: u32 = 16;

fn sqlite_options(connections: u32, sqlite: SqliteConnectOptions) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options
        .max_connections(connections)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_mins(1))
        .map_sqlx_sqlite_opts(move |_| sqlite.clone());
    options
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, StoreError> {
    sea_orm::Database::connect(options)
        .await
        .map_err(StoreError::Open)
}
