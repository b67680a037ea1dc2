//! The key of the room: what makes stored digests useless to who has only the database.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

use crate::secret::{Secret, hex, random_bytes};

/// 32 random bytes from a file that only its owner reads. Codes and session ids are stored as
/// digests under it, and the secrets of second factors are derived from it: neither stands in the
/// database.
#[derive(Clone)]
pub struct AccessKey([u8; 32]);

/// What a digest is for, so that one of one kind never stands for one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Session,
    OneTimeCode,
    RecoveryCode,
    RecoveryHalf,
    SecondFactor,
    ProviderState,
    ProviderNonce,
    ProviderVerifier,
    Check,
}

/// Why a key cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file {file} cannot be read or written: {error}")]
    File {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file holds something else.
    #[error(
        "the key file {0} does not hold a key of 64 hexadecimal digits: restore it from a backup"
    )]
    Damaged(PathBuf),
    /// Others may read the file.
    #[error(
        "the key file {0} can be read by others than its owner: chmod 600 it, and if others may have read it, have every second factor enrolled anew"
    )]
    Open(PathBuf),
}

impl AccessKey {
    /// The key in this file; `None` where there is no file.
    pub fn load(file: &Path) -> Result<Option<Self>, KeyError> {
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(file, error)),
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let metadata = fs::metadata(file).map_err(|error| unreadable(file, error))?;
            if metadata.permissions().mode() & 0o077 != 0 {
                return Err(KeyError::Open(file.to_owned()));
            }
        }
        let bytes = bytes(text.trim()).ok_or_else(|| KeyError::Damaged(file.to_owned()))?;
        Ok(Some(Self(bytes)))
    }

    /// Makes a new key and puts it into this file, which must not be there yet.
    pub fn create(file: &Path) -> Result<Self, KeyError> {
        let key = Self(random_bytes());
        if let Some(folder) = file.parent() {
            make_folder(folder).map_err(|error| unreadable(file, error))?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(file).and_then(|mut open| {
            open.write_all(format!("{}\n", hex(&key.0)).as_bytes())?;
            open.sync_all()
        });
        written.map_err(|error| unreadable(file, error))?;
        Ok(key)
    }

    /// The digest of a code, in hexadecimal.
    pub(crate) fn digest(&self, purpose: Purpose, code: &Secret) -> String {
        hex(&self.derive(purpose, code.reveal().as_bytes()))
    }

    /// 32 bytes that only who has the key can tell.
    pub(crate) fn derive(&self, purpose: Purpose, name: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length is taken");
        mac.update(&[purpose as u8]);
        mac.update(name);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessKey(…)")
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn unreadable(file: &Path, error: io::Error) -> KeyError {
    let file = file.to_owned();
    KeyError::File { file, error }
}

fn bytes(digits: &str) -> Option<[u8; 32]> {
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_only_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data/access.key");
        assert!(AccessKey::load(&file).unwrap().is_none());
        let made = AccessKey::create(&file).unwrap();
        assert_eq!(AccessKey::load(&file).unwrap().unwrap().0, made.0);
        assert!(
            AccessKey::create(&file).is_err(),
            "a key is never written over"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(AccessKey::load(&file), Err(KeyError::Open(_))));
        }
    }

    #[test]
    fn a_damaged_key_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("access.key");
        AccessKey::create(&file).unwrap();
        fs::write(&file, "abc").unwrap();
        assert!(matches!(AccessKey::load(&file), Err(KeyError::Damaged(_))));
    }

    #[test]
    fn a_digest_depends_on_key_purpose_and_code() {
        let key = AccessKey([1; 32]);
        let code = |text: &str| Secret::new(text);
        let digest = key.digest(Purpose::Session, &code("a"));
        assert_eq!(digest, key.digest(Purpose::Session, &code("a")));
        assert_ne!(digest, key.digest(Purpose::OneTimeCode, &code("a")));
        assert_ne!(digest, key.digest(Purpose::Session, &code("b")));
        assert_ne!(
            digest,
            AccessKey([2; 32]).digest(Purpose::Session, &code("a"))
        );
        assert_eq!(format!("{key:?}"), "AccessKey(…)");
    }
}
