//! The Merkle tree of RFC 6962, section 2.1: roots, inclusion proofs and consistency proofs.
//!
//! A proof is made in two steps: which complete subtrees are needed is arithmetic on the size
//! ([`Subtree`]); where their hashes come from is the business of a [`SubtreeHashes`] (tiles, or
//! leaves in memory).

use thiserror::Error;

use crate::hash::Hash;

/// A complete subtree: the leaves `index << level .. (index + 1) << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subtree {
    /// Height over the leaves; 0 is a leaf.
    pub level: u32,
    /// Number within its level, from the left, from 0.
    pub index: u64,
}

/// Something that knows the hashes of complete subtrees.
pub trait SubtreeHashes {
    /// What may go wrong while a hash is fetched.
    type Error;

    /// The hash of a complete subtree.
    fn hash(&mut self, subtree: Subtree) -> Result<Hash, Self::Error>;
}

/// What was wrong with a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProofFault {
    /// The index is not below the size, or the old size is above the new one.
    #[error("the proof speaks of {asked}, but the tree has {size} leaves")]
    OutOfRange {
        /// Index or old size.
        asked: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// More or fewer hashes than the position needs.
    #[error("the proof has {found} hashes where {expected} are needed")]
    Length {
        /// Hashes that the position needs.
        expected: usize,
        /// Hashes that were given.
        found: usize,
    },
    /// The hashes do not lead to the root.
    #[error("the proof does not lead to the root of the tree")]
    Root,
}

/// The complete subtrees of which a tree of `size` leaves consists, from the left.
pub fn peaks(size: u64) -> Vec<Subtree> {
    span(0, size)
}

/// The complete subtrees that make up the leaves `start..end`, from the left, where `start` begins
/// a subtree of the tree of `end` leaves.
fn span(start: u64, end: u64) -> Vec<Subtree> {
    let mut subtrees = Vec::new();
    let mut at = start;
    while at < end {
        let level = (end - at).ilog2();
        subtrees.push(Subtree {
            level,
            index: at >> level,
        });
        at += 1 << level;
    }
    subtrees
}

/// The root of a tree of `size` leaves.
pub fn root<H: SubtreeHashes>(size: u64, hashes: &mut H) -> Result<Hash, H::Error> {
    if size == 0 {
        return Ok(Hash::of_empty_tree());
    }
    span_hash(0, size, hashes)
}

/// The hash over the leaves `start..end`.
fn span_hash<H: SubtreeHashes>(start: u64, end: u64, hashes: &mut H) -> Result<Hash, H::Error> {
    let mut right: Option<Hash> = None;
    for subtree in span(start, end).into_iter().rev() {
        let left = hashes.hash(subtree)?;
        right = Some(right.map_or(left, |right| Hash::of_node(&left, &right)));
    }
    Ok(right.unwrap_or_else(Hash::of_empty_tree))
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The spans `(start, end)` whose hashes prove leaf `index` in a tree of `size`, from the leaf's
/// sibling up (RFC 6962, 2.1.1).
fn inclusion_spans(index: u64, size: u64) -> Vec<(u64, u64)> {
    let (mut start, mut end) = (0, size);
    let mut spans = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            spans.push((middle, end));
            end = middle;
        } else {
            spans.push((start, middle));
            start = middle;
        }
    }
    spans.reverse();
    spans
}

/// The spans that prove that a tree of `size` extends one of `old_size` (RFC 6962, 2.1.2).
fn consistency_spans(old_size: u64, size: u64) -> Vec<(u64, u64)> {
    let (mut start, mut end) = (0, size);
    let mut spans = Vec::new();
    // Down to the subtree that ends where the old tree ended.
    while end != old_size {
        let middle = start + split(end - start);
        if old_size <= middle {
            spans.push((middle, end));
            end = middle;
        } else {
            spans.push((start, middle));
            start = middle;
        }
    }
    if start > 0 {
        spans.push((start, end));
    }
    spans.reverse();
    spans
}

/// What went wrong while a proof was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProveError<E> {
    /// The index or old size does not lie in the tree.
    #[error("there is no {asked} in a tree of {size} leaves")]
    OutOfRange {
        /// Index or old size.
        asked: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// The hashes could not be had.
    #[error(transparent)]
    Hashes(#[from] E),
}

/// Proves that leaf `index` stands in the tree of `size` leaves: hashes from the leaf up.
pub fn prove_inclusion<H: SubtreeHashes>(
    index: u64,
    size: u64,
    hashes: &mut H,
) -> Result<Vec<Hash>, ProveError<H::Error>> {
    if index >= size {
        return Err(ProveError::OutOfRange { asked: index, size });
    }
    collect(inclusion_spans(index, size), hashes)
}

/// Proves that the tree of `size` leaves extends the one of `old_size`.
///
/// The proof is empty where `old_size` is 0 or `size`.
pub fn prove_consistency<H: SubtreeHashes>(
    old_size: u64,
    size: u64,
    hashes: &mut H,
) -> Result<Vec<Hash>, ProveError<H::Error>> {
    if old_size > size {
        let asked = old_size;
        return Err(ProveError::OutOfRange { asked, size });
    }
    if old_size == 0 || old_size == size {
        return Ok(Vec::new());
    }
    collect(consistency_spans(old_size, size), hashes)
}

fn collect<H: SubtreeHashes>(
    spans: Vec<(u64, u64)>,
    hashes: &mut H,
) -> Result<Vec<Hash>, ProveError<H::Error>> {
    let proof = spans
        .into_iter()
        .map(|(start, end)| span_hash(start, end, hashes));
    proof.collect::<Result<_, _>>().map_err(ProveError::Hashes)
}

/// Checks that a leaf with the hash `leaf` stands at `index` under `root`.
pub fn verify_inclusion(
    proof: &[Hash],
    index: u64,
    size: u64,
    leaf: &Hash,
    root: &Hash,
) -> Result<(), ProofFault> {
    if index >= size {
        return Err(ProofFault::OutOfRange { asked: index, size });
    }
    let spans = inclusion_spans(index, size);
    check_length(spans.len(), proof.len())?;
    let mut hash = *leaf;
    for ((start, _), sibling) in spans.into_iter().zip(proof) {
        hash = if start > index {
            Hash::of_node(&hash, sibling)
        } else {
            Hash::of_node(sibling, &hash)
        };
    }
    (hash == *root).then_some(()).ok_or(ProofFault::Root)
}

/// Checks that the tree `(size, root)` extends the tree `(old_size, old_root)`.
pub fn verify_consistency(
    proof: &[Hash],
    old_size: u64,
    old_root: &Hash,
    size: u64,
    root: &Hash,
) -> Result<(), ProofFault> {
    if old_size > size {
        let asked = old_size;
        return Err(ProofFault::OutOfRange { asked, size });
    }
    if old_size == 0 || old_size == size {
        check_length(0, proof.len())?;
        let fits = if old_size == size {
            old_root == root
        } else {
            *old_root == Hash::of_empty_tree()
        };
        return fits.then_some(()).ok_or(ProofFault::Root);
    }
    let spans = consistency_spans(old_size, size);
    check_length(spans.len(), proof.len())?;
    let mut steps = spans.into_iter().zip(proof);
    // The old tree is itself the first subtree where its size is a power of two.
    let (mut old, mut new) = if old_size.is_power_of_two() {
        (*old_root, *old_root)
    } else {
        let seed = steps.next().map_or(*old_root, |(_, hash)| *hash);
        (seed, seed)
    };
    for ((start, _), hash) in steps {
        if start >= old_size {
            new = Hash::of_node(&new, hash);
        } else {
            old = Hash::of_node(hash, &old);
            new = Hash::of_node(hash, &new);
        }
    }
    (old == *old_root && new == *root)
        .then_some(())
        .ok_or(ProofFault::Root)
}

fn check_length(expected: usize, found: usize) -> Result<(), ProofFault> {
    (expected == found)
        .then_some(())
        .ok_or(ProofFault::Length { expected, found })
}

/// The hash over up to 2^n hashes as RFC 6962 joins them; `None` without any.
pub fn root_of(hashes: &[Hash]) -> Option<Hash> {
    match hashes {
        [] => None,
        [only] => Some(*only),
        _ => {
            let (left, right) = hashes.split_at(split(hashes.len() as u64) as usize);
            Some(Hash::of_node(&root_of(left)?, &root_of(right)?))
        }
    }
}

/// The root over the partial tiles of a tree, the lowest level first.
pub(crate) fn edge_root<'t>(tiles: impl IntoIterator<Item = &'t [Hash]>) -> Hash {
    // From the right: what hangs below joins as the right child of the hashes to its left.
    let mut right = None;
    for hashes in tiles {
        let mut at = hashes.len();
        while at > 0 {
            let width = 1 << at.trailing_zeros();
            at -= width;
            let left = root_of(&hashes[at..at + width]);
            right = match (left, right) {
                (Some(left), Some(right)) => Some(Hash::of_node(&left, &right)),
                (left, right) => left.or(right),
            };
        }
    }
    right.unwrap_or_else(Hash::of_empty_tree)
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
