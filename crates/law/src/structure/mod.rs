//! From text to the tree of provisions.
//!
//! In this order: lines in normal form; head and body; in the body, lines that hold several articles
//! are split, broken lines joined, the appendix cut off; then headings and articles are collected,
//! and each article's lines become paragraphs, points and subpoints.

mod article;
mod body;
mod headings;
mod list;
mod split;
#[cfg(test)]
mod tests;
mod unwrap;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::finding::{Finding, FindingCode};
use crate::head;
use crate::label::{self, Label};
use crate::normalize::{normalize, squeeze};
use crate::source;
use crate::statute::Statute;

/// A line of the source in normal form.
#[derive(Debug, Clone)]
struct Line<'a> {
    number: u32,
    text: Cow<'a, str>,
}

/// Reads a statute from its text. Never fails; what was damaged or odd is in `findings`.
pub fn read(source: &str) -> Statute {
    let mut statute = Statute::default();
    let mut lines = lines(source, &mut statute.findings);
    if lines.is_empty() {
        statute
            .findings
            .push(Finding::of_source(FindingCode::Empty, ""));
        return statute;
    }
    let body = lines.split_off(head_length(&lines));
    read_head(&lines, &mut statute);
    let body = without_title(body, &mut statute);
    body::read(body, &mut statute);
    if statute.articles.is_empty() {
        statute
            .findings
            .push(Finding::of_source(FindingCode::NoArticle, &statute.title));
    }
    statute
}

/// Reads a statute from the bytes of its file: text in UTF-8 or GB 18030, or a `.docx`.
pub fn read_bytes(bytes: &[u8]) -> Statute {
    let source = source::decode(bytes);
    if source.text.is_empty() && !source.findings.is_empty() {
        return Statute {
            findings: source.findings,
            ..Statute::default()
        };
    }
    let mut statute = read(&source.text);
    statute.findings.splice(0..0, source.findings);
    statute
}

/// Mark between head and body in the markdown collections.
const HEAD_END: &str = "<!-- INFO END -->";

/// The lines that hold something, normalised.
fn lines<'a>(source: &'a str, findings: &mut Vec<Finding>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut told = HashMap::new();
    for (number, raw) in
        (1u32..).zip(source.split(['\n', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']))
    {
        if raw.trim_end() == HEAD_END {
            lines.push(Line {
                number,
                text: HEAD_END.into(),
            });
            continue;
        }
        let normalized = normalize(raw);
        for (code, repaired) in normalized.changes {
            note(
                findings,
                &mut told,
                Finding::at(code, number, raw.trim(), repaired),
            );
        }
        if !normalized.text.is_empty() {
            lines.push(Line {
                number,
                text: normalized.text,
            });
        }
    }
    lines
}

/// Adds a finding about the characters of a line; of certain repairs only the first is told, with
/// the number of lines.
fn note(findings: &mut Vec<Finding>, told: &mut HashMap<FindingCode, usize>, found: Finding) {
    if found.repaired {
        let at = *told.entry(found.code).or_insert(findings.len());
        if let Some(first) = findings.get_mut(at) {
            first.line_count += 1;
            return;
        }
    }
    findings.push(found);
}

/// The head ends at its mark or, without one, before the first heading, article or item 一、.
fn head_length(lines: &[Line]) -> usize {
    if let Some(at) = lines.iter().position(|line| line.text == HEAD_END) {
        return at + 1;
    }
    let opens_body = |line: &Line| match label::read(&line.text) {
        Label::Heading {
            number: Some(_), ..
        } => true,
        Label::Article { spaced, .. } => spaced,
        _ => line.text.starts_with("一、"),
    };
    lines
        .iter()
        .position(opens_body)
        .unwrap_or_else(|| lines.len().min(1))
}

fn read_head(head: &[Line], statute: &mut Statute) {
    let mut lines = head.iter().filter(|line| line.text != HEAD_END).peekable();
    match lines.next() {
        Some(line) => statute.title = squeeze_title(&line.text),
        None => statute
            .findings
            .push(Finding::of_source(FindingCode::NoTitle, "")),
    }
    if let Some(line) = lines.next_if(|line| line.text.starts_with('#')) {
        statute.subtitle = Some(squeeze_title(&line.text));
    }
    let lines = without_title(lines.cloned().collect(), statute);
    let is_event = |line: &&Line| {
        !is_contents(&line.text) && !matches!(label::read(&line.text), Label::Heading { .. })
    };
    let events = lines
        .iter()
        .filter(is_event)
        .map(|line| (line.number, line.text.as_ref()));
    statute.events = head::events(&events.collect::<Vec<_>>(), &mut statute.findings);
}

/// Drops the lines at the start that repeat the title, whole or in pieces.
fn without_title<'a>(mut lines: Vec<Line<'a>>, statute: &mut Statute) -> Vec<Line<'a>> {
    const SHORTEST: usize = 4;
    let repeats = |line: &&Line| {
        let text = squeeze(&line.text);
        text.chars().nth(SHORTEST - 1).is_some() && statute.title.contains(&text)
    };
    let rest = lines.split_off(lines.iter().take_while(repeats).count());
    if let Some(line) = lines.first() {
        statute.findings.push(Finding::at(
            FindingCode::RepeatedTitle,
            line.number,
            &line.text,
            true,
        ));
    }
    rest
}

fn squeeze_title(line: &str) -> String {
    squeeze(line.trim_start_matches('#'))
}

/// Whether the line is 目录, which belongs to no text.
fn is_contents(line: &str) -> bool {
    matches!(
        line.trim_start_matches('#').trim(),
        "目录" | "目 录" | "目次"
    )
}

/// Whether a text ends as a paragraph, a point or an introduction ends.
fn is_finished(text: &str) -> bool {
    text.ends_with([
        '。', '；', '：', '！', '？', '”', '’', '）', ')', '》', '…', ':', ';', '．',
    ])
}
