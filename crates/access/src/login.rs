//! The name with which a person signs in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// 2 to 64 letters, digits and `.`, `-`, `_`, `@`, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoginName(String);

/// A text that is no login name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a login name has 2 to 64 letters, digits, dots, hyphens, underscores or at signs")]
pub struct LoginNameError;

impl LoginName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LoginName {
    type Err = LoginNameError;

    fn from_str(text: &str) -> Result<Self, LoginNameError> {
        if text.len() > 256 {
            return Err(LoginNameError);
        }
        let name = text.trim().to_lowercase();
        let letters = name.chars().count();
        let known = |letter: char| letter.is_alphanumeric() || ".-_@".contains(letter);
        if (2..=64).contains(&letters) && name.chars().all(known) {
            Ok(Self(name))
        } else {
            Err(LoginNameError)
        }
    }
}

impl TryFrom<String> for LoginName {
    type Error = LoginNameError;

    fn try_from(text: String) -> Result<Self, LoginNameError> {
        text.parse()
    }
}

impl From<LoginName> for String {
    fn from(name: LoginName) -> Self {
        name.0
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_name_has_letters_and_digits_in_lower_case() {
        let read = |text: &str| text.parse::<LoginName>().map(String::from).ok();
        assert_eq!(read(" Chen.Wei "), Some("chen.wei".to_owned()));
        assert_eq!(read("陈伟"), Some("陈伟".to_owned()));
        let long = "a".repeat(65);
        for bad in [
            "",
            "a",
            "a b",
            "a'--",
            "a\0b",
            "a\u{202e}b",
            "<b>",
            &long,
            &"é".repeat(300),
        ] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }
}
