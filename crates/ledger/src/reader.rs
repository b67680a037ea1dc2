//! Reading a log: entries and proofs from its tiles.

use std::collections::HashMap;

use thiserror::Error;

use crate::byte_store::{ByteStore, StoreError};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::hash::Hash;
use crate::note::{NoteError, SignedNote};
use crate::proof::TlogProof;
use crate::tile::{FULL_WIDTH, TileError, TileKind, TilePath, decode_entries, decode_hashes};
use crate::tree::{self, ProveError, Subtree, SubtreeHashes};

/// The path of the checkpoint.
pub const CHECKPOINT_PATH: &str = "checkpoint";

/// Reads the tiles of a log; cheap to make, and many may read while one writes.
///
/// Sizes are those of published checkpoints: tiles beyond are not there yet, or not yet final.
#[derive(Debug)]
pub struct Reader<'s, S: ?Sized> {
    store: &'s S,
}

/// Why something could not be read from a log.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such file.
    #[error("{path} is missing from the log: run the audit, then restore it from a copy")]
    Missing {
        /// Path within the store.
        path: String,
    },
    /// A tile or bundle cannot be read.
    #[error("{path} is damaged: {fault}. Run the audit, then restore it from a copy")]
    Tile {
        /// Path within the store.
        path: String,
        /// What is wrong with it.
        fault: TileError,
    },
    /// The checkpoint is no note.
    #[error("the log's checkpoint is damaged: {0}")]
    Note(#[from] NoteError),
    /// The text of the note is no checkpoint.
    #[error("the log's checkpoint is damaged: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The index or size does not lie in the tree.
    #[error("there is no {asked} in a log of {size} leaves")]
    OutOfRange {
        /// Index or size that was asked for.
        asked: u64,
        /// Leaves of the log.
        size: u64,
    },
    /// The tiles do not lead to the root of the checkpoint.
    #[error("the tiles do not lead to the root of the checkpoint of {size} leaves: run the audit")]
    Inconsistent {
        /// Leaves of the checkpoint.
        size: u64,
    },
}

impl ReadError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Missing { .. } => "ledger.file_missing",
            Self::OutOfRange { .. } => "ledger.not_found",
            _ => "ledger.damaged",
        }
    }
}

impl From<ProveError<Self>> for ReadError {
    fn from(error: ProveError<Self>) -> Self {
        match error {
            ProveError::OutOfRange { asked, size } => Self::OutOfRange { asked, size },
            ProveError::Hashes(error) => error,
        }
    }
}

impl<'s, S: ByteStore + ?Sized> Reader<'s, S> {
    /// A reader of the log that lies in a store.
    pub const fn new(store: &'s S) -> Self {
        Self { store }
    }

    /// The published checkpoint as it stands in the store; `None` where no log was created.
    /// Its signatures are not checked here: see [`crate::Policy::verify`].
    pub fn checkpoint(&self) -> Result<Option<(SignedNote, Checkpoint)>, ReadError> {
        let Some(bytes) = self.store.read(CHECKPOINT_PATH)? else {
            return Ok(None);
        };
        let note = SignedNote::parse(&bytes)?;
        let checkpoint = note.text().parse()?;
        Ok(Some((note, checkpoint)))
    }

    /// Proves a leaf against a checkpoint, ready for the file `.tlog-proof`.
    ///
    /// What is handed out was checked: a damaged tile is an error and never a wrong proof.
    pub fn prove(&self, index: u64, note: &SignedNote) -> Result<TlogProof, ReadError> {
        let checkpoint: Checkpoint = note.text().parse()?;
        let size = checkpoint.size;
        let hashes = self.inclusion_proof(index, size)?;
        let leaf = self.tiles(size).hash(Subtree { level: 0, index })?;
        tree::verify_inclusion(&hashes, index, size, &leaf, &checkpoint.root)
            .map_err(|_| ReadError::Inconsistent { size })?;
        Ok(TlogProof {
            extra: None,
            index,
            hashes,
            checkpoint: note.clone(),
        })
    }

    /// The hashes that prove leaf `index` in the tree of `size` leaves.
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<Hash>, ReadError> {
        Ok(tree::prove_inclusion(index, size, &mut self.tiles(size))?)
    }

    /// The hashes that prove that the tree of `size` leaves extends the one of `old_size`.
    pub fn consistency_proof(&self, old_size: u64, size: u64) -> Result<Vec<Hash>, ReadError> {
        Ok(tree::prove_consistency(
            old_size,
            size,
            &mut self.tiles(size),
        )?)
    }

    /// The root of the tree of `size` leaves, from the tiles.
    pub fn root(&self, size: u64) -> Result<Hash, ReadError> {
        tree::root(size, &mut self.tiles(size))
    }

    /// The bytes of entry `index` of a log of `size` leaves.
    pub fn entry(&self, index: u64, size: u64) -> Result<Vec<u8>, ReadError> {
        let out_of_range = ReadError::OutOfRange { asked: index, size };
        if index >= size {
            return Err(out_of_range);
        }
        let width = u64::from(FULL_WIDTH);
        let path = TilePath::in_tree(TileKind::Entries, index / width, size);
        let entries = self.entries(path.ok_or(out_of_range.clone())?)?;
        let mut entries = entries.into_iter();
        entries.nth((index % width) as usize).ok_or(out_of_range)
    }

    /// The entries of a bundle; a full one does in the place of a partial one.
    pub fn entries(&self, path: TilePath) -> Result<Vec<Vec<u8>>, ReadError> {
        let (found, bytes) = self.tile_bytes(path)?;
        let entries = decode_entries(&bytes, found.width()).map_err(|fault| ReadError::Tile {
            path: found.to_string(),
            fault,
        })?;
        let entries = entries.into_iter().take(path.width() as usize);
        Ok(entries.map(<[u8]>::to_vec).collect())
    }

    /// The hashes of a tile; a full one does in the place of a partial one.
    pub fn hashes(&self, path: TilePath) -> Result<Vec<Hash>, ReadError> {
        let (found, bytes) = self.tile_bytes(path)?;
        let mut hashes = decode_hashes(&bytes, found.width()).map_err(|fault| ReadError::Tile {
            path: found.to_string(),
            fault,
        })?;
        hashes.truncate(path.width() as usize);
        Ok(hashes)
    }

    /// A partial tile may have been removed once the full one was there.
    fn tile_bytes(&self, path: TilePath) -> Result<(TilePath, Vec<u8>), ReadError> {
        for path in [path, TilePath::full(path.kind, path.index)] {
            if let Some(bytes) = self.store.read(&path.to_string())? {
                return Ok((path, bytes));
            }
        }
        let path = path.to_string();
        Err(ReadError::Missing { path })
    }

    fn tiles(&self, size: u64) -> Tiles<'_, S> {
        Tiles {
            reader: self,
            size,
            read: HashMap::new(),
        }
    }
}

/// The hashes of complete subtrees, from the tiles of a tree; each tile is read once.
struct Tiles<'r, S: ?Sized> {
    reader: &'r Reader<'r, S>,
    size: u64,
    read: HashMap<(u8, u64), Vec<Hash>>,
}

impl<S: ByteStore + ?Sized> SubtreeHashes for Tiles<'_, S> {
    type Error = ReadError;

    fn hash(&mut self, subtree: Subtree) -> Result<Hash, ReadError> {
        let (level, height) = ((subtree.level / 8) as u8, subtree.level % 8);
        let width = u64::from(FULL_WIDTH);
        let first = subtree.index << height;
        let (tile, offset) = (first / width, (first % width) as usize);
        let out_of_range = ReadError::OutOfRange {
            asked: first.saturating_mul(1 << (8 * u32::from(level))),
            size: self.size,
        };
        if !self.read.contains_key(&(level, tile)) {
            let path = TilePath::in_tree(TileKind::Hashes(level), tile, self.size);
            let hashes = self.reader.hashes(path.ok_or(out_of_range.clone())?)?;
            self.read.insert((level, tile), hashes);
        }
        let hashes = &self.read[&(level, tile)];
        let covered = hashes.get(offset..offset + (1 << height));
        covered.and_then(tree::root_of).ok_or(out_of_range)
    }
}
