//! 行政强制: powers to take compulsory measures and to enforce by compulsion.
//!
//! | drafted | read |
//! |---|---|
//! | 摊贩拒绝离开的，执法部门可以暂扣其经营工具 | situation 摊贩拒绝离开的, means 暂扣其经营工具 |
//! | 对来源不明的灯笼，有权查封、扣押 | situation 对来源不明的灯笼 |
//! | 可以采取下列措施：（二）查封违法经营场所 | the point is both situation and means |
//! | 逾期不清理的，由街道办事处代为清理 | execution |
//!
//! None: what was sealed (被查封的), may not be (不得扣押), or how it is done (扣押的期限); sanctions.

mod means;

use means::{is_given, means_in};

use super::clause::Segment;
use super::organ;
use super::passage::{
    self, Clause, Part, Passage, add_measure, any_holds, clauses, holds, passages,
};
use crate::address::ArticleNumber;
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, SpanRole};
use crate::statute::Statute;

/// With one of these in its sentence a compulsory act belongs to a penalty.
const SANCTIONS: &[&str] = &["罚款", "没收", "吊销", "警告", "处罚", "处分"];

/// Reads the coercion items of a statute.
pub(crate) fn read(statute: &Statute) -> Vec<EnforcementItem> {
    if !passage::in_scope(statute) {
        return Vec::new();
    }
    let mut items = Vec::new();
    let mut acting: Acting = None;
    for passage in passages(statute) {
        acting = acting.filter(|(article, _)| *article == passage.path.article);
        if speaks_of_means(passage.text) || passage.text.ends_with('：') {
            of_passage(&passage, &mut acting, &mut items);
        }
    }
    items
}

/// Who acts in an article so far.
type Acting<'s> = Option<(ArticleNumber, &'s str)>;

fn speaks_of_means(text: &str) -> bool {
    means_in(text).next().is_some()
}

fn of_passage<'s>(
    passage: &Passage<'s>,
    before: &mut Acting<'s>,
    items: &mut Vec<EnforcementItem>,
) {
    let in_list = passage.intro.is_some();
    let mut acting = if in_list {
        passage.intro.and_then(intro_authority)
    } else {
        before.map(|(_, name)| name)
    };
    for sentence in passage.sentences() {
        if !in_list {
            acting = acting.filter(|_| begins_with_power(&sentence));
        }
        for clause in clauses(&sentence) {
            items.extend(of_clause(passage, clause, &mut acting));
        }
    }
    if !in_list {
        *before = acting.map(|name| (passage.path.article, name));
    }
}

/// The authority of 主管部门检查时，可以采取下列措施：; a list that gives no power has none.
fn intro_authority(intro: &str) -> Option<&str> {
    if !holds(intro, &["措施", "可以", "有权", "职权", "权力", "应当"])
        || holds(
            intro,
            &["不得", "禁止", "有下列行为", "有下列情形", "放行", "解除"],
        )
    {
        return None;
    }
    let segments = super::clause::split(intro);
    segments.iter().rev().find_map(|segment| {
        organ::leading(segment.text)
            .or_else(|| organ::behind(segment.text, &["由"]).map(|found| found.1))
    })
}

fn begins_with_power(sentence: &[Segment]) -> bool {
    sentence.iter().any(|segment| {
        ["可以", "有权", "必要时"]
            .iter()
            .any(|word| segment.text.starts_with(word))
    })
}

fn of_clause<'s>(
    passage: &Passage<'s>,
    clause: Clause<'_, 's>,
    acting: &mut Option<&'s str>,
) -> Option<EnforcementItem> {
    let segments = clause.segments();
    let mut item: Option<EnforcementItem> = None;
    for (at, segment) in segments.iter().enumerate() {
        if let Some(found) = authority_of(segment) {
            *acting = Some(found);
        }
        let Some(note) = given_means(segment, passage.intro.is_some()) else {
            continue;
        };
        let Some(subject) = *acting else { continue };
        if belongs_to_penalty(passage, clause, segment) {
            return None;
        }
        let words = means_words(segment);
        let item = item.get_or_insert_with(|| {
            let mut item = passage.item(ItemKind::Coercion, situation(clause, at, words));
            item.subject = Some(subject.to_owned());
            item.note = Some(note.to_owned());
            item
        });
        let choice = ["可以", "有权", "可依法", "可先行"];
        let mandatory = !holds(segment.text, &choice)
            && !passage.intro.is_some_and(|intro| holds(intro, &choice));
        add_measure(
            item,
            MeasureKind::Coercion,
            mandatory,
            words,
            passage.span(Part::of(segment, words), SpanRole::Sanction),
        );
    }
    item
}

fn authority_of<'s>(segment: &Segment<'s>) -> Option<&'s str> {
    organ::behind(segment.text, &["由", "责成", "授权"])
        .map(|found| found.1)
        .or_else(|| organ::leading(segment.text))
}

/// The class of the means that the segment gives, if it gives one.
fn given_means(segment: &Segment, in_list: bool) -> Option<&'static str> {
    let text = segment.text;
    means_in(text).next()?;
    if segment.closes()
        || ["时", "后", "前", "过程中", "期间"]
            .iter()
            .any(|end| text.ends_with(end))
        || holds(
            text,
            &[
                "不得",
                "禁止",
                "人民法院",
                "不予",
                "不能",
                "不采取",
                "保留",
                "侦查",
            ],
        )
    {
        return None;
    }
    means_in(text)
        .find(|&(at, word, _)| is_given(text, at, word, in_list))
        .map(|(_, _, note)| note)
}

/// Under 法律责任 the whole paragraph counts, and a pointer to the paragraph before; elsewhere the sentence.
fn belongs_to_penalty(passage: &Passage, clause: Clause, segment: &Segment) -> bool {
    let in_intro = passage
        .intro
        .is_some_and(|intro| holds(intro, SANCTIONS) || intro.contains("责令"));
    let breach = clause
        .sentence
        .iter()
        .any(|segment| segment.text.starts_with("违反本"));
    if in_intro || breach {
        return true;
    }
    if passage.liability {
        let text = passage.text.replace("加处罚款", "");
        return holds(&text, SANCTIONS) || holds(&text, &["责令", "前款", "前两款", "有本条"]);
    }
    let points_back = any_holds(clause.segments(), &["逾期", "拒不", "仍不", "仍未"]);
    let ordered = points_back && any_holds(clause.sentence, &["责令"]);
    let sanctioned = any_holds(clause.sentence, SANCTIONS) && !segment.text.contains("加处罚款");
    ordered || sanctioned
}

/// The means in their words, without the authority and 可以.
fn means_words<'s>(segment: &Segment<'s>) -> &'s str {
    let mut words = segment.text;
    if let Some((at, name)) = organ::behind(words, &["由"]) {
        words = &words[at + "由".len() + name.len()..];
    } else if let Some(name) = organ::leading(words) {
        let end = words.find(name).unwrap_or(0) + name.len();
        words = &words[end..];
    }
    trim_leads(words)
}

fn trim_leads(words: &str) -> &str {
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "可以", "有权", "应当", "依法", "必须", "按照各自职责", "并", "可", "决定", "应", "，",
    ];
    let mut words = words;
    while let Some(rest) = LEADS.iter().find_map(|lead| words.strip_prefix(lead)) {
        words = rest;
    }
    words
}

/// What stands before the means in its clause, if it is a situation; for 逾期不…的 from the start of the
/// sentence; else the means.
fn situation(clause: Clause, at: usize, words: &str) -> Part {
    let segments = clause.segments();
    let own = Part::of(&segments[at], words);
    let before = &segments[..at];
    let before = before
        .split_last()
        .filter(|(last, _)| organ::leading(last.text) == Some(last.text))
        .map_or(before, |(_, rest)| rest);
    let last = before.iter().rposition(is_situation).or_else(|| {
        before
            .len()
            .checked_sub(1)
            .filter(|_| words.chars().count() < TELLING)
    });
    let Some(last) = last else { return own };
    let incomplete = ["逾期", "拒不", "仍", "经催告", "发现的", "未按照前款"]
        .iter()
        .any(|word| segments[0].text.starts_with(word));
    let situation = if incomplete {
        &clause.sentence[..=clause.from + last]
    } else {
        &segments[..=last]
    };
    let named = situation
        .first()
        .is_some_and(|first| organ_length(first.text) == first.text.len());
    let Some(first) = situation.get(usize::from(named)) else {
        return own;
    };
    let part = Part {
        start: first.start + organ_length(first.text),
        end: before[last].end(),
    };
    match part {
        Part { start, end } if start >= end => own,
        Part { start, end } if end - start < SHORTEST => Part { start: 0, end },
        part => part,
    }
}

/// A situation of fewer bytes (发现的) is only understood with all that stands before it.
const SHORTEST: usize = 12;

/// Means in fewer characters (予以扣留) do not say when they may be used.
const TELLING: usize = 9;

/// 拒绝离开的, 发现隐患时, 对来源不明的灯笼; not 有下列情形之一的, which says nothing by itself.
fn is_situation(segment: &Segment) -> bool {
    let text = segment.text;
    let ends = segment.closes()
        || ["时", "后", "情况下", "之一", "必要"]
            .iter()
            .any(|end| text.ends_with(end));
    let starts = ["对", "发现", "因", "遇", "未", "拒", "逾期"]
        .iter()
        .any(|start| text.starts_with(start));
    (ends || starts) && !text.contains("下列") && text.chars().count() > "必要时".chars().count()
}

fn organ_length(words: &str) -> usize {
    organ::leading(words).map_or(0, |name| words.find(name).unwrap_or(0) + name.len())
}
