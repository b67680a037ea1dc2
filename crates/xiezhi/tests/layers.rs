//! The arrows between crates are those of `docs/layers.toml`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn toml(path: &Path) -> Table {
    let text = fs::read_to_string(path).unwrap();
    text.parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The dependencies of each crate, those of builds included and those of tests not: tests may use
/// what stands above.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut crates = BTreeMap::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let manifest = folder.join("Cargo.toml");
        if !manifest.exists() {
            continue;
        }
        let manifest = toml(&manifest);
        let mut names = BTreeSet::new();
        collect(&manifest, &mut names);
        for target in tables(&manifest, "target") {
            collect(target, &mut names);
        }
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        crates.insert(name, names);
    }
    crates
}

fn tables<'t>(manifest: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    let table = manifest.get(key).and_then(Value::as_table);
    table
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table)
}

fn collect(manifest: &Table, names: &mut BTreeSet<String>) {
    for key in ["dependencies", "build-dependencies"] {
        let Some(table) = manifest.get(key).and_then(Value::as_table) else {
            continue;
        };
        for (name, value) in table {
            let package = value.get("package").and_then(Value::as_str);
            names.insert(package.unwrap_or(name).to_owned());
        }
    }
}

fn words(value: &Value) -> BTreeSet<String> {
    let words = value.as_array().unwrap().iter();
    words
        .map(|word| word.as_str().unwrap().to_owned())
        .collect()
}

/// Arrows outside the table, and crates that the table lacks.
fn faults(
    crates: &BTreeMap<String, BTreeSet<String>>,
    allowed: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, dependencies) in crates {
        let Some(allowed) = allowed.get(name) else {
            faults.push(format!("{name} is not in docs/layers.toml"));
            continue;
        };
        let inner = dependencies
            .iter()
            .filter(|dependency| crates.contains_key(*dependency));
        let outside = inner.filter(|dependency| !allowed.contains(*dependency));
        faults.extend(outside.map(|dependency| format!("{name} → {dependency}")));
    }
    faults
}

fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let layers = toml(&root().join("docs/layers.toml"));
    let table = layers["allowed"].as_table().unwrap();
    table
        .iter()
        .map(|(name, arrows)| (name.clone(), words(arrows)))
        .collect()
}

#[test]
fn every_arrow_between_crates_is_allowed() {
    let faults = faults(&dependencies(), &allowed());
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn an_arrow_upwards_is_noticed() {
    let mut crates = dependencies();
    crates.get_mut("law").unwrap().insert("library".to_owned());
    crates.insert("stray".to_owned(), BTreeSet::new());
    let faults = faults(&crates, &allowed());
    assert_eq!(
        faults,
        ["law → library", "stray is not in docs/layers.toml"]
    );
}

#[test]
fn the_table_itself_has_no_circle() {
    let mut left = allowed();
    while !left.is_empty() {
        let free: Vec<_> = left
            .iter()
            .filter(|(_, arrows)| arrows.iter().all(|arrow| !left.contains_key(arrow)))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!free.is_empty(), "a circle among {:?}", left.keys());
        left.retain(|name, _| !free.contains(name));
    }
}

#[test]
fn pure_crates_know_no_runtime_no_database_and_no_http() {
    let layers = toml(&root().join("docs/layers.toml"));
    let pure = layers["pure"].as_table().unwrap();
    let (names, forbidden) = (words(&pure["crates"]), words(&pure["forbidden"]));
    let crates = dependencies();
    for name in names {
        let found: Vec<_> = crates[&name].intersection(&forbidden).collect();
        assert!(found.is_empty(), "{name} depends on {found:?}");
    }
}
