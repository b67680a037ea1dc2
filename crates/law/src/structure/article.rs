//! An article: its lines become paragraphs, points and subpoints.

use crate::address::ProvisionPath;
use crate::finding::{Finding, FindingCode};
use crate::label::Label;
use crate::normalize::squeeze;
use crate::statute::{Article, Paragraph, Point, Subpoint};

/// Fills `article` from its labelled lines.
pub(super) fn fill(article: &mut Article, lines: &[(u32, Label)], findings: &mut Vec<Finding>) {
    let path = ProvisionPath::article(article.number);
    let mut builder = Builder {
        paragraphs: Vec::new(),
    };
    for (at, (line, label)) in lines.iter().enumerate() {
        let next_point = lines[at + 1..].iter().find_map(|(_, label)| match label {
            Label::Point { number, .. } => Some(*number),
            _ => None,
        });
        if let Some(code) = builder.take(label, next_point) {
            findings.push(Finding::at(code, *line, text_of(label), false).within(path));
        }
    }
    article.paragraphs = builder.paragraphs;
}

fn text_of<'t>(label: &Label<'t>) -> &'t str {
    match label {
        Label::Heading { title, .. } => title,
        Label::Article { text, .. }
        | Label::Point { text, .. }
        | Label::Subpoint { text, .. }
        | Label::Inner { text, .. } => text,
        Label::Plain(text) => text,
        Label::Appendix => "",
    }
}

struct Builder {
    paragraphs: Vec<Paragraph>,
}

impl Builder {
    fn take(&mut self, label: &Label, next_point: Option<u32>) -> Option<FindingCode> {
        match *label {
            Label::Point { number, text } => self.point(number, text),
            Label::Subpoint { number, text } => self.subpoint(number, text),
            Label::Inner { number, text } => self.inner(number, text),
            Label::Plain(text) => self.plain(text, next_point),
            _ => None,
        }
    }

    fn points(&mut self) -> &mut Vec<Point> {
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Paragraph::default());
        }
        let last = self.paragraphs.len() - 1;
        &mut self.paragraphs[last].points
    }

    fn point(&mut self, number: u32, text: &str) -> Option<FindingCode> {
        let points = self.points();
        let expected = points.last().map_or(1, |point| point.number + 1);
        points.push(Point {
            number,
            text: squeeze(text),
            subpoints: Vec::new(),
        });
        (number != expected).then_some(FindingCode::PointGap)
    }

    fn subpoint(&mut self, number: u32, text: &str) -> Option<FindingCode> {
        match self.points().last_mut() {
            Some(point) => {
                point.subpoints.push(Subpoint {
                    number,
                    text: squeeze(text),
                    lines: Vec::new(),
                });
                None
            }
            None => {
                self.points().push(Point {
                    number,
                    text: squeeze(text),
                    subpoints: Vec::new(),
                });
                Some(FindingCode::StrayLabel)
            }
        }
    }

    fn inner(&mut self, number: u32, text: &str) -> Option<FindingCode> {
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

    /// A line between points k and k + 1 belongs to point k; any other is a new 款.
    fn plain(&mut self, text: &str, next_point: Option<u32>) -> Option<FindingCode> {
        let last = self
            .paragraphs
            .last_mut()
            .and_then(|paragraph| paragraph.points.last_mut());
        match last {
            Some(point) if next_point == Some(point.number + 1) => {
                point.text.push('\n');
                point.text.push_str(&squeeze(text));
                Some(FindingCode::LineWithinList)
            }
            _ => {
                self.paragraphs.push(Paragraph {
                    text: squeeze(text),
                    points: Vec::new(),
                });
                None
            }
        }
    }
}
