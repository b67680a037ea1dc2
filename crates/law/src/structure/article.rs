//! An article: its lines become paragraphs, points and subpoints.

use super::Line;
use super::list::{self, Entry};
use crate::address::ProvisionPath;
use crate::finding::{Finding, FindingCode};
use crate::label::{self, Label};
use crate::normalize::squeeze;
use crate::statute::{Article, Paragraph, Point, Subpoint};

/// Fills `article` from its lines.
pub(super) fn fill(article: &mut Article, lines: &[Line], findings: &mut Vec<Finding>) {
    let path = ProvisionPath::article(article.number);
    let entries = list::entries(lines);
    let mut builder = Builder {
        paragraphs: Vec::new(),
        in_arabic_list: false,
    };
    let mut report = |entry: &Entry, code, repaired| {
        findings
            .push(Finding::at(code, entry.line, label::text(&entry.label), repaired).within(path));
    };
    for (entry, next) in entries.iter().zip(next_labels(&entries)) {
        if let Some(code) = entry.finding {
            report(entry, code, true);
        }
        if let Some((code, repaired)) = builder.take(&entry.label, next) {
            report(entry, code, repaired);
        }
    }
    article.paragraphs = builder.paragraphs;
    if article.paragraphs.is_empty() {
        findings.push(Finding::at(FindingCode::EmptyArticle, article.line, "", false).within(path));
    }
    unlabelled_lists(article, findings);
}

/// Reports paragraphs that announce a list of which no entry is labelled.
fn unlabelled_lists(article: &Article, findings: &mut Vec<Finding>) {
    for (number, pair) in (1..).zip(article.paragraphs.windows(2)) {
        if pair[0].points.is_empty() && pair[0].text.ends_with('：') && !pair[1].text.is_empty() {
            let path = ProvisionPath {
                paragraph: Some(number),
                ..ProvisionPath::article(article.number)
            };
            findings.push(
                Finding::at(
                    FindingCode::UnlabelledList,
                    article.line,
                    &pair[1].text,
                    false,
                )
                .within(path),
            );
        }
    }
}

/// For each entry the point or subpoint that comes next, whichever is first.
fn next_labels<'e>(entries: &'e [Entry<'e>]) -> Vec<Option<&'e Label<'e>>> {
    let mut next = None;
    let mut labels: Vec<_> = entries
        .iter()
        .rev()
        .map(|entry| {
            let after = next;
            if matches!(entry.label, Label::Point { .. } | Label::Subpoint { .. }) {
                next = Some(&entry.label);
            }
            after
        })
        .collect();
    labels.reverse();
    labels
}

struct Builder {
    paragraphs: Vec<Paragraph>,
    /// Whether the points of the last paragraph are labelled `1.` instead of （一）.
    in_arabic_list: bool,
}

type Oddity = Option<(FindingCode, bool)>;

impl Builder {
    fn take(&mut self, label: &Label, next: Option<&Label>) -> Oddity {
        match *label {
            Label::Point { number, text } => self.point(number, text),
            Label::Subpoint { number, text } => self.subpoint(number, text),
            Label::Inner { number, text } => self.inner(number, text),
            _ => self.plain(label::text(label), next),
        }
    }

    fn points(&mut self) -> &mut Vec<Point> {
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Paragraph::default());
        }
        let last = self.paragraphs.len() - 1;
        &mut self.paragraphs[last].points
    }

    fn point(&mut self, number: u32, text: &str) -> Oddity {
        self.in_arabic_list = false;
        let points = self.points();
        let expected = points.last().map_or(1, |point| point.number + 1);
        points.push(Point {
            number,
            text: squeeze(text),
            subpoints: Vec::new(),
        });
        (number != expected).then_some((FindingCode::PointGap, false))
    }

    /// `1.` below a point; without a point above it, it is one.
    fn subpoint(&mut self, number: u32, text: &str) -> Oddity {
        let in_arabic_list = self.in_arabic_list;
        let points = self.points();
        if let Some(point) = points.last_mut().filter(|_| !in_arabic_list) {
            point.subpoints.push(Subpoint {
                number,
                text: squeeze(text),
                lines: Vec::new(),
            });
            return None;
        }
        points.push(Point {
            number,
            text: squeeze(text),
            subpoints: Vec::new(),
        });
        self.in_arabic_list = true;
        (number == 1).then_some((FindingCode::StrayLabel, false))
    }

    fn inner(&mut self, number: u32, text: &str) -> Oddity {
        match self
            .points()
            .last_mut()
            .and_then(|point| point.subpoints.last_mut())
        {
            Some(subpoint) => {
                subpoint
                    .lines
                    .push(format!("（{number}）{}", squeeze(text)));
                None
            }
            None => self.subpoint(number, text),
        }
    }

    /// A line between points k and k + 1 belongs to point k, one between subpoints to the first of
    /// them; any other is a new 款.
    fn plain(&mut self, text: &str, next: Option<&Label>) -> Oddity {
        let point = self
            .paragraphs
            .last_mut()
            .and_then(|paragraph| paragraph.points.last_mut());
        let Some(point) = point.filter(|point| belongs_to(point, next)) else {
            self.paragraphs.push(Paragraph {
                text: squeeze(text),
                points: Vec::new(),
            });
            self.in_arabic_list = false;
            return None;
        };
        let place = point
            .subpoints
            .last_mut()
            .map_or(&mut point.text, |subpoint| &mut subpoint.text);
        place.push('\n');
        place.push_str(&squeeze(text));
        Some((FindingCode::LineWithinList, true))
    }
}

fn belongs_to(point: &Point, next: Option<&Label>) -> bool {
    match next {
        Some(Label::Point { number, .. }) => *number == point.number + 1,
        Some(Label::Subpoint { number, .. }) => {
            *number == point.subpoints.last().map_or(1, |last| last.number + 1)
        }
        _ => false,
    }
}
