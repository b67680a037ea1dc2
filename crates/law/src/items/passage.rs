//! The stretches of text in which powers and requirements are looked for: 款 up to their list, and 项.
//!
//! A passage falls into sentences at 。, a sentence into clauses at ； and ：, a clause into segments at ，.

use super::clause::{self, Segment, Stop};
use crate::address::ProvisionPath;
use crate::enforcement_item::{
    EnforcementItem, ItemKind, Measure, MeasureKind, Span, SpanRole, Tier,
};
use crate::statute::{Article, DivisionKind, Paragraph, Statute};

/// The text of one 款 or 项, with what is needed to understand it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage<'s> {
    /// Where it stands.
    pub path: ProvisionPath,
    /// Its own words.
    pub text: &'s str,
    /// The words before the list, where it is a 项.
    pub intro: Option<&'s str>,
    /// Its points, where it is a 款.
    pub points: &'s [crate::statute::Point],
    /// Whether it stands under 法律责任.
    pub liability: bool,
}

/// A clause of a passage and the sentence around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clause<'a, 's> {
    /// The segments of its sentence.
    pub sentence: &'a [Segment<'s>],
    /// Its first segment in the sentence.
    pub from: usize,
    /// One past its last segment in the sentence.
    pub to: usize,
}

/// All passages of a statute in reading order.
pub(super) fn passages(statute: &Statute) -> impl Iterator<Item = Passage<'_>> {
    statute.articles.iter().flat_map(move |article| {
        let liability = in_liability(statute, article);
        let paragraphs = (1u32..).zip(&article.paragraphs);
        paragraphs.flat_map(move |(number, paragraph)| {
            of_paragraph(article, number, paragraph, liability)
        })
    })
}

fn of_paragraph<'s>(
    article: &'s Article,
    number: u32,
    paragraph: &'s Paragraph,
    liability: bool,
) -> impl Iterator<Item = Passage<'s>> {
    let path = ProvisionPath {
        paragraph: Some(number),
        ..ProvisionPath::article(article.number)
    };
    let whole = Passage {
        path,
        text: &paragraph.text,
        intro: None,
        points: &paragraph.points,
        liability,
    };
    let points = paragraph.points.iter().map(move |point| Passage {
        path: ProvisionPath {
            point: Some(point.number),
            ..path
        },
        text: &point.text,
        intro: Some(&paragraph.text),
        points: &[],
        liability,
    });
    std::iter::once(whole).chain(points)
}

fn in_liability(statute: &Statute, article: &Article) -> bool {
    let mut at = article.division;
    while let Some(division) = at.and_then(|at| statute.divisions.get(at)) {
        let title = &division.title;
        if division.kind <= DivisionKind::Section
            && ["法律责任", "罚则", "处罚", "奖惩", "奖励与"]
                .iter()
                .any(|word| title.contains(word))
        {
            return true;
        }
        at = division.parent.filter(|&parent| Some(parent) < at);
    }
    false
}

impl<'s> Passage<'s> {
    /// Its sentences; brackets and quotation marks hold together.
    pub fn sentences(&self) -> Vec<Vec<Segment<'s>>> {
        let mut sentences = vec![Vec::new()];
        for segment in clause::split(self.text) {
            let ends = segment.stop == Stop::Period;
            if let Some(last) = sentences.last_mut() {
                last.push(segment);
            }
            if ends {
                sentences.push(Vec::new());
            }
        }
        sentences.retain(|sentence| !sentence.is_empty());
        sentences
    }

    /// The text from byte `start` to byte `end`.
    pub fn slice(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// An item read here, still without fields.
    pub fn item(&self, kind: ItemKind, behaviour: Part) -> EnforcementItem {
        EnforcementItem {
            kind,
            article: self.path.article,
            paragraph: self.path.paragraph.unwrap_or(1),
            item: self.path.point,
            behaviour: self.slice(behaviour.start, behaviour.end).to_owned(),
            obligation_refs: Vec::new(),
            subject: None,
            object: None,
            tiers: vec![Tier {
                condition: String::new(),
                target: String::new(),
                measures: Vec::new(),
            }],
            dual_person_penalty: false,
            crime_clause: false,
            note: None,
            spans: vec![self.span(behaviour, SpanRole::Behaviour)],
        }
    }

    /// The span of a part of this passage.
    pub fn span(&self, part: Part, role: SpanRole) -> Span {
        Span {
            path: self.path,
            start: part.start as u32,
            end: part.end as u32,
            role,
        }
    }
}

/// Bytes of a passage's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Part {
    /// The bytes of `words`, which stand in `segment`.
    pub fn of(segment: &Segment, words: &str) -> Self {
        let offset = (words.as_ptr() as usize).saturating_sub(segment.text.as_ptr() as usize);
        let start = segment.start + offset.min(segment.text.len());
        Self {
            start,
            end: (start + words.len()).min(segment.end()),
        }
    }
}

/// Adds a means or a requirement in its own words.
pub(super) fn add_measure(
    item: &mut EnforcementItem,
    kind: MeasureKind,
    mandatory: bool,
    words: &str,
    span: Span,
) {
    let measure = Measure {
        kind,
        mandatory,
        alt: false,
        fine: None,
        reference: Some(words.to_owned()),
    };
    if let Some(tier) = item.tiers.first_mut() {
        tier.measures.push(measure);
    }
    if !item.spans.contains(&span) {
        item.spans.push(span);
    }
}

/// The clauses of a sentence.
pub(super) fn clauses<'a, 's>(sentence: &'a [Segment<'s>]) -> impl Iterator<Item = Clause<'a, 's>> {
    let mut from = 0;
    (0..sentence.len()).filter_map(move |at| {
        let last = at + 1 == sentence.len();
        let ends = last || matches!(sentence[at].stop, Stop::Semicolon | Stop::Colon);
        ends.then(|| Clause {
            sentence,
            from: std::mem::replace(&mut from, at + 1),
            to: at + 1,
        })
    })
}

impl<'a, 's> Clause<'a, 's> {
    /// Its segments.
    pub fn segments(&self) -> &'a [Segment<'s>] {
        &self.sentence[self.from..self.to]
    }
}

/// Whether some segment holds one of the words.
pub(super) fn any_holds(segments: &[Segment], words: &[&str]) -> bool {
    segments.iter().any(|segment| holds(segment.text, words))
}

/// Whether the text holds one of the words.
pub(super) fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Titles of statutes that rule how powers are used, or what courts and state organs do among themselves.
#[rustfmt::skip]
const OUTSIDE: &[&str] = &[
    "刑法", "刑事", "诉讼", "最高人民", "人民法院", "人民检察院", "监察法", "监察官", "宪法",
    "民法典", "组织法", "选举", "立法", "代表法", "议事规则", "行政强制", "行政处罚法",
    "行政许可法", "行政复议", "国家赔偿", "引渡法", "仲裁法", "公务员", "人民代表大会",
    "行政案件程序", "执法程序", "行政程序", "执法监督", "执法工作规范", "处理程序", "信访",
    "基本法", "香港特别行政区", "戒严", "驻军", "战争", "军", "司法协助", "规章制定", "规范性文件",
    "备案审查", "预算", "优化营商环境", "地方性法规", "罚款收缴", "缔结条约", "行政执法条例",
    "村民委员会", "居民委员会",
];

/// Whether a statute can give the powers of these kinds.
pub(super) fn in_scope(statute: &Statute) -> bool {
    !holds(&statute.title, OUTSIDE)
}
