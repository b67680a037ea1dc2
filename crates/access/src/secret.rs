//! Secrets: texts that show nothing of themselves, and where they come from.

use std::fmt::{self, Write};

use serde::Deserialize;
use subtle::ConstantTimeEq;

/// A password, code or session id. `Debug` shows nothing of it, and it is compared in constant
/// time; it is not `Serialize`.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The secret of this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one who may have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A session id or key: 256 random bits in hexadecimal.
    pub(crate) fn random() -> Self {
        Self(hex(&random_bytes::<32>()))
    }

    /// A code that a person types: 100 random bits as four groups of five characters.
    pub(crate) fn random_code() -> Self {
        Self(grouped(&random_bytes::<20>()))
    }

    /// A short code that a person types when the telephone is lost: 50 random bits in two groups.
    pub(crate) fn random_short_code() -> Self {
        Self(grouped(&random_bytes::<10>()))
    }

    /// The code as it was given out, whatever the case, spaces and hyphens that a person typed.
    pub(crate) fn as_typed(&self) -> Self {
        let kept = self.0.chars().filter(char::is_ascii_alphanumeric);
        Self(
            kept.take(64)
                .map(|letter| letter.to_ascii_uppercase())
                .collect(),
        )
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A character for each byte, with a hyphen after each five.
fn grouped(bytes: &[u8]) -> String {
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    let groups = bytes
        .chunks(5)
        .map(|group| group.iter().map(letter).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// Random bytes of the system.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// Lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", Secret::new("open sesame")), "Secret(…)");
    }

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let code = Secret::random_code();
        assert_eq!(code.reveal().len(), 23);
        let typed = Secret::new(code.reveal().to_lowercase().replace('-', " "));
        assert_eq!(typed.as_typed(), code.as_typed());
        assert_ne!(Secret::random_code(), code);
        assert_eq!(Secret::random_short_code().reveal().len(), 11);
    }

    #[test]
    fn only_the_same_text_is_equal() {
        assert_eq!(Secret::new("a"), Secret::new("a"));
        assert_ne!(Secret::new("a"), Secret::new("ab"));
        assert_ne!(Secret::new("a"), Secret::new("b"));
    }
}
