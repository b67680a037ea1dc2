//! Committed files that the program generates are not stale. `UPDATE_GENERATED=1 cargo test -p server
//! --test generated` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

fn check(file: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(file);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, expected).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == expected,
        "{file} is stale: run UPDATE_GENERATED=1 cargo test -p server --test generated"
    );
}

#[test]
fn the_description_of_the_api_is_the_committed_one() {
    check("docs/api/openapi.json", &server::openapi::document_json());
}

#[test]
fn the_page_of_error_codes_is_the_committed_one() {
    check("docs/errors.md", &server::errors_page());
}

#[test]
fn every_route_has_a_name_of_its_own() {
    let document = serde_json::to_value(server::openapi::document()).unwrap();
    let mut names: Vec<_> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
        .collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
}
