//! Power cuts and failing steps: what was published stays, and can always be extended.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ledger::simulated_disk::{Failure, SimulatedDisk};
use ledger::{
    Auditor, ByteStore, FolderStore, Log, NoteSigner, Origin, SignedNote, VerifierKey, tree,
};

const ORIGIN: &str = "ledger.example/city";
const ROUNDS: u64 = 1000;

fn origin() -> Origin {
    ORIGIN.parse().unwrap()
}

fn signer() -> NoteSigner {
    NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[1; 32])
}

fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

/// A small generator for the rounds, apart from that of the disk.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Appends and publishes until something fails; remembers every checkpoint that was told to be
/// published.
fn work(
    disk: &SimulatedDisk,
    dice: &mut Dice,
    told: &mut SignedNote,
    keys: &[VerifierKey],
) -> Option<()> {
    let store = FolderStore::over(disk.clone()).ok()?;
    let mut log = Log::open(store, origin(), keys).ok()?;
    for _ in 0..3 {
        let first = log.size();
        let entries: Vec<_> = (first..first + dice.roll(400)).map(entry).collect();
        log.append(&entries).ok()?;
        *told = log.publish(&[&signer()]).ok()?.clone();
    }
    Some(())
}

#[track_caller]
fn check_after(disk: &SimulatedDisk, told: &SignedNote, keys: &[VerifierKey], round: u64) {
    let store = FolderStore::over(disk.clone()).unwrap();
    let log =
        Log::open(&store, origin(), keys).unwrap_or_else(|error| panic!("round {round}: {error}"));
    let old: ledger::Checkpoint = told.text().parse().unwrap();
    let (size, root) = (log.size(), log.tree_head().root);
    assert!(size >= old.size, "round {round}: {size} < {}", old.size);
    let proof = log.reader().consistency_proof(old.size, size).unwrap();
    tree::verify_consistency(&proof, old.size, &old.root, size, &root)
        .unwrap_or_else(|fault| panic!("round {round}: {fault}"));
    let auditor = Auditor {
        store: &store,
        origin: &origin(),
        log_keys: keys,
        witnesses: &[],
    };
    let report = auditor.run_with_database((0..size).map(entry)).unwrap();
    assert!(report.is_clean(), "round {round}: {report:?}");
}

#[test]
fn a_thousand_power_cuts_lose_nothing_that_was_published() {
    let keys = [signer().verifier().clone()];
    let mut dice = Dice(7);
    let mut cuts = 0;
    let mut disk = SimulatedDisk::new(0);
    let mut told = None;
    for round in 0..ROUNDS {
        if round % 25 == 0 {
            // A new log now and then, so that rounds stay quick and beginnings are tried too.
            disk = SimulatedDisk::new(round);
            let store = FolderStore::over(disk.clone()).unwrap();
            let log = Log::create(store, origin(), &[&signer()]).unwrap();
            told = Some(log.published().clone());
        }
        let told = told.as_mut().unwrap();
        disk.fail_at(disk.steps() + dice.roll(60), Failure::PowerCut);
        let _ = work(&disk, &mut dice, told, &keys);
        cuts += u64::from(!disk.is_powered());
        disk.restart();
        check_after(&disk, told, &keys, round);
    }
    assert!(cuts > ROUNDS / 2, "the power was cut {cuts} times only");
}

#[test]
fn a_step_that_fails_done_or_not_loses_nothing() {
    let keys = [signer().verifier().clone()];
    for failure in [Failure::NotDone, Failure::DoneButTold] {
        for step in 0..60 {
            let disk = SimulatedDisk::new(step);
            let store = FolderStore::over(disk.clone()).unwrap();
            let mut log = Log::create(&store, origin(), &[&signer()]).unwrap();
            let mut told = log.published().clone();
            disk.fail_at(disk.steps() + step, failure);
            let mut failed = 0;
            while log.published_size() < 700 {
                // After a failure the same process tries again, as the sequencer does.
                let first = log.size();
                let entries: Vec<_> = (first..first + 350).map(entry).collect();
                failed += u64::from(log.append(&entries).is_err());
                match log.publish(&[&signer()]) {
                    Ok(note) => told = note.clone(),
                    Err(_) => failed += 1,
                }
            }
            assert!(failed <= 1, "one step fails once");
            disk.restart();
            check_after(&disk, &told, &keys, step);
        }
    }
}

#[test]
fn a_power_cut_while_the_log_is_created_leaves_nothing_or_a_log() {
    for step in 0..6 {
        for seed in 0..20 {
            let disk = SimulatedDisk::new(seed);
            disk.fail_at(step, Failure::PowerCut);
            let created = FolderStore::over(disk.clone())
                .map(|store| Log::create(store, origin(), &[&signer()]).is_ok());
            disk.restart();
            let store = FolderStore::over(disk.clone()).unwrap();
            let keys = [signer().verifier().clone()];
            let opens = Log::open(&store, origin(), &keys).is_ok();
            assert!(opens || Log::create(&store, origin(), &[&signer()]).is_ok());
            assert!(
                opens || !matches!(created, Ok(true)),
                "acknowledged, but gone"
            );
        }
    }
}

/// The disk must be able to lose: a store that forgets to sync is found out by the same rounds.
#[test]
fn a_file_that_was_not_synced_is_lost_or_torn_at_times() {
    use ledger::FileOperations as _;
    let mut outcomes = std::collections::BTreeSet::new();
    for seed in 0..200 {
        let disk = SimulatedDisk::new(seed);
        disk.write("a", b"old").unwrap();
        disk.sync_file("a").unwrap();
        disk.sync_folder("").unwrap();
        disk.write("b", b"new bytes").unwrap();
        disk.rename("b", "a").unwrap();
        disk.restart();
        outcomes.insert(disk.read("a").unwrap());
    }
    assert!(outcomes.contains(&Some(b"old".to_vec())));
    assert!(outcomes.contains(&Some(b"new bytes".to_vec())));
    assert!(
        outcomes.contains(&Some(Vec::new())),
        "the rename outlived the bytes"
    );
    assert!(
        outcomes.contains(&Some(b"new\0\0\0\0\0\0".to_vec())),
        "{outcomes:?}"
    );
}

#[test]
fn a_store_on_a_disk_without_power_tells_it() {
    let disk = SimulatedDisk::new(0);
    let store = FolderStore::over(disk.clone()).unwrap();
    disk.fail_at(disk.steps(), Failure::PowerCut);
    let refused = Log::create(&store, origin(), &[&signer()]).unwrap_err();
    assert_eq!(refused.code(), "ledger.store_failed");
    let refused = store.read("checkpoint").unwrap_err().to_string();
    assert_eq!(
        refused,
        "the log's store could not read checkpoint: there is no power"
    );
}
