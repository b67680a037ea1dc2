//! The body: divisions and articles from labelled lines.

use super::headings::{self, Heading, is_bare_title};
use super::{Line, article, is_contents, is_finished, split, unwrap};
use crate::address::{ArticleNumber, ProvisionPath};
use crate::finding::{Finding, FindingCode};
use crate::label::{self, Label};
use crate::normalize::squeeze;
use crate::statute::{Article, Division, DivisionKind, Statute};

/// Reads the body into `statute`.
pub(super) fn read(lines: Vec<Line>, statute: &mut Statute) {
    let mut lines = split::split(lines, &mut statute.findings);
    let appendix = lines.split_off(appendix_start(&lines));
    let lines = unwrap::join(lines, &mut statute.findings);
    let mut body = Body {
        statute,
        headings: Vec::new(),
        open: None,
        lines: Vec::new(),
        after_heading: false,
        announces_text: false,
    };
    for line in lines {
        body.take(line);
    }
    let headings = body.finish();
    statute.divisions = headings::settle(headings, &mut statute.articles, &mut statute.findings);
    report_numbers(statute);
    if let Some(first) = appendix.first() {
        statute.findings.push(Finding::at(
            FindingCode::Appendix,
            first.number,
            &first.text,
            true,
        ));
        statute.appendix = appendix
            .into_iter()
            .map(|line| line.text.into_owned())
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
            } if last.main > 0 && number.main == last.main + 1 => {
                (start, last) = (lines.len(), number);
            }
            _ => {}
        }
    }
    start
}

struct Body<'s, 'a> {
    statute: &'s mut Statute,
    headings: Vec<Heading>,
    open: Option<Article>,
    /// Lines of the open article, or without one those since the last heading.
    lines: Vec<Line<'a>>,
    after_heading: bool,
    /// Whether one of `lines` announces the text of provisions, as amendments do.
    announces_text: bool,
}

impl<'a> Body<'_, 'a> {
    fn take(&mut self, line: Line<'a>) {
        if is_contents(&line.text) {
            return;
        }
        match label::read(&line.text) {
            Label::Heading {
                title: "",
                number: None,
                ..
            } => {}
            Label::Heading {
                kind,
                number,
                title,
            } => {
                let title = squeeze(title);
                self.heading(kind, number, title, line.number);
            }
            Label::Article {
                number,
                text,
                spaced,
                damaged,
            } if self.opens(number, spaced, damaged) => {
                let start = line.text.len() - text.len();
                if damaged {
                    self.report(FindingCode::DamagedArticleHead, &line, true);
                }
                self.article(number, start, line);
            }
            label => {
                let is_quoted = matches!(label, Label::Article { spaced: true, .. });
                if is_quoted {
                    self.report(FindingCode::QuotedArticle, &line, true);
                }
                self.text(line);
            }
        }
    }

    fn report(&mut self, code: FindingCode, line: &Line, repaired: bool) {
        self.statute
            .findings
            .push(Finding::at(code, line.number, &line.text, repaired));
    }

    fn last_number(&self) -> ArticleNumber {
        let last = self.open.as_ref().or(self.statute.articles.last());
        last.map_or_else(ArticleNumber::default, |article| article.number)
    }

    /// Whether 第X条 at the start of a line opens an article, and does not belong to a quoted text
    /// or a sentence.
    fn opens(&self, number: ArticleNumber, spaced: bool, damaged: bool) -> bool {
        let last = self.last_number();
        let follows = number.main == last.main + 1
            || (number.main == last.main && number.sub == last.sub + 1);
        let is_head = spaced || (follows && damaged);
        let is_certain = follows && last.main > 0;
        is_head && (is_certain || !self.announces_text)
    }

    fn heading(&mut self, kind: DivisionKind, number: Option<u32>, title: String, line: u32) {
        self.close();
        let division = Division {
            kind,
            number,
            title,
            parent: None,
            is_recovered: false,
        };
        self.headings.push(Heading {
            division,
            line,
            is_after_another: self.after_heading,
        });
        self.after_heading = true;
    }

    fn article(&mut self, number: ArticleNumber, start: usize, mut line: Line<'a>) {
        if self.open.is_none() && self.statute.articles.is_empty() {
            headings::drop_contents(&mut self.headings, &mut self.statute.findings);
        }
        self.restore_heads(number);
        self.close();
        self.open(number, line.number);
        match &mut line.text {
            std::borrow::Cow::Borrowed(text) => *text = &text[start..],
            std::borrow::Cow::Owned(text) => drop(text.drain(..start)),
        }
        if !line.text.is_empty() {
            self.push(line);
        }
    }

    fn open(&mut self, number: ArticleNumber, line: u32) {
        let division = self.headings.len().checked_sub(1);
        self.open = Some(Article {
            number,
            division,
            paragraphs: Vec::new(),
            line,
        });
        self.after_heading = false;
    }

    fn text(&mut self, line: Line<'a>) {
        if self.open.is_none() && self.after_heading && is_bare_title(&line.text) {
            self.headings
                .push(Heading::recovered(&line.text, line.number, true));
        } else {
            self.push(line);
        }
    }

    fn push(&mut self, line: Line<'a>) {
        self.announces_text |= announces_text(&line.text);
        self.lines.push(line);
    }

    /// Where exactly as many paragraphs stand under a heading as articles are missing before
    /// `number`, they are those articles, without their heads.
    fn restore_heads(&mut self, number: ArticleNumber) {
        let last = self.last_number().main;
        let missing = number.main.saturating_sub(last + 1) as usize;
        if self.open.is_some()
            || self.headings.is_empty()
            || missing == 0
            || missing != self.lines.len()
        {
            return;
        }
        for (number, line) in (last + 1..).zip(std::mem::take(&mut self.lines)) {
            self.report(FindingCode::LostArticleHead, &line, true);
            self.open(ArticleNumber::new(number), line.number);
            self.lines.push(line);
            self.close();
        }
    }

    /// Closes the open article: headings at its end are parted from it.
    fn close(&mut self) {
        self.announces_text = false;
        let Some(mut article) = self.open.take() else {
            self.statute
                .preamble
                .extend(self.lines.drain(..).map(|line| squeeze(&line.text)));
            return;
        };
        let titles = self
            .lines
            .split_off(self.lines.len() - titles_at_end(&self.lines));
        article::fill(&mut article, &self.lines, &mut self.statute.findings);
        self.statute.articles.push(article);
        self.lines.clear();
        for title in titles {
            self.headings.push(Heading::recovered(
                &title.text,
                title.number,
                self.after_heading,
            ));
            self.after_heading = true;
        }
    }

    fn finish(mut self) -> Vec<Heading> {
        // At the very end a bare line is a signature or a date, no heading.
        if let Some(mut article) = self.open.take() {
            article::fill(&mut article, &self.lines, &mut self.statute.findings);
            self.statute.articles.push(article);
        } else {
            self.close();
        }
        self.headings
    }
}

/// Whether a line announces the text of provisions that follow, as amendments do.
fn announces_text(line: &str) -> bool {
    line.ends_with('：')
        && ["修改为", "改为", "增加", "作为"]
            .iter()
            .any(|word| line.contains(word))
}

/// How many lines at the end of an article are headings that lost their labels.
fn titles_at_end(lines: &[Line]) -> usize {
    const MOST: usize = 2;
    let longest = lines.len().saturating_sub(1).min(MOST);
    let count = lines
        .iter()
        .rev()
        .take(longest)
        .take_while(|line| is_bare_title(&line.text))
        .count();
    let kept = &lines[..lines.len() - count];
    let is_point = |line: &Line| matches!(label::read(&line.text), Label::Point { .. });
    let ends_list = lines[kept.len()..].iter().any(is_point) && kept.iter().any(is_point);
    let is_end = kept
        .last()
        .is_some_and(|line| is_finished(&line.text) && !line.text.ends_with('：'));
    if is_end && !ends_list { count } else { 0 }
}

/// Reports articles whose numbers do not follow one another.
fn report_numbers(statute: &mut Statute) {
    let mut last = ArticleNumber::default();
    for article in &statute.articles {
        let number = article.number;
        let follows = number.main == last.main + 1
            || (number.main == last.main && number.sub == last.sub + 1);
        if !follows {
            let code = if number == last {
                FindingCode::RepeatedArticle
            } else {
                FindingCode::ArticleGap
            };
            let excerpt = format!("{last} → {number}");
            let finding = Finding::at(code, article.line, &excerpt, false)
                .within(ProvisionPath::article(number));
            statute.findings.push(finding);
        }
        last = number;
    }
}
