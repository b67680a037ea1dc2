//! The address of a provision as rule packs write it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// `law/行政处罚法#85`, or with a version `law/行政处罚法@2021-01-22#85`.
///
/// `base` keeps the address and shows it; the room `law` reads and resolves it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProvisionRef(String);

/// A text that is not the address of a provision.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not the address of a provision: law/STATUTE#ARTICLE was expected")]
pub struct ProvisionRefError(String);

impl ProvisionRef {
    /// The title of the statute, without its version.
    pub fn statute(&self) -> &str {
        let (statute, _) = self.parts();
        statute.split_once('@').map_or(statute, |(title, _)| title)
    }

    /// Statute (with version) and path.
    fn parts(&self) -> (&str, &str) {
        let address = self.0.strip_prefix("law/").unwrap_or_default();
        address.split_once('#').unwrap_or((address, ""))
    }
}

impl FromStr for ProvisionRef {
    type Err = ProvisionRefError;

    fn from_str(text: &str) -> Result<Self, ProvisionRefError> {
        let address = Self(text.to_owned());
        let (_, path) = address.parts();
        let is_path = path.starts_with(|first: char| first.is_ascii_digit()) && !path.contains('#');
        if is_path && !address.statute().is_empty() && !text.contains(char::is_whitespace) {
            Ok(address)
        } else {
            Err(ProvisionRefError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for ProvisionRef {
    type Error = ProvisionRefError;

    fn try_from(text: String) -> Result<Self, ProvisionRefError> {
        text.parse()
    }
}

impl From<ProvisionRef> for String {
    fn from(address: ProvisionRef) -> Self {
        address.0
    }
}

impl fmt::Display for ProvisionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_statute_and_article() {
        let address: ProvisionRef = "law/云麓市养犬条例@2024-05-01#12.1.3".parse().unwrap();
        assert_eq!(address.statute(), "云麓市养犬条例");
        assert_eq!(address.to_string(), "law/云麓市养犬条例@2024-05-01#12.1.3");
    }

    #[test]
    fn what_names_no_article_is_refused() {
        for text in [
            "",
            "云麓市养犬条例#12",
            "law/云麓市养犬条例",
            "law/#12",
            "law/@2024-05-01#12",
            "law/甲#乙",
            "law/甲#1#2",
            "law/甲 #1",
        ] {
            assert_eq!(
                text.parse::<ProvisionRef>(),
                Err(ProvisionRefError(text.to_owned()))
            );
        }
    }
}
