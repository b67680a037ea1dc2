//! 行政检查: powers and duties of an authority to inspect.
//!
//! | drafted | read |
//! |---|---|
//! | 市场监管部门应当对灯会的用电安全进行检查 | inspected: 灯会的用电安全 |
//! | 主管部门应当加强对摊点的监督检查 | inspected: 摊点 |
//! | 执法人员有权进入作坊检查 | inspected: 作坊 |
//! | 主管部门可以检查经营者的账册 | the clause behind the authority |
//! | 监督检查时，有权采取下列措施：（一）…（二）… | one item, a measure for each point |
//!
//! None: division of work (负责…检查), inspection inside the state, self-inspection, what is said about
//! an inspection (检查结果, 检查中发现).

mod act;

use act::{ACTS, thing_inspected};

use super::clause::{self, Segment};
use super::organ;
use super::passage::{self, Clause, Part, Passage, add_measure, clauses, holds, passages};
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, SpanRole};
use crate::statute::{Point, Statute};

/// Objects inside the state.
#[rustfmt::skip]
const INSIDE: &[&str] = &[
    "下级", "下一级", "本级人民政府", "所属部门", "人民政府及", "各级人民政府", "有关部门",
    "主管部门", "工作人员", "执法工作", "履行职责", "履行法定职责", "行政许可", "行政执法",
    "人民政府的", "人民政府对", "人民政府履行", "目标责任", "预算", "目标完成", "资金", "经费", "保障金", "情报",
    "行政机关", "所属", "街道办事处", "村民委员会", "镇人民政府", "乡级", "规划的实施", "规划实施",
    "规划执行", "规划落实", "职责情况", "专项规划", "国家机关", "人民警察", "干部", "机构编制",
    "机关", "执法情况", "履职", "部门履行", "职责履行", "收费公路", "扶持", "补贴", "干线",
    "应急预案的制定", "政策措施",
];

/// Reads the inspection items of a statute.
pub(crate) fn read(statute: &Statute) -> Vec<EnforcementItem> {
    if !passage::in_scope(statute) {
        return Vec::new();
    }
    let mut items: Vec<EnforcementItem> = Vec::new();
    for passage in
        passages(statute).filter(|passage| !passage.liability && speaks_of_inspection(passage))
    {
        of_passage(&passage, &mut items);
    }
    items
}

fn speaks_of_inspection(passage: &Passage) -> bool {
    let list = !passage.points.is_empty()
        && passage.text.ends_with('：')
        && holds(passage.text, &["措施", "职权", "权力", "方式", "职责"]);
    list || passage.text.contains(['查', '抽', '巡'])
}

fn of_passage(passage: &Passage, items: &mut Vec<EnforcementItem>) {
    let mut acting = passage.intro.and_then(power_of_list);
    if passage.intro.is_some() && (acting.is_none() || is_list_of_measures(passage)) {
        return;
    }
    if read_list(passage, items) {
        return;
    }
    for sentence in passage.sentences() {
        if holds(
            passage.slice(sentence[0].start, sentence[sentence.len() - 1].end()),
            &["罚款", "没收", "违反本", "追究"],
        ) {
            continue;
        }
        acting = acting.filter(|_| passage.intro.is_some());
        for clause in clauses(&sentence) {
            if let Some(item) = of_clause(passage, clause, &mut acting) {
                join(items, item, clause);
            }
        }
    }
}

/// A clause that looks back at an inspection of the same article adds a measure to it.
fn join(items: &mut Vec<EnforcementItem>, item: EnforcementItem, clause: Clause) {
    let looks_back = passage::any_holds(
        clause.segments(),
        &[
            "检查时",
            "检查中",
            "检查职责",
            "检查过程",
            "依照前款",
            "前款规定",
        ],
    );
    let same = items
        .iter_mut()
        .rev()
        .take_while(|earlier| earlier.article == item.article)
        .find(|earlier| {
            earlier.behaviour == item.behaviour || (looks_back && earlier.subject == item.subject)
        });
    match same {
        Some(earlier) => {
            for measure in item.tiers.into_iter().flat_map(|tier| tier.measures) {
                earlier.tiers[0].measures.push(measure);
            }
            earlier.spans.extend(
                item.spans
                    .into_iter()
                    .filter(|span| span.role == SpanRole::Sanction),
            );
        }
        None => items.push(item),
    }
}

fn power_of_list(intro: &str) -> Option<&str> {
    #[rustfmt::skip]
    const OTHERS: &[&str] = &["不得", "禁止", "下列行为", "下列情形", "职责", "公开", "公布", "信息", "公示"];
    if holds(intro, OTHERS) || !holds(intro, &["措施", "可以", "有权", "职权", "应当"]) {
        return None;
    }
    clause::split(intro)
        .iter()
        .rev()
        .find_map(|segment| organ::leading(segment.text))
}

/// How a list of what may be done during an inspection is announced.
#[rustfmt::skip]
const LISTS: &[&str] = &[
    "下列措施", "以下措施", "下列职权", "下列权力", "下列方式", "下列手段", "下列权利", "下列检查",
];

fn is_list_of_measures(passage: &Passage) -> bool {
    passage.intro.is_some_and(|intro| holds(intro, LISTS))
}

/// Reads 监督检查时，可以采取下列措施： with its points, or tells that the passage is no such list.
/// The list joins an earlier item of the article by the same authority.
fn read_list(passage: &Passage, items: &mut Vec<EnforcementItem>) -> bool {
    let intro = passage.text;
    let inspecting = holds(intro, ACTS)
        || holds(
            intro,
            &["监督管理", "履行职责", "监管", "监督", "调查", "查处"],
        );
    if passage.points.is_empty()
        || !holds(intro, LISTS)
        || !inspecting
        || holds(intro, &["不得", "应急", "事故发生"])
    {
        return false;
    }
    let points: Vec<&Point> = passage
        .points
        .iter()
        .filter(|point| is_inspection(&point.text))
        .collect();
    let segments = clause::split(intro);
    let subject = segments
        .iter()
        .find_map(|segment| organ::leading(segment.text));
    let mut in_article = items
        .iter_mut()
        .rev()
        .take_while(|item| item.article == passage.path.article);
    if points.is_empty() {
        return false;
    }
    if let Some(earlier) =
        in_article.find(|item| subject.is_none() || item.subject.as_deref() == subject)
    {
        add_points(earlier, passage, &points);
        return true;
    }
    let Some(subject) = subject else { return false };
    let mut item = passage.item(ItemKind::Inspection, circumstance(&segments, subject));
    item.subject = Some(subject.to_owned());
    add_points(&mut item, passage, &points);
    items.push(item);
    true
}

fn is_inspection(point: &str) -> bool {
    holds(point, ACTS)
        || holds(
            point,
            &[
                "进入", "查阅", "询问", "调阅", "复制", "勘", "抽取", "采集", "采样", "查询",
            ],
        )
}

fn add_points(item: &mut EnforcementItem, passage: &Passage, points: &[&Point]) {
    for point in points {
        let words = point.text.trim_end_matches(['；', '。']);
        let path = crate::address::ProvisionPath {
            point: Some(point.number),
            ..passage.path
        };
        let span = crate::enforcement_item::Span {
            path,
            start: 0,
            end: words.len() as u32,
            role: SpanRole::Sanction,
        };
        add_measure(item, MeasureKind::Other, false, words, span);
    }
}

/// What the list is for: the thing inspected where the intro names it, else the words behind the authority.
fn circumstance(segments: &[Segment], subject: &str) -> Part {
    let thing = segments.iter().find_map(|segment| {
        thing_inspected(segment.text).map(|thing| Part::of(segment, thing.words))
    });
    let behind = |segment: &Segment| {
        let at = segment.text.find(subject)? + subject.len();
        Some(segment.start + at)
    };
    let start = segments.iter().rev().find_map(behind).unwrap_or(0);
    let end = segments.iter().rev().map(Segment::end).next().unwrap_or(0);
    thing
        .filter(|part| part.start < part.end)
        .unwrap_or_else(|| trimmed(segments, start, end))
}

/// From `start` on, without a last segment that only says 可以采取下列措施.
fn trimmed(segments: &[Segment], start: usize, end: usize) -> Part {
    const ANNOUNCING: &[&str] = &[
        "可以",
        "有权",
        "可",
        "应当",
        "依法",
        "行使",
        "采取",
        "有下列",
        "享有",
    ];
    let Some((last, before)) = segments.split_last() else {
        return Part { start, end };
    };
    let announces = ANNOUNCING.iter().any(|word| last.text.starts_with(word));
    match before.last() {
        Some(segment) if announces && segment.end() > start => Part {
            start,
            end: segment.end(),
        },
        _ => Part { start, end },
    }
}

fn of_clause<'s>(
    passage: &Passage<'s>,
    clause: Clause<'_, 's>,
    acting: &mut Option<&'s str>,
) -> Option<EnforcementItem> {
    let mut item: Option<EnforcementItem> = None;
    for segment in clause.segments() {
        match organ::leading(segment.text)
            .or_else(|| organ::behind(segment.text, &["由"]).map(|found| found.1))
        {
            Some(found) => *acting = Some(found),
            None if somebody_else(segment.text) => *acting = None,
            None => {}
        }
        let Some(subject) = *acting else { continue };
        if item.is_some() {
            continue;
        }
        item = inspection(passage, segment, subject);
    }
    item
}

/// A segment with a subject of its own that is no authority.
fn somebody_else(segment: &str) -> bool {
    let Some(at) = ["应当", "可以", "不得", "必须", "有权"]
        .iter()
        .filter_map(|modal| segment.find(modal))
        .min()
    else {
        return false;
    };
    let before = segment[..at].trim_end_matches(['并', '也', '还', '但']);
    before.chars().count() >= 2 && !holds(before, &["必要时", "依法", "同时", "时", "根据", "按照"])
}

fn inspection(passage: &Passage, segment: &Segment, subject: &str) -> Option<EnforcementItem> {
    let own = organ_end(segment.text, subject);
    let words = &segment.text[own..];
    let inspected =
        thing_inspected(words).filter(|found| !(found.direct && is_government(subject)))?;
    let inside = inspected.words.ends_with("工作")
        || words.contains("行政检查")
        || holds(&inspected.words.replace("机关、团体", ""), INSIDE)
        || (is_government(subject) && internal_to_government(subject, words));
    if inside || subject.contains("人民代表大会") || inspected.words.chars().count() < 2 {
        return None;
    }
    let mut item = passage.item(ItemKind::Inspection, Part::of(segment, inspected.words));
    item.subject = Some(subject.to_owned());
    item.object = person(inspected.words).map(str::to_owned);
    let mandatory = !holds(words, &["可以", "有权", "可依法"]);
    add_measure(
        &mut item,
        MeasureKind::Other,
        mandatory,
        inspected.act,
        passage.span(Part::of(segment, inspected.act), SpanRole::Sanction),
    );
    Some(item)
}

/// What a government checks of its own doing.
fn internal_to_government(subject: &str, words: &str) -> bool {
    let own = ["工作", "落实", "规划", "完成"]
        .iter()
        .any(|word| words.contains(word));
    own || subject.ends_with("各级人民政府")
        || (words.contains("情况") && holds(words, &["实施", "执行", "履行"]))
}

fn is_government(subject: &str) -> bool {
    subject.ends_with("政府") || subject.ends_with("国务院") || subject.ends_with("办事处")
}

fn organ_end(segment: &str, subject: &str) -> usize {
    segment.find(subject).map_or(0, |at| at + subject.len())
}

/// The regulated person inspected, where the thing is one.
fn person(thing: &str) -> Option<&str> {
    [
        "单位",
        "企业",
        "个人",
        "经营者",
        "经营户",
        "人员",
        "组织",
        "公司",
    ]
    .iter()
    .any(|end| thing.ends_with(end))
    .then_some(thing)
}
