//! Canonical JSON: RFC 8785 restricted to whole numbers within ±(2^53 − 1).

use std::fmt::{self, Write as _};

use serde_json::Value;
use thiserror::Error;

/// The largest whole number of canonical JSON, 2^53 − 1: beyond, readers that keep numbers as
/// doubles would read another.
const NUMBER_MAX: i64 = (1 << 53) - 1;
/// How deep arrays and objects may stand in one another.
const DEPTH_MAX: usize = 64;

/// A JSON value in its one canonical form: no white space, names sorted by UTF-16 code units, whole
/// numbers only. `Debug` shows its length only, since it may hold personal data.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CanonicalJson(String);

/// What has no canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CanonicalJsonError {
    /// Not JSON.
    #[error("the bytes are no JSON")]
    NotJson,
    /// A fraction, an exponent, or a number beyond 2^53 − 1.
    #[error("the value holds a number that is not whole or lies beyond 2^53 - 1: write it as text")]
    Number,
    /// Arrays and objects within one another more than 64 deep.
    #[error("the value is nested more than {DEPTH_MAX} deep")]
    Depth,
    /// JSON, but written in another form than the canonical one.
    #[error("the JSON is not in canonical form (order of names, white space, escapes, doubles)")]
    NotCanonical,
}

impl CanonicalJson {
    /// Writes a value.
    pub fn of(value: &Value) -> Result<Self, CanonicalJsonError> {
        let mut text = String::new();
        write_value(value, 0, &mut text)?;
        Ok(Self(text))
    }

    /// Reads bytes that are in canonical form already; any other form is refused.
    pub fn parse(bytes: &[u8]) -> Result<Self, CanonicalJsonError> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|_| CanonicalJsonError::NotJson)?;
        let canonical = Self::of(&value)?;
        if canonical.as_bytes() != bytes {
            return Err(CanonicalJsonError::NotCanonical);
        }
        Ok(canonical)
    }

    /// The canonical bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value.
    pub fn to_value(&self) -> Value {
        serde_json::from_str(&self.0).expect("canonical JSON is JSON")
    }
}

impl fmt::Display for CanonicalJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CanonicalJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CanonicalJson(… {} bytes)", self.0.len())
    }
}

fn write_value(value: &Value, depth: usize, text: &mut String) -> Result<(), CanonicalJsonError> {
    if depth > DEPTH_MAX {
        return Err(CanonicalJsonError::Depth);
    }
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(is_true) => text.push_str(if *is_true { "true" } else { "false" }),
        Value::Number(number) => {
            let whole = number
                .as_i64()
                .filter(|number| (-NUMBER_MAX..=NUMBER_MAX).contains(number));
            text.push_str(&whole.ok_or(CanonicalJsonError::Number)?.to_string());
        }
        Value::String(string) => write_string(string, text),
        Value::Array(values) => {
            text.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write_value(value, depth + 1, text)?;
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (at, (name, value)) in members.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write_string(name, text);
                text.push(':');
                write_value(value, depth + 1, text)?;
            }
            text.push('}');
        }
    }
    Ok(())
}

/// RFC 8785, 3.2.2.2: short escapes where JSON has one, `\u00xx` for other control characters, all
/// else as it is.
fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for c in string.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            c if c < ' ' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(json: &str, canonical: &str) {
        let value: Value = serde_json::from_str(json).unwrap();
        let found = CanonicalJson::of(&value).unwrap();
        assert_eq!(found.as_str(), canonical);
        assert_eq!(CanonicalJson::parse(canonical.as_bytes()), Ok(found));
    }

    #[track_caller]
    fn refuse(json: &str, error: CanonicalJsonError) {
        assert_eq!(CanonicalJson::parse(json.as_bytes()), Err(error), "{json}");
    }

    #[test]
    fn values_have_one_form() {
        check(" { } ", "{}");
        check(r#"{"b":[1, -2,0],"a":null}"#, r#"{"a":null,"b":[1,-2,0]}"#);
        check(
            r#""\u4e91\u9e93\/ \u0007\u007f\n""#,
            "\"云麓/ \\u0007\u{7f}\\n\"",
        );
        check("9007199254740991", "9007199254740991");
        check("-9007199254740991", "-9007199254740991");
    }

    #[test]
    fn names_are_sorted_by_utf_16_code_units() {
        // U+1F600 is written with surrogates (d83d…) and so stands before U+FB33.
        check(
            "{\"\u{fb33}\":1,\"\u{1f600}\":2,\"\u{20ac}\":3,\"1\":4,\"\\r\":5}",
            "{\"\\r\":5,\"1\":4,\"\u{20ac}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}",
        );
    }

    #[test]
    fn numbers_that_readers_read_differently_are_refused() {
        for number in [
            "1.0",
            "1e3",
            "0.5",
            "-0",
            "9007199254740992",
            "-9007199254740992",
            "1e400",
        ] {
            let found = CanonicalJson::parse(number.as_bytes());
            assert!(
                matches!(
                    found,
                    Err(CanonicalJsonError::Number | CanonicalJsonError::NotJson)
                ),
                "{number}: {found:?}"
            );
        }
    }

    #[test]
    fn another_form_is_refused() {
        refuse(r#"{"b":1,"a":2}"#, CanonicalJsonError::NotCanonical);
        refuse(r#"{"a":1,"a":1}"#, CanonicalJsonError::NotCanonical);
        refuse(r#""\u0041""#, CanonicalJsonError::NotCanonical);
        refuse("[1, 2]", CanonicalJsonError::NotCanonical);
        refuse("[1", CanonicalJsonError::NotJson);
        let deep = format!("{}{}", "[".repeat(66), "]".repeat(66));
        refuse(&deep, CanonicalJsonError::Depth);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-NUMBER_MAX..=NUMBER_MAX).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_value_is_read_back_from_its_form(value in any_value()) {
            let canonical = CanonicalJson::of(&value).unwrap();
            prop_assert_eq!(CanonicalJson::parse(canonical.as_bytes()), Ok(canonical.clone()));
            prop_assert_eq!(canonical.to_value(), value);
        }

        #[test]
        fn any_bytes_are_canonical_or_refused(bytes: Vec<u8>) {
            let _ = CanonicalJson::parse(&bytes);
        }
    }
}
