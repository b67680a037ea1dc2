//! The log that one sequencer feeds: append, then publish.

use std::ops::Range;

use thiserror::Error;

use crate::byte_store::{ByteStore, File, StoreError};
use crate::checkpoint::{Checkpoint, Origin};
use crate::key::{NoteSigner, VerifierKey};
use crate::note::{NoteError, NoteSignature, SignedNote};
use crate::reader::{CHECKPOINT_PATH, ReadError, Reader};
use crate::tile::TilePath;

mod edge;
use edge::Edge;

/// A log in a byte store, with its right edge in memory. One process at a time writes a log; the
/// lease that grants it is the shell's.
///
/// Appended entries are only in the tree of this process until [`Log::publish`] has written the
/// tiles and then the checkpoint: after a crash they are appended again from the database, under
/// the same numbers.
#[derive(Debug)]
pub struct Log<S> {
    store: S,
    origin: Origin,
    edge: Edge,
    published: SignedNote,
    published_size: u64,
}

/// Why a log could not be created.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CreateLogError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is a log already, or the rest of one.
    #[error(
        "the store holds {path} already: open the log that is there, or choose an empty place. A log is never begun anew over another"
    )]
    NotEmpty {
        /// A file that is there.
        path: String,
    },
    /// The checkpoint could not be signed.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// Why a log could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenLogError {
    /// Something could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No log was created here, or its checkpoint was removed.
    #[error("the store holds no checkpoint: create the log, or restore its folder from a copy")]
    NoCheckpoint,
    /// The checkpoint is not signed by the keys that were given.
    #[error("the log's checkpoint is not to be believed: {0}")]
    Untrusted(NoteError),
    /// The checkpoint is of another log.
    #[error("the store holds the log {found}, not {expected}")]
    OtherLog {
        /// The log that was expected.
        expected: Origin,
        /// The log that is there.
        found: Origin,
    },
    /// The tiles do not lead to the root of the checkpoint.
    #[error(
        "the tiles do not lead to the root of the checkpoint of {size} leaves: run the audit, it names the damaged file"
    )]
    Damaged {
        /// Leaves of the checkpoint.
        size: u64,
    },
}

/// Why entries could not be appended; the log is as it was before.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AppendError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An entry is longer than 65,535 bytes.
    #[error("entry {position} of the batch has {size_bytes} bytes, at most 65,535 are possible")]
    TooLong {
        /// Position within the batch, from 0.
        position: usize,
        /// Bytes of the entry.
        size_bytes: usize,
    },
}

/// Why a checkpoint could not be published.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PublishError {
    /// The store failed; publish again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The checkpoint could not be signed, or a cosignature is wrong.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The store holds a larger checkpoint, or another of the same size.
    #[error(
        "another process has published {size} leaves meanwhile: this one has lost its lease and must open the log anew"
    )]
    Overtaken {
        /// Leaves of the checkpoint in the store.
        size: u64,
    },
    /// The checkpoint in the store cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The cosignatures are for another checkpoint than the one that is published.
    #[error("the cosigned checkpoint is not the published one, which has {published} leaves")]
    Outdated {
        /// Leaves of the published checkpoint.
        published: u64,
    },
}

impl CreateLogError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::NotEmpty { .. } => "ledger.not_empty",
            Self::Note(error) => error.code(),
        }
    }
}

impl OpenLogError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => error.code(),
            Self::NoCheckpoint => "ledger.not_created",
            Self::Untrusted(error) => error.code(),
            Self::OtherLog { .. } => "ledger.other_log",
            Self::Damaged { .. } => "ledger.damaged",
        }
    }
}

impl AppendError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::TooLong { .. } => "ledger.entry_too_long",
        }
    }
}

impl PublishError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Note(error) => error.code(),
            Self::Overtaken { .. } => "ledger.overtaken",
            Self::Read(error) => error.code(),
            Self::Outdated { .. } => "ledger.checkpoint_outdated",
        }
    }
}

impl<S: ByteStore> Log<S> {
    /// Begins a log: publishes the checkpoint of no leaves, signed by all signers.
    pub fn create(
        store: S,
        origin: Origin,
        signers: &[&NoteSigner],
    ) -> Result<Self, CreateLogError> {
        let mut there = store.list("tile/")?;
        if store.read(CHECKPOINT_PATH)?.is_some() {
            there.push(CHECKPOINT_PATH.to_owned());
        }
        if let Some(path) = there.pop() {
            return Err(CreateLogError::NotEmpty { path });
        }
        let edge = Edge::default();
        let published = SignedNote::sign(&checkpoint_of(&origin, &edge).to_string(), signers)?;
        store.write(&[checkpoint_file(&published)])?;
        Ok(Self {
            store,
            origin,
            edge,
            published,
            published_size: 0,
        })
    }

    /// Opens a log and goes on from its published checkpoint, which one of `keys` must have signed
    /// and to whose root the tiles must lead.
    pub fn open(store: S, origin: Origin, keys: &[VerifierKey]) -> Result<Self, OpenLogError> {
        let reader = Reader::new(&store);
        let (published, checkpoint) = reader.checkpoint()?.ok_or(OpenLogError::NoCheckpoint)?;
        published.verify(keys).map_err(OpenLogError::Untrusted)?;
        if checkpoint.origin != origin {
            return Err(OpenLogError::OtherLog {
                expected: origin,
                found: checkpoint.origin,
            });
        }
        let edge = Edge::read(&reader, checkpoint.size)?;
        if edge.root() != checkpoint.root {
            let size = checkpoint.size;
            return Err(OpenLogError::Damaged { size });
        }
        Ok(Self {
            store,
            origin,
            edge,
            published,
            published_size: checkpoint.size,
        })
    }

    /// Appends entries and tells their indexes. Full tiles are written; all else waits for
    /// [`Log::publish`].
    pub fn append<E: AsRef<[u8]>>(&mut self, entries: &[E]) -> Result<Range<u64>, AppendError> {
        let mut edge = self.edge.clone();
        let mut full = Vec::new();
        for (position, entry) in entries.iter().enumerate() {
            let entry = entry.as_ref();
            if !edge.push(entry, &mut full) {
                return Err(AppendError::TooLong {
                    position,
                    size_bytes: entry.len(),
                });
            }
        }
        if !full.is_empty() {
            self.store.write(&full)?;
        }
        let indexes = self.edge.size()..edge.size();
        self.edge = edge;
        Ok(indexes)
    }

    /// Writes the partial tiles, then the checkpoint of all that was appended, signed by all
    /// signers; then removes partial tiles whose full tile is now published.
    ///
    /// Without new entries nothing is written: the published checkpoint stands, with its
    /// cosignatures. [`PublishError::Overtaken`] where another process has published more.
    pub fn publish(&mut self, signers: &[&NoteSigner]) -> Result<&SignedNote, PublishError> {
        if self.edge.size() == self.published_size {
            return Ok(&self.published);
        }
        let head = self.tree_head();
        self.check_not_overtaken(&head)?;
        let note = SignedNote::sign(&head.to_string(), signers)?;
        self.store.write(&self.edge.partial_files())?;
        self.store.write(&[checkpoint_file(&note)])?;
        let before = self.published_size;
        self.published = note;
        self.published_size = self.edge.size();
        // What remains after a failure here is harmless: the audit checks it like the rest.
        let _ = self.remove_partials_since(before);
        Ok(&self.published)
    }

    /// Publishes the cosignatures that witnesses have given for `checkpoint`, the text of a note.
    ///
    /// Lines of keys that are not among `witnesses` are left out, and a wrong one is refused.
    /// [`PublishError::Outdated`] where the log has published another checkpoint meanwhile; that
    /// note with its cosignatures is good for proofs all the same.
    pub fn add_cosignatures(
        &mut self,
        checkpoint: &str,
        signatures: &[NoteSignature],
        witnesses: &[VerifierKey],
    ) -> Result<&SignedNote, PublishError> {
        if checkpoint != self.published.text() {
            let published = self.published_size;
            return Err(PublishError::Outdated { published });
        }
        let known: Vec<_> = signatures
            .iter()
            .filter(|signature| witnesses.iter().any(|key| key.matches(signature)))
            .cloned()
            .collect();
        self.check_not_overtaken(&checkpoint.parse().map_err(ReadError::from)?)?;
        let note = self.published.clone().with_signatures(&known);
        note.verify(witnesses)?;
        self.store.write(&[checkpoint_file(&note)])?;
        self.published = note;
        Ok(&self.published)
    }

    /// The checkpoint of all that was appended, published or not.
    pub fn tree_head(&self) -> Checkpoint {
        checkpoint_of(&self.origin, &self.edge)
    }

    /// The published checkpoint with its signatures.
    pub fn published(&self) -> &SignedNote {
        &self.published
    }

    /// Leaves of the published checkpoint.
    pub fn published_size(&self) -> u64 {
        self.published_size
    }

    /// Leaves that were appended, published or not: the index of the next entry.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The name of the log.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Reads entries and proofs of published sizes.
    pub fn reader(&self) -> Reader<'_, S> {
        Reader::new(&self.store)
    }

    /// The store in which the log lies.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// A process that was paused past its lease must not put a smaller checkpoint over a larger one.
    fn check_not_overtaken(&self, head: &Checkpoint) -> Result<(), PublishError> {
        let Some((_, there)) = self.reader().checkpoint()? else {
            return Ok(());
        };
        if there.size > head.size || (there.size == head.size && there.root != head.root) {
            return Err(PublishError::Overtaken { size: there.size });
        }
        Ok(())
    }

    fn remove_partials_since(&self, size: u64) -> Result<(), StoreError> {
        let mut stale = Vec::new();
        for path in edge::partials_of(size) {
            let now = TilePath::in_tree(path.kind, path.index, self.published_size);
            if now.is_some_and(|now| now.is_full()) {
                stale.extend(self.store.list(&path.partials_folder())?);
            }
        }
        self.store.remove(&stale)
    }
}

fn checkpoint_of(origin: &Origin, edge: &Edge) -> Checkpoint {
    Checkpoint {
        origin: origin.clone(),
        size: edge.size(),
        root: edge.root(),
        extensions: Vec::new(),
    }
}

fn checkpoint_file(note: &SignedNote) -> File {
    File {
        path: CHECKPOINT_PATH.to_owned(),
        bytes: note.to_string().into_bytes(),
    }
}
