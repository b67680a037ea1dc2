//! From bytes to text: UTF-8, GB 18030, UTF-16 with a mark, or a `.docx`.

mod docx;

use std::borrow::Cow;

use crate::finding::{Finding, FindingCode};

/// The most bytes that a source may have, packed or as text: 16 MiB, some thirty times the longest
/// statute. A larger one is refused with [`FindingCode::TooLarge`]: it holds no statute, and what
/// reads single articles need not fear one of that size.
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

    fn recoded(text: Cow<'a, str>, from: &str) -> Self {
        Self {
            text,
            findings: vec![Finding::of_source(FindingCode::Recoded, from)],
        }
    }
}

/// Decodes the bytes of a source. Never fails: what is not text gives an empty source with a finding.
pub fn decode(bytes: &[u8]) -> Source<'_> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Source::refused(FindingCode::TooLarge, &format!("{} bytes", bytes.len()));
    }
    if docx::is_package(bytes) {
        return match docx::text(bytes) {
            Ok(text) => Source::whole(Cow::Owned(text)),
            Err(error) => Source::refused(FindingCode::BadDocument, &error.to_string()),
        };
    }
    decode_text(bytes)
}

fn decode_text(bytes: &[u8]) -> Source<'_> {
    let marked = encoding_rs::Encoding::for_bom(bytes)
        .filter(|(encoding, _)| *encoding != encoding_rs::UTF_8);
    if let Some((encoding, mark)) = marked {
        return recode(&bytes[mark..], encoding);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if looks_binary(bytes) {
        return Source::refused(FindingCode::NotText, "");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Source::whole(Cow::Borrowed(text)),
        Err(_) => recode(bytes, encoding_rs::GB18030),
    }
}

fn recode<'a>(bytes: &'a [u8], encoding: &'static encoding_rs::Encoding) -> Source<'a> {
    let (text, is_damaged) = encoding.decode_without_bom_handling(bytes);
    if is_damaged || !looks_chinese(&text) {
        return Source::refused(FindingCode::NotText, "");
    }
    Source::recoded(text, encoding.name())
}

/// Whether the bytes hold NULs or many control characters, which no text does.
fn looks_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64 << 10)];
    let is_control = |b: u8| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0c);
    let controls = start.iter().filter(|&&b| is_control(b)).count();
    start.contains(&0) || controls * 50 > start.len()
}

/// Whether recoded text is mostly what Chinese texts are made of: almost any bytes are GB 18030.
fn looks_chinese(text: &str) -> bool {
    const SAMPLE: usize = 4000;
    let (mut usual, mut total) = (0usize, 0usize);
    for c in text.chars().take(SAMPLE) {
        total += 1;
        usual += usize::from(
            matches!(c, ' '..='~' | '\n' | '\r' | '\t' | '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'),
        );
    }
    usual * 10 >= total * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> Vec<FindingCode> {
        decode(bytes)
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn utf_8_is_taken_as_it_is() {
        let source = decode("\u{feff}云麓市市容条例".as_bytes());
        assert_eq!(
            (source.text.as_ref(), source.findings.len()),
            ("云麓市市容条例", 0)
        );
    }

    #[test]
    fn gb_18030_and_utf_16_are_recognised() {
        let text = "云麓市市容条例\n第一条 为了整洁，制定本条例。";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!(decode(&gb).text, text);
        assert_eq!(codes(&gb), [FindingCode::Recoded]);
        let utf16: Vec<u8> = std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&utf16).text, text);
    }

    #[test]
    fn what_is_no_text_is_a_finding() {
        assert_eq!(codes(&[0, 1, 2, 3]), [FindingCode::NotText]);
        assert_eq!(
            codes(&[0xff, 0xff, 0xfe, 0x80, 0x81]),
            [FindingCode::NotText]
        );
        assert_eq!(
            codes("第一条 ".repeat(3 << 20).as_bytes()),
            [FindingCode::TooLarge]
        );
        assert_eq!(codes(b"PK\x03\x04nothing"), [FindingCode::BadDocument]);
    }
}
