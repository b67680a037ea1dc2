//! The body: divisions and articles from labelled lines.

use super::{Line, article, is_contents};
use crate::address::ArticleNumber;
use crate::finding::{Finding, FindingCode};
use crate::label::{self, Label};
use crate::normalize::squeeze;
use crate::statute::{Article, Division, DivisionKind, Statute};

/// Reads the body into `statute`.
pub(super) fn read(lines: &[Line], statute: &mut Statute) {
    let end = appendix_start(lines);
    let mut body = Body {
        statute,
        open: None,
        lines: Vec::new(),
    };
    for line in &lines[..end] {
        body.take(line);
    }
    body.close_article();
    if end < lines.len() {
        statute.findings.push(Finding::at(
            FindingCode::Appendix,
            lines[end].number,
            &lines[end].text,
            true,
        ));
        statute.appendix = lines[end..]
            .iter()
            .map(|line| line.text.clone().into_owned())
            .collect();
    }
}

/// The first appendix line after which no article continues the sequence.
fn appendix_start(lines: &[Line]) -> usize {
    let mut start = lines.len();
    let mut last = ArticleNumber::default();
    for (at, line) in lines.iter().enumerate() {
        match label::read(&line.text) {
            Label::Appendix if start == lines.len() => start = at,
            Label::Article {
                number,
                spaced: true,
                ..
            } if start == lines.len() => last = number,
            Label::Article {
                number,
                spaced: true,
                ..
            } if number.main == last.main + 1 => {
                (start, last) = (lines.len(), number);
            }
            _ => {}
        }
    }
    start
}

struct Body<'s, 'l> {
    statute: &'s mut Statute,
    open: Option<Article>,
    lines: Vec<(u32, Label<'l>)>,
}

impl<'l> Body<'_, 'l> {
    fn take(&mut self, line: &'l Line) {
        if is_contents(&line.text) {
            return;
        }
        match label::read(&line.text) {
            Label::Heading {
                kind,
                number,
                title,
            } => self.heading(kind, number, title),
            Label::Article {
                number,
                text,
                spaced,
                damaged,
            } if spaced || damaged => self.article(number, text, line.number),
            _ if self.open.is_none() => self.statute.preamble.push(squeeze(&line.text)),
            Label::Article { .. } => self.lines.push((line.number, Label::Plain(&line.text))),
            label => self.lines.push((line.number, label)),
        }
    }

    fn heading(&mut self, kind: DivisionKind, number: Option<u32>, title: &str) {
        self.close_article();
        let divisions = &self.statute.divisions;
        let parent = divisions.iter().rposition(|division| division.kind < kind);
        self.statute.divisions.push(Division {
            kind,
            number,
            title: squeeze(title),
            parent,
        });
    }

    fn article(&mut self, number: ArticleNumber, text: &'l str, line: u32) {
        self.close_article();
        let division = self.statute.divisions.len().checked_sub(1);
        self.open = Some(Article {
            number,
            division,
            paragraphs: Vec::new(),
            line,
        });
        if !text.is_empty() {
            self.lines.push((line, label::read(text)));
        }
    }

    fn close_article(&mut self) {
        if let Some(mut article) = self.open.take() {
            article::fill(&mut article, &self.lines, &mut self.statute.findings);
            self.statute.articles.push(article);
        }
        self.lines.clear();
    }
}
