//! Money in fen (分): whole numbers only.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount of renminbi in fen, never negative; 100 fen are one yuan.
///
/// It is written in yuan, `1234.50元`, and in JSON as the number of fen. Arithmetic tells an
/// overflow instead of wrapping round.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct Fen(i64);

/// What is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The text is no amount in yuan.
    #[error(
        "{0:?} is not an amount: a number of yuan such as 5000, 1234.50元 or 3万元 was expected"
    )]
    NotAnAmount(String),
    /// The text has a part smaller than a fen.
    #[error("{0:?} has a fraction of a fen, which does not exist")]
    BelowOneFen(String),
    /// A negative number of fen.
    #[error("an amount of money is not negative, but {0} fen were given")]
    Negative(i64),
    /// More than fits (about 92 quadrillion yuan).
    #[error("the amount is too large")]
    TooLarge,
}

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of whole yuan.
    pub fn of_yuan(yuan: u32) -> Self {
        Self(i64::from(yuan) * 100)
    }

    /// The number of fen.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, unless it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// What is left after `other` is taken off, unless it is more than there is.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0
            .checked_sub(other.0)
            .filter(|&left| left >= 0)
            .map(Self)
    }

    /// The amount `times` over, unless it does not fit.
    pub fn checked_mul(self, times: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(times)).map(Self)
    }

    /// The share `numerator / denominator`, a part of a fen dropped (in favour of who pays).
    ///
    /// 3 % of an amount is `checked_share(3, 100)`. `None` where the denominator is 0 or the result
    /// does not fit.
    pub fn checked_share(self, numerator: u32, denominator: u32) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(numerator);
        let share = product.checked_div(i128::from(denominator))?;
        i64::try_from(share).ok().map(Self)
    }
}

impl TryFrom<i64> for Fen {
    type Error = MoneyError;

    fn try_from(fen: i64) -> Result<Self, MoneyError> {
        if fen < 0 {
            Err(MoneyError::Negative(fen))
        } else {
            Ok(Self(fen))
        }
    }
}

impl From<Fen> for i64 {
    fn from(amount: Fen) -> Self {
        amount.0
    }
}

impl Sum<Fen> for Option<Fen> {
    fn sum<I: Iterator<Item = Fen>>(mut amounts: I) -> Self {
        amounts.try_fold(Fen::ZERO, Fen::checked_add)
    }
}

impl fmt::Display for Fen {
    /// Whole yuan without, others with two decimals: `200元`, `1234.50元`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (yuan, 0) => write!(f, "{yuan}元"),
            (yuan, fen) => write!(f, "{yuan}.{fen:02}元"),
        }
    }
}

impl FromStr for Fen {
    type Err = MoneyError;

    /// Reads an amount of yuan in Arabic digits, with or without 元, in 万元 or 亿元, the thousands
    /// set off by commas or not.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let not_an_amount = || MoneyError::NotAnAmount(text.to_owned());
        let (number, unit_decimals) = split_unit(text.trim());
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let whole = without_commas(whole).ok_or_else(not_an_amount)?;
        if !is_digits(&whole) || !is_digits(decimals) {
            return Err(not_an_amount());
        }
        let significant = decimals.trim_end_matches('0');
        let fen_decimals = unit_decimals + 2;
        if significant.len() > fen_decimals {
            return Err(MoneyError::BelowOneFen(text.to_owned()));
        }
        let digits = format!("{whole}{significant:0<fen_decimals$}");
        digits.parse().map(Self).map_err(|_| MoneyError::TooLarge)
    }
}

/// The number before the unit, and how many decimals of it make up one yuan.
fn split_unit(text: &str) -> (&str, usize) {
    let text = text.strip_suffix('元').unwrap_or(text);
    if let Some(number) = text.strip_suffix('万') {
        (number, 4)
    } else if let Some(number) = text.strip_suffix('亿') {
        (number, 8)
    } else {
        (text, 0)
    }
}

/// The digits without the commas between thousands; `None` where a comma stands elsewhere.
fn without_commas(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, fen: i64) {
        assert_eq!(text.parse::<Fen>(), Ok(Fen(fen)), "{text}");
    }

    #[track_caller]
    fn refuse(text: &str, error: fn(String) -> MoneyError) {
        assert_eq!(text.parse::<Fen>(), Err(error(text.to_owned())));
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        check("0", 0);
        check("200元", 20_000);
        check("1234.5", 123_450);
        check("1,234,567.89元", 123_456_789);
        check("3万元", 3_000_000);
        check("1.5万元", 1_500_000);
        check("0.000001万元", 1);
        check("2亿元", 20_000_000_000);
        check(" 7.10元 ", 710);
        check("1.100", 110);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "元",
            ".5",
            "5.",
            "-3",
            "+3",
            "1e3",
            "3 万元",
            "三万元",
            "1,23",
            "12345,678",
            "1.2.3",
            "１２",
        ] {
            refuse(text, MoneyError::NotAnAmount);
        }
    }

    #[test]
    fn a_fraction_of_a_fen_is_refused() {
        refuse("0.001", MoneyError::BelowOneFen);
        refuse("0.0000001万元", MoneyError::BelowOneFen);
    }

    #[test]
    fn an_amount_too_large_is_refused() {
        assert_eq!(
            "92233720368547758.08".parse::<Fen>(),
            Err(MoneyError::TooLarge)
        );
        check("92233720368547758.07", i64::MAX);
        assert_eq!(Fen(i64::MAX).checked_add(Fen(1)), None);
        assert_eq!(Fen(i64::MAX).checked_mul(2), None);
        assert_eq!(Fen(i64::MAX).checked_share(2, 1), None);
    }

    #[test]
    fn a_daily_late_fee_of_three_per_cent_drops_the_part_of_a_fen() {
        assert_eq!(Fen::of_yuan(200).checked_share(3, 100), Some(Fen(600)));
        assert_eq!(Fen(33).checked_share(3, 100), Some(Fen(0)));
        assert_eq!(Fen(100).checked_share(1, 0), None);
    }

    #[test]
    fn no_more_than_there_is_can_be_taken_off() {
        assert_eq!(Fen(5).checked_sub(Fen(5)), Some(Fen::ZERO));
        assert_eq!(Fen(5).checked_sub(Fen(6)), None);
    }

    #[test]
    fn a_negative_amount_does_not_come_in() {
        assert_eq!(Fen::try_from(-1), Err(MoneyError::Negative(-1)));
        assert!(serde_json::from_str::<Fen>("-1").is_err());
        assert!(serde_json::from_str::<Fen>("1.5").is_err());
        assert_eq!(serde_json::from_str::<Fen>("150").unwrap(), Fen(150));
    }

    #[test]
    fn amounts_add_up_or_tell_that_they_do_not_fit() {
        assert_eq!(
            [Fen(1), Fen(2)].into_iter().sum::<Option<Fen>>(),
            Some(Fen(3))
        );
        assert_eq!(
            [Fen(1), Fen(i64::MAX)].into_iter().sum::<Option<Fen>>(),
            None
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(fen in 0..=i64::MAX) {
            prop_assert_eq!(Fen(fen).to_string().parse(), Ok(Fen(fen)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = text.parse::<Fen>();
        }
    }
}
