use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

use super::*;

/// Leaves in memory, hashed as the definition of RFC 6962 says.
struct Leaves(Vec<Hash>);

impl Leaves {
    fn new(size: u64) -> Self {
        Self(
            (0..size)
                .map(|leaf| Hash::of_leaf(&leaf.to_be_bytes()))
                .collect(),
        )
    }

    fn root(&self, size: u64) -> Hash {
        root_of(&self.0[..size as usize]).unwrap_or_else(Hash::of_empty_tree)
    }
}

impl SubtreeHashes for Leaves {
    type Error = std::convert::Infallible;

    fn hash(&mut self, subtree: Subtree) -> Result<Hash, Self::Error> {
        let start = (subtree.index << subtree.level) as usize;
        Ok(root_of(&self.0[start..start + (1 << subtree.level)]).unwrap())
    }
}

fn other_tree(size: u64) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    (0..size).for_each(|leaf| tree.push(leaf.to_be_bytes().to_vec()));
    tree
}

fn bytes(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn roots_and_proofs_are_those_of_another_implementation() {
    const SIZE: u64 = 130;
    let mut leaves = Leaves::new(SIZE);
    for size in 1..=SIZE {
        let other = other_tree(size);
        let expected_root = leaves.root(size);
        assert_eq!(root(size, &mut leaves), Ok(expected_root));
        assert_eq!(other.root().as_bytes().as_slice(), expected_root.0);
        for index in 0..size {
            let proof = prove_inclusion(index, size, &mut leaves).unwrap();
            let expected = other.prove_inclusion(index as usize);
            assert_eq!(bytes(&proof), expected.as_bytes(), "{index} of {size}");
            let leaf = leaves.0[index as usize];
            assert_eq!(
                verify_inclusion(&proof, index, size, &leaf, &expected_root),
                Ok(())
            );
        }
        for old in 1..size {
            let proof = prove_consistency(old, size, &mut leaves).unwrap();
            let expected = other.prove_consistency((size - old) as usize);
            assert_eq!(bytes(&proof), expected.as_bytes(), "{old} to {size}");
            let found = verify_consistency(&proof, old, &leaves.root(old), size, &expected_root);
            assert_eq!(found, Ok(()), "{old} to {size}");
        }
    }
}

#[test]
fn every_tree_extends_the_empty_one_and_itself() {
    let (leaves, empty) = (Leaves::new(5), Hash::of_empty_tree());
    let root = leaves.root(5);
    assert_eq!(verify_consistency(&[], 0, &empty, 5, &root), Ok(()));
    assert_eq!(verify_consistency(&[], 5, &root, 5, &root), Ok(()));
    assert_eq!(
        verify_consistency(&[], 0, &root, 5, &root),
        Err(ProofFault::Root)
    );
    assert_eq!(
        verify_consistency(&[], 5, &root, 5, &empty),
        Err(ProofFault::Root)
    );
    let long = ProofFault::Length {
        expected: 0,
        found: 1,
    };
    assert_eq!(verify_consistency(&[root], 0, &empty, 5, &root), Err(long));
}

#[test]
fn what_is_out_of_range_is_neither_proved_nor_believed() {
    let mut leaves = Leaves::new(5);
    let root = leaves.root(5);
    let asked = ProveError::OutOfRange { asked: 5, size: 5 };
    assert_eq!(prove_inclusion(5, 5, &mut leaves), Err(asked));
    let asked = ProveError::OutOfRange { asked: 6, size: 5 };
    assert_eq!(prove_consistency(6, 5, &mut leaves), Err(asked));
    let fault = ProofFault::OutOfRange { asked: 5, size: 5 };
    assert_eq!(verify_inclusion(&[], 5, 5, &root, &root), Err(fault));
    let fault = ProofFault::OutOfRange { asked: 6, size: 5 };
    assert_eq!(verify_consistency(&[], 6, &root, 5, &root), Err(fault));
    let fault = ProofFault::OutOfRange { asked: 0, size: 0 };
    assert_eq!(verify_inclusion(&[], 0, 0, &root, &root), Err(fault));
}

proptest! {
    #[test]
    fn an_inclusion_proof_proves_one_leaf_at_one_index_only(
        size in 1..600_u64, index: u64, other: u64, flip in 0..256_usize, cut: bool
    ) {
        let mut leaves = Leaves::new(size);
        let (index, other) = (index % size, other % size);
        let root = leaves.root(size);
        let leaf = leaves.0[index as usize];
        let mut proof = prove_inclusion(index, size, &mut leaves).unwrap();
        if other != index {
            prop_assert!(verify_inclusion(&proof, other, size, &leaf, &root).is_err());
            let wrong = leaves.0[other as usize];
            prop_assert!(verify_inclusion(&proof, index, size, &wrong, &root).is_err());
        }
        if !proof.is_empty() {
            let at = flip % proof.len();
            if cut { proof.remove(at); } else { proof[at].0[flip % 32] ^= 1; }
            prop_assert!(verify_inclusion(&proof, index, size, &leaf, &root).is_err());
        }
    }

    #[test]
    fn a_consistency_proof_does_not_bear_out_another_history(
        size in 2..600_u64, old: u64, flip in 0..256_usize
    ) {
        let mut leaves = Leaves::new(size);
        let old = 1 + old % (size - 1);
        let (old_root, root) = (leaves.root(old), leaves.root(size));
        let mut proof = prove_consistency(old, size, &mut leaves).unwrap();
        prop_assert_eq!(verify_consistency(&proof, old, &old_root, size, &root), Ok(()));
        let mut wrong = old_root;
        wrong.0[flip % 32] ^= 1;
        prop_assert!(verify_consistency(&proof, old, &wrong, size, &root).is_err());
        let at = flip % proof.len();
        proof[at].0[flip % 32] ^= 1;
        prop_assert!(verify_consistency(&proof, old, &old_root, size, &root).is_err());
    }

    #[test]
    fn any_proof_of_any_size_is_refused_without_a_panic(
        proof in proptest::collection::vec(any::<[u8; 32]>().prop_map(Hash), 0..70),
        index: u64, size: u64, root: [u8; 32]
    ) {
        let root = Hash(root);
        let _ = verify_inclusion(&proof, index, size, &root, &root);
        let _ = verify_consistency(&proof, index, &root, size, &root);
    }
}
