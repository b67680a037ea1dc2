//! The provisions that a clause names: duties breached, and provisions by which it punishes.
//!
//! | written in article 9, paragraph 3 | read |
//! |---|---|
//! | 第十二条第一款第三项 | 12.1.3 |
//! | 第六条、第七条第二款 | 6 and 7.2 |
//! | 第十条第一款第二项至第四项和第三款 | 10.1.2, 10.1.3, 10.1.4 and 10.3 |
//! | 前款, 前两款, 第一款, 本条第二款 | 9.2; 9.1 and 9.2; 9.1; 9.2 |
//! | 第二项, where the clause before names 第六条 | 6.1.2 |
//! | 第二款, where the clause before names 第六条第一款 | 6.2, unless it stands in a later paragraph of its own article |
//! | 《…法》第九条, 某某法第九条 | nothing: another statute |

use winnow::Parser;
use winnow::combinator::{alt, delimited, opt, peek, preceded};
use winnow::error::EmptyError;
use winnow::token::{literal, take_while};

use super::money::Read;
use crate::address::{ArticleNumber, ProvisionPath};
use crate::numeral;
use crate::statute::Statute;

/// Where a clause stands, so that 前款 means something.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    /// The statute, to find in which paragraph a point stands.
    pub statute: &'s Statute,
    /// The article of the clause.
    pub article: ArticleNumber,
    /// Its paragraph, 1-based.
    pub paragraph: u32,
}

/// A range that names more provisions than this is not expanded.
const LONGEST_RANGE: u32 = 60;

/// One provision as written: levels that are left out are taken from what stands before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Written {
    article: Option<ArticleNumber>,
    paragraph: Option<u32>,
    point: Option<u32>,
    /// 前款, 前两款: that many paragraphs before this one.
    paragraphs_before: Option<u32>,
    /// 前条: that many articles before this one.
    articles_before: Option<u32>,
}

/// Provisions that follow one another, and how long their text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// What is named.
    pub paths: Vec<ProvisionPath>,
    /// Bytes of the text that name it.
    pub len: usize,
}

/// Every provision of the same statute named in the text; `outer` is what the clause before names.
pub(super) fn own(text: &str, place: Place, outer: &[ProvisionPath]) -> Vec<ProvisionPath> {
    let mut paths: Vec<ProvisionPath> = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..].find(['第', '前']) {
        at += step;
        match list(&text[at..], place, outer) {
            Some(named) => {
                if !foreign(&text[..at]) && duty(&text[..at], &text[at..]) {
                    paths.extend(
                        named
                            .paths
                            .into_iter()
                            .filter(|path| !paths.contains(path))
                            .collect::<Vec<_>>(),
                    );
                }
                at += named.len;
            }
            None => at += '第'.len_utf8(),
        }
    }
    paths
}

/// 前款 in 从事前款规定的活动 only describes; after 违反, 未按照 it is a duty.
fn duty(before: &str, here: &str) -> bool {
    const BREACH: [&str; 8] = [
        "违反",
        "未按照",
        "未依照",
        "未按",
        "未依",
        "不按照",
        "不符合",
        "未履行",
    ];
    if here.starts_with('第') && !before.ends_with("本条") && !here.starts_with("第一款") {
        return true;
    }
    let tail: String = before
        .chars()
        .rev()
        .take(10)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    BREACH.iter().any(|word| tail.contains(word))
}

/// Whether the words before a number name another statute.
pub(super) fn foreign(before: &str) -> bool {
    const OWN: [&str; 12] = [
        "本法",
        "本条例",
        "本办法",
        "本规定",
        "本规则",
        "本细则",
        "本决定",
        "本章程",
        "本实施办法",
        "本实施细则",
        "本条",
        "依法",
    ];
    const NAMES: [&str; 8] = ["法", "条例", "办法", "规定", "规则", "细则", "决定", "》"];
    const LINKS: [&str; 3] = ["违反规定", "违反", "按照规定"];
    let before = before.trim_end();
    NAMES.iter().any(|name| before.ends_with(name))
        && !OWN.iter().any(|own| before.ends_with(own))
        && !LINKS.iter().any(|link| before.ends_with(link))
}

/// Reads a list of provisions at the start of the text.
pub(super) fn list(text: &str, place: Place, outer: &[ProvisionPath]) -> Option<Named> {
    let mut rest = text;
    let first = written.parse_next(&mut rest).ok()?;
    let mut paths: Vec<ProvisionPath> = first
        .iter()
        .flat_map(|one| resolve(*one, place, outer))
        .collect();
    let mut last = *first.last()?;
    loop {
        let mut next = rest;
        let Ok(link) = link.parse_next(&mut next) else {
            break;
        };
        let Ok(elements) = written.parse_next(&mut next) else {
            break;
        };
        for (nth, element) in elements.into_iter().enumerate() {
            let full = inherit(element, last);
            if link == "至" && nth == 0 {
                paths.extend(between(last, full, place, outer));
            }
            paths.extend(resolve(full, place, outer));
            last = full;
        }
        rest = next;
    }
    Some(Named {
        paths,
        len: text.len() - rest.len(),
    })
}

fn link<'t>(input: &mut &'t str) -> Read<&'t str> {
    let _ = opt(alt(("规定", "的规定"))).parse_next(input)?;
    let link = alt((
        alt(("至", "到", "、")),
        alt(("和", "或者", "或", "以及", "及", "与")),
    ))
    .parse_next(input)?;
    let _ = opt(alt(("违反", "本条例", "本法", "本办法", "本规定", "本条"))).parse_next(input)?;
    Ok(if link == "到" { "至" } else { link })
}

fn written(input: &mut &str) -> Read<Vec<Written>> {
    alt((before, numbered)).parse_next(input)
}

/// 前款, 前两款, 前条, each with a point behind it.
fn before(input: &mut &str) -> Read<Vec<Written>> {
    let count = preceded(
        "前",
        opt(take_while(1..3, |c: char| "一二两三四五六".contains(c))),
    )
    .parse_next(input)?;
    let count = count
        .map_or(Some(1), numeral::parse)
        .and_then(|n| u32::try_from(n).ok());
    let count = count.filter(|&n| n > 0).ok_or(EmptyError)?;
    let level = alt(("款", "条")).parse_next(input)?;
    let paragraph = if level == "条" {
        opt(level_of("款")).parse_next(input)?
    } else {
        None
    };
    let points = opt(levels_of("项")).parse_next(input)?.unwrap_or_default();
    let (paragraphs_before, articles_before) = if level == "款" {
        (Some(count), None)
    } else {
        (None, Some(count))
    };
    let of = |point: Option<u32>| Written {
        paragraph,
        point,
        paragraphs_before,
        articles_before,
        article: None,
    };
    Ok(if points.is_empty() {
        vec![of(None)]
    } else {
        points.into_iter().map(|point| of(Some(point))).collect()
    })
}

fn numbered(input: &mut &str) -> Read<Vec<Written>> {
    let article = opt(article).parse_next(input)?;
    let paragraphs = opt(levels_of("款")).parse_next(input)?.unwrap_or_default();
    let points = opt(levels_of("项")).parse_next(input)?.unwrap_or_default();
    if article.is_none() && paragraphs.is_empty() && points.is_empty() {
        return Err(EmptyError);
    }
    let of = |paragraph: Option<u32>, point: Option<u32>| Written {
        article,
        paragraph,
        point,
        ..Written::default()
    };
    let last = paragraphs.last().copied();
    let mut all: Vec<Written> = paragraphs
        .iter()
        .map(|&paragraph| of(Some(paragraph), None))
        .collect();
    if !points.is_empty() {
        all.pop();
        all.extend(points.iter().map(|&point| of(last, Some(point))));
    } else if all.is_empty() {
        all.push(of(None, None));
    }
    Ok(all)
}

/// 第一、二项
fn levels_of<'t>(level: &'static str) -> impl Parser<&'t str, Vec<u32>, EmptyError> {
    move |input: &mut &'t str| {
        let start = *input;
        let mut numbers = Vec::new();
        let mut from = None;
        while let Some((number, link)) = opt((
            plain_number,
            alt(("、", "，", "和", "或者", "或", "至", peek("（").value("、"))),
        ))
        .parse_next(input)?
        {
            numbers.extend(
                from.take()
                    .into_iter()
                    .flat_map(|from: u32| from + 1..number.min(from + LONGEST_RANGE)),
            );
            numbers.push(number);
            from = (link == "至").then_some(number);
        }
        match number_of(level).parse_next(input) {
            Ok(number) => {
                numbers.extend(
                    from.take()
                        .into_iter()
                        .flat_map(|from: u32| from + 1..number.min(from + LONGEST_RANGE)),
                );
                numbers.push(number);
                Ok(numbers)
            }
            Err(error) => {
                *input = start;
                Err(error)
            }
        }
    }
}

fn plain_number(input: &mut &str) -> Read<u32> {
    let start = *input;
    let words: Read<&str> = preceded(
        opt("第"),
        alt((
            take_while(1..9, is_number),
            delimited(
                alt(("（", "(")),
                take_while(1..9, is_number),
                alt(("）", ")")),
            ),
        )),
    )
    .parse_next(input);
    let number = words
        .ok()
        .and_then(numeral::parse)
        .and_then(|n| u32::try_from(n).ok())
        .filter(|&n| n > 0);
    number.ok_or_else(|| {
        *input = start;
        EmptyError
    })
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百千两".contains(c)
}

fn article(input: &mut &str) -> Read<ArticleNumber> {
    let main = number_of("条").parse_next(input)?;
    let sub = opt(preceded(
        "之",
        take_while(1..3, |c: char| "一二三四五六七八九十".contains(c)),
    ))
    .parse_next(input)?;
    let sub = sub
        .and_then(numeral::parse)
        .and_then(|n| u32::try_from(n).ok())
        .unwrap_or(0);
    Ok(ArticleNumber { main, sub })
}

fn level_of<'t>(level: &'static str) -> impl Parser<&'t str, u32, EmptyError> {
    move |input: &mut &'t str| {
        let start = *input;
        let number = number_of(level).parse_next(input);
        if number.is_err() {
            *input = start;
        }
        number
    }
}

fn number_of<'t>(level: &'static str) -> impl Parser<&'t str, u32, EmptyError> {
    move |input: &mut &'t str| {
        let plain = take_while(1..9, is_number);
        let bracketed = delimited(
            alt(("（", "(")),
            take_while(1..9, is_number),
            alt(("）", ")")),
        );
        let words: &str = preceded(opt("第"), alt((plain, bracketed))).parse_next(input)?;
        let _ = literal(level).parse_next(input)?;
        let number = numeral::parse(words).and_then(|n| u32::try_from(n).ok());
        number.filter(|&n| n > 0).ok_or(EmptyError)
    }
}

/// 第十条第一款、第三款: the second element stands in 第十条 too.
fn inherit(element: Written, last: Written) -> Written {
    let mut full = element;
    if full.article.is_none() && full.articles_before.is_none() && full.paragraphs_before.is_none()
    {
        full.article = last.article;
        full.articles_before = last.articles_before;
        if full.paragraph.is_none() {
            full.paragraph = last.paragraph;
            full.paragraphs_before = last.paragraphs_before;
        }
    }
    full
}

fn between(
    from: Written,
    to: Written,
    place: Place,
    outer: &[ProvisionPath],
) -> Vec<ProvisionPath> {
    let step = |number: u32| match (from.point, to.point, from.paragraph, to.paragraph) {
        (Some(_), Some(_), ..) => Written {
            point: Some(number),
            ..to
        },
        (None, None, Some(_), Some(_)) => Written {
            paragraph: Some(number),
            ..to
        },
        _ => Written {
            article: Some(ArticleNumber::new(number)),
            ..to
        },
    };
    let bounds = match (from.point, to.point, from.paragraph, to.paragraph) {
        (Some(low), Some(high), ..) | (None, None, Some(low), Some(high)) => Some((low, high)),
        (None, None, None, None) => from
            .article
            .zip(to.article)
            .map(|(low, high)| (low.main, high.main)),
        _ => None,
    };
    let Some((low, high)) = bounds.filter(|&(low, high)| high > low && high - low <= LONGEST_RANGE)
    else {
        return Vec::new();
    };
    (low + 1..high)
        .flat_map(|number| resolve(step(number), place, outer))
        .collect()
}

fn resolve(written: Written, place: Place, outer: &[ProvisionPath]) -> Vec<ProvisionPath> {
    if let Some(count) = written.paragraphs_before {
        let first = place.paragraph.saturating_sub(count).max(1);
        return (first..place.paragraph.max(first + 1))
            .map(|paragraph| path(place.article, Some(paragraph), written.point))
            .collect();
    }
    let article = written.article.or_else(|| article_before(written, place));
    match (article, written.paragraph, written.point) {
        (None, None, Some(_)) if !outer.is_empty() => {
            let whole = outer[outer.len() - 1];
            vec![with_point(
                whole.article,
                whole.paragraph,
                written.point,
                place,
            )]
        }
        (None, Some(paragraph), point)
            if paragraph >= place.paragraph
                && outer
                    .last()
                    .is_some_and(|of| of.paragraph.is_some() || of.article != place.article) =>
        {
            vec![with_point(
                outer[outer.len() - 1].article,
                Some(paragraph),
                point,
                place,
            )]
        }
        (article, paragraph, point) => vec![with_point(
            article.unwrap_or(place.article),
            paragraph,
            point,
            place,
        )],
    }
}

fn article_before(written: Written, place: Place) -> Option<ArticleNumber> {
    let count = written.articles_before?;
    Some(ArticleNumber::new(
        place.article.main.saturating_sub(count).max(1),
    ))
}

/// A point without its paragraph stands in the first paragraph that has such a point.
fn with_point(
    article: ArticleNumber,
    paragraph: Option<u32>,
    point: Option<u32>,
    place: Place,
) -> ProvisionPath {
    let paragraph =
        paragraph.or_else(|| point.map(|point| paragraph_of_point(article, point, place)));
    path(article, paragraph, point)
}

fn paragraph_of_point(article: ArticleNumber, point: u32, place: Place) -> u32 {
    let holder = place
        .statute
        .articles
        .iter()
        .find(|candidate| candidate.number == article);
    let at = holder.and_then(|article| {
        article.paragraphs.iter().position(|paragraph| {
            paragraph
                .points
                .iter()
                .any(|candidate| candidate.number == point)
        })
    });
    at.map_or(1, |at| at as u32 + 1)
}

fn path(article: ArticleNumber, paragraph: Option<u32>, point: Option<u32>) -> ProvisionPath {
    ProvisionPath {
        article,
        paragraph,
        point,
        subpoint: None,
    }
}
