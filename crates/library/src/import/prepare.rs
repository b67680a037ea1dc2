//! From readings to rows, on all cores and away from the database.

use std::collections::HashSet;

use law::{EnforcementItem, Finding, StatuteKey, VersionKey};
use rayon::prelude::*;
use tokio::sync::mpsc::Sender;

use super::source::SourceEntry;
use crate::reading::{self, CitedPlace, Digest, Outcome, Reading, SourceFacts};

/// A source, ready to be written.
pub(super) enum Prepared {
    /// Its digest is known: nothing is to be done.
    Known,
    /// A version.
    Version(Box<PreparedVersion>),
    /// Nothing that could be read.
    Unreadable(UnreadableSource),
}

/// A source that could not be read.
pub(super) struct UnreadableSource {
    /// Where it stands.
    pub file: String,
    /// Of what was there; `None` where not even that could be had.
    pub digest: Option<Digest>,
    /// Why.
    pub findings: Vec<Finding>,
}

/// A version with its rows.
pub(super) struct PreparedVersion {
    pub key: StatuteKey,
    pub version: VersionKey,
    pub title: String,
    pub level: String,
    pub facts: SourceFacts,
    pub digest: Digest,
    pub passed_on: Option<jiff::civil::Date>,
    pub published_on: Option<jiff::civil::Date>,
    pub in_force_from: Option<jiff::civil::Date>,
    pub head: String,
    pub articles: Vec<PreparedArticle>,
    pub items: Vec<PreparedItem>,
    pub cited: Vec<CitedPlace>,
    pub findings: Vec<Finding>,
}

/// An article as a row.
pub(super) struct PreparedArticle {
    pub number: String,
    pub division: Option<i32>,
    pub line: u32,
    pub paragraphs: String,
}

/// An item with its record as JSON.
pub(super) struct PreparedItem {
    pub item: EnforcementItem,
    pub record: String,
}

/// Sources that are read at a time and written in one transaction.
const BATCH: usize = 192;

/// Reads everything in batches and sends them on, until there is no more or nobody listens.
pub(super) fn prepare_all(
    entries: &[SourceEntry],
    known: &HashSet<String>,
    to: &Sender<Vec<Prepared>>,
) {
    for batch in entries.chunks(BATCH) {
        let prepared = batch
            .par_iter()
            .map(|entry| prepare(entry, known))
            .collect();
        if to.blocking_send(prepared).is_err() {
            return;
        }
    }
}

fn prepare(entry: &SourceEntry, known: &HashSet<String>) -> Prepared {
    let contents = match entry.contents() {
        Ok(contents) => contents,
        Err(error) => return unreadable(entry, &error),
    };
    let digest = Digest::of(&entry.facts, &contents);
    if known.contains(digest.as_str()) {
        return Prepared::Known;
    }
    match reading::read(entry.facts.clone(), digest, &contents) {
        Outcome::Read(reading) => Prepared::Version(Box::new(rows(*reading))),
        Outcome::Unreadable {
            facts,
            digest,
            findings,
        } => Prepared::Unreadable(UnreadableSource {
            file: facts.file,
            digest: Some(digest),
            findings,
        }),
    }
}

fn unreadable(entry: &SourceEntry, error: &std::io::Error) -> Prepared {
    Prepared::Unreadable(UnreadableSource {
        file: entry.facts.file.clone(),
        digest: None,
        findings: vec![Finding::of_source(
            law::FindingCode::NotText,
            &error.to_string(),
        )],
    })
}

fn rows(reading: Reading) -> PreparedVersion {
    let head = json(&reading.head());
    let articles = reading
        .statute
        .articles
        .iter()
        .map(|article| PreparedArticle {
            number: article.number.to_string(),
            division: article.division.and_then(|index| i32::try_from(index).ok()),
            line: article.line,
            paragraphs: json(&article.paragraphs),
        });
    let articles = articles.collect();
    PreparedVersion {
        head,
        articles,
        items: reading.items.into_iter().map(PreparedItem::of).collect(),
        key: reading.key,
        version: reading.version,
        title: reading.statute.title,
        level: reading.level,
        facts: reading.facts,
        digest: reading.digest,
        passed_on: reading.passed_on,
        published_on: reading.published_on,
        in_force_from: reading.in_force_from,
        cited: reading.cited,
        findings: reading.statute.findings,
    }
}

impl PreparedItem {
    fn of(item: EnforcementItem) -> Self {
        Self {
            record: json(&item),
            item,
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts, numbers and lists of them are JSON")
}
