//! Filling the index.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use law::{StatuteKey, VersionKey};
use tantivy::{TantivyDocument, Term};

use super::document::{ArticleDocument, DocumentBody, IndexDocument, IndexedVersion, ItemDocument};
use super::index::SearchIndex;
use super::schema::{self, DocumentFacts, DocumentKind, FORMAT, Fields};
use super::{SearchError, generation::Generation};

/// Memory for documents that are not yet written, for each thread.
const MEMORY_PER_THREAD: usize = 160 << 20;

/// Adds and removes documents; nothing is found before [`IndexWriter::commit`], and everything is
/// forgotten when it is dropped without.
pub struct IndexWriter<'i> {
    index: &'i SearchIndex,
    generation: Generation,
    writer: tantivy::IndexWriter,
    fields: Fields,
    known: HashSet<u64>,
}

impl<'i> IndexWriter<'i> {
    pub(crate) fn new(
        index: &'i SearchIndex,
        generation: Generation,
        known: HashSet<u64>,
    ) -> Result<Self, SearchError> {
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
        let writer = generation
            .index
            .writer_with_num_threads(threads, threads * MEMORY_PER_THREAD)?;
        Ok(Self {
            index,
            fields: generation.fields.clone(),
            generation,
            writer,
            known,
        })
    }

    /// Adds a document. Its version becomes known with it.
    pub fn add(&mut self, document: &IndexDocument) -> Result<(), SearchError> {
        let version = &document.version;
        let edition = schema::edition(&version.statute, version.version);
        if self.known.insert(edition) {
            self.writer.add_document(self.version(edition, version)?)?;
        }
        let document = match &document.body {
            DocumentBody::Article(article) => self.article(edition, article)?,
            DocumentBody::Item(item) => self.item(edition, item)?,
        };
        self.writer.add_document(document)?;
        Ok(())
    }

    /// Puts a document for an item in the place of the one with the same id, if there is one.
    pub fn replace_item(
        &mut self,
        version: &Arc<IndexedVersion>,
        item: ItemDocument,
    ) -> Result<(), SearchError> {
        self.remove_item(&item.id);
        self.add(&IndexDocument::item(version, item))
    }

    /// Removes an item.
    pub fn remove_item(&mut self, id: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.id, id));
    }

    /// Removes a version with its articles and items.
    pub fn remove_version(&mut self, statute: &StatuteKey, version: VersionKey) {
        let edition = schema::edition(statute, version);
        self.writer
            .delete_term(Term::from_field_u64(self.fields.edition, edition));
        self.known.remove(&edition);
    }

    /// Makes everything findable at once. `stamp` names the state of the database that the index
    /// now mirrors; [`SearchIndex::stamp`] gives it back.
    pub fn commit(mut self, stamp: &str) -> Result<(), SearchError> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&format!("{FORMAT}\n{stamp}"));
        commit.commit()?;
        self.writer.wait_merging_threads()?;
        self.index.publish(&self.generation)
    }

    fn version(
        &self,
        edition: u64,
        version: &IndexedVersion,
    ) -> Result<TantivyDocument, SearchError> {
        self.start(edition, facts(DocumentKind::Version, false, 0), version)
    }

    fn article(
        &self,
        edition: u64,
        article: &ArticleDocument,
    ) -> Result<TantivyDocument, SearchError> {
        let text: String = article
            .units
            .iter()
            .flat_map(|unit| [unit.text.as_str(), "\n"])
            .collect();
        let sanctions = self.index.lexicon().sets_sanction(&text);
        let facts = facts(DocumentKind::Article, sanctions, article.article.main);
        let mut document = self.start(edition, facts, article)?;
        document.add_u64(self.fields.article, schema::article_code(article.article));
        for statute in cited(&text) {
            document.add_text(self.fields.cites, statute.as_str());
        }
        document.add_text(self.fields.pairs, &text);
        document.add_text(self.fields.words, &text);
        Ok(document)
    }

    fn item(&self, edition: u64, item: &ItemDocument) -> Result<TantivyDocument, SearchError> {
        let sanctions = item.kind == law::ItemKind::Penalty;
        let facts = facts(
            DocumentKind::Item(item.kind),
            sanctions,
            item.path.article.main,
        );
        let mut document = self.start(edition, facts, &abridged(item))?;
        let fields = &self.fields;
        document.add_u64(fields.article, schema::article_code(item.path.article));
        document.add_text(fields.id, &item.id);
        document.add_text(fields.state, &item.state);
        if let Some(authority) = &item.authority {
            document.add_text(fields.authority, authority);
        }
        let parts = [
            Some(item.behaviour.as_str()),
            item.object.as_deref(),
            item.authority.as_deref(),
            Some(item.penalty.as_str()),
        ];
        for part in parts.into_iter().flatten() {
            document.add_text(fields.item_pairs, part);
            document.add_text(fields.item_words, part);
        }
        for duty in &item.duties {
            document.add_text(fields.duties, duty);
        }
        document.add_text(fields.initials, &item.behaviour);
        document.add_text(fields.syllables, &item.behaviour);
        Ok(document)
    }

    fn start(
        &self,
        edition: u64,
        facts: DocumentFacts,
        stored: &impl serde::Serialize,
    ) -> Result<TantivyDocument, SearchError> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.edition, edition);
        document.add_u64(self.fields.facts, facts.code());
        document.add_bytes(self.fields.stored, &serde_json::to_vec(stored)?);
        Ok(document)
    }
}

/// The item with only so much of its duties as is read again when a hit is ranked.
fn abridged(item: &ItemDocument) -> ItemDocument {
    const DUTIES: usize = 4;
    const LETTERS: usize = 160;
    let duties = item.duties.iter().take(DUTIES);
    ItemDocument {
        duties: duties
            .map(|duty| duty.chars().take(LETTERS).collect())
            .collect(),
        ..item.clone()
    }
}

/// The statutes that a text names in 《》.
fn cited(text: &str) -> BTreeSet<StatuteKey> {
    text.split('《')
        .skip(1)
        .filter_map(|rest| rest.split_once('》'))
        .filter_map(|(title, _)| StatuteKey::of_title(title).ok())
        .collect()
}

fn facts(kind: DocumentKind, sanctions: bool, article: u32) -> DocumentFacts {
    DocumentFacts {
        kind,
        sanctions,
        article,
    }
}
