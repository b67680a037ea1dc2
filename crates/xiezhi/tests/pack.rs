//! `xiezhi pack` as others call it: outputs and exit codes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiezhi"));
    command
        .env_remove("DATABASE_URL")
        .env_remove("LC_ALL")
        .env("LANG", "en_GB.UTF-8");
    command.args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn city() -> String {
    packs().join("sample-city").to_str().unwrap().to_owned()
}

/// A copy of both packs in which one thing is changed.
fn changed(file: &str, from: &str, to: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for pack in ["cn", "sample-city"] {
        copy(&packs().join(pack), &folder.path().join(pack));
    }
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from));
    fs::write(&path, text.replace(from, to)).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn a_pack_in_order_passes_with_a_note_that_provisions_were_not_checked() {
    let output = run(&["pack", "lint", &city()]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        out(&output),
        err(&output)
    );
    assert!(
        out(&output).contains("note[pack.provisions_unchecked]"),
        "{}",
        out(&output)
    );
    assert!(
        out(&output).trim_end().ends_with("0 error(s)."),
        "{}",
        out(&output)
    );
}

#[test]
fn a_broken_pack_is_reported_with_its_place_in_words_and_as_json() {
    let folder = changed(
        "sample-city/leniency/city_appearance.yaml",
        "p.removed_harm)",
        "p.removed_harms)",
    );
    let pack = folder.path().join("sample-city");
    let pack = pack.to_str().unwrap();
    let output = run(&["pack", "lint", pack]);
    assert_eq!(output.status.code(), Some(1));
    let line = "sample-city/leniency/city_appearance.yaml:44:34: error[pack.expression_unknown_field] party has no field \"removed_harms\": is \"removed_harm\" meant?";
    assert!(out(&output).contains(line), "{}", out(&output));

    let chinese = run(&["--lang", "zh", "pack", "lint", pack]);
    assert!(
        out(&chinese).contains("party 没有字段“removed_harms”；是否要写“removed_harm”？"),
        "{}",
        out(&chinese)
    );

    let output = run(&["pack", "lint", pack, "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["severity"] == "error")
        .unwrap();
    assert_eq!(
        (&finding["code"], &finding["line"], &finding["column"]),
        (
            &"pack.expression_unknown_field".into(),
            &44.into(),
            &34.into()
        )
    );
}

#[test]
fn the_library_is_asked_for_the_provisions() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path().to_str().unwrap();
    let statutes = packs().join("sample-city/statutes");
    let imported = run(&["law", "import", statutes.to_str().unwrap(), "--data", data]);
    assert_eq!(imported.status.code(), Some(0), "{}", err(&imported));

    let folder = changed(
        "sample-city/discretion/city_appearance.yaml",
        "条例#28]",
        "条例#280]",
    );
    let pack = folder.path().join("sample-city");
    let output = run(&["pack", "lint", pack.to_str().unwrap(), "--data", data]);
    let said = out(&output);
    assert_eq!(output.status.code(), Some(1));
    // The sample library holds the city's ordinances, and no national statute.
    assert!(
        said.contains(
            "error[pack.provision_unknown] 《云麓市市容和环境卫生管理条例》 has no provision 280"
        ),
        "{said}"
    );
    assert!(
        said.contains("the library holds no statute 《行政处罚法》"),
        "{said}"
    );
    assert!(
        !said.contains("has no provision 25.1") && !said.contains("has no provision 32.1.2"),
        "{said}"
    );
}

#[test]
fn a_procedure_is_drawn_and_an_unknown_one_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.svg");
    let output = run(&[
        "pack",
        "draw",
        &city(),
        "penalty.ordinary",
        "--out",
        file.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(fs::read_to_string(file).unwrap().starts_with("<svg "));
    let output = run(&["pack", "draw", &city(), "penalty.none"]);
    assert_eq!(output.status.code(), Some(3));
    let said = err(&output);
    assert!(
        said.contains("there is no procedure \"penalty.none\"; there are: "),
        "{said}"
    );
    assert!(said.contains("penalty.ordinary"), "{said}");
}

#[test]
fn two_packs_are_compared_and_digested() {
    let folder = changed(
        "sample-city/discretion/city_appearance.yaml",
        "from: 2, below: 6",
        "from: 2, below: 7",
    );
    let pack = folder.path().join("sample-city");
    let pack = pack.to_str().unwrap();
    let output = run(&["pack", "diff", &city(), pack]);
    assert_eq!(
        out(&output).trim_end(),
        "changed discretion stall.individual (2024-10-01)\n  grades.ordinary.below: 6 → 7"
    );
    let archive = folder.path().join("city.tar");
    let digest = run(&[
        "pack",
        "digest",
        &city(),
        "--archive",
        archive.to_str().unwrap(),
    ]);
    let sum = Command::new("sha256sum").arg(&archive).output().unwrap();
    let sum = out(&sum);
    assert_eq!(out(&digest).trim_end(), format!("sha256:{}", &sum[..64]));
    assert_ne!(out(&run(&["pack", "digest", pack])), out(&digest));
}

#[test]
fn a_folder_that_is_no_pack_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["pack", "lint", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("it holds no pack.yaml"),
        "{}",
        err(&output)
    );
}
