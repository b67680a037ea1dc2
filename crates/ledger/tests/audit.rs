//! The audit finds and names whatever is changed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use ledger::audit::{AuditCode, DATABASE_PATH, Place};
use ledger::byte_store::File;
use ledger::{
    AuditReport, Auditor, ByteStore, Cosigner, Log, MemoryStore, NoteSigner, Origin, VerifierKey,
};

const ORIGIN: &str = "ledger.example/city";

struct Scene {
    store: MemoryStore,
    origin: Origin,
    log_keys: Vec<VerifierKey>,
    witnesses: Vec<VerifierKey>,
    entries: Vec<Vec<u8>>,
}

impl Scene {
    /// A log of `size` entries, published at `earlier` before, so that older partial tiles remain.
    fn new(earlier: usize, size: usize) -> Self {
        let origin: Origin = ORIGIN.parse().unwrap();
        let ed25519 = NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[1; 32]);
        let sm2 = NoteSigner::sm2(ORIGIN.parse().unwrap(), &[2; 32]).unwrap();
        let witness = Cosigner::new("witness.example".parse().unwrap(), &[3; 32]);
        let witnesses = vec![witness.verifier().clone()];
        let entries: Vec<Vec<u8>> = (0..size)
            .map(|entry| vec![entry as u8; 3 + entry % 5])
            .collect();
        let store = MemoryStore::default();
        let mut log = Log::create(&store, origin.clone(), &[&ed25519, &sm2]).unwrap();
        for batch in [&entries[..earlier], &entries[earlier..]] {
            log.append(batch).unwrap();
            log.publish(&[&ed25519, &sm2]).unwrap();
        }
        let text = log.published().text().to_owned();
        let cosignature = witness.cosign(&text, 1_700_000_000);
        log.add_cosignatures(&text, &[cosignature], &witnesses)
            .unwrap();
        let log_keys = [&ed25519, &sm2]
            .map(|signer| signer.verifier().clone())
            .to_vec();
        Self {
            store,
            origin,
            log_keys,
            witnesses,
            entries,
        }
    }

    fn auditor(&self) -> Auditor<'_, MemoryStore> {
        Auditor {
            store: &self.store,
            origin: &self.origin,
            log_keys: &self.log_keys,
            witnesses: &self.witnesses,
        }
    }

    fn audit(&self) -> AuditReport {
        self.auditor()
            .run_with_database(self.entries.clone())
            .unwrap()
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let paths = self.store.list("").unwrap().into_iter();
        paths
            .map(|path| (path.clone(), self.store.read(&path).unwrap().unwrap()))
            .collect()
    }

    fn write(&self, path: &str, bytes: Vec<u8>) {
        self.store
            .write(&[File {
                path: path.to_owned(),
                bytes,
            }])
            .unwrap();
    }
}

#[track_caller]
fn names(report: &AuditReport, path: &str) {
    assert!(!report.findings.is_empty(), "{path}: nothing found");
    for finding in &report.findings {
        assert_eq!(finding.path, path, "{report:?}");
    }
}

#[test]
fn a_log_that_is_whole_is_clean() {
    for (earlier, size) in [
        (0, 0),
        (0, 1),
        (3, 255),
        (255, 256),
        (200, 700),
        (500, 66_000),
    ] {
        let report = Scene::new(earlier, size).audit();
        assert!(report.is_clean(), "{size}: {report:?}");
        assert_eq!(report.checkpoint.unwrap().size, size as u64);
    }
}

#[test]
fn every_flipped_byte_of_every_file_is_found_and_its_file_named() {
    let scene = Scene::new(257, 259);
    let files = scene.files();
    assert_eq!(files.len(), 8, "{:?}", files.keys());
    for (path, bytes) in &files {
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            scene.write(path, flipped);
            let report = scene.audit();
            names(&report, path);
            if path.starts_with("tile/0") {
                let place = Some(Place::Byte(at / 32 * 32));
                assert_eq!(report.findings[0].place, place, "{path} {at}");
            }
        }
        scene.write(path, bytes.clone());
    }
}

#[test]
fn a_flipped_byte_is_named_without_the_database_and_in_three_levels() {
    let scene = Scene::new(500, 66_000);
    for (path, bytes) in scene.files() {
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            scene.write(&path, flipped);
            // Auditing 66,000 entries each time would take minutes: a sample of the files.
            if path.contains("/000") || path.contains("25") || !path.starts_with("tile/") {
                names(&scene.auditor().run().unwrap(), &path);
            }
        }
        scene.write(&path, bytes);
    }
}

#[test]
fn every_missing_or_torn_file_is_named() {
    let scene = Scene::new(290, 600);
    for (path, bytes) in scene.files() {
        let is_older = path.ends_with(".p/34") || path.ends_with(".p/1");
        scene.store.remove(std::slice::from_ref(&path)).unwrap();
        if !is_older {
            names(&scene.audit(), &path);
        }
        for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            scene.write(&path, bytes[..length].to_vec());
            names(&scene.audit(), &path);
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        scene.write(&path, longer);
        names(&scene.audit(), &path);
        scene.write(&path, bytes);
    }
}

#[test]
fn the_entry_is_named_whose_bytes_were_changed() {
    let scene = Scene::new(0, 600);
    let path = "tile/entries/001";
    let mut bytes = scene.store.read(path).unwrap().unwrap();
    bytes[2] ^= 0xff;
    scene.write(path, bytes);
    let report = scene.audit();
    assert_eq!(report.findings.len(), 1, "{report:?}");
    assert_eq!(report.findings[0].code, AuditCode::Flipped);
    assert_eq!(report.findings[0].place, Some(Place::Entry(256)));
}

#[test]
fn an_entry_changed_together_with_its_tile_is_found() {
    let mut scene = Scene::new(0, 600);
    let forged = b"forged".to_vec();
    let mut entries = scene.entries.clone();
    entries[3] = forged.clone();
    let other = Scene::new(0, 600);
    let mut log = Log::create(
        MemoryStore::default(),
        scene.origin.clone(),
        &[&NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[1; 32])],
    )
    .unwrap();
    log.append(&entries).unwrap();
    for path in ["tile/0/000", "tile/entries/000"] {
        scene.write(path, log.store().read(path).unwrap().unwrap());
    }
    names(&scene.auditor().run().unwrap(), "tile/0/000");
    scene.entries[3] = forged;
    let report = scene.audit();
    let row = report
        .findings
        .iter()
        .find(|finding| finding.path == DATABASE_PATH);
    assert!(
        row.is_none(),
        "the forged tile cannot vouch for the row: {report:?}"
    );
    assert!(!report.is_clean());
    assert!(other.audit().is_clean());
}

#[test]
fn rows_that_differ_or_lack_are_named() {
    let mut scene = Scene::new(0, 600);
    scene.entries[300][0] ^= 1;
    let report = scene.audit();
    assert_eq!(report.findings.len(), 1, "{report:?}");
    assert_eq!(report.findings[0].code, AuditCode::Row);
    assert_eq!(report.findings[0].path, DATABASE_PATH);
    assert_eq!(report.findings[0].place, Some(Place::Entry(300)));
    let mut scene = Scene::new(0, 600);
    scene.entries.push(b"not published yet".to_vec());
    let report = scene.audit();
    assert!(report.is_clean());
    assert_eq!(report.unpublished_rows, 1);
    scene.entries.truncate(290);
    let report = scene.audit();
    assert_eq!(report.findings.len(), 1, "{report:?}");
    assert_eq!(report.findings[0].code, AuditCode::RowMissing);
    assert_eq!(report.findings[0].place, Some(Place::Entry(290)));
}

#[test]
fn files_that_do_not_belong_are_told_apart_from_those_not_yet_published() {
    let scene = Scene::new(0, 10);
    scene.write("tile/entries/001", vec![1]);
    scene.write("tile/0/000.p/200", vec![1]);
    let report = scene.audit();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.unpublished_files, 2);
    scene.write("tile/0/0", vec![1]);
    names(&scene.audit(), "tile/0/0");
}

#[test]
fn a_checkpoint_of_another_key_log_or_an_unknown_signer_is_named() {
    let mut scene = Scene::new(0, 10);
    scene.witnesses.clear();
    let report = scene.audit();
    assert_eq!(report.findings[0].code, AuditCode::UnknownSignature);
    assert_eq!(report.findings[0].place, Some(Place::Line(7)));
    let mut scene = Scene::new(0, 10);
    scene.origin = "ledger.example/other".parse().unwrap();
    assert_eq!(scene.audit().findings[0].code, AuditCode::Checkpoint);
    let mut scene = Scene::new(0, 10);
    let other = NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[9; 32]);
    scene.log_keys.push(other.verifier().clone());
    assert_eq!(scene.audit().findings[0].code, AuditCode::Unsigned);
}

#[test]
fn every_code_has_both_languages() {
    for code in AuditCode::ALL {
        assert!(code.code().starts_with("ledger.audit."));
        assert_ne!(
            code.text().get(base::Lang::Zh),
            code.text().get(base::Lang::En)
        );
    }
}
