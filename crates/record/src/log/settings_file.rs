//! The settings of a log as a file of its data folder.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ledger::KeyName;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{LogSettings, RecordLog, WitnessAddress};
use crate::Record;
use crate::record::random;

/// The name of the file in the data folder.
pub const SETTINGS_FILE: &str = "ledger.json";

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// What the file says cannot be understood.
    #[error("{} is wrong: {reason}", .path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong in it, with line and column where the form is.
        reason: String,
    },
    /// The file cannot be read or made.
    #[error("{} cannot be read or written: {error}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    origin: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    witnesses: Vec<WitnessLine>,
    #[serde(default)]
    quorum: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ca_file: Option<PathBuf>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WitnessLine {
    url: String,
    key: String,
}

impl SettingsError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        "record.settings_invalid"
    }
}

impl LogSettings {
    /// Reads `ledger.json` of a data folder: `origin` (the name of the log and of its keys),
    /// `witnesses` (`url`, `key`), `quorum`, `ca_file` (taken from the data folder where it is no
    /// whole path). Where there is no file, one is made whose log has a random name.
    pub fn read(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join(SETTINGS_FILE);
        let failed = |error| SettingsError::File {
            path: path.clone(),
            error,
        };
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(folder, &path).map_err(failed)?;
                fs::read_to_string(&path).map_err(failed)?
            }
            text => text.map_err(failed)?,
        };
        parse(folder, &text).map_err(|reason| SettingsError::Form {
            path: path.clone(),
            reason,
        })
    }
}

impl RecordLog {
    /// The log of this record with the settings of its data folder.
    pub fn open(record: Record, folder: &Path) -> Result<Self, SettingsError> {
        Ok(Self::new(record, LogSettings::read(folder)?))
    }
}

/// The first of several nodes makes it; the others read what it made.
fn make(folder: &Path, path: &Path) -> io::Result<()> {
    let file = SettingsFile {
        origin: format!("xiezhi.local/{:032x}", u128::from_be_bytes(random())),
        witnesses: Vec::new(),
        quorum: 0,
        ca_file: None,
    };
    let text = serde_json::to_string_pretty(&file)? + "\n";
    fs::create_dir_all(folder)?;
    let hidden = folder.join(format!(
        ".{SETTINGS_FILE}.{:032x}",
        u128::from_be_bytes(random())
    ));
    let mut written = fs::File::create_new(&hidden)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    // A link fails where the name is taken, and a file never appears half written.
    let linked = fs::hard_link(&hidden, path);
    fs::remove_file(&hidden)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::File::open(folder)?.sync_all(),
    }
}

fn parse(folder: &Path, text: &str) -> Result<LogSettings, String> {
    let file: SettingsFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let key_name: KeyName = file
        .origin
        .parse()
        .map_err(|error| format!("origin: {error}"))?;
    let origin = file
        .origin
        .parse()
        .map_err(|error| format!("origin: {error}"))?;
    let mut settings = LogSettings::new(folder, origin, key_name);
    for line in file.witnesses {
        let WitnessLine { url, key } = line;
        if !(url.starts_with("http://") || url.starts_with("https://")) {
            return Err(format!(
                "witnesses: the url {url:?} does not begin with http:// or https://"
            ));
        }
        let key = key.parse().map_err(|error| format!("witnesses: {error}"))?;
        settings.witnesses.push(WitnessAddress { url, key });
    }
    settings.quorum = file.quorum;
    settings.ca_file = file.ca_file.map(|path| folder.join(path));
    settings.check()?;
    Ok(settings)
}

impl LogSettings {
    /// Each witness counts once, and no more are asked for than there are.
    fn check(&self) -> Result<(), String> {
        let witnesses = self.witness_keys();
        if let Some(key) = witnesses.iter().find(|key| !key.is_cosigner()) {
            return Err(format!("witnesses: {} is no key of a witness", key.name()));
        }
        for (at, key) in witnesses.iter().enumerate() {
            let same = |other: &&ledger::VerifierKey| {
                other.name() == key.name() || other.public_bytes() == key.public_bytes()
            };
            if let Some(other) = witnesses[..at].iter().find(same) {
                return Err(format!(
                    "witnesses: {} and {} are one witness",
                    other.name(),
                    key.name()
                ));
            }
        }
        if self.quorum > witnesses.len() {
            let (quorum, known) = (self.quorum, witnesses.len());
            return Err(format!("quorum: {quorum} of {known} witnesses"));
        }
        Ok(())
    }
}
