//! The programs of `docs/how-to/verify-a-record.md` do what the page says.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::{City, GO_SOURCES, ORIGIN, WitnessProcess, succeeds};
use crate::support::{err, out};

/// The first block of code in this language in the how-to.
fn block(language: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/how-to/verify-a-record.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_programs_of_the_how_to_verify_and_refuse() {
    let city = City::new(None);
    city.confirm(0, 6);
    let keys = city.keys();
    let folder = tempfile::tempdir().unwrap();
    let witness = WitnessProcess::start(folder.path(), &keys);
    city.set(&json!({
        "origin": ORIGIN,
        "witnesses": [{"url": witness.url, "key": witness.key}],
        "quorum": 1,
    }));
    city.confirm(6, 7);
    let sample = city.file("sample");
    let text = sample.to_str().unwrap();
    city.does(&["ledger", "sample", "--count", "9", "--out", text]);
    let write = |name: &str, text: String| {
        fs::write(city.file(name), text).unwrap();
        city.file(name)
    };
    let python = write("verify.py", block("python"));
    let witness = write("witness", witness.key.clone());
    let check = |proof: &Path| {
        let mut command = Command::new("python3");
        command.arg(&python).arg(proof).arg(sample.join("vkey"));
        command.arg(&witness).output().unwrap()
    };
    for index in 0..9 {
        let held = check(&city.prove(&index.to_string()));
        assert!(held.status.success(), "{index}: {}", err(&held));
        let said = format!("holds: entry {index} of {ORIGIN}, checkpoint of 9 entries\n");
        assert!(out(&held).starts_with(&said), "{}", out(&held));
    }
    let good = fs::read_to_string(city.prove("4")).unwrap();
    for (from, to) in [
        ("YL-004", "YL-005"),
        ("index 4", "index 3"),
        ("\\n9\\n", "\\n8\\n"),
        ("leaf\": \"AQ", "leaf\": \"AR"),
        ("— witness.example", "— witness.elsewhere"),
    ] {
        let bad = write("bad.json", good.replacen(from, to, 1));
        assert_ne!(fs::read_to_string(&bad).unwrap(), good, "{from}");
        assert!(!check(&bad).status.success(), "{from}");
    }

    let go = write("verify.go", block("go"));
    let verifier = city.file("verify");
    let mut build = Command::new("go");
    build.args(["build", "-o"]).arg(&verifier).arg(&go);
    build.env("GO111MODULE", "off").env("GOPATH", GO_SOURCES);
    build.env("GOFLAGS", "").env("GOCACHE", city.file("cache"));
    succeeds(&mut build);
    let mut command = Command::new(&verifier);
    command.arg(sample.join("vkey"));
    let said = succeeds(command.args([sample.join("7.leaf"), sample.join("7.tlog-proof")]));
    assert_eq!(
        said,
        format!("holds: entry 7 of {ORIGIN}, checkpoint of 9 entries\n")
    );
    let mut command = Command::new(&verifier);
    command.arg(sample.join("vkey"));
    command.args([sample.join("6.leaf"), sample.join("7.tlog-proof")]);
    assert!(!command.output().unwrap().status.success());
}
