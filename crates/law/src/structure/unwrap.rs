//! Lines that were broken in mid-sentence.

use std::collections::HashSet;

use super::{Line, is_contents, is_finished};
use crate::finding::{Finding, FindingCode};
use crate::label::{self, Label};

/// Characters that a broken line has at least: a shorter one is a heading, an office or a row of a table.
const MIN_CHARS: usize = 12;
/// Certain breaks from which on a source counts as hard-wrapped throughout.
const WRAPPED_THROUGHOUT: usize = 8;

/// Joins broken lines where the break is certain, and reports the others.
///
/// A break is certain where the line ends or goes on with a word that cannot stand there, where
/// the two characters around it stand together elsewhere in the text, or where the whole source is
/// wrapped. A line that ends with a closing bracket may be whole: it is joined in a wrapped source
/// only, and only where bracket and next character stand together elsewhere.
pub(super) fn join<'a>(lines: Vec<Line<'a>>, findings: &mut Vec<Finding>) -> Vec<Line<'a>> {
    let candidates: Vec<usize> = (1..lines.len())
        .filter(|&at| may_be_broken(&lines[at - 1], &lines[at]))
        .collect();
    if candidates
        .iter()
        .all(|&at| is_finished(&lines[at - 1].text))
    {
        return lines;
    }
    let pairs = pairs_around(&candidates, &lines);
    let is_open = |at: usize| !is_finished(&lines[at - 1].text);
    let is_certain = |at: usize| certain(&lines[at - 1].text, &lines[at].text, &pairs);
    let known = candidates
        .iter()
        .filter(|&&at| is_open(at) && is_certain(at))
        .count();
    let throughout = known >= WRAPPED_THROUGHOUT;
    let is_broken = |at: usize| {
        if is_open(at) {
            throughout || is_certain(at)
        } else {
            throughout && is_certain(at)
        }
    };
    let broken: HashSet<usize> = candidates
        .iter()
        .copied()
        .filter(|&at| is_broken(at))
        .collect();
    for at in candidates
        .into_iter()
        .filter(|&at| is_open(at) || broken.contains(&at))
    {
        let repaired = broken.contains(&at);
        let code = if repaired {
            FindingCode::HardWrappedLine
        } else {
            FindingCode::UnfinishedLine
        };
        findings.push(Finding::at(
            code,
            lines[at - 1].number,
            tail(&lines[at - 1].text),
            repaired,
        ));
    }
    merge(lines, &broken)
}

fn merge<'a>(lines: Vec<Line<'a>>, broken: &HashSet<usize>) -> Vec<Line<'a>> {
    let mut joined: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        match joined.last_mut() {
            Some(last) if broken.contains(&at) => last.text.to_mut().push_str(&line.text),
            _ => joined.push(line),
        }
    }
    joined
}

/// Whether `next` may be the rest of `line`.
fn may_be_broken(line: &Line, next: &Line) -> bool {
    let goes_on = matches!(
        label::read(&next.text),
        Label::Plain(_) | Label::Article { spaced: false, .. }
    );
    goes_on
        && (!is_finished(&line.text) || line.text.ends_with(['）', ')', '》', '”']))
        && !is_contents(&line.text)
        && !is_formula(&line.text)
        && !is_formula(&next.text)
        && !matches!(
            label::read(&line.text),
            Label::Heading { .. } | Label::Appendix
        )
        && !starts_item(&next.text)
        && line.text.chars().nth(MIN_CHARS - 1).is_some()
}

fn is_formula(text: &str) -> bool {
    text.contains(['＝', '=', '×', '÷'])
}

/// Whether the text begins with 一、, which opens an item of a decision.
fn starts_item(text: &str) -> bool {
    let rest =
        text.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < text.len() && rest.starts_with('、')
}

fn certain(line: &str, next: &str, pairs: &HashSet<(char, char)>) -> bool {
    const ENDS: [&str; 23] = [
        "、", "的", "和", "与", "及", "或", "对", "在", "向", "由", "将", "为", "按", "以", "从",
        "并", "（", "《", "应当", "按照", "根据", "各自", "加强",
    ];
    const STARTS: [char; 10] = ['的', '和', '与', '及', '或', '等', '、', '，', '。', '；'];
    ENDS.iter().any(|end| line.ends_with(end))
        || next.starts_with(STARTS)
        || is_remnant(next)
        || is_unclosed(line)
        || (is_sentence(line) && around(line, next).is_some_and(|pair| pairs.contains(&pair)))
}

/// Whether the line has punctuation, which the titles that some articles bear have not.
fn is_sentence(line: &str) -> bool {
    line.contains(['，', '、', '；', '：', '。', '（', '《'])
}

/// Whether the text is too short to be a paragraph: the last word of one.
fn is_remnant(text: &str) -> bool {
    const LONGEST: usize = 6;
    is_finished(text) && !text.ends_with('：') && text.chars().nth(LONGEST).is_none()
}

/// Whether a title or a bracket is open at the end of the line.
fn is_unclosed(line: &str) -> bool {
    let opens_last = |open, close| line.rfind(open) > line.rfind(close);
    opens_last('《', '》') || opens_last('（', '）')
}

fn around(line: &str, next: &str) -> Option<(char, char)> {
    Some((line.chars().next_back()?, next.chars().next()?))
}

/// Of the pairs of characters around the candidates, those that stand within some line.
fn pairs_around(candidates: &[usize], lines: &[Line]) -> HashSet<(char, char)> {
    let wanted: HashSet<(char, char)> = candidates
        .iter()
        .filter_map(|&at| around(&lines[at - 1].text, &lines[at].text))
        .collect();
    let firsts: HashSet<char> = wanted.iter().map(|pair| pair.0).collect();
    let mut found = HashSet::new();
    for line in lines {
        let mut before = '\n';
        for c in line.text.chars() {
            if firsts.contains(&before) && wanted.contains(&(before, c)) {
                found.insert((before, c));
            }
            before = c;
        }
    }
    found
}

fn tail(text: &str) -> &str {
    let from = text.char_indices().rev().nth(19).map_or(0, |(at, _)| at);
    &text[from..]
}
