//! The files of a pack, their digest and their archive.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::yaml::Node;

/// The files of one pack, by their path within it; text files with line feeds only.
///
/// Two folders are equal when they hold the same rules, in whatever order they were read and
/// however their lines ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    name: String,
    files: BTreeMap<String, Vec<u8>>,
}

/// The SHA-256 of a pack's archive; written `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

/// A text that is no digest.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a digest: sha256: and 64 hexadecimal digits were expected")]
pub struct DigestError(String);

/// Why a pack cannot be read.
#[derive(Debug, Error)]
pub enum FolderError {
    /// A file or folder cannot be read.
    #[error("{path} cannot be read: {error}")]
    Unreadable {
        /// Its path.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The folder holds no pack.yaml.
    #[error("{0} is no rule pack: it holds no pack.yaml")]
    NoManifest(String),
    /// A pack extends one that extends it.
    #[error("the pack {0} extends itself, over others")]
    Circle(String),
    /// A pack extends one that is not beside it.
    #[error("the pack {pack} extends {parent}, but {path} holds no pack.yaml")]
    NoParent {
        /// The pack.
        pack: String,
        /// The one that it extends.
        parent: String,
        /// Where it was looked for.
        path: String,
    },
    /// More or larger files than a pack has.
    #[error("{0} is too large for a rule pack: 64 MB and 20,000 files at most")]
    TooLarge(String),
    /// The archive is not one that a pack was written to.
    #[error("the archive is not that of a rule pack: {0}")]
    NotAnArchive(String),
}

const MOST_BYTES: u64 = 64 << 20;
const MOST_FILES: usize = 20_000;

impl Folder {
    /// A pack from its files.
    pub fn new(name: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let files = files.into_iter();
        Self {
            name: name.to_owned(),
            files: files
                .map(|(path, bytes)| (path, canonical(bytes)))
                .collect(),
        }
    }

    /// Reads the folder of a pack. Hidden files are left out.
    pub fn read(path: &Path) -> Result<Self, FolderError> {
        let shown = path.display().to_string();
        if !path.join("pack.yaml").is_file() {
            return Err(FolderError::NoManifest(shown));
        }
        let mut files = BTreeMap::new();
        let mut bytes = 0;
        read_into(path, "", &mut files, &mut bytes)?;
        let name = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let name = name
            .file_name()
            .map_or(shown, |name| name.to_string_lossy().into_owned());
        Ok(Self::new(&name, files))
    }

    /// Reads the folder of a pack, and before it the packs that it stands on, the lowest first.
    /// They are looked for beside it.
    pub fn read_with_parents(path: &Path) -> Result<Vec<Self>, FolderError> {
        let path = fs::canonicalize(path).map_err(|error| FolderError::Unreadable {
            path: path.display().to_string(),
            error,
        })?;
        let mut folders = vec![Self::read(&path)?];
        while let Some(parent) = folders[0].extends() {
            if folders.iter().any(|folder| folder.name == parent) {
                return Err(FolderError::Circle(parent));
            }
            let beside = path.parent().unwrap_or(&path).join(&parent);
            let folder = Self::read(&beside).map_err(|error| match error {
                FolderError::NoManifest(path) => FolderError::NoParent {
                    pack: folders[0].name.clone(),
                    parent: parent.clone(),
                    path,
                },
                other => other,
            })?;
            folders.insert(0, folder);
        }
        Ok(folders)
    }

    /// Its name: that of the folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The pack that it extends, as its manifest has it.
    pub fn extends(&self) -> Option<String> {
        let manifest = Node::parse(self.text("pack.yaml")?).ok()?;
        manifest.words("extends").map(str::to_owned)
    }

    /// The paths of its files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A file.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// A file as text; `None` where it is none.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.file(path)?).ok()
    }

    /// The digest of what it holds: the SHA-256 of [`Folder::archive`].
    pub fn digest(&self) -> Digest {
        Digest(Sha256::digest(self.archive()).into())
    }

    /// The one archive of what it holds: a tar file (ustar) with the files in the order of their
    /// paths, without owners and times. The name of the pack is not part of it.
    pub fn archive(&self) -> Vec<u8> {
        let mut archive = tar::Builder::new(Vec::new());
        for (path, bytes) in &self.files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            header.set_mtime(0);
            header.set_entry_type(tar::EntryType::Regular);
            archive
                .append_data(&mut header, path, bytes.as_slice())
                .expect("a path of a pack is relative, and memory takes what is written");
        }
        archive.into_inner().expect("memory takes what is written")
    }

    /// The pack of an archive.
    pub fn of_archive(name: &str, archive: &[u8]) -> Result<Self, FolderError> {
        let broken = |error: &io::Error| FolderError::NotAnArchive(error.to_string());
        let mut files = BTreeMap::new();
        let mut bytes = 0;
        let mut entries = tar::Archive::new(archive);
        for entry in entries.entries().map_err(|error| broken(&error))? {
            let entry = entry.map_err(|error| broken(&error))?;
            let path = entry.path().map_err(|error| broken(&error))?;
            let path = path
                .to_str()
                .filter(|path| is_inner(path))
                .map(str::to_owned);
            let path =
                path.ok_or_else(|| FolderError::NotAnArchive("a path leads out of it".to_owned()))?;
            bytes += entry.size();
            if bytes > MOST_BYTES || files.len() >= MOST_FILES {
                return Err(FolderError::TooLarge(name.to_owned()));
            }
            let mut content = Vec::new();
            let mut entry = entry.take(MOST_BYTES);
            entry
                .read_to_end(&mut content)
                .map_err(|error| broken(&error))?;
            files.insert(path, content);
        }
        Ok(Self::new(name, files))
    }
}

fn read_into(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
    bytes: &mut u64,
) -> Result<(), FolderError> {
    let unreadable = |path: &Path, error| FolderError::Unreadable {
        path: path.display().to_string(),
        error,
    };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(&path, error))?;
        if kind.is_dir() {
            read_into(&path, &format!("{prefix}{name}/"), files, bytes)?;
        } else if kind.is_file() {
            let size = entry
                .metadata()
                .map_err(|error| unreadable(&path, error))?
                .len();
            *bytes += size;
            if *bytes > MOST_BYTES || files.len() >= MOST_FILES {
                return Err(FolderError::TooLarge(folder.display().to_string()));
            }
            let content = fs::read(&path).map_err(|error| unreadable(&path, error))?;
            files.insert(format!("{prefix}{name}"), content);
        }
    }
    Ok(())
}

/// Text without byte order mark and with line feeds only; other files as they are.
fn canonical(bytes: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            text.replace("\r\n", "\n").replace('\r', "\n").into_bytes()
        }
        Err(other) => other.into_bytes(),
    }
}

fn is_inner(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.contains(['\\', '\0'])
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let refused = || DigestError(text.to_owned());
        let digits = text.strip_prefix("sha256:").ok_or_else(refused)?;
        let is_hexadecimal = digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if digits.len() != 64 || !is_hexadecimal {
            return Err(refused());
        }
        let mut digest = [0; 32];
        for (at, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).map_err(|_| refused())?;
        }
        Ok(Self(digest))
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}
