//! The right edge of the tree: the partial tile of each level and the partial bundle.

use crate::byte_store::{ByteStore, File};
use crate::hash::Hash;
use crate::reader::{ReadError, Reader};
use crate::tile::{FULL_WIDTH, TileKind, TilePath, encode_hashes, push_entry};
use crate::tree::{edge_root, root_of};

/// What must be known of a tree to append to it: at most 255 hashes a level and 255 entries.
#[derive(Debug, Clone, Default)]
pub(super) struct Edge {
    size: u64,
    /// The hashes of the partial tile of each level.
    levels: Vec<Vec<Hash>>,
    /// The bytes of the partial bundle.
    bundle: Vec<u8>,
}

impl Edge {
    /// Reads the edge of a tree of `size` leaves.
    pub(super) fn read<S: ByteStore>(reader: &Reader<'_, S>, size: u64) -> Result<Self, ReadError> {
        let mut edge = Self {
            size,
            ..Self::default()
        };
        for path in partials_of(size) {
            match path.kind {
                TileKind::Entries => {
                    for entry in reader.entries(path)? {
                        push_entry(&mut edge.bundle, &entry);
                    }
                }
                TileKind::Hashes(level) => {
                    edge.levels.resize(usize::from(level) + 1, Vec::new());
                    edge.levels[usize::from(level)] = reader.hashes(path)?;
                }
            }
        }
        Ok(edge)
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Appends an entry; what becomes full is added to `full`. `false`, and nothing done, where the
    /// entry is too long.
    pub(super) fn push(&mut self, entry: &[u8], full: &mut Vec<File>) -> bool {
        if !push_entry(&mut self.bundle, entry) {
            return false;
        }
        let index = self.size / u64::from(FULL_WIDTH);
        self.size += 1;
        if self.size.is_multiple_of(u64::from(FULL_WIDTH)) {
            full.push(File {
                path: TilePath::full(TileKind::Entries, index).to_string(),
                bytes: std::mem::take(&mut self.bundle),
            });
        }
        self.push_hash(Hash::of_leaf(entry), full);
        true
    }

    /// Adds the hash of a leaf at level 0, and that of each tile that becomes full one level up.
    fn push_hash(&mut self, leaf: Hash, full: &mut Vec<File>) {
        let mut hash = leaf;
        for level in 0_u8.. {
            let at = usize::from(level);
            if self.levels.len() <= at {
                self.levels.push(Vec::with_capacity(FULL_WIDTH as usize));
            }
            self.levels[at].push(hash);
            if self.levels[at].len() < FULL_WIDTH as usize {
                return;
            }
            let hashes = &mut self.levels[at];
            let index = (self.size >> (8 * u32::from(level) + 8)) - 1;
            full.push(File {
                path: TilePath::full(TileKind::Hashes(level), index).to_string(),
                bytes: encode_hashes(hashes),
            });
            hash = root_of(hashes).expect("a full tile has hashes");
            hashes.clear();
        }
    }

    /// The root of the tree.
    pub(super) fn root(&self) -> Hash {
        edge_root(self.levels.iter().map(Vec::as_slice))
    }

    /// The partial tiles and the partial bundle as files.
    pub(super) fn partial_files(&self) -> Vec<File> {
        let partials = partials_of(self.size).into_iter();
        let files = partials.map(|path| File {
            path: path.to_string(),
            bytes: match path.kind {
                TileKind::Entries => self.bundle.clone(),
                TileKind::Hashes(level) => encode_hashes(&self.levels[usize::from(level)]),
            },
        });
        files.collect()
    }
}

/// The paths of all partial tiles of a tree, the bundle first.
pub(super) fn partials_of(size: u64) -> Vec<TilePath> {
    let levels = (0..8).map(TileKind::Hashes);
    let kinds = std::iter::once(TileKind::Entries).chain(levels);
    let partials = kinds.filter_map(|kind| {
        let level = match kind {
            TileKind::Entries => 0,
            TileKind::Hashes(level) => u32::from(level),
        };
        let index = size.checked_shr(8 * level + 8).unwrap_or(0);
        TilePath::in_tree(kind, index, size)
    });
    partials.collect()
}
