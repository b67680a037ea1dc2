//! The import folder: the only place that an import through HTTP reads from.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use thiserror::Error;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use crate::explained::{Explained, INTERNAL, internal_zh};

/// Endings of files that can be imported.
const ENDINGS: [&str; 6] = ["md", "txt", "docx", "csv", "db", "whl"];
/// Endings of files that hold a whole collection and are imported alone.
const COLLECTIONS: [&str; 2] = ["db", "whl"];
/// Bytes that the name of a file may have.
const MAX_NAME_BYTES: usize = 200;

/// The import folder of a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFolder(PathBuf);

/// Files that are being received, in a folder of their own. They are removed unless they are
/// [kept](Upload::keep).
#[derive(Debug)]
pub struct Upload {
    folder: PathBuf,
    files: Vec<PathBuf>,
    is_kept: bool,
}

/// Why a path or file is not taken.
#[derive(Debug, Error)]
pub enum ImportFolderError {
    /// The path leads out of the folder, or over a link.
    #[error("the path must lie in the import folder {} and lead over no link", .0.display())]
    Outside(PathBuf),
    /// There is nothing at the path.
    #[error("the import folder {} holds no such path", .0.display())]
    Absent(PathBuf),
    /// The name is no name of a file that can be imported.
    #[error("{0:?} is not the name of a .md, .txt, .docx, .csv, .db or .whl file")]
    Name(String),
    /// The same name twice.
    #[error("two files have the name {0:?}")]
    Repeated(String),
    /// No file, or a collection beside others.
    #[error("upload one .db or .whl file alone, or any number of .md, .txt and .docx files")]
    Mixture,
    /// The folder cannot be read or written.
    #[error("the import folder cannot be used: {0}")]
    Io(#[from] io::Error),
}

impl Explained for ImportFolderError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Outside(_) => "library.path_outside_folder",
            Self::Absent(_) => "library.path_not_found",
            Self::Name(_) | Self::Repeated(_) | Self::Mixture => "library.upload_invalid",
            Self::Io(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Outside(folder) => format!(
                "路径必须在导入目录 {} 之内，且不得经过链接。",
                folder.display()
            ),
            Self::Absent(folder) => format!(
                "导入目录 {} 内没有这个路径。请先把文件放进导入目录，或直接上传。",
                folder.display()
            ),
            Self::Name(name) => format!(
                "“{name}”不是可以导入的文件名：只接受 .md、.txt、.docx、.csv、.db、.whl 文件。"
            ),
            Self::Repeated(name) => format!("有两个文件同名：“{name}”。"),
            Self::Mixture => {
                "请单独上传一个 .db 或 .whl 文件，或上传任意个 .md、.txt、.docx 文件。".to_owned()
            }
            Self::Io(_) => internal_zh(),
        }
    }
}

impl ImportFolder {
    /// The folder at this path.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where `path` is, which is relative to the folder or begins with it.
    pub fn resolve(&self, path: &str) -> Result<PathBuf, ImportFolderError> {
        let outside = || ImportFolderError::Outside(self.0.clone());
        fs::create_dir_all(&self.0)?;
        let root = self.0.canonicalize()?;
        let path = Path::new(path);
        let within = if path.is_absolute() {
            let stripped = path
                .strip_prefix(&root)
                .or_else(|_| path.strip_prefix(&self.0));
            stripped.map_err(|_| outside())?
        } else {
            path
        };
        let parts = within
            .components()
            .filter(|part| *part != Component::CurDir);
        let names = parts.map(|part| match part {
            Component::Normal(name) => Ok(name),
            _ => Err(outside()),
        });
        let names: Vec<_> = names.collect::<Result<_, _>>()?;
        let mut resolved = root;
        for name in names {
            resolved.push(name);
            let metadata = fs::symlink_metadata(&resolved).map_err(|error| self.absent(error))?;
            if metadata.is_symlink() {
                return Err(outside());
            }
        }
        Ok(resolved)
    }

    fn absent(&self, error: io::Error) -> ImportFolderError {
        match error.kind() {
            // A name that is too long, or holds a NUL, is the name of nothing.
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidFilename => ImportFolderError::Absent(self.0.clone()),
            _ => ImportFolderError::Io(error),
        }
    }

    /// Begins to receive files.
    pub fn begin_upload(&self) -> Result<Upload, ImportFolderError> {
        let folder = self.0.join(format!("upload-{}", Uuid::now_v7()));
        fs::create_dir_all(&folder)?;
        Ok(Upload {
            folder,
            files: Vec::new(),
            is_kept: false,
        })
    }
}

impl Upload {
    /// A new file for content to be written to.
    pub async fn file(&mut self, name: &str) -> Result<UploadedFile, ImportFolderError> {
        let path = self.folder.join(plain_name(name)?);
        let file = File::create_new(&path).await.map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                ImportFolderError::Repeated(name.to_owned())
            } else {
                ImportFolderError::Io(error)
            }
        })?;
        self.files.push(path);
        Ok(UploadedFile(file))
    }

    /// Keeps the files, and gives the path to import.
    pub fn keep(mut self) -> Result<PathBuf, ImportFolderError> {
        let is_collection =
            |path: &PathBuf| COLLECTIONS.contains(&ending(&path.to_string_lossy()).as_str());
        let path = match self.files.as_slice() {
            [] => return Err(ImportFolderError::Mixture),
            [one] if is_collection(one) => one.clone(),
            many if many.iter().any(is_collection) => return Err(ImportFolderError::Mixture),
            _ => self.folder.clone(),
        };
        self.is_kept = true;
        Ok(path)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, "an upload that was given up could not be removed");
        }
    }
}

/// A file that is being received.
#[derive(Debug)]
pub struct UploadedFile(File);

impl UploadedFile {
    /// Appends a part of its content.
    pub async fn append(&mut self, bytes: &[u8]) -> Result<(), ImportFolderError> {
        Ok(self.0.write_all(bytes).await?)
    }

    /// Hands everything to the system.
    pub async fn finish(mut self) -> Result<(), ImportFolderError> {
        Ok(self.0.flush().await?)
    }
}

/// The last part of a name, if it can be that of a file to import.
fn plain_name(name: &str) -> Result<&str, ImportFolderError> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain = last.len() <= MAX_NAME_BYTES
        && !last.starts_with('.')
        && !last.chars().any(char::is_control)
        && ENDINGS.contains(&ending(last).as_str());
    if is_plain {
        Ok(last)
    } else {
        Err(ImportFolderError::Name(last.chars().take(100).collect()))
    }
}

fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, ImportFolder) {
        let data = tempfile::tempdir().unwrap();
        let import = data.path().join("import");
        fs::create_dir_all(import.join("云麓")).unwrap();
        fs::write(import.join("云麓/养犬条例.md"), "云麓市养犬条例").unwrap();
        fs::write(data.path().join("token"), "secret").unwrap();
        (data, ImportFolder::at(import))
    }

    #[test]
    fn a_path_in_the_folder_is_found_relative_or_absolute() {
        let (_data, folder) = folder();
        let file = folder.resolve("云麓/养犬条例.md").unwrap();
        assert_eq!(folder.resolve(file.to_str().unwrap()).unwrap(), file);
        assert_eq!(folder.resolve("./云麓/../云麓").ok(), None);
        assert!(folder.resolve(".").unwrap().ends_with("import"));
    }

    #[test]
    fn a_path_out_of_the_folder_is_refused() {
        let (data, folder) = folder();
        let token = data.path().join("token");
        for path in [
            "../token",
            "云麓/../../token",
            "/etc/passwd",
            token.to_str().unwrap(),
        ] {
            let refused = folder.resolve(path);
            assert!(
                matches!(refused, Err(ImportFolderError::Outside(_))),
                "{path}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_refused_wherever_it_leads() {
        let (data, folder) = folder();
        let import = data.path().join("import");
        std::os::unix::fs::symlink("..", import.join("出去")).unwrap();
        for path in ["出去", "出去/token"] {
            let refused = folder.resolve(path);
            assert!(
                matches!(refused, Err(ImportFolderError::Outside(_))),
                "{path}"
            );
        }
    }

    #[test]
    fn what_is_not_there_is_said_to_be_absent() {
        let (_data, folder) = folder();
        let long = "长".repeat(2000);
        for path in ["没有.md", "云麓/养犬条例.md/x", "a\0b", &long] {
            let refused = folder.resolve(path);
            assert!(
                matches!(refused, Err(ImportFolderError::Absent(_))),
                "{path:?} {refused:?}"
            );
        }
    }

    #[test]
    fn only_plain_names_of_importable_files_are_taken() {
        assert_eq!(plain_name("C:\\法规\\养犬条例.MD").unwrap(), "养犬条例.MD");
        assert_eq!(plain_name("../../养犬条例.docx").unwrap(), "养犬条例.docx");
        for bad in [
            "",
            "md",
            ".md",
            "a.exe",
            "a\u{0}.md",
            "..",
            &format!("{}.md", "a".repeat(300)),
        ] {
            assert!(plain_name(bad).is_err(), "{bad:?}");
        }
    }

    #[tokio::test]
    async fn an_upload_that_is_not_kept_leaves_nothing() {
        let (data, folder) = folder();
        let mut upload = folder.begin_upload().unwrap();
        upload
            .file("甲.md")
            .await
            .unwrap()
            .append(b"x")
            .await
            .unwrap();
        assert!(matches!(
            upload.file("甲.md").await,
            Err(ImportFolderError::Repeated(_))
        ));
        drop(upload);
        assert_eq!(fs::read_dir(data.path().join("import")).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_collection_is_uploaded_alone() {
        let (_data, folder) = folder();
        let mut upload = folder.begin_upload().unwrap();
        upload.file("laws.db").await.unwrap();
        upload.file("甲.md").await.unwrap();
        assert!(matches!(upload.keep(), Err(ImportFolderError::Mixture)));
    }
}
