//! A log over a store: append, publish, reopen, prove, and the refusals.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ledger::log::{AppendError, CreateLogError, OpenLogError, PublishError};
use ledger::reader::{CHECKPOINT_PATH, ReadError};
use ledger::{
    ByteStore, Cosigner, FolderStore, Hash, Log, MemoryStore, NoteSigner, Origin, Policy,
    TlogProof, tree,
};
use proptest::prelude::*;

const ORIGIN: &str = "ledger.example/city";

fn origin() -> Origin {
    ORIGIN.parse().unwrap()
}

fn signers() -> [NoteSigner; 2] {
    let name = || ORIGIN.parse().unwrap();
    [
        NoteSigner::ed25519(name(), &[1; 32]),
        NoteSigner::sm2(name(), &[2; 32]).unwrap(),
    ]
}

fn entries(count: u64) -> Vec<Vec<u8>> {
    (0..count)
        .map(|entry| format!("entry {entry}").into_bytes())
        .collect()
}

fn publish<S: ByteStore>(log: &mut Log<S>, entries: &[Vec<u8>]) {
    let [ed25519, sm2] = signers();
    log.append(entries).unwrap();
    log.publish(&[&ed25519, &sm2]).unwrap();
}

fn create<S: ByteStore>(store: S) -> Log<S> {
    let [ed25519, sm2] = signers();
    Log::create(store, origin(), &[&ed25519, &sm2]).unwrap()
}

fn keys() -> Vec<ledger::VerifierKey> {
    signers()
        .iter()
        .map(|signer| signer.verifier().clone())
        .collect()
}

#[test]
fn every_leaf_of_every_published_tree_is_proved_offline() {
    let store = MemoryStore::default();
    let mut log = create(&store);
    let entries = entries(600);
    let mut before = 0;
    for size in [1, 2, 255, 256, 257, 511, 512, 600_usize] {
        publish(&mut log, &entries[before..size]);
        before = size;
        let note = log.published().clone();
        let policy = Policy::new(origin(), keys(), Vec::new(), 0).unwrap();
        for (index, entry) in entries[..size].iter().enumerate() {
            let proof = log.reader().prove(index as u64, &note).unwrap();
            let proof = TlogProof::parse(&proof.to_string()).unwrap();
            proof.verify(entry, &policy).unwrap();
            assert!(proof.verify(b"another", &policy).is_err());
            let found = log.reader().entry(index as u64, size as u64).unwrap();
            assert_eq!(&found, entry);
        }
    }
}

#[test]
fn a_log_goes_on_where_it_was_left() {
    let store = MemoryStore::default();
    let entries = entries(70_000);
    let mut size = 0;
    create(&store);
    for batch in [1, 254, 1, 1, 255, 300, 65_000, 4000] {
        let mut log = Log::open(&store, origin(), &keys()).unwrap();
        assert_eq!(log.size(), size as u64);
        publish(&mut log, &entries[size..size + batch]);
        size += batch;
        let hashes: Vec<Hash> = entries[..size]
            .iter()
            .map(|entry| Hash::of_leaf(entry))
            .collect();
        assert_eq!(Some(log.tree_head().root), tree::root_of(&hashes));
        assert_eq!(
            log.reader().root(size as u64).unwrap(),
            log.tree_head().root
        );
    }
}

#[test]
fn partial_tiles_go_when_the_full_ones_are_published() {
    let mut log = create(MemoryStore::default());
    publish(&mut log, &entries(200));
    publish(&mut log, &entries(50));
    assert_eq!(
        log.store().list("tile/").unwrap(),
        [
            "tile/0/000.p/200",
            "tile/0/000.p/250",
            "tile/entries/000.p/200",
            "tile/entries/000.p/250"
        ]
    );
    publish(&mut log, &entries(6));
    assert_eq!(
        log.store().list("tile/").unwrap(),
        ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
    );
    assert!(
        log.reader().inclusion_proof(3, 200).is_ok(),
        "an older size is proved still"
    );
}

#[test]
fn without_new_entries_the_published_checkpoint_stands() {
    let mut log = create(MemoryStore::default());
    publish(&mut log, &entries(3));
    let before = log.published().clone();
    publish(&mut log, &[]);
    assert_eq!(log.published(), &before);
}

#[test]
fn a_log_is_never_begun_over_another() {
    let store = MemoryStore::default();
    publish(&mut create(&store), &entries(3));
    let [ed25519, _] = signers();
    let refused = Log::create(&store, origin(), &[&ed25519]).unwrap_err();
    assert!(
        matches!(refused, CreateLogError::NotEmpty { .. }),
        "{refused}"
    );
    store.remove(&[CHECKPOINT_PATH.to_owned()]).unwrap();
    let refused = Log::create(&store, origin(), &[&ed25519]).unwrap_err();
    assert_eq!(refused.code(), "ledger.not_empty");
    let refused = Log::open(&store, origin(), &keys()).unwrap_err();
    assert_eq!(refused, OpenLogError::NoCheckpoint);
}

#[test]
fn a_log_of_another_name_or_key_is_not_opened() {
    let store = MemoryStore::default();
    create(&store);
    let other: Origin = "ledger.example/other".parse().unwrap();
    let refused = Log::open(&store, other, &keys()).unwrap_err();
    assert_eq!(refused.code(), "ledger.other_log");
    let stranger = NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[9; 32]);
    let refused = Log::open(&store, origin(), &[stranger.verifier().clone()]).unwrap_err();
    assert_eq!(refused.code(), "ledger.note_unsigned");
}

#[test]
fn a_log_whose_edge_is_damaged_is_not_continued() {
    let store = MemoryStore::default();
    publish(&mut create(&store), &entries(300));
    for path in ["tile/0/001.p/44", "tile/1/000.p/1"] {
        let good = store.read(path).unwrap().unwrap();
        let mut bytes = good.clone();
        bytes[7] ^= 1;
        let file = |bytes| ledger::byte_store::File {
            path: path.to_owned(),
            bytes,
        };
        store.write(&[file(bytes)]).unwrap();
        let refused = Log::open(&store, origin(), &keys()).unwrap_err();
        assert_eq!(refused, OpenLogError::Damaged { size: 300 });
        store.write(&[file(good)]).unwrap();
    }
    store.remove(&["tile/0/001.p/44".to_owned()]).unwrap();
    let refused = Log::open(&store, origin(), &keys()).unwrap_err();
    assert_eq!(refused.code(), "ledger.file_missing");
}

#[test]
fn an_entry_too_long_leaves_the_log_as_it_was() {
    let mut log = create(MemoryStore::default());
    let refused = log.append(&[vec![0; 3], vec![0; 65_536]]).unwrap_err();
    let expected = AppendError::TooLong {
        position: 1,
        size_bytes: 65_536,
    };
    assert_eq!(refused, expected);
    assert_eq!(log.size(), 0);
    assert_eq!(log.append(&[vec![0; 65_535]]).unwrap(), 0..1);
}

#[test]
fn a_damaged_tile_never_becomes_a_proof() {
    let store = MemoryStore::default();
    let mut log = create(&store);
    publish(&mut log, &entries(300));
    let mut bytes = store.read("tile/0/000").unwrap().unwrap();
    bytes[40] ^= 1;
    let path = "tile/0/000".to_owned();
    store
        .write(&[ledger::byte_store::File { path, bytes }])
        .unwrap();
    let refused = log.reader().prove(0, log.published()).unwrap_err();
    assert_eq!(refused, ReadError::Inconsistent { size: 300 });
    assert!(log.reader().prove(299, log.published()).is_ok());
    let refused = log.reader().prove(300, log.published()).unwrap_err();
    assert_eq!(refused.code(), "ledger.not_found");
}

#[test]
fn two_of_three_witnesses_are_asked_for() {
    let mut log = create(MemoryStore::default());
    publish(&mut log, &entries(3));
    let witnesses: Vec<_> = (0..3_u8)
        .map(|number| {
            Cosigner::new(
                format!("w{number}.example").parse().unwrap(),
                &[50 + number; 32],
            )
        })
        .collect();
    let witness_keys: Vec<_> = witnesses.iter().map(|key| key.verifier().clone()).collect();
    let policy = Policy::new(origin(), keys(), witness_keys.clone(), 2).unwrap();
    let text = log.published().text().to_owned();
    let cosign = |number: usize| witnesses[number].cosign(&text, 1_700_000_000 + number as u64);
    log.add_cosignatures(&text, &[cosign(0)], &witness_keys)
        .unwrap();
    let refused = policy.verify(log.published()).unwrap_err();
    assert_eq!(refused.code(), "ledger.witnesses_lacking");
    let stranger = Cosigner::new("x.example".parse().unwrap(), &[77; 32]).cosign(&text, 1);
    log.add_cosignatures(&text, &[cosign(2), stranger], &witness_keys)
        .unwrap();
    let verified = policy.verify(log.published()).unwrap();
    assert_eq!(verified.witnesses.len(), 2);
    assert_eq!(
        log.published().signatures().len(),
        4,
        "the stranger's line is left out"
    );
    let mut forged = cosign(1);
    forged.bytes[20] ^= 1;
    assert!(
        log.add_cosignatures(&text, &[forged], &witness_keys)
            .is_err()
    );
    publish(&mut log, &entries(1));
    let outdated = log
        .add_cosignatures(&text, &[cosign(1)], &witness_keys)
        .unwrap_err();
    assert_eq!(outdated, PublishError::Outdated { published: 4 });
}

#[test]
fn one_witness_does_not_count_as_two() {
    let one = Cosigner::new("one.example".parse().unwrap(), &[5; 32]);
    let same_key = Cosigner::new("two.example".parse().unwrap(), &[5; 32]);
    let witnesses = vec![one.verifier().clone(), same_key.verifier().clone()];
    assert!(Policy::new(origin(), keys(), witnesses, 2).is_err());
    let witness = vec![one.verifier().clone()];
    assert!(Policy::new(origin(), keys(), witness.clone(), 2).is_err());
    assert!(Policy::new(origin(), witness, Vec::new(), 0).is_err());
    assert!(Policy::new(origin(), Vec::new(), Vec::new(), 0).is_err());
}

#[test]
fn a_log_lies_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(&folder.path().join("log")).unwrap();
    publish(&mut create(&store), &entries(300));
    let again = FolderStore::open(&folder.path().join("log")).unwrap();
    let log = Log::open(&again, origin(), &keys()).unwrap();
    assert_eq!(log.size(), 300);
    assert!(folder.path().join("log/tile/0/001.p/44").is_file());
    assert_eq!(
        again.list("").unwrap(),
        [
            "checkpoint",
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/44"
        ]
    );
    for outside in ["../x", "a/../../x", "/etc/passwd", "a//b", "."] {
        assert!(again.read(outside).is_err(), "{outside}");
    }
    assert_eq!(again.read("tile/0/000/x").unwrap(), None);
}

#[test]
fn a_proof_in_another_form_is_refused() {
    let mut log = create(MemoryStore::default());
    publish(&mut log, &entries(5));
    let mut proof = log.reader().prove(4, log.published()).unwrap();
    proof.extra = Some(b"context".to_vec());
    let text = proof.to_string();
    assert_eq!(TlogProof::parse(&text).unwrap(), proof);
    for (from, to) in [
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("index 4", "index 04"),
        ("index 4", "index"),
        ("extra Y", "extra !"),
        ("index 4\n", "index 4\nAAAA\n"),
        ("\n\n", "\n"),
        ("— ", "- "),
    ] {
        assert!(
            TlogProof::parse(&text.replacen(from, to, 1)).is_err(),
            "{from} → {to}"
        );
    }
    let policy = Policy::new(origin(), keys(), Vec::new(), 0).unwrap();
    let moved = TlogProof::parse(&text.replace("index 4", "index 3")).unwrap();
    assert_eq!(
        moved.verify(b"entry 4", &policy).unwrap_err().code(),
        "ledger.not_included"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_batches_give_the_same_log(batches in proptest::collection::vec(0..400_usize, 1..8)) {
        let entries = entries(batches.iter().sum::<usize>() as u64);
        let (many, one) = (MemoryStore::default(), MemoryStore::default());
        let mut log = create(&many);
        let mut at = 0;
        for batch in batches {
            prop_assert_eq!(log.append(&entries[at..at + batch]).unwrap(), at as u64..(at + batch) as u64);
            at += batch;
        }
        publish(&mut log, &[]);
        publish(&mut create(&one), &entries);
        let files = many.list("").unwrap();
        prop_assert_eq!(&files, &one.list("").unwrap());
        for file in files {
            prop_assert_eq!(many.read(&file).unwrap(), one.read(&file).unwrap());
        }
    }

    #[test]
    fn any_text_is_a_proof_or_refused(text: String) {
        let _ = TlogProof::parse(&text);
        let _ = TlogProof::parse(&format!("c2sp.org/tlog-proof@v1\nindex {text}"));
    }
}

#[test]
fn a_process_that_was_overtaken_publishes_nothing() {
    let store = MemoryStore::default();
    let mut slow = create(&store);
    publish(&mut slow, &entries(3));
    let mut quick = Log::open(&store, origin(), &keys()).unwrap();
    publish(&mut quick, &entries(300));
    let [ed25519, _] = signers();
    slow.append(&entries(5)).unwrap();
    let refused = slow.publish(&[&ed25519]).unwrap_err();
    assert_eq!(refused, PublishError::Overtaken { size: 303 });
    let text = slow.published().text().to_owned();
    let refused = slow.add_cosignatures(&text, &[], &keys()).unwrap_err();
    assert_eq!(refused, PublishError::Overtaken { size: 303 });
    let (note, _) = quick.reader().checkpoint().unwrap().unwrap();
    assert_eq!(&note, quick.published());
}
