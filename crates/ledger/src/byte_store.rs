//! Where the files of a log lie: named bytes, written whole or not at all.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use thiserror::Error;

/// A store that could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the log's store could not {operation} {path}: {reason}")]
pub struct StoreError {
    /// What was asked: `read`, `write`, `list`, `remove`.
    pub operation: &'static str,
    /// Path within the store.
    pub path: String,
    /// What the system said.
    pub reason: String,
}

impl StoreError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        "ledger.store_failed"
    }
}

/// One file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path within the store, parts separated by `/`.
    pub path: String,
    /// All bytes of the file.
    pub bytes: Vec<u8>,
}

/// Named bytes that survive a power cut.
pub trait ByteStore: Send + Sync {
    /// The bytes of a file; `None` where there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes files, each atomically: under a temporary name, fsync, rename, fsync of the folder.
    ///
    /// When this returns, all of them survive a power cut. Where it fails, each of them may be the
    /// old one or the new one, never a mixture.
    fn write(&self, files: &[File]) -> Result<(), StoreError>;

    /// Removes files; those that are not there are no error.
    fn remove(&self, paths: &[String]) -> Result<(), StoreError>;

    /// The paths of all files below a folder (`tile/`), sorted; none where there is no folder.
    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError>;
}

impl<S: ByteStore + ?Sized> ByteStore for &S {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).read(path)
    }

    fn write(&self, files: &[File]) -> Result<(), StoreError> {
        (**self).write(files)
    }

    fn remove(&self, paths: &[String]) -> Result<(), StoreError> {
        (**self).remove(paths)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        (**self).list(folder)
    }
}

impl<S: ByteStore + ?Sized> ByteStore for Arc<S> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).read(path)
    }

    fn write(&self, files: &[File]) -> Result<(), StoreError> {
        (**self).write(files)
    }

    fn remove(&self, paths: &[String]) -> Result<(), StoreError> {
        (**self).remove(paths)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        (**self).list(folder)
    }
}

/// A store in memory: for tests, and for a log that is read from an archive.
#[derive(Debug, Default)]
pub struct MemoryStore {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryStore {
    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ByteStore for MemoryStore {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.files().get(path).cloned())
    }

    fn write(&self, files: &[File]) -> Result<(), StoreError> {
        let new = files
            .iter()
            .map(|file| (file.path.clone(), file.bytes.clone()));
        self.files().extend(new);
        Ok(())
    }

    fn remove(&self, paths: &[String]) -> Result<(), StoreError> {
        let mut files = self.files();
        for path in paths {
            files.remove(path);
        }
        Ok(())
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let files = self.files();
        let below = files.keys().filter(|path| path.starts_with(folder));
        Ok(below.cloned().collect())
    }
}
