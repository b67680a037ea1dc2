//! The walk through all tiles, from the leaves up.
//!
//! Each tile is known twice: as it is stored, and rebuilt from what lies below it (a bundle's
//! entries, or the tiles one level down). Where the two differ, the hash that the tile above keeps
//! of it decides; at the right edge, where nothing stands above, the signed root decides.

use std::collections::{BTreeMap, HashMap};

use super::{AuditCode, AuditFinding, AuditReport, DATABASE_PATH, Place};
use crate::byte_store::{ByteStore, StoreError};
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::tile::{FULL_WIDTH, TileError, TileKind, TilePath, decode_entries, decode_hashes};
use crate::tree::{edge_root, root_of};

const WIDTH: u64 = FULL_WIDTH as u64;

pub(super) struct Walk<'a, S: ?Sized, R> {
    store: &'a S,
    checkpoint: &'a Checkpoint,
    rows: Option<R>,
    report: &'a mut AuditReport,
    /// The hashes of each level that wait until their tile is whole.
    rebuilt: Vec<Vec<Hash>>,
    /// Tiles of hashes that were read and not yet compared.
    stored: HashMap<(u8, u64), Option<Vec<Hash>>>,
    /// Every file of a tile, by what it is a version of.
    files: BTreeMap<(TileKind, u64), Vec<TilePath>>,
    /// The tiles of the right edge, the lowest first.
    edge: Vec<Versions>,
}

/// A tile as it is stored and as it is rebuilt.
struct Versions {
    level: u8,
    index: u64,
    stored: Option<Vec<Hash>>,
    rebuilt: Option<Vec<Hash>>,
}

impl<'a, S: ByteStore + ?Sized, R: Iterator<Item = Vec<u8>>> Walk<'a, S, R> {
    pub(super) fn new(
        store: &'a S,
        checkpoint: &'a Checkpoint,
        rows: Option<R>,
        report: &'a mut AuditReport,
    ) -> Result<Self, StoreError> {
        let mut files: BTreeMap<_, Vec<TilePath>> = BTreeMap::new();
        for path in store.list("tile/")? {
            match path.parse::<TilePath>() {
                Ok(tile) => files.entry((tile.kind, tile.index)).or_default().push(tile),
                Err(_) => report.findings.push(AuditFinding {
                    code: AuditCode::Stray,
                    path,
                    place: None,
                }),
            }
        }
        Ok(Self {
            store,
            checkpoint,
            rows,
            report,
            rebuilt: Vec::new(),
            stored: HashMap::new(),
            files,
            edge: Vec::new(),
        })
    }

    pub(super) fn run(mut self) {
        let size = self.checkpoint.size;
        for index in 0..size.div_ceil(WIDTH) {
            if let Some(path) = TilePath::in_tree(TileKind::Entries, index, size) {
                let leaves = self.leaves(path);
                self.tile(0, index, leaves);
            }
        }
        for level in 1..8_u8 {
            let index = size.checked_shr(8 * u32::from(level) + 8).unwrap_or(0);
            if TilePath::in_tree(TileKind::Hashes(level), index, size).is_some() {
                let rebuilt = self.take_rebuilt(level);
                self.tile(level, index, Some(rebuilt));
            }
        }
        self.settle_edge();
        self.report.unpublished_files = self.files.values().map(|files| files.len() as u64).sum();
        if let Some(rows) = self.rows {
            self.report.unpublished_rows = rows.count() as u64;
        }
    }

    fn find(&mut self, code: AuditCode, path: &str, place: Option<Place>) {
        self.report.findings.push(AuditFinding {
            code,
            path: path.to_owned(),
            place,
        });
    }

    fn find_in(&mut self, code: AuditCode, path: TilePath, place: Option<Place>) {
        self.find(code, &path.to_string(), place);
    }

    /// The hashes of the entries of a bundle; `None` where it is missing or torn.
    fn leaves(&mut self, path: TilePath) -> Option<Vec<Hash>> {
        let (path, bytes) = self.read(path)?;
        self.leaves_of(path, &bytes)
    }

    fn leaves_of(&mut self, path: TilePath, bytes: &[u8]) -> Option<Vec<Hash>> {
        match decode_entries(bytes, path.width()) {
            Ok(entries) => {
                let hashes = entries.into_iter().map(Hash::of_leaf);
                Some(hashes.take(self.width(path)).collect())
            }
            Err(TileError::Torn { entry, .. }) => {
                let index = path.index * WIDTH + u64::from(entry);
                self.find_in(AuditCode::Torn, path, Some(Place::Entry(index)));
                None
            }
            Err(
                TileError::Trailing { offset }
                | TileError::Size {
                    expected: offset, ..
                },
            ) => {
                self.find_in(AuditCode::Torn, path, Some(Place::Byte(offset)));
                None
            }
        }
    }

    /// Width of a tile in the tree of the checkpoint.
    fn width(&self, path: TilePath) -> usize {
        TilePath::in_tree(path.kind, path.index, self.checkpoint.size)
            .map_or(0, |path| path.width() as usize)
    }

    /// Reads a file, or the full one in its place; it is struck off the list of files.
    fn read(&mut self, path: TilePath) -> Option<(TilePath, Vec<u8>)> {
        for path in [path, TilePath::full(path.kind, path.index)] {
            let found = self.store.read(&path.to_string());
            if !matches!(found, Ok(None)) {
                self.strike_off(path);
            }
            match found {
                Ok(Some(bytes)) => return Some((path, bytes)),
                Ok(None) => {}
                Err(_) => {
                    self.find_in(AuditCode::Unreadable, path, None);
                    return None;
                }
            }
        }
        self.find_in(AuditCode::Missing, path, None);
        None
    }

    fn strike_off(&mut self, path: TilePath) {
        if let Some(files) = self.files.get_mut(&(path.kind, path.index)) {
            files.retain(|file| *file != path);
        }
    }

    /// The stored hashes of a tile, which is read once.
    fn stored(&mut self, level: u8, index: u64) -> Option<Vec<Hash>> {
        if let Some(stored) = self.stored.get(&(level, index)) {
            return stored.clone();
        }
        let kind = TileKind::Hashes(level);
        let path = TilePath::in_tree(kind, index, self.checkpoint.size)?;
        let read = self.read(path);
        let stored = read.and_then(|(path, bytes)| self.hashes_of(path, &bytes));
        self.stored.insert((level, index), stored.clone());
        stored
    }

    fn hashes_of(&mut self, path: TilePath, bytes: &[u8]) -> Option<Vec<Hash>> {
        if let Ok(mut hashes) = decode_hashes(bytes, path.width()) {
            hashes.truncate(self.width(path));
            return Some(hashes);
        }
        let place = Place::Byte(bytes.len().min(path.width() as usize * Hash::SIZE_BYTES));
        self.find_in(AuditCode::Torn, path, Some(place));
        None
    }

    fn take_rebuilt(&mut self, level: u8) -> Vec<Hash> {
        let rebuilt = self.rebuilt.get_mut(usize::from(level));
        rebuilt.map(std::mem::take).unwrap_or_default()
    }

    /// Compares a tile that is whole, and goes on with its hash one level up.
    fn tile(&mut self, level: u8, index: u64, rebuilt: Option<Vec<Hash>>) {
        let stored = self.stored(level, index);
        self.stored.remove(&(level, index));
        let versions = Versions {
            level,
            index,
            stored,
            rebuilt,
        };
        let kind = TileKind::Hashes(level);
        let path = TilePath::in_tree(kind, index, self.checkpoint.size);
        if !path.is_some_and(|path| path.is_full()) {
            self.edge.push(versions);
            return;
        }
        let parent = self.stored(level + 1, index / WIDTH);
        let parent = parent.and_then(|tile| tile.get((index % WIDTH) as usize).copied());
        let fits = |hashes: &[Hash]| parent.is_some() && root_of(hashes) == parent;
        let chosen = self.choose(versions, fits);
        let hash = chosen.as_deref().and_then(root_of).or(parent);
        self.push(
            level + 1,
            index,
            hash.unwrap_or(Hash([0; Hash::SIZE_BYTES])),
        );
    }

    fn push(&mut self, level: u8, index: u64, hash: Hash) {
        let at = usize::from(level);
        if self.rebuilt.len() <= at {
            self.rebuilt.resize(at + 1, Vec::new());
        }
        self.rebuilt[at].push(hash);
        if self.rebuilt[at].len() == FULL_WIDTH as usize {
            let rebuilt = self.take_rebuilt(level);
            self.tile(level, index / WIDTH, Some(rebuilt));
        }
    }

    /// Decides between the two versions of a tile and names the wrong one; then checks what hangs
    /// on the decision: older partial tiles and rows.
    fn choose(&mut self, versions: Versions, fits: impl Fn(&[Hash]) -> bool) -> Option<Vec<Hash>> {
        let Versions {
            level,
            index,
            stored,
            rebuilt,
        } = versions;
        let chosen = match (stored, rebuilt) {
            (Some(stored), Some(rebuilt)) if stored != rebuilt => {
                let at = stored.iter().zip(&rebuilt).position(|(a, b)| a != b);
                let at = at.unwrap_or_else(|| stored.len().min(rebuilt.len()));
                match (fits(&rebuilt), fits(&stored)) {
                    (true, _) => {
                        self.blame_stored(AuditCode::Flipped, level, index, at);
                        rebuilt
                    }
                    (false, true) => {
                        self.blame_below(AuditCode::Flipped, level, index, at);
                        stored
                    }
                    (false, false) => {
                        self.blame_stored(AuditCode::Disagree, level, index, at);
                        self.blame_below(AuditCode::Disagree, level, index, at);
                        rebuilt
                    }
                }
            }
            (stored, rebuilt) => rebuilt.or(stored)?,
        };
        self.check_older(TileKind::Hashes(level), index, &chosen);
        if level == 0 {
            self.check_older(TileKind::Entries, index, &chosen);
            self.check_rows(index * WIDTH, &chosen);
        }
        Some(chosen)
    }

    fn blame_stored(&mut self, code: AuditCode, level: u8, index: u64, at: usize) {
        let kind = TileKind::Hashes(level);
        if let Some(path) = TilePath::in_tree(kind, index, self.checkpoint.size) {
            self.find_in(code, path, Some(Place::Byte(at * Hash::SIZE_BYTES)));
        }
    }

    /// What lies below hash `at` of a tile is wrong: an entry, or a whole tile.
    fn blame_below(&mut self, code: AuditCode, level: u8, index: u64, at: usize) {
        let size = self.checkpoint.size;
        let below = index * WIDTH + at as u64;
        let (path, place) = match level.checked_sub(1) {
            None => {
                let path = TilePath::in_tree(TileKind::Entries, index, size);
                (path, Some(Place::Entry(below)))
            }
            Some(level) => (
                TilePath::in_tree(TileKind::Hashes(level), below, size),
                None,
            ),
        };
        if let Some(path) = path {
            self.find_in(code, path, place);
        }
    }

    /// Partial tiles of smaller trees must be the beginning of the tile.
    fn check_older(&mut self, kind: TileKind, index: u64, chosen: &[Hash]) {
        let files = self.files.remove(&(kind, index)).unwrap_or_default();
        for path in files {
            if path.width() as usize > chosen.len() {
                self.files.entry((kind, index)).or_default().push(path);
                continue;
            }
            let Ok(Some(bytes)) = self.store.read(&path.to_string()) else {
                self.find_in(AuditCode::Unreadable, path, None);
                continue;
            };
            let older = match kind {
                TileKind::Entries => self.leaves_of(path, &bytes),
                TileKind::Hashes(_) => self.hashes_of(path, &bytes),
            };
            let pairs = older.iter().flatten().zip(chosen);
            if let Some(at) = pairs
                .into_iter()
                .position(|(older, chosen)| older != chosen)
            {
                let place = match kind {
                    TileKind::Entries => Place::Entry(index * WIDTH + at as u64),
                    TileKind::Hashes(_) => Place::Byte(at * Hash::SIZE_BYTES),
                };
                self.find_in(AuditCode::Flipped, path, Some(place));
            }
        }
    }

    fn check_rows(&mut self, first: u64, leaves: &[Hash]) {
        let Some(rows) = self.rows.as_mut() else {
            return;
        };
        let mut wrong = Vec::new();
        for (index, leaf) in (first..).zip(leaves) {
            match rows.next() {
                Some(row) if Hash::of_leaf(&row) == *leaf => {}
                Some(_) => wrong.push((AuditCode::Row, index)),
                None => {
                    wrong.push((AuditCode::RowMissing, index));
                    break;
                }
            }
        }
        let is_short = wrong
            .last()
            .is_some_and(|(code, _)| *code == AuditCode::RowMissing);
        if is_short {
            self.rows = None;
        }
        for (code, index) in wrong {
            self.find(code, DATABASE_PATH, Some(Place::Entry(index)));
        }
    }

    /// Decides at the right edge: of all ways to take stored and rebuilt tiles, one that leads to
    /// the signed root, the rebuilt ones first.
    fn settle_edge(&mut self) {
        let edge = std::mem::take(&mut self.edge);
        let right = (0..1_u32 << edge.len()).find_map(|choice| {
            let take = |at: usize| choice >> at & 1 == 1;
            let tiles = edge.iter().enumerate().map(|(at, versions)| {
                let (first, second) = if take(at) {
                    (&versions.stored, &versions.rebuilt)
                } else {
                    (&versions.rebuilt, &versions.stored)
                };
                first.as_deref().or(second.as_deref())
            });
            let tiles: Vec<&[Hash]> = tiles.collect::<Option<_>>()?;
            (edge_root(tiles) == self.checkpoint.root).then_some(choice)
        });
        if right.is_none() {
            self.find(AuditCode::Root, "checkpoint", Some(Place::Line(3)));
        }
        for (at, versions) in edge.into_iter().enumerate() {
            let is_stored = right.map(|choice| choice >> at & 1 == 1);
            let wanted = match is_stored {
                Some(true) => versions.stored.clone(),
                Some(false) => versions.rebuilt.clone(),
                None => None,
            };
            self.choose(versions, |hashes| wanted.as_deref() == Some(hashes));
        }
    }
}
