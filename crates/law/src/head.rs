//! The head of a statute: its dated events, and the days of a version that follow from them.

use serde::{Deserialize, Serialize};

use crate::address::ArticleNumber;
use crate::finding::{Finding, FindingCode};
use crate::numeral;
use crate::statute::{Event, EventKind, Statute};

/// The days of a version, as its own text states them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDates {
    /// When it was last passed, approved or amended.
    pub passed_on: Option<ReadDate>,
    /// When it was published.
    pub published_on: Option<ReadDate>,
    /// From when it is in force.
    pub in_force_from: Option<ReadDate>,
}

/// A date and where it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadDate {
    /// The civil date.
    pub on: jiff::civil::Date,
    /// Where it was read.
    pub source: DateSource,
}

/// Where a [`ReadDate`] was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    /// An event of the head, by its index.
    Event(usize),
    /// An article: 本条例自2021年7月15日起施行.
    Article(ArticleNumber),
    /// An article says 自公布之日起施行, and the day is that of this event.
    Publication(ArticleNumber, usize),
}

/// The days of the version, from its events and the article on its entry into force.
///
/// An amended version is in force from its amendment, unless its own article names a later day.
pub fn version_dates(statute: &Statute) -> VersionDates {
    let passed_on = last_event(statute, |kind| {
        matches!(
            kind,
            EventKind::Passed | EventKind::Approved | EventKind::Revised | EventKind::Amended
        )
    });
    let published_on = last_event(statute, |kind| kind == EventKind::Published).or(passed_on);
    VersionDates {
        passed_on,
        published_on,
        in_force_from: in_force_from(statute, passed_on, published_on),
    }
}

fn last_event(statute: &Statute, is_wanted: impl Fn(EventKind) -> bool) -> Option<ReadDate> {
    let dated = statute
        .events
        .iter()
        .enumerate()
        .filter(|(_, event)| is_wanted(event.kind));
    dated
        .filter_map(|(at, event)| {
            Some(ReadDate {
                on: event.on?,
                source: DateSource::Event(at),
            })
        })
        .max_by_key(|date| date.on)
}

fn in_force_from(
    statute: &Statute,
    passed: Option<ReadDate>,
    published: Option<ReadDate>,
) -> Option<ReadDate> {
    let stated = stated_in_article(statute, published);
    let event = last_event(statute, |kind| kind == EventKind::InForce);
    let stated = stated.into_iter().chain(event).max_by_key(|date| date.on);
    let amended = statute
        .events
        .iter()
        .any(|event| matches!(event.kind, EventKind::Revised | EventKind::Amended));
    match (stated, passed) {
        (Some(stated), Some(passed)) if amended && stated.on < passed.on => Some(passed),
        (Some(stated), _) => Some(stated),
        (None, passed) => passed.filter(|_| amended),
    }
}

/// Articles at the end of a statute among which the one on entry into force is looked for.
const LAST_ARTICLES: usize = 4;

fn stated_in_article(statute: &Statute, published: Option<ReadDate>) -> Option<ReadDate> {
    statute
        .articles
        .iter()
        .rev()
        .take(LAST_ARTICLES)
        .find_map(|article| {
            article
                .paragraphs
                .iter()
                .find_map(|paragraph| entry_into_force(&paragraph.text, article.number, published))
        })
}

/// 自…起施行 in the words of an article of this statute about itself.
fn entry_into_force(
    text: &str,
    article: ArticleNumber,
    published: Option<ReadDate>,
) -> Option<ReadDate> {
    let (before, _) = text
        .split_once("起施行")
        .or_else(|| text.split_once("起生效"))
        .or_else(|| text.split_once("起实施"))?;
    let (_, day) = before.rsplit_once('自')?;
    if let Some((on, _)) = date_at_start(day) {
        return Some(ReadDate {
            on,
            source: DateSource::Article(article),
        });
    }
    let published =
        published.filter(|_| matches!(day, "公布之日" | "发布之日" | "颁布之日" | "通过之日"))?;
    let DateSource::Event(event) = published.source else {
        return None;
    };
    Some(ReadDate {
        on: published.on,
        source: DateSource::Publication(article, event),
    })
}

/// Reads the event lines of a head, such as `2021年1月8日 云麓市人民代表大会常务委员会通过`. A line
/// may hold several events, and an event may be broken over lines.
pub(crate) fn events(lines: &[(u32, &str)], findings: &mut Vec<Finding>) -> Vec<Event> {
    let mut events = Vec::new();
    for (line, text) in join_lines(lines, findings) {
        for part in split_at_dates(&text) {
            let event = event(part);
            if event.on.is_none() {
                findings.push(Finding::at(FindingCode::UndatedEvent, line, part, false));
            }
            events.push(event);
        }
    }
    events
}

/// Joins a line without a date to the line before, if that one names no event to its end.
fn join_lines(lines: &[(u32, &str)], findings: &mut Vec<Finding>) -> Vec<(u32, String)> {
    let mut joined: Vec<(u32, String)> = Vec::new();
    for &(line, text) in lines {
        match joined.last_mut() {
            Some((_, last)) if date_at_start(bare(text)).is_none() && !ends_event(last) => {
                last.push_str(text);
                findings.push(Finding::at(FindingCode::HardWrappedLine, line, text, true));
            }
            _ => joined.push((line, text.to_owned())),
        }
    }
    joined
}

fn bare(text: &str) -> &str {
    text.trim_matches(['（', '）', '(', ')', ' ', '，', '；', '。', '、'])
        .trim_start_matches("根据")
        .trim()
}

fn ends_event(text: &str) -> bool {
    let text = text.trim_end_matches(['）', ')', '。', '；', ' ']);
    VERBS.iter().any(|(verb, _)| text.ends_with(verb)) || text.ends_with('号')
}

/// Splits before each date that stands outside a title.
fn split_at_dates(text: &str) -> Vec<&str> {
    let mut cuts = Vec::new();
    let mut depth = 0i32;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '《' | '〈' => depth += 1,
            '》' | '〉' => depth -= 1,
            '0'..='9' | '一' | '二'
                if depth <= 0
                    && !numeral::is_digit(before)
                    && date_at_start(&text[at..]).is_some() =>
            {
                cuts.push(at);
            }
            _ => {}
        }
        before = c;
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([text.len()]);
    let parts = starts.zip(ends).map(|(from, to)| {
        text[from..to]
            .trim_end_matches(['自', ' '])
            .trim_end_matches("根据")
    });
    parts.map(bare).filter(|part| !part.is_empty()).collect()
}

fn event(text: &str) -> Event {
    match date_at_start(text) {
        Some((on, rest)) => Event {
            on: Some(on),
            kind: kind_of(rest),
            text: rest.trim().to_owned(),
        },
        None => Event {
            on: None,
            kind: kind_of(text),
            text: text.to_owned(),
        },
    }
}

const VERBS: [(&str, EventKind); 13] = [
    ("修订", EventKind::Revised),
    ("修正", EventKind::Amended),
    ("修改", EventKind::Amended),
    ("废止", EventKind::Repealed),
    ("失效", EventKind::Repealed),
    ("施行", EventKind::InForce),
    ("实施", EventKind::InForce),
    ("生效", EventKind::InForce),
    ("批准", EventKind::Approved),
    ("公布", EventKind::Published),
    ("发布", EventKind::Published),
    ("颁布", EventKind::Published),
    ("通过", EventKind::Passed),
];

/// What the words of an event say happened; the last verb outside a title decides.
fn kind_of(text: &str) -> EventKind {
    let outside = text.rfind(['》', '〉']).map_or(text, |at| &text[at..]);
    let last = |text: &str| {
        let found = VERBS
            .iter()
            .filter_map(|&(verb, kind)| Some((text.rfind(verb)?, kind)));
        found.max_by_key(|&(at, _)| at).map(|(_, kind)| kind)
    };
    last(outside)
        .or_else(|| last(text))
        .unwrap_or(EventKind::Other)
}

/// A civil date at the start of `text`, in Arabic or Chinese numerals, and what follows it.
pub(crate) fn date_at_start(text: &str) -> Option<(jiff::civil::Date, &str)> {
    let (year, rest) = number_before(text, &['年'])?;
    let (month, rest) = number_before(rest, &['月'])?;
    let (day, rest) = number_before(rest, &['日', '号'])?;
    let date = jiff::civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    Some((date.ok()?, rest))
}

/// The number at the start of `text` that ends with one of `ends`, and what follows.
fn number_before<'t>(text: &'t str, ends: &[char]) -> Option<(u64, &'t str)> {
    const LONGEST: usize = 6;
    let (at, end) = text
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| ends.contains(c))?;
    let number = digits(text[..at].trim())?;
    Some((number, &text[at + end.len_utf8()..]))
}

/// 二〇二一 digit by digit, 十二 as a number.
fn digits(part: &str) -> Option<u64> {
    let by_digit = part.chars().count() == 4 && !part.contains(['十', '百', '千']);
    if by_digit {
        return part.chars().try_fold(0, |sum, c| {
            Some(sum * 10 + numeral::parse(c.encode_utf8(&mut [0; 4]))?)
        });
    }
    numeral::parse(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(lines: &[&str], expected: &[(Option<jiff::civil::Date>, EventKind)]) {
        let lines: Vec<(u32, &str)> = (1..).zip(lines.iter().copied()).collect();
        let read: Vec<_> = events(&lines, &mut Vec::new())
            .iter()
            .map(|event| (event.on, event.kind))
            .collect();
        assert_eq!(read, expected, "{lines:?}");
    }

    #[test]
    fn events_are_read_with_their_dates() {
        check(
            &["2021年1月8日 云麓市第三届人民代表大会常务委员会第二次会议通过"],
            &[(Some(date(2021, 1, 8)), EventKind::Passed)],
        );
        check(
            &["二〇一九年十二月三日 云麓市人民政府令第二号公布"],
            &[(Some(date(2019, 12, 3)), EventKind::Published)],
        );
        check(&["云麓市人民政府令第二号"], &[(None, EventKind::Other)]);
    }

    #[test]
    fn a_line_may_hold_several_events() {
        check(
            &[
                "（2001年3月1日云麓市第一届人民代表大会通过 根据2009年8月2日《云麓市人民代表大会关于修改〈云麓市市容条例〉的决定》修正 自2009年10月1日起施行）",
            ],
            &[
                (Some(date(2001, 3, 1)), EventKind::Passed),
                (Some(date(2009, 8, 2)), EventKind::Amended),
                (Some(date(2009, 10, 1)), EventKind::InForce),
            ],
        );
    }

    #[test]
    fn an_event_broken_over_lines_is_one() {
        check(
            &["2001年3月1", "日云麓市人民代表大会批准"],
            &[(Some(date(2001, 3, 1)), EventKind::Approved)],
        );
    }

    #[test]
    fn the_days_of_a_version_say_where_they_were_read() {
        let read = |last: &str| {
            let text = format!(
                "# 云麓市灯会条例\n\n2019年5月6日 云麓市人民代表大会通过\n\n第一条 为了办好灯会，制定本条例。\n\n第二条 {last}"
            );
            version_dates(&crate::read(&text)).in_force_from
        };
        let article = ArticleNumber::new(2);
        assert_eq!(
            read("本条例自2019年7月1日起施行。2001年5月1日起施行的《云麓市灯会办法》同时废止。"),
            Some(ReadDate {
                on: date(2019, 7, 1),
                source: DateSource::Article(article)
            })
        );
        assert_eq!(
            read("本条例自公布之日起施行。"),
            Some(ReadDate {
                on: date(2019, 5, 6),
                source: DateSource::Publication(article, 0)
            })
        );
        assert_eq!(read("本条例由云麓市文化部门解释。"), None);
    }
}
