//! Showing a statute with its versions.

use jiff::civil::Date;
use law::{StatuteKey, VersionKey};
use store::StoreError;
use thiserror::Error;

use crate::Library;
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::holdings::{HeldStatute, HeldVersion, Holdings};
use crate::view::StatuteDetail;

/// Which version of a statute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionChoice {
    /// This one.
    Exact(VersionKey),
    /// The one that stands on this day.
    On(Date),
}

/// Why a statute, or its version, cannot be shown.
#[derive(Debug, Error)]
pub enum StatuteError {
    /// The library does not hold it.
    #[error(
        "the library holds no statute 《{0}》; its title is expected, in full or without 中华人民共和国"
    )]
    NotFound(StatuteKey),
    /// The library holds other versions of it.
    #[error("the library holds no version {version} of 《{statute}》")]
    NoVersion {
        /// The statute.
        statute: StatuteKey,
        /// The version that was asked for.
        version: VersionKey,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explained for StatuteError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "library.statute_not_found",
            Self::NoVersion { .. } => "library.version_not_found",
            Self::Store(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound(key) => {
                format!("法规库中没有《{key}》，请输入法规全称（可省略“中华人民共和国”）。")
            }
            Self::NoVersion { statute, version } => {
                format!("法规库中没有《{statute}》的 {version} 版本。")
            }
            Self::Store(_) => internal_zh(),
        }
    }
}

impl Library {
    /// A statute with its versions, by the one that stands on the day.
    pub async fn statute(
        &self,
        key: &StatuteKey,
        as_of: Option<Date>,
    ) -> Result<StatuteDetail, StatuteError> {
        let holdings = self.holdings().await?;
        let day = as_of.unwrap_or_else(|| self.today());
        let (statute, version) = choose(&holdings, key, VersionChoice::On(day))?;
        Ok(StatuteDetail {
            facts: statute.facts(version, day),
            versions: statute
                .versions
                .iter()
                .rev()
                .map(|version| version.row(day))
                .collect(),
        })
    }
}

/// A version of a statute that the library holds.
pub(crate) fn choose<'h>(
    holdings: &'h Holdings,
    key: &StatuteKey,
    choice: VersionChoice,
) -> Result<(&'h HeldStatute, &'h HeldVersion), StatuteError> {
    let not_found = || StatuteError::NotFound(key.clone());
    let statute = holdings.statute(key).ok_or_else(not_found)?;
    let version = match choice {
        VersionChoice::On(day) => statute.on(day).ok_or_else(not_found)?,
        VersionChoice::Exact(version) => {
            statute
                .version(version)
                .ok_or_else(|| StatuteError::NoVersion {
                    statute: key.clone(),
                    version,
                })?
        }
    };
    Ok((statute, version))
}
