//! The unified social credit code of an organisation.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::plain;

/// A unified social credit code 统一社会信用代码: 18 characters, the last one checked (GB 32100).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// A text that is not a unified social credit code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CreditCodeError {
    /// It has not 18 characters.
    #[error("a unified social credit code has 18 characters, this has {0}")]
    Length(usize),
    /// A character is outside the alphabet of the standard.
    #[error(
        "character {place} of the unified social credit code is {found:?}: digits and the letters A to Z without I, O, S, V and Z were expected"
    )]
    Character {
        /// Which, counted from 1.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// The last character is not the one that the others give: a slip of the pen, mostly.
    #[error(
        "the unified social credit code ends with {found:?}, by its other characters it should end with {expected:?}: compare it with the licence"
    )]
    Check {
        /// What stands there.
        found: char,
        /// What should.
        expected: char,
    },
}

/// The 31 characters of GB 32100, each worth its place.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;

impl CreditCode {
    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The area code of the registry that gave it: six digits, GB/T 2260.
    pub fn area_digits(&self) -> &str {
        &self.0[2..8]
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    fn from_str(text: &str) -> Result<Self, CreditCodeError> {
        let code = plain(text);
        let length = code.chars().count();
        if length != LENGTH {
            return Err(CreditCodeError::Length(length));
        }
        let mut sum = 0;
        let mut weight = 1;
        for (place, found) in code.chars().enumerate().take(LENGTH - 1) {
            sum += value(place, found)? * weight;
            weight = weight * 3 % 31;
        }
        let expected = char::from(ALPHABET[(31 - sum % 31) % 31]);
        let found = code.chars().last().expect("it has 18 characters");
        value(LENGTH - 1, found)?;
        if found != expected {
            return Err(CreditCodeError::Check { found, expected });
        }
        Ok(Self(code))
    }
}

fn value(place: usize, found: char) -> Result<usize, CreditCodeError> {
    ALPHABET
        .iter()
        .position(|&letter| char::from(letter) == found)
        .ok_or(CreditCodeError::Character {
            place: place + 1,
            found,
        })
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(text: String) -> Result<Self, CreditCodeError> {
        text.parse()
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        text.parse::<CreditCode>().unwrap_err().to_string()
    }

    #[test]
    fn codes_that_authorities_bear_are_read() {
        // Three codes of public bodies that domain.md, section 6.4, gives as checked.
        for code in [
            "11100000000013338W",
            "11320482014138860P",
            "91230500MA1B3N1N2M",
        ] {
            assert_eq!(code.parse::<CreditCode>().unwrap().as_str(), code);
        }
    }

    #[test]
    fn full_width_and_lower_case_are_written_plain() {
        let code: CreditCode = " １１１０００００００００１３３３８w ".parse().unwrap();
        assert_eq!(code.as_str(), "11100000000013338W");
        assert_eq!(code.area_digits(), "100000");
    }

    #[test]
    fn each_fault_is_named() {
        assert!(error("1110000000001333").contains("this has 16"));
        assert!(error("1110000000001333IW").contains("character 17"));
        assert!(error("11100000000013339W").contains("should end with"));
        assert!(error("").contains("this has 0"));
    }

    #[test]
    fn one_wrong_character_anywhere_is_noticed() {
        let right = "91230500MA1B3N1N2M";
        for place in 0..LENGTH {
            for &letter in ALPHABET {
                let mut wrong = right.as_bytes().to_vec();
                wrong[place] = letter;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(wrong.parse::<CreditCode>().is_ok(), wrong == right);
            }
        }
    }
}
