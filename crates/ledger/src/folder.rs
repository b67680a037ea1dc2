//! A folder as byte store: temporary name, fsync, rename, fsync of the folder.
//!
//! The protocol is written over [`FileOperations`], so that the same code runs on a real folder
//! ([`RealFiles`]) and on a disk that loses power ([`crate::simulated_disk::SimulatedDisk`]).

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::byte_store::{ByteStore, File, StoreError};

/// What a temporary name ends with; no path of a log does.
const TEMPORARY: &str = ".new";
/// Files that are synced at one time.
const SYNC_THREADS: usize = 16;

/// What is done to files, one step at a time. Paths are relative, with `/`; the root is ``.
pub trait FileOperations: Send + Sync {
    /// The bytes of a file; `None` where there is none.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;
    /// Creates or overwrites a file. Not durable before [`FileOperations::sync_file`].
    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()>;
    /// Makes the bytes of a file durable.
    fn sync_file(&self, path: &str) -> io::Result<()>;
    /// Makes the bytes of many files durable.
    fn sync_files(&self, paths: &[String]) -> io::Result<()> {
        paths.iter().try_for_each(|path| self.sync_file(path))
    }
    /// Renames a file over another. Not durable before [`FileOperations::sync_folder`].
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file; no error where there is none.
    fn remove(&self, path: &str) -> io::Result<()>;
    /// Creates a folder whose parent exists; no error where it is there.
    fn create_folder(&self, path: &str) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &str) -> io::Result<()>;
    /// Names in a folder, and whether each is a folder; none where there is no folder.
    fn list(&self, path: &str) -> io::Result<Vec<(String, bool)>>;
}

/// A byte store over the files of a folder.
#[derive(Debug)]
pub struct FolderStore<F> {
    files: F,
    /// Folders that are known to be there for good.
    durable_folders: Mutex<BTreeSet<String>>,
}

impl FolderStore<RealFiles> {
    /// Opens the log in a folder of this machine; the folder is created where it is missing.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let real = fs::create_dir_all(folder).map(|()| RealFiles {
            root: folder.to_owned(),
        });
        let shown = folder.display().to_string();
        Self::over(real.map_err(|error| failed("write", &shown, &error))?)
    }
}

impl<F: FileOperations> FolderStore<F> {
    /// A store over file operations.
    ///
    /// The names in the topmost folder are made durable first: a checkpoint that the process before
    /// this one renamed, but did not live to sync, must not vanish after it was read.
    pub fn over(files: F) -> Result<Self, StoreError> {
        files
            .sync_folder("")
            .map_err(|error| failed("write", "", &error))?;
        Ok(Self {
            files,
            durable_folders: Mutex::default(),
        })
    }

    fn write_all(&self, files: &[File]) -> io::Result<()> {
        let mut folders = BTreeSet::new();
        let mut temporaries = Vec::with_capacity(files.len());
        for file in files {
            let folder = parent(&file.path);
            self.ensure_folder(folder)?;
            folders.insert(folder);
            let temporary = format!("{}{TEMPORARY}", file.path);
            self.files.write(&temporary, &file.bytes)?;
            temporaries.push(temporary);
        }
        self.files.sync_files(&temporaries)?;
        for (temporary, file) in temporaries.iter().zip(files) {
            self.files.rename(temporary, &file.path)?;
        }
        folders
            .into_iter()
            .try_for_each(|folder| self.files.sync_folder(folder))
    }

    /// Creates a folder with those above it, and makes its name durable.
    fn ensure_folder(&self, folder: &str) -> io::Result<()> {
        let known = self
            .durable_folders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(folder);
        if known || folder.is_empty() {
            return Ok(());
        }
        self.ensure_folder(parent(folder))?;
        self.files.create_folder(folder)?;
        self.files.sync_folder(parent(folder))?;
        self.durable_folders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(folder.to_owned());
        Ok(())
    }

    fn collect(&self, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
        for (name, is_folder) in self.files.list(folder)? {
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            if is_folder {
                self.collect(&path, paths)?;
            } else if !path.ends_with(TEMPORARY) {
                paths.push(path);
            }
        }
        Ok(())
    }
}

impl<F: FileOperations> ByteStore for FolderStore<F> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.files
            .read(path)
            .map_err(|error| failed("read", path, &error))
    }

    fn write(&self, files: &[File]) -> Result<(), StoreError> {
        self.write_all(files).map_err(|error| {
            let first = files.first().map_or("", |file| &file.path);
            failed("write", first, &error)
        })
    }

    fn remove(&self, paths: &[String]) -> Result<(), StoreError> {
        paths.iter().try_for_each(|path| {
            self.files
                .remove(path)
                .map_err(|error| failed("remove", path, &error))
        })
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let mut paths = Vec::new();
        self.collect(folder.trim_end_matches('/'), &mut paths)
            .map_err(|error| failed("list", folder, &error))?;
        paths.sort_unstable();
        Ok(paths)
    }
}

/// The folder of a path; `` for the topmost.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn failed(operation: &'static str, path: &str, error: &io::Error) -> StoreError {
    StoreError {
        operation,
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// The files of a folder of this machine.
#[derive(Debug)]
pub struct RealFiles {
    root: PathBuf,
}

impl RealFiles {
    /// The place of a path; one that would leave the folder is refused.
    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let outside = |part: &str| matches!(part, "" | "." | "..") || part.contains('\\');
        if !path.is_empty() && path.split('/').any(outside) {
            return Err(io::Error::new(
                ErrorKind::InvalidInput,
                "the path leads out of the log's folder",
            ));
        }
        Ok(self.root.join(path))
    }
}

/// Reads a missing file or folder as nothing.
fn absent<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

impl FileOperations for RealFiles {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        absent(fs::read(self.place(path)?))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        fs::write(self.place(path)?, bytes)
    }

    fn sync_file(&self, path: &str) -> io::Result<()> {
        fs::OpenOptions::new()
            .write(true)
            .open(self.place(path)?)?
            .sync_all()
    }

    /// Several at once, since a file system that is asked for many syncs at a time commits them
    /// together.
    fn sync_files(&self, paths: &[String]) -> io::Result<()> {
        let sync = |share: &[String]| share.iter().try_for_each(|path| self.sync_file(path));
        if paths.len() < SYNC_THREADS {
            return sync(paths);
        }
        std::thread::scope(|scope| {
            let shares = paths.chunks(paths.len().div_ceil(SYNC_THREADS));
            let threads: Vec<_> = shares
                .map(|share| scope.spawn(move || sync(share)))
                .collect();
            threads.into_iter().try_for_each(|thread| {
                let died = |_| Err(io::Error::other("a thread that syncs files died"));
                thread.join().unwrap_or_else(died)
            })
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.place(from)?, self.place(to)?)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        absent(fs::remove_file(self.place(path)?)).map(drop)
    }

    fn create_folder(&self, path: &str) -> io::Result<()> {
        match fs::create_dir(self.place(path)?) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            result => result,
        }
    }

    fn sync_folder(&self, path: &str) -> io::Result<()> {
        fs::File::open(self.place(path)?)?.sync_all()
    }

    fn list(&self, path: &str) -> io::Result<Vec<(String, bool)>> {
        let Some(entries) = absent(fs::read_dir(self.place(path)?))? else {
            return Ok(Vec::new());
        };
        entries
            .map(|entry| {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                Ok((name, entry.file_type()?.is_dir()))
            })
            .collect()
    }
}
