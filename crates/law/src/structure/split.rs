//! Lines that hold more than one: whole chapters on one line, a heading at a paragraph's end, points
//! within a paragraph.

use std::borrow::Cow;

use super::Line;
use crate::finding::{Finding, FindingCode};
use crate::label::{self, Label};

/// Splits lines in which articles or headings stand inside.
pub(super) fn split<'a>(lines: Vec<Line<'a>>, findings: &mut Vec<Finding>) -> Vec<Line<'a>> {
    let mut out = Vec::with_capacity(lines.len());
    let mut last = 0;
    for line in lines {
        if let Label::Article { number, .. } = label::read(&line.text) {
            last = number.main;
        }
        if holds_next_article(&line.text, last) {
            last = split_articles(&line, last, &mut out);
            findings.push(Finding::at(
                FindingCode::RunTogether,
                line.number,
                &line.text,
                true,
            ));
        } else if let Some(at) = heading_at_end(&line.text) {
            findings.push(Finding::at(
                FindingCode::RunTogether,
                line.number,
                &line.text[at..],
                true,
            ));
            out.extend([part(&line, 0, at), part(&line, at, line.text.len())]);
        } else {
            out.push(line);
        }
    }
    out
}

fn part<'a>(line: &Line<'a>, from: usize, to: usize) -> Line<'a> {
    let text = match &line.text {
        Cow::Borrowed(text) => Cow::Borrowed(text[from..to].trim()),
        Cow::Owned(text) => Cow::Owned(text[from..to].trim().to_owned()),
    };
    Line {
        number: line.number,
        text,
    }
}

/// Where a sentence ends before white space within the line, as line feeds turned to spaces do.
fn seams(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(' ')
        .map(|(at, _)| at)
        .filter(|&at| text[..at].ends_with(['。', '；', '：']))
}

fn article_at(text: &str) -> Option<u32> {
    match label::read(text.trim_start()) {
        Label::Article {
            number,
            spaced: true,
            ..
        } => Some(number.main),
        _ => None,
    }
}

fn holds_next_article(text: &str, last: u32) -> bool {
    last > 0
        && seams(text)
            .any(|at| text[at..].starts_with(" 第") && article_at(&text[at..]) == Some(last + 1))
}

/// Splits at every seam; gives the last article number.
fn split_articles<'a>(line: &Line<'a>, mut last: u32, out: &mut Vec<Line<'a>>) -> u32 {
    let mut from = 0;
    for at in seams(&line.text) {
        out.push(part(line, from, at));
        from = at;
        if let Some(number) = article_at(&line.text[at..]).filter(|&number| number == last + 1) {
            last = number;
        }
    }
    out.push(part(line, from, line.text.len()));
    last
}

/// Where a heading 第X章 stands at the end of a paragraph.
fn heading_at_end(text: &str) -> Option<usize> {
    const LONGEST: usize = 90;
    let mut from = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let (at, _) = text[from..].rmatch_indices("。第").next()?;
    let at = from + at + '。'.len_utf8();
    matches!(
        label::read(&text[at..]),
        Label::Heading {
            number: Some(_),
            ..
        }
    )
    .then_some(at)
}
