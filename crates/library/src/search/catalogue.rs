//! The versions of statutes in the index, held in memory, and which document belongs to which.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TantivyDocument, Term};

use super::SearchError;
use super::document::IndexedVersion;
use super::schema::{self, DocumentFacts, DocumentKind, Fields};

/// All versions, and the facts of every document.
pub(crate) struct Catalogue {
    /// The versions, in no order.
    pub versions: Vec<IndexedVersion>,
    /// How many articles name the statute of each version.
    pub named_by: Vec<u64>,
    /// For each segment, for each document.
    pub documents: Vec<Arc<[Line]>>,
    by_edition: HashMap<u64, u32>,
}

/// What is known of a document without opening it.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    /// Index of its version in [`Catalogue::versions`].
    pub version: u32,
    /// What it is.
    pub facts: DocumentFacts,
}

impl Catalogue {
    /// Reads it from a committed index.
    pub fn read(searcher: &Searcher, fields: &Fields) -> Result<Self, SearchError> {
        let columns = searcher
            .segment_readers()
            .iter()
            .map(Columns::of)
            .collect::<Result<Vec<_>, _>>()?;
        let mut catalogue = Self {
            versions: Vec::new(),
            named_by: Vec::new(),
            documents: Vec::new(),
            by_edition: HashMap::new(),
        };
        for (segment, columns) in (0u32..).zip(&columns) {
            catalogue.read_versions(searcher, fields, segment, columns)?;
        }
        for version in &catalogue.versions {
            let term = Term::from_field_text(fields.cites, version.statute.as_str());
            catalogue.named_by.push(searcher.doc_freq(&term)?);
        }
        catalogue.documents = columns
            .iter()
            .map(|columns| columns.lines(&catalogue.by_edition))
            .collect();
        Ok(catalogue)
    }

    /// The numbers of its versions.
    pub fn editions(&self) -> impl Iterator<Item = u64> + '_ {
        self.by_edition.keys().copied()
    }

    fn read_versions(
        &mut self,
        searcher: &Searcher,
        fields: &Fields,
        segment: u32,
        columns: &Columns,
    ) -> Result<(), SearchError> {
        let alive = searcher.segment_reader(segment).alive_bitset();
        for (doc, &(_, facts)) in (0u32..).zip(&columns.0) {
            if facts.kind == DocumentKind::Version && alive.is_none_or(|bits| bits.is_alive(doc)) {
                let version: IndexedVersion =
                    stored(searcher, fields, DocAddress::new(segment, doc))?;
                let edition = schema::edition(&version.statute, version.version);
                self.by_edition.insert(edition, self.versions.len() as u32);
                self.versions.push(version);
            }
        }
        Ok(())
    }
}

/// Opens a document.
pub(crate) fn stored<T: serde::de::DeserializeOwned>(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
) -> Result<T, SearchError> {
    let document: TantivyDocument = searcher.doc(address)?;
    let bytes = document
        .get_first(fields.stored)
        .and_then(|value| value.as_bytes())
        .unwrap_or_default();
    Ok(serde_json::from_slice(bytes)?)
}

/// Edition and facts of each document of a segment.
struct Columns(Vec<(u64, DocumentFacts)>);

impl Columns {
    fn of(segment: &SegmentReader) -> Result<Self, SearchError> {
        let editions = segment.fast_fields().u64("edition")?;
        let facts = segment.fast_fields().u64("facts")?;
        let read = |doc: DocId| {
            let edition = editions.first(doc).unwrap_or_default();
            let facts = facts.first(doc).unwrap_or_default();
            (edition, DocumentFacts::from_code(facts))
        };
        Ok(Self((0..segment.max_doc()).map(read).collect()))
    }

    fn lines(&self, by_edition: &HashMap<u64, u32>) -> Arc<[Line]> {
        self.0
            .iter()
            .map(|&(edition, facts)| Line {
                version: by_edition.get(&edition).copied().unwrap_or(u32::MAX),
                facts,
            })
            .collect()
    }
}
