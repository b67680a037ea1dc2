//! The folders of the index: each rewrite has its own, and one file names the one in use.
//!
//! `index/current` holds `g3`; the index is `index/g3/`. The file is replaced by a rename, so a
//! reader sees the old index or the new one, never a part.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Index;

use super::SearchError;
use super::lexicon::Lexicon;
use super::schema::{self, Fields};

const CURRENT: &str = "current";

/// One folder with one index.
pub(crate) struct Generation {
    /// `g3`
    pub name: String,
    /// The index in it.
    pub index: Index,
    /// Its fields.
    pub fields: Fields,
}

impl Generation {
    /// Opens the one in use.
    pub fn current(root: &Path, lexicon: &Arc<Lexicon>) -> Result<Self, SearchError> {
        let name = current_name(root)?.ok_or(SearchError::Absent)?;
        let (wanted, fields) = schema::schema();
        let mut index = Index::open_in_dir(root.join(&name))?;
        if index.schema() != wanted {
            return Err(SearchError::OtherFormat);
        }
        schema::register_tokenizers(&mut index, lexicon);
        Ok(Self {
            name,
            index,
            fields,
        })
    }

    /// Starts an empty one, which nobody uses yet.
    pub fn begin(root: &Path, lexicon: &Arc<Lexicon>) -> Result<Self, SearchError> {
        fs::create_dir_all(root)?;
        let name = new_folder(root)?;
        let (schema, fields) = schema::schema();
        let mut index = Index::builder()
            .schema(schema)
            .settings(schema::settings())
            .create_in_dir(root.join(&name))?;
        schema::register_tokenizers(&mut index, lexicon);
        Ok(Self {
            name,
            index,
            fields,
        })
    }

    /// Puts this one in use and removes the others.
    pub fn put_in_use(&self, root: &Path) -> Result<(), SearchError> {
        if current_name(root)?.as_deref() == Some(self.name.as_str()) {
            return Ok(());
        }
        let draft = root.join("current.new");
        fs::write(&draft, &self.name)?;
        fs::File::open(&draft)?.sync_all()?;
        fs::rename(&draft, root.join(CURRENT))?;
        for other in other_folders(root, &self.name)? {
            // A folder that cannot be removed costs space, not truth; the next rewrite tries again.
            let _ = fs::remove_dir_all(other);
        }
        Ok(())
    }
}

/// The name of the folder in use.
pub(crate) fn current_name(root: &Path) -> Result<Option<String>, SearchError> {
    match fs::read_to_string(root.join(CURRENT)) {
        Ok(name) => Ok(Some(name).filter(|name| is_generation(name))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes the first folder whose name is free.
fn new_folder(root: &Path) -> io::Result<String> {
    let mut number = 1u64;
    loop {
        let name = format!("g{number}");
        match fs::create_dir(root.join(&name)) {
            Ok(()) => return Ok(name),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix('g')
        .is_some_and(|number| number.parse::<u64>().is_ok())
}

fn other_folders(root: &Path, name: &str) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let entry_name = entry.file_name();
        let entry_name = entry_name.to_string_lossy();
        if entry_name != name && is_generation(&entry_name) {
            folders.push(entry.path());
        }
    }
    Ok(folders)
}
