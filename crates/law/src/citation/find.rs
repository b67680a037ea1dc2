//! Finds citations in running text, and reads one that stands alone.

use super::names::{bare_title_start, is_title, marked_title, self_name};
use super::{Citation, Place, StatuteRef, Step, Target, reader};
use crate::address::{Address, ProvisionPath};

/// Every citation of `text`, in reading order. Titles in 《》 count without a provision too.
pub fn find(text: &str) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_trigger(text, at) {
        let done = citations.last().map_or(0, |citation| citation.span.end);
        match read_at(text, start, done, citations.last()) {
            Some(citation) => {
                at = citation.span.end;
                citations.push(citation);
            }
            None => at = start + text[start..].chars().next().map_or(1, char::len_utf8),
        }
    }
    citations
}

/// The next place from `at` on where a citation may start, or its first number after a bare title.
fn next_trigger(text: &str, at: usize) -> Option<usize> {
    let starts = |c: char| matches!(c, '《' | '第' | '本' | '前' | '上' | 'l' | '（' | '(' | '0'..='9' | '０'..='９');
    text[at..].find(starts).map(|found| at + found)
}

/// Reads a citation at `start`; what stands before `done` belongs to the one before.
fn read_at(text: &str, start: usize, done: usize, last: Option<&Citation>) -> Option<Citation> {
    let rest = &text[start..];
    match rest.chars().next()? {
        '《' => {
            let (length, title) = marked_title(rest)?;
            let after = start + length + remark(&rest[length..]);
            let citation = with_places(
                text,
                start,
                start + length,
                after,
                StatuteRef::Named(title.to_owned()),
            );
            // 《营业执照》 is no statute.
            (!citation.targets.is_empty() || is_title(title)).then_some(citation)
        }
        'l' => address_at(text, start),
        '本' if self_name(rest).is_some() => {
            let end = start + self_name(rest)?;
            let citation = with_places(text, start, end, end, StatuteRef::This);
            (!citation.targets.is_empty()).then_some(citation)
        }
        '0'..='9' | '０'..='９' => after_bare_title(text, start, done, last),
        '第' => after_bare_title(text, start, done, last).or_else(|| here(text, start)),
        _ => here(text, start),
    }
}

/// A citation without a statute: 前款, 第三条.
fn here(text: &str, start: usize) -> Option<Citation> {
    let (targets, length) = reader::places(&text[start..], false)?;
    // （一） alone is a label; 第（一）项 and （一）、（二）项 are citations.
    Some(Citation {
        span: start..start + length,
        statute: StatuteRef::This,
        targets,
    })
}

/// A citation whose numbers start at `start`, after a title without marks.
fn after_bare_title(
    text: &str,
    start: usize,
    done: usize,
    last: Option<&Citation>,
) -> Option<Citation> {
    let title_start = done + bare_title_start(&text[done..start])?;
    let (targets, length) = reader::places(&text[start..], true)?;
    targets.first()?.from.article?;
    let title = text[title_start..start].trim_end();
    let statute = match title.strip_prefix('该').and(last) {
        Some(last) => last.statute.clone(),
        None => StatuteRef::Named(title.to_owned()),
    };
    Some(Citation {
        span: title_start..start + length,
        statute,
        targets,
    })
}

/// A citation of a statute that stands at `start..end`, with the places from `after` on, if any.
fn with_places(
    text: &str,
    start: usize,
    end: usize,
    after: usize,
    statute: StatuteRef,
) -> Citation {
    let spaces = text[after..].len() - text[after..].trim_start_matches([' ', '的']).len();
    let places = reader::places(&text[after + spaces..], true)
        .filter(|(targets, _)| targets.iter().all(is_absolute));
    match places {
        Some((targets, length)) => Citation {
            span: start..after + spaces + length,
            statute,
            targets,
        },
        None => Citation {
            span: start..end,
            statute,
            targets: Vec::new(),
        },
    }
}

/// Whether the target names an article: 《…》前款 is no citation of the statute's 前款.
fn is_absolute(target: &Target) -> bool {
    matches!(target.from.article, Some(Step::Number(_)))
}

/// The bytes of a remark in brackets after a title: （2021年修订）.
fn remark(text: &str) -> usize {
    const LONGEST: usize = 90;
    if !text.starts_with(['（', '(']) {
        return 0;
    }
    let end = text
        .char_indices()
        .take_while(|&(at, _)| at < LONGEST)
        .find(|&(_, c)| matches!(c, '）' | ')'));
    end.map_or(0, |(at, c)| at + c.len_utf8())
}

fn address_at(text: &str, start: usize) -> Option<Citation> {
    let rest = &text[start..];
    if !rest.starts_with("law/") {
        return None;
    }
    const LONGEST: usize = 120;
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '，' | '。' | '；' | '、' | '：' | '）' | '”');
    let length = rest
        .char_indices()
        .take(LONGEST)
        .find(|&(_, c)| ends(c))
        .map_or_else(
            || {
                rest.char_indices()
                    .nth(LONGEST)
                    .map_or(rest.len(), |(at, _)| at)
            },
            |(at, _)| at,
        );
    let address: Address = rest[..length].parse().ok()?;
    let targets = address
        .path
        .map(|path| Target {
            from: place_of(path),
            to: None,
        })
        .into_iter()
        .collect();
    Some(Citation {
        span: start..start + length,
        statute: StatuteRef::Exact(address.statute, address.version),
        targets,
    })
}

fn place_of(path: ProvisionPath) -> Place {
    Place {
        article: Some(Step::Number(path.article)),
        paragraph: path.paragraph.map(Step::Number),
        point: path.point.map(Step::Number),
        subpoint: path.subpoint.map(Step::Number),
    }
}

/// Reads a text that is one citation and nothing else, as somebody types it: besides what [`find`]
/// reads, a title alone, and a title with a path: 行政处罚法63.1.3, 行政处罚法#63.
pub fn parse(text: &str) -> Option<Citation> {
    let text = text.trim();
    let whole = |citation: &Citation| citation.span == (0..text.len());
    find(text)
        .into_iter()
        .next()
        .filter(whole)
        .or_else(|| title_with_path(text))
}

fn title_with_path(text: &str) -> Option<Citation> {
    let at = text
        .find(|c: char| c.is_ascii_digit() || c == '#')
        .unwrap_or(text.len());
    let title = text[..at].trim().trim_matches(['《', '》']);
    let path = text[at..].trim_start_matches('#').trim();
    if title.chars().count() < 2 || title.contains(['，', '。', '；', '\n']) {
        return None;
    }
    let targets = if path.is_empty() {
        bare_title_start(title).filter(|&start| start == 0)?;
        Vec::new()
    } else {
        vec![Target {
            from: place_of(path.parse().ok()?),
            to: None,
        }]
    };
    Some(Citation {
        span: 0..text.len(),
        statute: StatuteRef::Named(title.to_owned()),
        targets,
    })
}
