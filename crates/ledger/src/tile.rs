//! Tiles and entry bundles (C2SP tlog-tiles): their paths and their bytes.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::Hash;

/// Hashes of a full tile, entries of a full bundle.
pub const FULL_WIDTH: u32 = 256;
/// Bytes of the largest entry: its length is written in two bytes.
pub const ENTRY_MAX_BYTES: usize = u16::MAX as usize;
/// The topmost level that a path can name.
const LEVEL_MAX: u8 = 63;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Entries: what is hashed into the tile of level 0 with the same index.
    Entries,
    /// Hashes of a level; level 0 has those of the leaves, a level above those of the full tiles
    /// below.
    Hashes(u8),
}

/// The path of a tile or an entry bundle: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// What the tile holds.
    pub kind: TileKind,
    /// Number of the tile within its level, from 0.
    pub index: u64,
    width: u32,
}

/// A path that names no tile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no path of a tile: tile/<level>/<index> or tile/entries/<index> was expected")]
pub struct TilePathError(pub String);

/// A tile or bundle whose bytes cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TileError {
    /// A tile of hashes of another size than its width asks for.
    #[error("the tile has {found} bytes where {expected} are needed")]
    Size {
        /// 32 bytes for each hash of the width.
        expected: usize,
        /// Bytes of the tile.
        found: usize,
    },
    /// A bundle that ends within an entry.
    #[error("the bundle ends within entry {entry} of it, which begins at byte {offset}")]
    Torn {
        /// Number of the entry within the bundle, from 0.
        entry: u32,
        /// Byte at which the entry's length stands.
        offset: usize,
    },
    /// A bundle that goes on after its last entry.
    #[error("the bundle has bytes after its last entry, from byte {offset}")]
    Trailing {
        /// First byte too many.
        offset: usize,
    },
}

impl TilePath {
    /// The path of a full tile.
    pub const fn full(kind: TileKind, index: u64) -> Self {
        Self {
            kind,
            index,
            width: FULL_WIDTH,
        }
    }

    /// The tile `index` of a kind as it stands in a tree of `size` leaves; `None` where that tree
    /// has nothing there.
    pub fn in_tree(kind: TileKind, index: u64, size: u64) -> Option<Self> {
        let level = match kind {
            TileKind::Entries => 0,
            TileKind::Hashes(level) => level,
        };
        let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        let before = index.checked_mul(u64::from(FULL_WIDTH))?;
        let width = hashes.checked_sub(before)?.min(u64::from(FULL_WIDTH)) as u32;
        (width > 0).then_some(Self { kind, index, width })
    }

    /// Hashes or entries of the tile, 1 to 256.
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Whether the tile is full, so that it never changes again.
    pub const fn is_full(&self) -> bool {
        self.width == FULL_WIDTH
    }

    /// The folder of the partial tiles of this index: `tile/0/000.p/`.
    pub fn partials_folder(&self) -> String {
        format!("{}.p/", Self::full(self.kind, self.index))
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Entries => f.write_str("tile/entries/")?,
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        let last = groups.remove(0);
        for group in groups.iter().rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{last:03}")?;
        if self.is_full() {
            return Ok(());
        }
        write!(f, ".p/{}", self.width)
    }
}

impl FromStr for TilePath {
    type Err = TilePathError;

    fn from_str(path: &str) -> Result<Self, TilePathError> {
        let tile = parse_path(path).filter(|tile| tile.to_string() == path);
        tile.ok_or_else(|| TilePathError(path.to_owned()))
    }
}

/// Reads a path generously; whoever calls checks that it is written in the one right way.
fn parse_path(path: &str) -> Option<TilePath> {
    let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let kind = match level {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(level.parse().ok().filter(|level| *level <= LEVEL_MAX)?),
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok()?),
        None => (rest, FULL_WIDTH),
    };
    let index = number.split('/').try_fold(0_u64, |index, group| {
        let group: u64 = group.trim_start_matches('x').parse().ok()?;
        index.checked_mul(1000)?.checked_add(group)
    })?;
    (1..=FULL_WIDTH)
        .contains(&width)
        .then_some(TilePath { kind, index, width })
}

/// The bytes of a tile: its hashes one after the other.
pub fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Reads a tile of `width` hashes.
pub fn decode_hashes(bytes: &[u8], width: u32) -> Result<Vec<Hash>, TileError> {
    let expected = width as usize * Hash::SIZE_BYTES;
    let found = bytes.len();
    if found != expected {
        return Err(TileError::Size { expected, found });
    }
    let (hashes, _) = bytes.as_chunks();
    Ok(hashes.iter().copied().map(Hash).collect())
}

/// Adds an entry to the bytes of a bundle: big-endian length in two bytes, then the entry.
///
/// `false` where the entry is longer than [`ENTRY_MAX_BYTES`]; the bundle is then unchanged.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> bool {
    let Ok(length) = u16::try_from(entry.len()) else {
        return false;
    };
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    true
}

/// Reads a bundle of `width` entries.
pub fn decode_entries(bytes: &[u8], width: u32) -> Result<Vec<&[u8]>, TileError> {
    let mut entries = Vec::with_capacity(width as usize);
    let mut rest = bytes;
    for entry in 0..width {
        let offset = bytes.len() - rest.len();
        let torn = TileError::Torn { entry, offset };
        let (length, after) = rest.split_first_chunk::<2>().ok_or(torn)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (body, after) = after.split_at_checked(length).ok_or(torn)?;
        entries.push(body);
        rest = after;
    }
    if rest.is_empty() {
        return Ok(entries);
    }
    let offset = bytes.len() - rest.len();
    Err(TileError::Trailing { offset })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(path: &str, kind: TileKind, index: u64, width: u32) {
        let tile = TilePath { kind, index, width };
        assert_eq!(tile.to_string(), path);
        assert_eq!(path.parse(), Ok(tile));
    }

    #[test]
    fn paths_are_written_in_groups_of_three_digits() {
        check("tile/0/000", TileKind::Hashes(0), 0, 256);
        check("tile/63/999", TileKind::Hashes(63), 999, 256);
        check("tile/1/x001/000", TileKind::Hashes(1), 1000, 256);
        check("tile/0/x001/x234/067", TileKind::Hashes(0), 1_234_067, 256);
        check(
            "tile/2/x001/x234/067.p/8",
            TileKind::Hashes(2),
            1_234_067,
            8,
        );
        check("tile/entries/007.p/255", TileKind::Entries, 7, 255);
    }

    #[test]
    fn paths_written_in_another_way_are_refused() {
        for path in [
            "",
            "tile/0",
            "tile/00/000",
            "tile/64/000",
            "tile/0/1",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/001/000",
            "tile/0/x001/x000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/000/",
            "/tile/0/000",
            "tile/+1/000",
            "tile/entries/+01",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
        ] {
            assert!(path.parse::<TilePath>().is_err(), "{path}");
        }
    }

    #[test]
    fn a_tree_of_seventy_thousand_has_the_tiles_of_the_specification() {
        let width = |level, index| {
            TilePath::in_tree(TileKind::Hashes(level), index, 70_000).map(|tile| tile.width())
        };
        assert_eq!(width(0, 272), Some(256));
        assert_eq!(width(0, 273), Some(112));
        assert_eq!(width(0, 274), None);
        assert_eq!(width(1, 0), Some(256));
        assert_eq!(width(1, 1), Some(17));
        assert_eq!(width(2, 0), Some(1));
        assert_eq!(width(3, 0), None);
        assert_eq!(width(63, 0), None);
        assert_eq!(TilePath::in_tree(TileKind::Entries, u64::MAX, 9), None);
    }

    #[test]
    fn a_torn_bundle_is_named() {
        assert_eq!(
            decode_entries(&[0, 1, 7, 0], 2),
            Err(TileError::Torn {
                entry: 1,
                offset: 3
            })
        );
        assert_eq!(
            decode_entries(&[0, 1, 7, 0], 1),
            Err(TileError::Trailing { offset: 3 })
        );
    }

    proptest! {
        #[test]
        fn what_is_bundled_is_read_back(
            entries in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..20)
        ) {
            let mut bundle = Vec::new();
            for entry in &entries {
                prop_assert!(push_entry(&mut bundle, entry));
            }
            prop_assert_eq!(decode_entries(&bundle, entries.len() as u32).unwrap(), entries);
        }

        #[test]
        fn any_path_is_read_back_or_refused(path in "tile/[0-9entris]{1,7}/[x0-9/.p]{0,12}") {
            if let Ok(tile) = path.parse::<TilePath>() {
                prop_assert_eq!(tile.to_string(), path);
            }
        }

        #[test]
        fn any_bytes_are_a_bundle_or_refused(bytes: Vec<u8>, width in 1..=256_u32) {
            let _ = decode_entries(&bytes, width);
        }
    }

    #[test]
    fn an_entry_too_long_is_not_bundled() {
        let mut bundle = vec![1];
        assert!(!push_entry(&mut bundle, &vec![0; ENTRY_MAX_BYTES + 1]));
        assert_eq!(bundle, [1]);
        assert!(push_entry(&mut bundle, &vec![0; ENTRY_MAX_BYTES]));
    }
}
