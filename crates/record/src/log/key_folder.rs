//! Secret keys as files that nobody else can read.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use ledger::key::KeyError;
use ledger::{Cosigner, KeyName, NoteSigner, VerifierKey};
use thiserror::Error;

use crate::record::random;

/// The folder of the secret keys, mode 0700; each key is a file of mode 0600.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyFolder(PathBuf);

/// What a secret key is for; the first part of the name of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyUse {
    Ed25519,
    Sm2,
    Webhook,
}

/// Why a secret key cannot be used. Never holds the secret.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// The file is gone.
    #[error("the key file {} is lost: put it back from its copy. Without it no checkpoint can be signed, and a new key in its place would not be believed", .0.display())]
    Lost(PathBuf),
    /// Others may read the file.
    #[error("the key file {} can be read by others (mode {mode:o}): run chmod 600 on it, and rotate the keys if somebody may have read it", .path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The file holds no key, or another one.
    #[error("the key file {} is damaged: {reason}. Put it back from its copy", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: KeyError,
    },
    /// The file is not the key of its name.
    #[error("the key file {} holds another key than its name says: put it back from its copy", .0.display())]
    OtherKey(PathBuf),
    /// The system refused.
    #[error("the key file {} cannot be used: {error}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

impl KeyFileError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Lost(_) => "record.key_lost",
            Self::Exposed { .. } => "record.key_exposed",
            Self::Damaged { .. } | Self::OtherKey(_) => "record.key_damaged",
            Self::File { .. } => "record.key_unusable",
        }
    }
}

impl fmt::Debug for KeyFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFolder({})", self.0.display())
    }
}

impl KeyUse {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::Sm2 => "sm2",
            Self::Webhook => "webhook",
        }
    }

    /// The use of a key of the log.
    pub(crate) fn of(key: &VerifierKey) -> Self {
        match key.public_bytes().len() {
            65 => Self::Sm2,
            _ => Self::Ed25519,
        }
    }
}

impl KeyFolder {
    /// The keys in this folder; it is made when the first key is.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Makes a new key of the log and stores it.
    pub(crate) fn new_signer(
        &self,
        usage: KeyUse,
        name: &KeyName,
    ) -> Result<NoteSigner, KeyFileError> {
        let signer = match usage {
            // One of 2^32 secrets is no key of SM2.
            KeyUse::Sm2 => std::iter::repeat_with(|| NoteSigner::sm2(name.clone(), &random()))
                .find_map(Result::ok)
                .expect("the source of secrets does not end"),
            _ => NoteSigner::ed25519(name.clone(), &random()),
        };
        self.write(
            &self.path(usage, signer.verifier()),
            &signer.to_secret_text(),
        )?;
        Ok(signer)
    }

    /// The stored half of a key whose public half is known.
    pub(crate) fn signer(
        &self,
        usage: KeyUse,
        verifier: &VerifierKey,
    ) -> Result<NoteSigner, KeyFileError> {
        let path = self.path(usage, verifier);
        let text = read(&path)?;
        let signer =
            NoteSigner::parse(text.trim_end()).map_err(|reason| KeyFileError::Damaged {
                path: path.clone(),
                reason,
            })?;
        if signer.verifier() == verifier {
            Ok(signer)
        } else {
            Err(KeyFileError::OtherKey(path))
        }
    }

    /// Keys of this use that are in the folder.
    pub(crate) fn signers(&self, usage: KeyUse) -> Result<Vec<NoteSigner>, KeyFileError> {
        let parse = |path: PathBuf| {
            let text = read(&path)?;
            NoteSigner::parse(text.trim_end())
                .map_err(|reason| KeyFileError::Damaged { path, reason })
        };
        self.files(usage)?.into_iter().map(parse).collect()
    }

    /// The key with which this platform cosigns as a witness; made at first use.
    pub fn cosigner(&self, name: &KeyName) -> Result<Cosigner, KeyFileError> {
        let path = self.0.join("witness.key");
        if !path.exists() {
            let cosigner = Cosigner::new(name.clone(), &random());
            self.write(&path, &cosigner.to_secret_text())?;
            return Ok(cosigner);
        }
        let text = read(&path)?;
        Cosigner::parse(text.trim_end()).map_err(|reason| KeyFileError::Damaged { path, reason })
    }

    /// The key that signs events; made at first use.
    pub(crate) fn webhook_signer(&self, name: &KeyName) -> Result<NoteSigner, KeyFileError> {
        match self.signers(KeyUse::Webhook)?.into_iter().next() {
            Some(signer) => Ok(signer),
            None => self.new_signer(KeyUse::Webhook, name),
        }
    }

    /// Removes the secret of a key that signs no more.
    pub(crate) fn forget(&self, verifier: &VerifierKey) -> Result<(), KeyFileError> {
        let path = self.path(KeyUse::of(verifier), verifier);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file(&path, error)),
            _ => Ok(()),
        }
    }

    fn files(&self, usage: KeyUse) -> Result<Vec<PathBuf>, KeyFileError> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| file(&self.0, error))?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| file(&self.0, error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(&format!("{}-", usage.prefix())) && name.ends_with(".key") {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    fn path(&self, usage: KeyUse, verifier: &VerifierKey) -> PathBuf {
        self.0
            .join(format!("{}-{}.key", usage.prefix(), verifier.id()))
    }

    fn write(&self, path: &Path, secret: &str) -> Result<(), KeyFileError> {
        let folder = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0);
        folder.map_err(|error| file(&self.0, error))?;
        // The name of the folder too must outlive a power cut.
        if let Some(above) = self.0.parent().filter(|above| above.is_dir()) {
            let synced = fs::File::open(above).and_then(|above| above.sync_all());
            synced.map_err(|error| file(above, error))?;
        }
        let written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| {
                file.write_all(secret.as_bytes())?;
                file.write_all(b"\n")?;
                file.sync_all()
            })
            .and_then(|()| fs::File::open(&self.0)?.sync_all());
        written.map_err(|error| file(path, error))
    }
}

fn read(path: &Path) -> Result<String, KeyFileError> {
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyFileError::Lost(path.to_owned()));
        }
        metadata => metadata.map_err(|error| file(path, error))?,
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let path = path.to_owned();
        return Err(KeyFileError::Exposed { path, mode });
    }
    fs::read_to_string(path).map_err(|error| file(path, error))
}

fn file(path: &Path, error: io::Error) -> KeyFileError {
    KeyFileError::File {
        path: path.to_owned(),
        error,
    }
}
