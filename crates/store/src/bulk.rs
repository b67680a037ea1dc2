//! Very many rows: COPY on PostgreSQL, statements of many rows on SQLite.

use std::fmt::Write as _;

use sea_orm::sqlx::{self, Postgres, Row as _};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

use crate::{Database, DatabaseKind, StoreError, WriteTx};

/// Bind variables of one statement of SQLite.
const MAX_VARIABLES: usize = 32_000;

/// A value of a row.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// A whole number, or nothing.
    Int(Option<i64>),
    /// A text, or nothing.
    Text(Option<&'a str>),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// Rows of one table, in the form in which a database takes many. Can be made in any thread.
#[derive(Debug)]
pub struct BulkRows(Form);

#[derive(Debug)]
enum Form {
    /// The text format of COPY.
    Copy(String),
    Values(Vec<Value>),
}

/// A write transaction for very many rows. Dropped without [`BulkTx::commit`], it leaves nothing
/// behind.
#[derive(Debug)]
pub struct BulkTx(Inner);

#[derive(Debug)]
enum Inner {
    Postgres(sqlx::Transaction<'static, Postgres>),
    Sqlite(WriteTx),
}

/// Indexes and constraints that are to be made again.
#[derive(Debug, Default)]
pub struct Unindexed(Vec<String>);

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(text: &'a Option<String>) -> Self {
        Self::Text(text.as_deref())
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<i32> for Cell<'_> {
    fn from(number: i32) -> Self {
        Self::Int(Some(number.into()))
    }
}

impl BulkRows {
    /// No rows yet.
    pub const fn new(kind: DatabaseKind) -> Self {
        Self(match kind {
            DatabaseKind::Postgres => Form::Copy(String::new()),
            DatabaseKind::Sqlite => Form::Values(Vec::new()),
        })
    }

    /// Adds a row: a cell for each column.
    pub fn push(&mut self, row: &[Cell<'_>]) {
        match &mut self.0 {
            Form::Copy(text) => {
                for (at, cell) in row.iter().enumerate() {
                    if at > 0 {
                        text.push('\t');
                    }
                    copied(*cell, text);
                }
                text.push('\n');
            }
            Form::Values(values) => values.extend(row.iter().map(|cell| match *cell {
                Cell::Int(number) => number.into(),
                Cell::Text(words) => words.map(str::to_owned).into(),
                Cell::Bytes(bytes) => bytes.to_vec().into(),
            })),
        }
    }
}

/// A cell in the text format of COPY.
fn copied(cell: Cell<'_>, text: &mut String) {
    match cell {
        Cell::Int(None) | Cell::Text(None) => text.push_str("\\N"),
        Cell::Int(Some(number)) => {
            let _ = write!(text, "{number}");
        }
        Cell::Text(Some(words)) => {
            let mut rest = words;
            while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
                text.push_str(&rest[..at]);
                text.push_str(match rest.as_bytes()[at] {
                    b'\t' => "\\t",
                    b'\n' => "\\n",
                    b'\r' => "\\r",
                    _ => "\\\\",
                });
                rest = &rest[at + 1..];
            }
            text.push_str(rest);
        }
        Cell::Bytes(bytes) => {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            text.push_str("\\\\x");
            for byte in bytes {
                text.push(char::from(DIGITS[usize::from(byte >> 4)]));
                text.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
}

fn failed(error: sqlx::Error) -> StoreError {
    DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error.into())).into()
}

impl Database {
    /// Begins a write transaction for very many rows.
    pub async fn bulk_tx(&self) -> Result<BulkTx, StoreError> {
        Ok(BulkTx(match self.kind() {
            DatabaseKind::Sqlite => Inner::Sqlite(self.write_tx().await?),
            DatabaseKind::Postgres => {
                let pool = self.read().get_postgres_connection_pool();
                Inner::Postgres(pool.begin().await.map_err(failed)?)
            }
        }))
    }
}

impl BulkTx {
    /// Which database it is.
    pub const fn kind(&self) -> DatabaseKind {
        match self.0 {
            Inner::Postgres(_) => DatabaseKind::Postgres,
            Inner::Sqlite(_) => DatabaseKind::Sqlite,
        }
    }

    /// Runs a statement.
    pub async fn execute(&mut self, sql: &str) -> Result<(), StoreError> {
        match &mut self.0 {
            Inner::Postgres(tx) => {
                let sql = sqlx::AssertSqlSafe(sql.to_owned());
                sqlx::raw_sql(sql)
                    .execute(&mut **tx)
                    .await
                    .map_err(failed)?;
            }
            Inner::Sqlite(tx) => {
                tx.execute_unprepared(sql).await?;
            }
        }
        Ok(())
    }

    /// Asks for one whole number.
    pub async fn number(&mut self, sql: &str) -> Result<i64, StoreError> {
        match &mut self.0 {
            Inner::Postgres(tx) => {
                let sql = sqlx::AssertSqlSafe(sql.to_owned());
                let row = sqlx::query(sql)
                    .fetch_one(&mut **tx)
                    .await
                    .map_err(failed)?;
                row.try_get(0).map_err(failed)
            }
            Inner::Sqlite(tx) => {
                let asked = Statement::from_string(tx.get_database_backend(), sql);
                let row = tx.query_one_raw(asked).await?;
                let none = || DbErr::RecordNotFound(sql.to_owned());
                Ok(row.ok_or_else(none)?.try_get_by_index(0)?)
            }
        }
    }

    /// Writes rows into columns of a table.
    pub async fn write(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: BulkRows,
    ) -> Result<(), StoreError> {
        let names = columns.join(", ");
        match (&mut self.0, rows.0) {
            (Inner::Postgres(tx), Form::Copy(text)) => {
                let copy = format!("COPY {table} ({names}) FROM STDIN");
                let mut copy = tx.copy_in_raw(&copy).await.map_err(failed)?;
                copy.send(text.into_bytes()).await.map_err(failed)?;
                copy.finish().await.map_err(failed)?;
            }
            (Inner::Sqlite(tx), Form::Values(values)) => {
                let width = columns.len();
                let row = format!("({})", vec!["?"; width].join(", "));
                for chunk in values.chunks(MAX_VARIABLES / width * width) {
                    let rows = vec![row.as_str(); chunk.len() / width].join(", ");
                    let sql = format!("INSERT INTO {table} ({names}) VALUES {rows}");
                    let backend = tx.get_database_backend();
                    let insert = Statement::from_sql_and_values(backend, sql, chunk.to_vec());
                    tx.execute_raw(insert).await?;
                }
            }
            _ => return Err(DbErr::Custom("rows of another kind of database".to_owned()).into()),
        }
        Ok(())
    }

    /// Takes the indexes and constraints off tables that are to be filled: on PostgreSQL they are
    /// made faster at the end. Nobody else can use the tables until the transaction ends.
    pub async fn without_indexes(&mut self, tables: &[&str]) -> Result<Unindexed, StoreError> {
        let Inner::Postgres(tx) = &mut self.0 else {
            return Ok(Unindexed::default());
        };
        let tables: Vec<String> = tables.iter().map(|table| (*table).to_owned()).collect();
        let mut again = Vec::new();
        for sql in [INDEXES, CONSTRAINTS] {
            let rows = sqlx::query(sql).bind(&tables).fetch_all(&mut **tx).await;
            let rows = rows.map_err(failed)?;
            let mut made = Vec::new();
            for row in rows {
                let drop: String = row.try_get(0).map_err(failed)?;
                made.push(row.try_get(1).map_err(failed)?);
                let drop = sqlx::raw_sql(sqlx::AssertSqlSafe(drop));
                drop.execute(&mut **tx).await.map_err(failed)?;
            }
            // Keys are made before what refers to them, the other way round than they are dropped.
            made.reverse();
            again.splice(0..0, made);
        }
        Ok(Unindexed(again))
    }

    /// Makes indexes and constraints again.
    pub async fn index_again(&mut self, taken: Unindexed) -> Result<(), StoreError> {
        for sql in taken.0 {
            self.execute(&sql).await?;
        }
        Ok(())
    }

    /// Makes the transaction durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Inner::Postgres(tx) => tx.commit().await.map_err(failed),
            Inner::Sqlite(tx) => tx.commit().await,
        }
    }
}

/// Indexes that are no constraints: how each is dropped and made.
const INDEXES: &str = "SELECT format('DROP INDEX %I', c.relname), pg_get_indexdef(c.oid) \
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
    WHERE t.relname = ANY($1) AND pg_table_is_visible(t.oid) \
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid) ORDER BY 1";
/// Constraints, those that refer to others first.
const CONSTRAINTS: &str = "SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, k.conname), \
    format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, k.conname, pg_get_constraintdef(k.oid)) \
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid \
    WHERE t.relname = ANY($1) AND pg_table_is_visible(t.oid) AND k.contype IN ('f', 'u', 'p') \
    ORDER BY k.contype, 1";
