//! The citizen identity number of a person.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

use super::plain;

/// A citizen identity number 公民身份号码: 18 characters, the last one checked (GB 11643).
///
/// It is personal data: `Debug` shows none of it, and there is no `Display` and no serialisation.
/// Who needs the digits asks for them by name, with [`CitizenNumber::reveal`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CitizenNumber(String);

/// A text that is not a citizen identity number. The message never repeats the text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CitizenNumberError {
    /// It has not 18 characters.
    #[error("a citizen identity number has 18 characters, this has {0}")]
    Length(usize),
    /// A character is not a digit (the last may be X).
    #[error("character {0} of the citizen identity number is not a digit")]
    Character(usize),
    /// The date of birth in it is no day.
    #[error("characters 7 to 14 of the citizen identity number are not a date of birth")]
    Birth,
    /// The last character is not the one that the others give.
    #[error(
        "the last character of the citizen identity number does not agree with the others: compare it with the card"
    )]
    Check,
}

const LENGTH: usize = 18;
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

impl CitizenNumber {
    /// The 18 characters, for encryption, a look-up digest or a document that must show them.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The first and the last characters only, as publications show it.
    pub fn masked(&self) -> String {
        format!("{}************{}", &self.0[..3], &self.0[15..])
    }

    /// The day of birth.
    pub fn born_on(&self) -> Date {
        birth(&self.0).expect("it was checked when the number was read")
    }
}

impl FromStr for CitizenNumber {
    type Err = CitizenNumberError;

    fn from_str(text: &str) -> Result<Self, CitizenNumberError> {
        let number = plain(text);
        let length = number.chars().count();
        if length != LENGTH {
            return Err(CitizenNumberError::Length(length));
        }
        let mut sum = 0;
        for (place, (c, weight)) in number.chars().zip(WEIGHTS).enumerate() {
            let digit = c
                .to_digit(10)
                .ok_or(CitizenNumberError::Character(place + 1))?;
            sum += digit * weight;
        }
        let last = number.as_bytes()[LENGTH - 1..].first().copied();
        if !last.is_some_and(|last| last.is_ascii_digit() || last == b'X') {
            return Err(CitizenNumberError::Character(LENGTH));
        }
        birth(&number).ok_or(CitizenNumberError::Birth)?;
        if last != CHECKS.get(sum as usize % 11).copied() {
            return Err(CitizenNumberError::Check);
        }
        Ok(Self(number))
    }
}

/// The date in characters 7 to 14 of a number whose first 17 characters are digits.
fn birth(number: &str) -> Option<Date> {
    let part = |from: usize, to: usize| number.get(from..to)?.parse::<i16>().ok();
    let month = i8::try_from(part(10, 12)?).ok()?;
    let day = i8::try_from(part(12, 14)?).ok()?;
    Date::new(part(6, 10)?, month, day).ok()
}

impl fmt::Debug for CitizenNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CitizenNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// The sample number of the standard itself; nobody bears it.
    const SAMPLE: &str = "11010519491231002X";

    #[test]
    fn the_sample_of_the_standard_is_read() {
        let number: CitizenNumber = "11010519491231002x".parse().unwrap();
        assert_eq!(number.reveal(), SAMPLE);
        assert_eq!(number.born_on(), date(1949, 12, 31));
        assert_eq!(number.masked(), "110************02X");
    }

    #[test]
    fn it_does_not_show_itself() {
        let number: CitizenNumber = SAMPLE.parse().unwrap();
        assert_eq!(format!("{number:?}"), "CitizenNumber(…)");
    }

    #[test]
    fn each_fault_is_named_and_the_number_is_not() {
        let check = |text: &str, expected: CitizenNumberError| {
            let error = text.parse::<CitizenNumber>().unwrap_err();
            assert_eq!(error, expected);
            assert!(!error.to_string().contains("1949"));
        };
        check("110105194912310021", CitizenNumberError::Check);
        check("11010519491331002X", CitizenNumberError::Birth);
        check("1101051949123100X2", CitizenNumberError::Character(17));
        check("11010519491231002Y", CitizenNumberError::Character(18));
        check("110105491231002", CitizenNumberError::Length(15));
        check("11010519491231002云", CitizenNumberError::Character(18));
    }

    #[test]
    fn one_wrong_digit_anywhere_is_noticed() {
        for place in 0..17 {
            for digit in b'0'..=b'9' {
                let mut wrong = SAMPLE.as_bytes().to_vec();
                wrong[place] = digit;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(wrong.parse::<CitizenNumber>().is_ok(), wrong == SAMPLE);
            }
        }
    }
}
