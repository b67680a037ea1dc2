//! Verifiers that others wrote: Go's `sumdb/note` and `sumdb/tlog`, OpenSSL for SM2.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ledger::{Cosigner, FolderStore, Log, NoteSigner, SignedNote};

const ORIGIN: &str = "ledger.example/city";

/// Where Debian's `golang-golang-x-mod-dev` puts its sources.
const GO_SOURCES: &str = "/usr/share/gocode";

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| {
        panic!("{command:?} cannot be run ({error}): install it with scripts/setup.sh test")
    })
}

#[track_caller]
fn succeeds(command: &mut Command) -> String {
    let output = run(command);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Builds the Go program into a folder.
fn go_program(folder: &Path) -> PathBuf {
    assert!(
        Path::new(GO_SOURCES)
            .join("src/golang.org/x/mod/sumdb/tlog")
            .is_dir(),
        "Go's x/mod is not in {GO_SOURCES}: install golang and golang-golang-x-mod-dev (scripts/setup.sh test)"
    );
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/check");
    let program = folder.join("check");
    succeeds(
        Command::new("go")
            .args(["build", "-o"])
            .arg(&program)
            .arg(".")
            .current_dir(source)
            .env("GO111MODULE", "off")
            .env("GOPATH", GO_SOURCES)
            .env("GOFLAGS", "")
            .env("GOCACHE", folder.join("cache")),
    );
    program
}

fn ed25519() -> NoteSigner {
    NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[1; 32])
}

fn sm2() -> NoteSigner {
    NoteSigner::sm2(ORIGIN.parse().unwrap(), &[2; 32]).unwrap()
}

fn entries(from: usize, to: usize) -> Vec<Vec<u8>> {
    (from..to)
        .map(|entry| format!("entry {entry}").into_bytes())
        .collect()
}

/// Writes a log of `old` and then `new` entries with all that the Go program reads.
fn write_sample(folder: &Path, old: usize, new: usize) {
    let (ed25519, sm2) = (ed25519(), sm2());
    let signers = [&ed25519, &sm2];
    let store = FolderStore::open(folder).unwrap();
    let mut log = Log::create(store, ORIGIN.parse().unwrap(), &signers).unwrap();
    log.append(&entries(0, old)).unwrap();
    let old_note = log.publish(&signers).unwrap().to_string();
    log.append(&entries(old, new)).unwrap();
    let text = log.publish(&signers).unwrap().text().to_owned();
    let witness = Cosigner::new("witness.example".parse().unwrap(), &[3; 32]);
    let cosignature = witness.cosign(&text, 1_700_000_000);
    log.add_cosignatures(&text, &[cosignature], &[witness.verifier().clone()])
        .unwrap();
    let consistency = log
        .reader()
        .consistency_proof(old as u64, new as u64)
        .unwrap();
    let lines: Vec<String> = consistency.iter().map(ToString::to_string).collect();
    for index in (0..new).step_by(1 + new / 40).chain([new - 1]) {
        let proof = log.reader().prove(index as u64, log.published()).unwrap();
        fs::write(
            folder.join(format!("{index}.tlog-proof")),
            proof.to_string(),
        )
        .unwrap();
        fs::write(
            folder.join(format!("{index}.leaf")),
            format!("entry {index}"),
        )
        .unwrap();
    }
    fs::write(folder.join("vkey"), ed25519.verifier().to_string()).unwrap();
    fs::write(folder.join("old-checkpoint"), old_note).unwrap();
    fs::write(folder.join("consistency"), lines.join("\n")).unwrap();
}

#[test]
fn go_verifies_notes_tiles_bundles_and_proofs() {
    let folder = tempfile::tempdir().unwrap();
    let check = go_program(folder.path());
    for (old, new, proofs) in [(1, 2, 2), (255, 256, 38), (256, 257, 38), (700, 70_000, 41)] {
        let sample = folder.path().join(new.to_string());
        write_sample(&sample, old, new);
        let told = succeeds(Command::new(&check).arg(&sample));
        assert_eq!(told, format!("tree {new} entries {new} proofs {proofs}\n"));
    }
}

#[test]
fn go_refuses_what_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let check = go_program(folder.path());
    let sample = folder.path().join("sample");
    write_sample(&sample, 200, 300);
    succeeds(Command::new(&check).arg(&sample));
    for path in [
        "checkpoint",
        "tile/0/000",
        "tile/1/000.p/1",
        "tile/entries/001.p/44",
        "299.leaf",
        "0.tlog-proof",
        "consistency",
    ] {
        let good = fs::read(sample.join(path)).unwrap();
        let mut changed = good.clone();
        changed[30 % good.len()] ^= 1;
        fs::write(sample.join(path), changed).unwrap();
        let output = run(Command::new(&check).arg(&sample));
        assert!(
            !output.status.success(),
            "{path} was changed, but Go accepts it"
        );
        fs::write(sample.join(path), good).unwrap();
    }
}

#[test]
fn openssl_verifies_the_sm2_signature_of_a_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let signer = sm2();
    let text = "ledger.example/city\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let note = SignedNote::sign(text, &[&signer]).unwrap();
    fs::write(place("key.pem"), signer.verifier().to_pem().unwrap()).unwrap();
    fs::write(place("text"), note.text()).unwrap();
    fs::write(place("changed"), text.replace("\n1\n", "\n2\n")).unwrap();
    fs::write(place("signature"), &note.signatures()[0].bytes).unwrap();
    let verify = |text: &str, user_id: &str| {
        run(Command::new("openssl")
            .args(["pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pubin"])
            .arg("-pkeyopt")
            .arg(format!("distid:{user_id}"))
            .arg("-inkey")
            .arg(place("key.pem"))
            .arg("-in")
            .arg(place(text))
            .arg("-sigfile")
            .arg(place("signature")))
    };
    let good = verify("text", "1234567812345678");
    let told = String::from_utf8_lossy(&good.stdout).into_owned();
    assert!(
        good.status.success(),
        "{told} {}",
        String::from_utf8_lossy(&good.stderr)
    );
    assert!(told.contains("Signature Verified Successfully"), "{told}");
    assert!(!verify("changed", "1234567812345678").status.success());
    assert!(!verify("text", "8765432187654321").status.success());
}

#[test]
fn a_signature_of_openssl_is_verified_here() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let openssl = |arguments: &[&str]| {
        succeeds(
            Command::new("openssl")
                .args(arguments)
                .current_dir(folder.path()),
        )
    };
    openssl(&["genpkey", "-algorithm", "SM2", "-out", "secret.pem"]);
    openssl(&[
        "pkey",
        "-in",
        "secret.pem",
        "-pubout",
        "-outform",
        "DER",
        "-out",
        "public.der",
    ]);
    fs::write(place("text"), "text\n").unwrap();
    openssl(&[
        "pkeyutl",
        "-sign",
        "-rawin",
        "-digest",
        "sm3",
        "-pkeyopt",
        "distid:1234567812345678",
        "-inkey",
        "secret.pem",
        "-in",
        "text",
        "-out",
        "signature",
    ]);
    let public = fs::read(place("public.der")).unwrap();
    let point = &public[public.len() - 65..];
    let key = ledger::VerifierKey::sm2(ORIGIN.parse().unwrap(), point).unwrap();
    let signature = fs::read(place("signature")).unwrap();
    assert_eq!(key.verify("text\n", &signature), Ok(None));
    assert!(key.verify("test\n", &signature).is_err());
}
