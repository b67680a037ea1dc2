//! The index as a running thing: opened, asked, replaced.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::{ReloadPolicy, Searcher};

use super::catalogue::Catalogue;
use super::generation::{self, Generation};
use super::lexicon::Lexicon;
use super::request::{SearchAnswer, SearchRequest};
use super::schema::{FORMAT, Fields};
use super::shelf::Shelf;
use super::titles::Titles;
use super::writer::IndexWriter;
use super::{SearchError, answer};

/// The search index in its own folder. Shared between threads; a search never waits for a writer.
pub struct SearchIndex {
    root: PathBuf,
    lexicon: Arc<Lexicon>,
    live: RwLock<Arc<Snapshot>>,
}

/// One committed state of the index.
pub(crate) struct Snapshot {
    /// The folder it stands in.
    pub generation: String,
    /// The engine's view.
    pub searcher: Searcher,
    /// Its fields.
    pub fields: Fields,
    /// The versions of statutes in it, and which document belongs to which.
    pub catalogue: Catalogue,
    /// The titles of the statutes.
    pub titles: Titles,
    /// Candidates that were read of late.
    pub shelf: Shelf,
    /// What the commit said it mirrors.
    pub stamp: String,
}

impl SearchIndex {
    /// Opens the index in `root`.
    ///
    /// # Errors
    /// [`SearchError::Absent`] and [`SearchError::OtherFormat`] ask for [`SearchIndex::create`].
    pub fn open(root: &Path, lexicon: Arc<Lexicon>) -> Result<Self, SearchError> {
        let generation = Generation::current(root, &lexicon)?;
        let live = Snapshot::of(&generation)?;
        Ok(Self {
            root: root.to_owned(),
            lexicon,
            live: RwLock::new(Arc::new(live)),
        })
    }

    /// An empty index in `root`, in the place of whatever is there.
    pub fn create(root: &Path, lexicon: Arc<Lexicon>) -> Result<Self, SearchError> {
        let generation = Generation::begin(root, &lexicon)?;
        let mut writer: tantivy::IndexWriter =
            generation.index.writer_with_num_threads(1, 15 << 20)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(FORMAT);
        commit.commit()?;
        drop(writer);
        generation.put_in_use(root)?;
        let live = Snapshot::of(&generation)?;
        Ok(Self {
            root: root.to_owned(),
            lexicon,
            live: RwLock::new(Arc::new(live)),
        })
    }

    /// What the last commit said it mirrors; empty for a new index.
    pub fn stamp(&self) -> String {
        self.snapshot().stamp.clone()
    }

    /// Articles and items in the index.
    pub fn documents(&self) -> u64 {
        let snapshot = self.snapshot();
        snapshot.searcher.num_docs() - snapshot.catalogue.versions.len() as u64
    }

    /// A writer that adds to and removes from what is there.
    pub fn writer(&self) -> Result<IndexWriter<'_>, SearchError> {
        let generation = Generation::current(&self.root, &self.lexicon)?;
        let known = self.snapshot().catalogue.editions().collect();
        IndexWriter::new(self, generation, known)
    }

    /// A writer that starts from nothing; its commit takes the place of what is there.
    pub fn rewrite(&self) -> Result<IndexWriter<'_>, SearchError> {
        let generation = Generation::begin(&self.root, &self.lexicon)?;
        IndexWriter::new(self, generation, HashSet::new())
    }

    /// Takes up what another process has committed, if it has.
    pub fn refresh(&self) -> Result<(), SearchError> {
        let snapshot = self.snapshot();
        let moved =
            generation::current_name(&self.root)?.is_some_and(|name| name != snapshot.generation);
        if moved || !snapshot.is_latest()? {
            let generation = Generation::current(&self.root, &self.lexicon)?;
            self.publish(&generation)?;
        }
        Ok(())
    }

    /// Answers a search. Any text is a query; what nothing fits gets no hits.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, SearchError> {
        answer::answer(&self.snapshot(), &self.lexicon, request)
    }

    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Puts a committed generation in use.
    pub(crate) fn publish(&self, generation: &Generation) -> Result<(), SearchError> {
        let snapshot = Arc::new(Snapshot::of(generation)?);
        generation.put_in_use(&self.root)?;
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Snapshot {
    fn of(generation: &Generation) -> Result<Self, SearchError> {
        let reader = generation
            .index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let searcher = reader.searcher();
        let payload = generation.index.load_metas()?.payload.unwrap_or_default();
        let (format, stamp) = payload.split_once('\n').unwrap_or((&payload, ""));
        if format != FORMAT {
            return Err(SearchError::OtherFormat);
        }
        let catalogue = Catalogue::read(&searcher, &generation.fields)?;
        Ok(Self {
            generation: generation.name.clone(),
            titles: Titles::of(&catalogue.versions),
            catalogue,
            searcher,
            fields: generation.fields.clone(),
            shelf: Shelf::new(),
            stamp: stamp.to_owned(),
        })
    }

    /// Whether the folder still holds the commit that this is.
    fn is_latest(&self) -> Result<bool, SearchError> {
        let on_disk = self.searcher.index().searchable_segment_ids()?;
        let mine: HashSet<_> = self
            .searcher
            .segment_readers()
            .iter()
            .map(tantivy::SegmentReader::segment_id)
            .collect();
        let payload = self.searcher.index().load_metas()?.payload;
        let stamp = payload.as_deref().and_then(|text| text.split_once('\n'));
        Ok(on_disk.len() == mine.len()
            && on_disk.iter().all(|id| mine.contains(id))
            && stamp.map_or("", |(_, stamp)| stamp) == self.stamp)
    }
}
