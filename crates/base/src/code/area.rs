//! Codes of administrative areas.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::plain;

/// The code of an administrative area 行政区划代码: six digits (GB/T 2260), nine with the street or
/// town (GB/T 10114), twelve with the community.
///
/// Which areas there are on a day is data of the register; here is only how codes nest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(String);

/// A text that is not an area code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not the code of an area: 6, 9 or 12 digits were expected, the first two not 00")]
pub struct AreaCodeError(String);

impl AreaCode {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits that every code inside this area begins with: `4403` for the city 440300.
    pub fn prefix(&self) -> &str {
        let digits = &self.0;
        let ends = [(12, 9), (9, 6), (6, 4), (4, 2)];
        let mut end = digits.len();
        for (from, to) in ends {
            if end == from && digits[to..from].bytes().all(|digit| digit == b'0') {
                end = to;
            }
        }
        &digits[..end]
    }

    /// Whether the other area is this one or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(self.prefix())
    }
}

impl FromStr for AreaCode {
    type Err = AreaCodeError;

    fn from_str(text: &str) -> Result<Self, AreaCodeError> {
        let code = plain(text);
        let known = matches!(code.len(), 6 | 9 | 12)
            && code.bytes().all(|digit| digit.is_ascii_digit())
            && !code.starts_with("00");
        if known {
            Ok(Self(code))
        } else {
            Err(AreaCodeError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for AreaCode {
    type Error = AreaCodeError;

    fn try_from(text: String) -> Result<Self, AreaCodeError> {
        text.parse()
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str) -> AreaCode {
        code.parse().unwrap()
    }

    #[test]
    fn areas_nest_by_their_digits() {
        let check = |outer: &str, inner: &str, expected: bool| {
            assert_eq!(
                area(outer).contains(&area(inner)),
                expected,
                "{outer} {inner}"
            );
        };
        check("990000", "990100", true);
        check("990100", "990102", true);
        check("990100", "990102003", true);
        check("990102", "990102003004", true);
        check("990102003", "990102003004", true);
        check("990102", "990100", false);
        check("990102", "990103", false);
        check("990102003", "990102", false);
        check("990102000", "990102001", true);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "",
            "4403",
            "44030",
            "440300a",
            "000000",
            "4403000",
            "四四零三零零",
        ] {
            assert!(text.parse::<AreaCode>().is_err(), "{text}");
        }
    }
}
