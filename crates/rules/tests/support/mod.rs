//! What the tests of this crate share.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The small pack of `tests/mini`, as texts by path.
pub fn mini_files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mini"),
        "",
        &mut files,
    );
    files
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            read(&path, &format!("{prefix}{name}/"), files);
        } else {
            files.insert(
                format!("{prefix}{name}"),
                fs::read_to_string(&path).unwrap(),
            );
        }
    }
}
