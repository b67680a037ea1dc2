//! The text of a `.docx`: a line for each paragraph of `word/document.xml`.
//!
//! Bounded: the document is unpacked up to [`MAX_XML_BYTES`], whatever the package promises; entities
//! are not expanded and nothing outside the document is read.

use std::io::{Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, Event};
use thiserror::Error;

/// The most bytes that the document may unpack to: its marks take several times the room of its text.
const MAX_XML_BYTES: u64 = 64 << 20;

#[derive(Debug, Error)]
pub(super) enum DocumentError {
    #[error("no readable package: {0}")]
    Package(#[from] zip::result::ZipError),
    #[error("unpacks to more than {} MiB", MAX_XML_BYTES >> 20)]
    TooLarge,
    #[error("cannot be unpacked: {0}")]
    Unpack(#[from] std::io::Error),
    #[error("no well-formed document: {0}")]
    Xml(#[from] quick_xml::Error),
}

/// Whether the bytes are a zip package, as a `.docx` is.
pub(super) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The text of the document.
pub(super) fn text(bytes: &[u8]) -> Result<String, DocumentError> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes))?;
    let document = package.by_name("word/document.xml")?;
    let mut xml = String::new();
    let read = document.take(MAX_XML_BYTES + 1).read_to_string(&mut xml)?;
    if read as u64 > MAX_XML_BYTES {
        return Err(DocumentError::TooLarge);
    }
    text_of_xml(&xml)
}

fn text_of_xml(xml: &str) -> Result<String, DocumentError> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut text = String::new();
    let mut is_text = false;
    loop {
        match reader.read_event()? {
            Event::Start(tag) => is_text = tag.local_name().as_ref() == "t",
            Event::Empty(tag) => text.push_str(match tag.local_name().as_ref() {
                "br" | "cr" | "p" => "\n",
                "tab" => " ",
                _ => "",
            }),
            Event::End(tag) => {
                is_text = false;
                if tag.local_name().as_ref() == "p" {
                    text.push('\n');
                }
            }
            Event::Text(run) if is_text => text.push_str(&run.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(run) if is_text => {
                text.push_str(&run.xml_content(XmlVersion::Implicit1_0));
            }
            Event::GeneralRef(reference) if is_text => text.extend(character(&reference)),
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

/// The character of `&amp;` or `&#x4e00;`; none for an entity that the document would have to define.
fn character(reference: &BytesRef) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn package(xml: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer
            .start_file(
                "word/document.xml",
                zip::write::SimpleFileOptions::default(),
            )
            .unwrap();
        writer.write_all(xml).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_become_lines() {
        let xml = "<w:document><w:body><w:p><w:r><w:t>云麓市</w:t></w:r><w:r><w:t>市容&amp;条例</w:t></w:r></w:p>\
                   <w:p><w:r><w:delText>删</w:delText><w:t>第一条</w:t><w:tab/><w:t>整洁。</w:t></w:r></w:p></w:body></w:document>";
        assert_eq!(
            text(&package(xml.as_bytes())).unwrap(),
            "云麓市市容&条例\n第一条 整洁。\n"
        );
    }

    #[test]
    fn a_bomb_is_refused_without_being_unpacked() {
        let xml = vec![b' '; MAX_XML_BYTES as usize + 10];
        assert!(matches!(text(&package(&xml)), Err(DocumentError::TooLarge)));
    }

    #[test]
    fn a_package_without_a_document_is_refused() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer
            .start_file("other.txt", zip::write::SimpleFileOptions::default())
            .unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert!(matches!(text(&bytes), Err(DocumentError::Package(_))));
    }
}
