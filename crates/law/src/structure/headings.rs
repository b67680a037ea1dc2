//! Headings that were lost, split or repeated.

use super::is_finished;
use crate::finding::{Finding, FindingCode};
use crate::label::{self, Label};
use crate::normalize::{is_han, squeeze};
use crate::statute::{Article, Division, DivisionKind};

/// A heading as collected from the body, before it is settled.
#[derive(Debug)]
pub(super) struct Heading {
    pub division: Division,
    pub line: u32,
    /// Whether it follows another heading with no article between.
    pub is_after_another: bool,
}

impl Heading {
    /// A heading without its label: a bare line.
    pub(super) fn recovered(title: &str, line: u32, is_after_another: bool) -> Self {
        let title = squeeze(title);
        let division = Division {
            kind: DivisionKind::Other,
            number: None,
            title,
            parent: None,
            is_recovered: true,
        };
        Self {
            division,
            line,
            is_after_another,
        }
    }
}

/// Characters of a heading at most.
const LONGEST: usize = 40;

/// Whether a line may be a heading that lost its label: short, unfinished, no clause.
pub(super) fn is_bare_title(text: &str) -> bool {
    let (Label::Plain(text) | Label::Point { text, .. }) = label::read(text) else {
        return false;
    };
    !is_finished(text)
        && text.starts_with(|c| is_han(c) || c == '《')
        && !text.contains(['。', '；', '：', '，', '＝', '=', '×', '÷', '“'])
        && text.chars().count() <= LONGEST
}

/// Drops a table of contents from the headings before the first article.
pub(super) fn drop_contents(headings: &mut Vec<Heading>, findings: &mut Vec<Finding>) {
    let length = contents_length(headings);
    if let Some(first) = headings.drain(..length).next() {
        findings.push(Finding::at(
            FindingCode::TableOfContents,
            first.line,
            &first.division.title,
            true,
        ));
    }
}

/// How many of the headings are a table of contents: those before the last occurrence of the first
/// of them; or all, where several chapters stand without an article between.
fn contents_length(headings: &[Heading]) -> usize {
    const MOST_CHAPTERS: usize = 2;
    let label = |heading: &Heading| (heading.division.kind, heading.division.number);
    let first = headings
        .first()
        .map(label)
        .filter(|(_, number)| number.is_some());
    let again = headings
        .iter()
        .rposition(|heading| Some(label(heading)) == first)
        .unwrap_or(0);
    let is_chapter =
        |heading: &&Heading| matches!(label(heading), (DivisionKind::Chapter, Some(_)));
    let chapters = headings.iter().filter(is_chapter).count();
    if again == 0 && chapters > MOST_CHAPTERS {
        headings.len()
    } else {
        again
    }
}

/// Gives recovered headings their rank and number where the gap around them is theirs exactly, joins
/// halves of split headings, and sets parents. Indices in `articles` are kept right.
pub(super) fn settle(
    mut headings: Vec<Heading>,
    articles: &mut [Article],
    findings: &mut Vec<Finding>,
) -> Vec<Division> {
    let mut at = 0;
    while at < headings.len() {
        let end = at
            + headings[at..]
                .iter()
                .take_while(|heading| heading.division.is_recovered)
                .count();
        if end > at {
            number_run(&mut headings, at, end);
        }
        at = end.max(at) + 1;
    }
    let places = join_halves(&mut headings, findings);
    for article in articles {
        article.division = article.division.map(|at| places[at]);
    }
    report(&headings, findings);
    let mut divisions: Vec<Division> = Vec::with_capacity(headings.len());
    for mut heading in headings {
        let rank = heading.division.kind;
        heading.division.parent = parent_of(&divisions, rank);
        divisions.push(heading.division);
    }
    divisions
}

/// The nearest division of a higher rank, walking up from the last.
fn parent_of(divisions: &[Division], rank: DivisionKind) -> Option<usize> {
    let mut at = divisions.len().checked_sub(1);
    while let Some(index) = at {
        if divisions[index].kind < rank {
            return at;
        }
        at = divisions[index].parent;
    }
    None
}

/// Numbers the recovered headings `at..end` if the labelled headings around them lack exactly those.
fn number_run(headings: &mut [Heading], at: usize, end: usize) {
    let lost = (end - at) as u32;
    let next = headings
        .get(end)
        .map(|heading| (heading.division.kind, heading.division.number.unwrap_or(0)));
    let chapter = match last_number(&headings[..at], DivisionKind::Chapter) {
        // The articles before the first heading are the first chapter's.
        0 if at == 0 => 1,
        number => number,
    };
    let section = last_number(&headings[..at], DivisionKind::Section);
    let run = &mut headings[at..end];
    let is_half = run[0].is_after_another;
    match next {
        Some((DivisionKind::Section, number)) if number == section + lost + 1 => {
            number_from(run, DivisionKind::Section, section + 1);
        }
        Some((DivisionKind::Section, 2)) if lost == 2 && section > 0 => {
            number_from(&mut run[..1], DivisionKind::Chapter, chapter + 1);
            number_from(&mut run[1..], DivisionKind::Section, 1);
        }
        Some((DivisionKind::Chapter, number))
            if !is_half && chapter > 0 && number == chapter + lost + 1 =>
        {
            number_from(run, DivisionKind::Chapter, chapter + 1);
        }
        None if !is_half
            && chapter > 0
            && section == 0
            && (at > 0 || run.iter().any(is_chapter_title)) =>
        {
            number_from(run, DivisionKind::Chapter, chapter + 1);
        }
        _ => {}
    }
}

fn number_from(run: &mut [Heading], kind: DivisionKind, first: u32) {
    for (number, heading) in (first..).zip(run) {
        heading.division.kind = kind;
        heading.division.number = Some(number);
    }
}

/// Whether the title is one that only chapters bear.
fn is_chapter_title(heading: &Heading) -> bool {
    matches!(heading.division.title.as_str(), "法律责任" | "附则")
}

/// The number of the last heading of a rank that is not closed by a higher one; 0 for none.
fn last_number(headings: &[Heading], kind: DivisionKind) -> u32 {
    let mut open = headings
        .iter()
        .rev()
        .map(|heading| &heading.division)
        .take_while(|division| division.kind >= kind);
    open.find(|division| division.kind == kind)
        .and_then(|division| division.number)
        .unwrap_or(0)
}

/// Appends an unnumbered heading that follows a labelled one to it. Gives the new place of each.
fn join_halves(headings: &mut Vec<Heading>, findings: &mut Vec<Finding>) -> Vec<usize> {
    let mut places = Vec::with_capacity(headings.len());
    let mut kept: Vec<Heading> = Vec::with_capacity(headings.len());
    for heading in headings.drain(..) {
        let is_half = heading.division.is_recovered
            && heading.is_after_another
            && heading.division.number.is_none();
        match kept.last_mut() {
            Some(last) if is_half => {
                findings.push(Finding::at(
                    FindingCode::SplitHeading,
                    heading.line,
                    &heading.division.title,
                    true,
                ));
                last.division.title.push_str(&heading.division.title);
            }
            _ => kept.push(heading),
        }
        places.push(kept.len() - 1);
    }
    *headings = kept;
    places
}

fn report(headings: &[Heading], findings: &mut Vec<Finding>) {
    for (at, heading) in headings.iter().enumerate() {
        let division = &heading.division;
        let mut add = |code, repaired| {
            findings.push(Finding::at(code, heading.line, &division.title, repaired));
        };
        match (division.kind, division.number) {
            _ if division.is_recovered => add(FindingCode::LostHeading, true),
            (DivisionKind::Other, _) => add(FindingCode::OtherHeading, false),
            // 章 may count on through 编.
            (kind, Some(number)) => {
                let previous = last_number(&headings[..at], kind);
                let before = headings[..at]
                    .iter()
                    .rev()
                    .find(|other| other.division.kind == kind);
                let counts_on = before
                    .and_then(|other| other.division.number)
                    .is_some_and(|last| number == last + 1);
                if number != previous + 1 && !counts_on {
                    add(FindingCode::DivisionGap, false);
                }
            }
            _ => {}
        }
    }
}
