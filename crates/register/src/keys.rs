//! The key file of the register: `keys/register.key` in the data folder, for its owner's eyes only.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use problem::{ErrorCode, Explained, INTERNAL};
use thiserror::Error;

use crate::sealed::Sealer;

/// Where the key file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile(PathBuf);

/// Why the key file cannot be used. No message holds any part of a key.
#[derive(Debug, Error)]
pub enum KeyError {
    /// It is not there, although the database holds what was sealed with it.
    #[error(
        "the key file {0} is missing, and the register holds identities that only it opens: put it back from the backup"
    )]
    Lost(PathBuf),
    /// It is another one than that of the database.
    #[error(
        "the key file {0} is not the one that this register was sealed with: put the right one back from the backup"
    )]
    Other(PathBuf),
    /// Others may read it.
    #[error("the key file {path} may be read by others (mode {mode:o}): chmod 600 {path}")]
    Open {
        /// Which file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It is cut or is no key file.
    #[error("the key file {0} does not hold a key: put it back from the backup")]
    Damaged(PathBuf),
    /// The operating system refused.
    #[error("the key file {path} cannot be used: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// No randomness.
    #[error("the operating system gives no random bytes: {0}")]
    Random(getrandom::Error),
}

impl KeyFile {
    /// The key file of a data folder.
    pub fn of(data: &Path) -> Self {
        Self(data.join("keys").join("register.key"))
    }

    /// The file itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Reads the key; `None` where there is no file.
    pub(crate) fn read(&self) -> Result<Option<Sealer>, KeyError> {
        let file = match File::open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.file(error)),
        };
        let mode = file
            .metadata()
            .map_err(|error| self.file(error))?
            .permissions()
            .mode()
            & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyError::Open {
                path: self.0.clone(),
                mode,
            });
        }
        let mut bytes = Vec::with_capacity(Sealer::KEY_BYTES);
        let limit = Sealer::KEY_BYTES as u64 + 1;
        file.take(limit)
            .read_to_end(&mut bytes)
            .map_err(|error| self.file(error))?;
        let key = bytes
            .try_into()
            .map_err(|_| KeyError::Damaged(self.0.clone()))?;
        Ok(Some(Sealer::new(&key)))
    }

    /// Makes a new key. An existing file is never written over.
    pub(crate) fn create(&self) -> Result<Sealer, KeyError> {
        let mut key = [0; Sealer::KEY_BYTES];
        getrandom::fill(&mut key).map_err(KeyError::Random)?;
        self.write(&key).map_err(|error| self.file(error))?;
        Ok(Sealer::new(&key))
    }

    fn write(&self, key: &[u8]) -> io::Result<()> {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&self.0)?;
        file.write_all(key)?;
        file.sync_all()?;
        // The name of the file must survive a power cut too.
        File::open(folder)?.sync_all()
    }

    fn file(&self, error: io::Error) -> KeyError {
        KeyError::File {
            path: self.0.clone(),
            error,
        }
    }
}

impl Explained for KeyError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        crate::code::ALL
    }

    fn code(&self) -> &'static str {
        INTERNAL
    }

    fn zh(&self) -> String {
        match self {
            Self::Lost(path) => format!(
                "密钥文件 {} 不存在，而登记库中有须用它解密的身份信息：请从备份恢复。",
                path.display()
            ),
            Self::Other(path) => format!(
                "密钥文件 {} 不是本登记库所用的那一个：请从备份恢复正确的文件。",
                path.display()
            ),
            Self::Open { path, mode } => format!(
                "密钥文件 {0} 可被他人读取（权限 {mode:o}）：请执行 chmod 600 {0}。",
                path.display()
            ),
            Self::Damaged(path) => format!("密钥文件 {} 已损坏：请从备份恢复。", path.display()),
            Self::File { path, error } => {
                format!("密钥文件 {} 无法使用：{error}。", path.display())
            }
            Self::Random(error) => format!("操作系统未能提供随机数：{error}。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_new_key_is_for_its_owner_only_and_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyFile::of(folder.path());
        assert!(keys.read().unwrap().is_none());
        let made = keys.create().unwrap();
        let mode = fs::metadata(keys.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            keys.read().unwrap().unwrap().fingerprint(),
            made.fingerprint()
        );
        assert!(
            matches!(keys.create(), Err(KeyError::File { .. })),
            "never written over"
        );
    }

    #[test]
    fn a_key_that_others_may_read_or_that_is_cut_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyFile::of(folder.path());
        keys.create().unwrap();
        fs::set_permissions(keys.path(), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(
            keys.read(),
            Err(KeyError::Open { mode: 0o640, .. })
        ));
        fs::set_permissions(keys.path(), fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(keys.path(), [7; 20]).unwrap();
        assert!(matches!(keys.read(), Err(KeyError::Damaged(_))));
    }
}
