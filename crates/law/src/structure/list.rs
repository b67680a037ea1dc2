//! The labels of an article's lines: labels that stand inside a line, and labels that were lost.

use super::Line;
use crate::finding::FindingCode;
use crate::label::{self, Label};

/// A line of an article with its label read.
#[derive(Debug, Clone)]
pub(super) struct Entry<'l> {
    pub line: u32,
    pub label: Label<'l>,
    /// What was repaired.
    pub finding: Option<FindingCode>,
}

/// Labels the lines of an article.
pub(super) fn entries<'l>(lines: &'l [Line<'_>]) -> Vec<Entry<'l>> {
    let mut entries = Vec::with_capacity(lines.len());
    for line in lines {
        push_line(&mut entries, line.number, &line.text);
    }
    restore_lost(&mut entries);
    entries
}

/// Adds a line, split where further labels stand inside it: after a colon the first, after a
/// semicolon or full stop the one that follows.
fn push_line<'l>(entries: &mut Vec<Entry<'l>>, line: u32, text: &'l str) {
    let label = label_within_article(text);
    let mut number = match label {
        Label::Point { number, .. } => number,
        // After a colon an unlabelled line may be the first point, its label lost.
        _ if entries
            .last()
            .is_some_and(|entry| label::text(&entry.label).ends_with('：')) =>
        {
            1
        }
        _ => 0,
    };
    let mut from = 0;
    let mut finding = None;
    for (at, _) in text.match_indices('（').filter(|&(at, _)| at > 0) {
        let before = text[..at].trim_end();
        let expected = if before.ends_with('：') {
            1
        } else {
            number + 1
        };
        let follows = before.ends_with('：') || (number > 0 && before.ends_with(['；', '。']));
        if !follows {
            continue;
        }
        if !matches!(label::read(&text[at..]), Label::Point { number, .. } if number == expected) {
            continue;
        }
        let label = label_within_article(text[from..at].trim_end());
        entries.push(Entry {
            line,
            label,
            finding,
        });
        (from, number, finding) = (at, expected, Some(FindingCode::InlineLabel));
    }
    entries.push(Entry {
        line,
        label: label_within_article(&text[from..]),
        finding,
    });
}

/// Within an article, heads of articles and headings are text.
fn label_within_article(text: &str) -> Label<'_> {
    match label::read(text) {
        label @ (Label::Point { .. } | Label::Subpoint { .. } | Label::Inner { .. }) => label,
        _ => Label::Plain(text),
    }
}

/// Gives unlabelled lines the labels that they lost: as many lines as numbers are missing, between
/// two points or between the colon and the first labelled point.
fn restore_lost(entries: &mut [Entry]) {
    let mut last = 0;
    for at in 0..entries.len() {
        let Label::Point { number, .. } = entries[at].label else {
            continue;
        };
        let plain = entries[..at]
            .iter()
            .rev()
            .take_while(|entry| matches!(entry.label, Label::Plain(_)))
            .count();
        let run = &entries[at - plain..at];
        let (before, lost) = match run
            .iter()
            .rposition(|entry| label::text(&entry.label).ends_with('：'))
        {
            Some(colon) => (0, plain - colon - 1),
            None => (last, plain),
        };
        let missing = number.saturating_sub(before + 1) as usize;
        let after_list = before > 0 || lost < plain;
        if missing > 0 && lost == missing && after_list {
            restore(&mut entries[at - lost..at], before);
        }
        last = number;
    }
}

fn restore(entries: &mut [Entry], before: u32) {
    for (number, entry) in (before + 1..).zip(entries) {
        if let Label::Plain(text) = entry.label {
            entry.label = Label::Point { number, text };
            entry.finding = Some(FindingCode::LostLabel);
        }
    }
}
