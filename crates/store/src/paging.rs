//! Lists a page at a time: each page begins after the last row of the one before, so that nothing
//! is skipped or shown twice when rows come or go between.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;

/// How many rows a page has: 1 to 200, by default 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Limit(u64);

/// A number of rows that no page has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a page has 1 to 200 rows, not {0}")]
pub struct LimitError(u64);

/// The place in a list after which a page begins. Opaque to who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor(String);

/// A text that is not a cursor of the list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the cursor is not one that this list gave out")]
pub struct CursorError;

/// Which page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// After which row; `None` for the first page.
    pub cursor: Option<Cursor>,
    /// How many rows.
    pub limit: Limit,
}

impl Limit {
    /// The most rows that a page has.
    pub const MAX: u64 = 200;

    /// A page of so many rows.
    pub const fn new(rows: u64) -> Result<Self, LimitError> {
        if rows >= 1 && rows <= Self::MAX {
            Ok(Self(rows))
        } else {
            Err(LimitError(rows))
        }
    }

    /// The number of rows.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u64> for Limit {
    type Error = LimitError;

    fn try_from(rows: u64) -> Result<Self, LimitError> {
        Self::new(rows)
    }
}

impl From<Limit> for u64 {
    fn from(limit: Limit) -> Self {
        limit.0
    }
}

impl Cursor {
    /// The cursor that stands for the sort key of a row.
    pub fn of(key: &impl Serialize) -> Self {
        let json = serde_json::to_vec(key).expect("a sort key is made of texts and numbers");
        let mut text = String::with_capacity(json.len() * 2);
        for byte in json {
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
        Self(text)
    }

    /// The sort key that it stands for.
    pub fn key<K: DeserializeOwned>(&self) -> Result<K, CursorError> {
        let digits = self.0.as_bytes();
        if !digits.len().is_multiple_of(2) {
            return Err(CursorError);
        }
        let json: Option<Vec<u8>> = digits
            .chunks_exact(2)
            .map(|pair| Some((hex_value(pair[0])? << 4) | hex_value(pair[1])?))
            .collect();
        serde_json::from_slice(&json.ok_or(CursorError)?).map_err(|_| CursorError)
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

fn hex_value(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let known =
            !text.is_empty() && text.len() <= 4096 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if known {
            Ok(Self(text.to_owned()))
        } else {
            Err(CursorError)
        }
    }
}

impl TryFrom<String> for Cursor {
    type Error = CursorError;

    fn try_from(text: String) -> Result<Self, CursorError> {
        text.parse()
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.0
    }
}

impl PageRequest {
    /// The first page with so many rows.
    pub const fn first(limit: Limit) -> Self {
        Self {
            cursor: None,
            limit,
        }
    }

    /// The sort key after which the page begins.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, CursorError> {
        self.cursor.as_ref().map(Cursor::key).transpose()
    }
}

/// Cuts rows that were asked for with one more than the limit to a page, and gives the cursor of
/// the next one.
pub fn split_page<T, K: Serialize>(
    mut rows: Vec<T>,
    limit: Limit,
    key: impl FnOnce(&T) -> K,
) -> (Vec<T>, Option<Cursor>) {
    let size = usize::try_from(limit.get()).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| Cursor::of(&key(row)));
    (rows, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_back_its_key() {
        let cursor = Cursor::of(&("云麓市养犬条例", 7));
        let again: Cursor = cursor.to_string().parse().unwrap();
        assert_eq!(
            again.key::<(String, u32)>(),
            Ok(("云麓市养犬条例".to_owned(), 7))
        );
    }

    #[test]
    fn what_no_list_gave_out_is_refused() {
        for text in ["", "xyz", "abc", "7b", "云"] {
            let key = text
                .parse::<Cursor>()
                .and_then(|cursor| cursor.key::<(String, u32)>());
            assert_eq!(key, Err(CursorError), "{text}");
        }
    }

    #[test]
    fn a_page_has_one_to_two_hundred_rows() {
        assert!(Limit::new(0).is_err());
        assert!(Limit::new(201).is_err());
        assert_eq!(Limit::new(200).map(Limit::get), Ok(200));
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        let limit = Limit::new(2).unwrap();
        assert_eq!(
            split_page(vec![1, 2], limit, |row| *row),
            (vec![1, 2], None)
        );
        assert_eq!(
            split_page(vec![1, 2, 3], limit, |row| *row),
            (vec![1, 2], Some(Cursor::of(&2)))
        );
    }
}
