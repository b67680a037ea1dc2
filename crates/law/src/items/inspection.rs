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

use super::clause::{self, Segment};
use super::organ;
use super::passage::{self, Clause, Part, Passage, add_measure, clauses, holds, passages};
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, SpanRole};
use crate::statute::{Point, Statute};

/// Words for inspecting; the longest that fits comes first.
const ACTS: &[&str] = &["检查", "抽查", "抽检", "抽样检验", "抽样检测", "监督抽验", "巡查", "稽查", "核查", "查验", "巡检", "调查取证"];

/// Words of which an act may be the end: 监督检查, 现场检查.
const MANNERS: &[&str] = &[
    "监督", "执法", "现场", "安全", "专项", "日常", "定期", "实地", "随机", "不定期", "联合", "重点", "动态", "例行", "抽样", "综合", "书面", "监察", "消防", "跟踪", "和", "、", "飞行", "指导", "管理", "或者", "及", "与", "考核", "监测", "审查", "抽查", "检测", "全面", "突击", "远程", "常态化", "经常性", "防火", "必要的", "登临", "的", "有效", "人身", "检查", "评估", "统一", "质量", "卫生", "巡查",
];

/// Verbs between the thing and the act: 对灯会进行检查.
const DOING: &[&str] = &["进行", "实施", "开展", "组织开展", "组织实施", "组织", "予以", "实行", "加强", "强化", "组织进行"];

/// After the act: the inspection is spoken of, not provided for.
const SPOKEN_AFTER: &[&str] = &[
    "时", "中", "过程", "职责", "制度", "计划", "人员", "结果", "记录", "机构", "站", "证", "单位", "部门", "发现", "清单", "事项", "频次", "方案", "方式", "内容", "通知", "的", "职权", "机制", "活动中", "工作中", "工作人员", "任务", "合格", "档案", "情况", "报告", "费用", "标准", "权", "力度", "办法", "目录", "规程", "信息", "员", "意见", "点", "对象", "程序", "工作制度", "体系", "主体", "之日", "后", "职能", "程度", "文书", "名录库", "要点", "队伍", "评估制度", "工作计划", "的方式", "需要", "所需", "不得", "应当", "前",
];

/// Before the act: it is suffered, shared out or only helped with.
const SPOKEN_BEFORE: &[&str] = &["接受", "配合", "拒绝", "阻碍", "协助", "负责", "自我", "参与", "委托", "妨碍", "督促", "不得", "制定", "自查", "接到", "编制", "承担", "支持", "建立", "经批准", "未经", "经营者应当", "企业应当", "单位应当", "被"];

/// Objects inside the state.
const INSIDE: &[&str] = &[
    "下级", "下一级", "本级人民政府", "所属部门", "人民政府及", "各级人民政府", "有关部门", "主管部门", "工作人员", "执法工作", "履行职责", "履行法定职责", "行政许可", "行政执法", "人民政府的", "人民政府对", "人民政府履行", "目标责任", "预算", "目标完成", "资金", "经费", "行政机关", "所属", "街道办事处", "村民委员会", "镇人民政府", "乡级", "规划的实施", "规划实施", "规划执行", "规划落实", "职责情况", "专项规划", "国家机关", "人民警察", "干部", "机构编制", "机关",
    "执法情况", "履职", "部门履行", "职责履行", "收费公路", "扶持", "补贴", "干线", "应急预案的制定", "政策措施",
];

/// Reads the inspection items of a statute.
pub(crate) fn read(statute: &Statute) -> Vec<EnforcementItem> {
    if !passage::in_scope(statute) {
        return Vec::new();
    }
    let mut items: Vec<EnforcementItem> = Vec::new();
    for passage in passages(statute).filter(|passage| !passage.liability && speaks_of_inspection(passage)) {
        of_passage(&passage, &mut items);
    }
    items
}

fn speaks_of_inspection(passage: &Passage) -> bool {
    let list = !passage.points.is_empty() && passage.text.ends_with('：') && holds(passage.text, &["措施", "职权", "权力", "方式", "职责"]);
    list || passage.text.contains(|c| matches!(c, '查' | '抽' | '巡'))
}

fn of_passage(passage: &Passage, items: &mut Vec<EnforcementItem>) {
    let mut acting = passage.intro.and_then(power_of_list);
    if passage.intro.is_some() && (acting.is_none() || is_list_of_measures(passage)) {
        return;
    }
    if let Some(item) = list_of_measures(passage, items) {
        items.extend(item);
        return;
    }
    for sentence in passage.sentences() {
        if holds(passage.slice(sentence[0].start, sentence[sentence.len() - 1].end()), &["罚款", "没收", "违反本", "追究"]) {
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
    let looks_back = passage::any_holds(clause.segments(), &["检查时", "检查中", "检查职责", "检查过程", "依照前款", "前款规定"]);
    let same = items.iter_mut().rev().take_while(|earlier| earlier.article == item.article).find(|earlier| {
        earlier.behaviour == item.behaviour || (looks_back && earlier.subject == item.subject)
    });
    match same {
        Some(earlier) => {
            for measure in item.tiers.into_iter().flat_map(|tier| tier.measures) {
                earlier.tiers[0].measures.push(measure);
            }
            earlier.spans.extend(item.spans.into_iter().filter(|span| span.role == SpanRole::Sanction));
        }
        None => items.push(item),
    }
}

fn power_of_list(intro: &str) -> Option<&str> {
    if holds(intro, &["不得", "禁止", "下列行为", "下列情形", "职责"]) || !holds(intro, &["措施", "可以", "有权", "职权", "应当"]) {
        return None;
    }
    clause::split(intro).iter().rev().find_map(|segment| organ::leading(segment.text))
}

fn is_list_of_measures(passage: &Passage) -> bool {
    passage.intro.is_some_and(|intro| holds(intro, &["下列措施", "以下措施", "下列职权", "下列权力", "下列方式", "下列手段", "下列权利", "下列检查"]))
}

/// 监督检查时，可以采取下列措施：. `Some(None)` where it joined an earlier item of the article.
fn list_of_measures(passage: &Passage, items: &mut [EnforcementItem]) -> Option<Option<EnforcementItem>> {
    let intro = passage.text;
    let listed = ["下列措施", "以下措施", "下列职权", "下列权力", "下列方式", "下列手段", "下列权利", "下列检查"];
    let inspecting = holds(intro, ACTS) || holds(intro, &["监督管理", "履行职责", "监管", "监督", "调查", "查处"]);
    if passage.points.is_empty() || !holds(intro, &listed) || !inspecting || holds(intro, &["不得", "应急", "事故发生"]) {
        return None;
    }
    let points: Vec<&Point> = passage.points.iter().filter(|point| is_inspection(&point.text)).collect();
    if points.is_empty() {
        return None;
    }
    let segments = clause::split(intro);
    let subject = segments.iter().find_map(|segment| organ::leading(segment.text));
    let earlier = items.iter_mut().rev().take_while(|item| item.article == passage.path.article).find(|item| subject.is_none() || item.subject.as_deref() == subject);
    if let Some(earlier) = earlier {
        add_points(earlier, passage, &points);
        return Some(None);
    }
    let subject = subject?;
    let mut item = passage.item(ItemKind::Inspection, circumstance(&segments, subject));
    item.subject = Some(subject.to_owned());
    add_points(&mut item, passage, &points);
    Some(Some(item))
}

fn is_inspection(point: &str) -> bool {
    holds(point, ACTS) || holds(point, &["进入", "查阅", "询问", "调阅", "复制", "勘", "抽取", "采集", "采样", "查询"])
}

fn add_points(item: &mut EnforcementItem, passage: &Passage, points: &[&Point]) {
    for point in points {
        let words = point.text.trim_end_matches(['；', '。']);
        let path = crate::address::ProvisionPath { point: Some(point.number), ..passage.path };
        let span = crate::enforcement_item::Span { path, start: 0, end: words.len() as u32, role: SpanRole::Sanction };
        add_measure(item, MeasureKind::Other, false, words, span);
    }
}

/// What the list is for: the thing inspected where the intro names it, else the words behind the authority.
fn circumstance(segments: &[Segment], subject: &str) -> Part {
    let thing = segments.iter().find_map(|segment| thing_inspected(segment.text).map(|thing| Part::of(segment, thing.words)));
    let behind = |segment: &Segment| {
        let at = segment.text.find(subject)? + subject.len();
        Some(segment.start + at)
    };
    let start = segments.iter().find_map(behind).unwrap_or(0);
    let end = segments.iter().rev().map(Segment::end).next().unwrap_or(0);
    thing.filter(|part| part.start < part.end).unwrap_or_else(|| trimmed(segments, start, end))
}

/// From `start` on, without the 可以采取下列措施 at the end where more stands before it.
fn trimmed(segments: &[Segment], start: usize, end: usize) -> Part {
    let last = segments.len().saturating_sub(1);
    let before_last = segments[..last].last().map_or(0, Segment::end);
    if before_last > start { Part { start: start.max(segments[0].start), end: before_last } } else { Part { start, end } }
}

fn of_clause<'s>(passage: &Passage<'s>, clause: Clause<'_, 's>, acting: &mut Option<&'s str>) -> Option<EnforcementItem> {
    let mut item: Option<EnforcementItem> = None;
    for segment in clause.segments() {
        match organ::leading(segment.text).or_else(|| organ::behind(segment.text, &["由"]).map(|found| found.1)) {
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
    let Some(at) = ["应当", "可以", "不得", "必须", "有权"].iter().filter_map(|modal| segment.find(modal)).min() else { return false };
    let before = segment[..at].trim_end_matches(['并', '也', '还', '但']);
    before.chars().count() >= 2 && !holds(before, &["必要时", "依法", "同时", "时", "根据", "按照"])
}

fn inspection(passage: &Passage, segment: &Segment, subject: &str) -> Option<EnforcementItem> {
    let own = organ_end(segment.text, subject);
    let words = &segment.text[own..];
    let inspected = thing_inspected(words).filter(|found| !(found.direct && is_government(subject)))?;
    let inside = inspected.words.ends_with("工作") || words.contains("行政检查") || holds(inspected.words, INSIDE) || (is_government(subject) && internal_to_government(subject, words));
    if inside || subject.contains("人民代表大会") || inspected.words.chars().count() < 2 {
        return None;
    }
    let mut item = passage.item(ItemKind::Inspection, Part::of(segment, inspected.words));
    item.subject = Some(subject.to_owned());
    item.object = person(inspected.words).map(str::to_owned);
    let mandatory = !holds(words, &["可以", "有权", "可依法"]);
    add_measure(&mut item, MeasureKind::Other, mandatory, inspected.act, passage.span(Part::of(segment, inspected.act), SpanRole::Sanction));
    Some(item)
}

/// What a government checks of its own doing.
fn internal_to_government(subject: &str, words: &str) -> bool {
    let own = ["工作", "落实", "规划", "完成"].iter().any(|word| words.contains(word));
    own || subject.ends_with("各级人民政府") || (words.contains("情况") && holds(words, &["实施", "执行", "履行"]))
}

fn is_government(subject: &str) -> bool {
    subject.ends_with("政府") || subject.ends_with("国务院") || subject.ends_with("办事处")
}

fn organ_end(segment: &str, subject: &str) -> usize {
    segment.find(subject).map_or(0, |at| at + subject.len())
}

/// The regulated person inspected, where the thing is one.
fn person(thing: &str) -> Option<&str> {
    ["单位", "企业", "个人", "经营者", "经营户", "人员", "组织", "公司"].iter().any(|end| thing.ends_with(end)).then_some(thing)
}

/// What a segment has inspected, and the words of the act.
struct Inspected<'t> {
    words: &'t str,
    act: &'t str,
    /// Whether the words are the predicate itself.
    direct: bool,
}

fn thing_inspected(words: &str) -> Option<Inspected<'_>> {
    if words.ends_with('的') {
        return None;
    }
    let places = ACTS.iter().flat_map(|act| words.match_indices(act).map(|(at, act)| (at, at + act.len())));
    let mut places: Vec<(usize, usize)> = places.collect();
    places.sort_unstable();
    places.into_iter().find_map(|(at, end)| at_act(words, at, end))
}

fn at_act(words: &str, at: usize, end: usize) -> Option<Inspected<'_>> {
    let (before, after) = (&words[..at], &words[end..]);
    if SPOKEN_AFTER.iter().any(|spoken| after.starts_with(spoken)) {
        return None;
    }
    let lead = before.find('对').map_or(before, |at| &before[..at]);
    if holds(lead, SPOKEN_BEFORE) {
        return None;
    }
    let start = manner_start(before);
    toward(words, start, end).or_else(|| entering(words, start, end)).or_else(|| direct(words, start, end))
}

/// 日常监督检查 starts at 日常.
fn manner_start(before: &str) -> usize {
    let mut rest = before;
    while let Some(shorter) = MANNERS.iter().find_map(|manner| rest.strip_suffix(manner)) {
        rest = shorter;
    }
    rest.len()
}

/// 对灯会的用电安全进行检查; 加强对摊点的检查
fn toward(words: &str, start: usize, end: usize) -> Option<Inspected<'_>> {
    let before = &words[..start];
    let at = before.match_indices('对').map(|(at, _)| at).find(|&at| !["对外", "对口", "对方", "对本单位", "对性"].iter().any(|word| before[at..].starts_with(word)) && !before[..at].ends_with('针'))?;
    let from = at + '对'.len_utf8();
    let thing = &before[from..];
    if let Some(shorter) = DOING.iter().filter_map(|doing| thing.strip_suffix(doing)).min_by_key(|shorter| shorter.len()) {
        let act = &words[from + shorter.len()..end];
        return Some(Inspected { words: without_adverbs(shorter), act, direct: false }).filter(|found| !found.words.is_empty());
    }
    let led = ["加强", "强化", "开展", "组织", "实施", "进行"].iter().any(|verb| before[..at].trim_end().ends_with(verb));
    if led {
        return named(words, from, end);
    }
    let shorter = without_adverbs(thing);
    let done = shorter.len() < thing.len() && !thing.ends_with('的') && !shorter.is_empty();
    done.then_some(Inspected { words: shorter, act: &words[from + shorter.len()..end], direct: false })
}

/// The thing between 加强对 and the last 的.
fn named(words: &str, from: usize, end: usize) -> Option<Inspected<'_>> {
    let inner = &words[from..end];
    let cut = inner.rfind('的').unwrap_or_else(|| manner_start(inner.get(..inner.len() - "检查".len()).unwrap_or_default()));
    let thing = without_adverbs(inner.get(..cut)?);
    (!thing.is_empty()).then_some(Inspected { words: thing, act: inner[cut..].trim_start_matches('的'), direct: false })
}

fn without_adverbs(thing: &str) -> &str {
    const ADVERBS: &[&str] = &["的", "依法", "定期", "不定期", "经常", "随时", "或者", "、", "组织", "联合", "有计划地", "加强", "依照职责", "及时", "和", "每年", "全面", "随机", "主动", "应当", "分期分批", "分别", "共同", "适时"];
    let mut thing = thing;
    while let Some(shorter) = ADVERBS.iter().find_map(|adverb| thing.strip_suffix(adverb)) {
        thing = shorter;
    }
    thing
}

/// 进入作坊检查, 进入作坊实施现场检查
fn entering(words: &str, start: usize, end: usize) -> Option<Inspected<'_>> {
    let at = words[..start].find("进入")?;
    let thing = &words[at + "进入".len()..start];
    let thing = DOING.iter().filter_map(|doing| thing.rfind(doing)).min().map_or(thing, |doing| &thing[..doing]);
    let thing = without_adverbs(thing);
    (!thing.is_empty()).then_some(Inspected { words: thing, act: &words[at..end], direct: false })
}

/// 可以检查经营者的账册, 应当定期开展用电安全检查: the predicate itself, if it says what is inspected.
fn direct(words: &str, start: usize, end: usize) -> Option<Inspected<'_>> {
    const MODALS: &[&str] = &["可以", "有权", "应当", "依法", "定期", "必须", "随时", "可"];
    let lead = &words[..start];
    let verb = MODALS.iter().any(|modal| lead.ends_with(modal));
    let done = ["进行", "实施", "开展", "组织"].iter().filter_map(|doing| lead.rfind(doing).map(|at| (at, at + doing.len()))).max();
    let (from, said) = if verb && words.len() > end {
        (start, words[end..].chars().count() >= 2)
    } else {
        let (from, behind) = done.filter(|_| holds(lead, MODALS))?;
        (from, behind < start)
    };
    let checked_only = words[..end].ends_with("查验") && !holds(lead, &["可以", "有权"]);
    (said && !checked_only).then_some(Inspected { words: &words[from..], act: &words[from..end], direct: true })
}
