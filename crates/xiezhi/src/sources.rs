//! The files that a command is given: paths and folders, in a fixed order.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use law::VersionKey;
use law::source::MAX_SOURCE_BYTES;

use crate::failure::{Exit, Failure};

/// A file to read, and the name under which its results appear.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Relative to the folder that was given; as given, where a file was given.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// The kinds of file that hold statutes.
const EXTENSIONS: [&str; 3] = ["md", "txt", "docx"];

impl Source {
    /// Its bytes; no more than one past [`MAX_SOURCE_BYTES`], which is enough to be refused.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let file = File::open(&self.path)?;
        let size = file.metadata()?.len().min(MAX_SOURCE_BYTES as u64 + 1);
        let mut bytes = Vec::with_capacity(size as usize);
        file.take(MAX_SOURCE_BYTES as u64 + 1)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The version that its name ends with: 消防条例(2021-04-29).md.
    pub fn version(&self) -> VersionKey {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let date = stem
            .strip_suffix([')', '）'])
            .and_then(|stem| stem.rsplit_once(['(', '（']))
            .map(|(_, date)| date);
        date.and_then(|date| date.parse().ok())
            .map_or(VersionKey::Undated, VersionKey::On)
    }
}

/// Every file of `paths`, folders searched to the bottom, sorted within each path. A file that is
/// named is taken whatever its extension; in a folder `.md`, `.txt` and `.docx` are, README apart.
pub fn collect(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if metadata.is_dir() {
            let start = sources.len();
            search(path, path, &mut sources).map_err(|error| unreadable(path, &error))?;
            sources[start..].sort();
        } else {
            sources.push(Source {
                name: path.to_string_lossy().into_owned(),
                path: path.clone(),
            });
        }
    }
    Ok(sources)
}

/// The failure for a path that cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    Failure::new(
        Exit::Input,
        format!("无法读取 {path}：{error}"),
        format!("{path} cannot be read: {error}"),
    )
}

fn search(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // A link may lead out of the folder, or round in a circle.
        if entry.file_type()?.is_dir() {
            search(root, &path, sources)?;
        } else if entry.file_type()?.is_file() && holds_a_statute(&path) {
            let name = path.strip_prefix(root).unwrap_or(&path);
            sources.push(Source {
                name: name.to_string_lossy().into_owned(),
                path,
            });
        }
    }
    Ok(())
}

fn holds_a_statute(path: &Path) -> bool {
    let part = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().to_lowercase())
            .unwrap_or_default()
    };
    EXTENSIONS.contains(&part(path.extension()).as_str()) && part(path.file_stem()) != "readme"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_statutes_in_order_with_names_relative_to_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["乙/二.md", "乙/一.txt", "甲.docx", "README.md", "表.csv"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let sources = collect(&[folder.path().to_owned()]).unwrap();
        let names: Vec<_> = sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["乙/一.txt", "乙/二.md", "甲.docx"]);
    }

    #[test]
    fn the_version_is_read_from_the_name() {
        let version = |name: &str| {
            let path = PathBuf::from(name);
            let name = name.to_owned();
            Source { name, path }.version().to_string()
        };
        assert_eq!(version("乙/养犬条例(2020-01-31).md"), "2020-01-31");
        assert_eq!(version("养犬条例（2020-01-31）.docx"), "2020-01-31");
        assert_eq!(version("养犬条例(试行).md"), "undated");
        assert_eq!(version("养犬条例.md"), "undated");
    }

    #[test]
    fn a_path_that_is_not_there_is_named_in_the_failure() {
        let failure = collect(&[PathBuf::from("没有这个文件夹")]).unwrap_err();
        assert!(format!("{failure:?}").contains("没有这个文件夹"));
    }
}
