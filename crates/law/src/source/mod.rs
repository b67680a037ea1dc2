//! From bytes to text.

use std::borrow::Cow;

use crate::finding::{Finding, FindingCode};

/// The most bytes that a source may have, after unpacking: 16 MiB, eight times the longest statute
/// book with all its annexes. A larger one is refused with [`FindingCode::TooLarge`].
pub const MAX_SOURCE_BYTES: usize = 16 << 20;

/// A source as text, or empty with the finding that says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// What was odd about the bytes.
    pub findings: Vec<Finding>,
}

impl<'a> Source<'a> {
    fn refused(code: FindingCode, why: &str) -> Self {
        Self {
            text: Cow::Borrowed(""),
            findings: vec![Finding::of_source(code, why)],
        }
    }

    fn whole(text: Cow<'a, str>) -> Self {
        Self {
            text,
            findings: Vec::new(),
        }
    }
}

/// Decodes the bytes of a source: UTF-8, GB 18030, UTF-16 with a mark, or a `.docx`. Never fails:
/// what is not text gives an empty source with a finding.
pub fn decode(bytes: &[u8]) -> Source<'_> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Source::refused(FindingCode::TooLarge, &format!("{} bytes", bytes.len()));
    }
    decode_text(bytes)
}

fn decode_text(bytes: &[u8]) -> Source<'_> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if looks_binary(bytes) {
        return Source::refused(FindingCode::NotText, "");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Source::whole(Cow::Borrowed(text));
    }
    let (text, _, damaged) = encoding_rs::GB18030.decode(bytes);
    if damaged {
        return Source::refused(FindingCode::NotText, "");
    }
    Source {
        text,
        findings: vec![Finding::of_source(FindingCode::Recoded, "GB 18030")],
    }
}

/// Whether the bytes hold NULs or many control characters, which no text does.
fn looks_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64 << 10)];
    let controls = start
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0c))
        .count();
    start.contains(&0) || controls * 50 > start.len()
}
