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

use super::clause::Segment;
use super::organ;
use super::passage::{self, Clause, Part, Passage, add_measure, any_holds, clauses, holds, passages};
use crate::address::ArticleNumber;
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, SpanRole};
use crate::statute::Statute;

/// 行政强制法 art. 9.
const RESTRAINT: &str = "行政强制措施";
/// 行政强制法 art. 12.
const EXECUTION: &str = "行政强制执行";

/// Compulsory means.
const MEANS: &[(&str, &str)] = &[
    ("查封", RESTRAINT),
    ("扣押", RESTRAINT),
    ("扣留", RESTRAINT),
    ("封存", RESTRAINT),
    ("冻结", RESTRAINT),
    ("暂扣", RESTRAINT),
    ("强制隔离", RESTRAINT),
    ("强制戒毒", RESTRAINT),
    ("强制治疗", RESTRAINT),
    ("强制带离", RESTRAINT),
    ("强行带离", RESTRAINT),
    ("带离现场", RESTRAINT),
    ("强行驱散", RESTRAINT),
    ("强制驱散", RESTRAINT),
    ("强制驱离", RESTRAINT),
    ("强制拖离", RESTRAINT),
    ("强行拖离", RESTRAINT),
    ("拖移", RESTRAINT),
    ("拖离", RESTRAINT),
    ("强制卸载", RESTRAINT),
    ("强制卸货", RESTRAINT),
    ("强制传唤", RESTRAINT),
    ("强制检测", RESTRAINT),
    ("强制检验", RESTRAINT),
    ("强制打捞", EXECUTION),
    ("约束至酒醒", RESTRAINT),
    ("保护性约束", RESTRAINT),
    ("约束性措施", RESTRAINT),
    ("继续盘问", RESTRAINT),
    ("限制人身自由", RESTRAINT),
    ("阻止其出境", RESTRAINT),
    ("限制其出境", RESTRAINT),
    ("强制措施", RESTRAINT),
    ("强制性措施", RESTRAINT),
    ("强制性处置措施", RESTRAINT),
    ("强制拆除", EXECUTION),
    ("强行拆除", EXECUTION),
    ("强制清除", EXECUTION),
    ("强制清理", EXECUTION),
    ("强制搬迁", EXECUTION),
    ("强制搬离", EXECUTION),
    ("强制报废", EXECUTION),
    ("强制执行", EXECUTION),
    ("强制销毁", EXECUTION),
    ("强制收购", EXECUTION),
    ("强制扑杀", EXECUTION),
    ("强制恢复", EXECUTION),
    ("代履行", EXECUTION),
    ("代为", EXECUTION),
    ("代治理", EXECUTION),
    ("代清", EXECUTION),
    ("代拆", EXECUTION),
    ("代整治", EXECUTION),
    ("加处罚款", EXECUTION),
    ("滞纳金", EXECUTION),
    ("划拨", EXECUTION),
];

/// 代为 followed by one of these is performance by another; else it is an errand (代为保管, 代为申请).
const PERFORMED: &[&str] = &["组织", "测量", "测绘", "履行", "治理", "清", "处置", "拆", "恢复", "补", "修", "整治", "处理", "改正", "采取", "打捞", "拖", "防治", "复垦", "种", "栽", "除", "绿化", "无害化", "回填", "养护", "维修", "加固", "消除", "收集", "运输", "排除", "疏浚", "整改", "建设", "实施", "迁移", "改造", "封闭", "封堵", "关闭", "监测", "回收", "维护", "检测"];

/// Words that give the power.
const POWER: &[&str] = &["可以", "有权", "应当", "予以", "必须", "由", "立即", "决定", "责成", "组织", "指定", "先行", "采取", "可依法", "可", "应", "并", "也", "按日", "每日"];

/// Before the means: it is spoken of, not given.
const SPOKEN_BEFORE: &[&str] = &[
    "被", "已", "经", "解除", "非法", "擅自", "不得", "禁止", "申请", "法院", "未", "拒绝", "协助", "撤销", "违法", "阻碍", "配合", "对", "变相", "受", "停止", "终止", "启封", "抗拒", "妨碍", "因", "予以解除", "缴纳", "减免", "免收", "免除", "的", "罚款和", "税款、", "处理", "转移", "变卖", "毁损", "保管", "返还", "退还", "追缴", "退缴", "征收", "款及", "追究", "凭", "税款和",
];

/// After the means: it is spoken of, not given.
const SPOKEN_AFTER: &[&str] = &[
    "的", "期限", "期间", "决定", "时", "后", "清单", "手续", "费用", "之日", "行为", "情况", "程序", "条件", "通知", "地点", "凭", "申请", "措施的", "措施时", "措施后", "措施，", "机关", "部门", "场所", "人员", "账户", "标准", "总额", "超过", "不得", "数额", "等强制措施的", "等强制措施时", "等措施的", "前", "款项", "证明", "程度", "现场笔录", "、罚款", "和罚款", "所需", "资金", "库", "令",
];

/// Licences are suspended as a penalty, not seized.
const PAPERS: &[&str] = &["许可证", "执照", "驾驶证", "资格证", "证书", "证件", "行驶证", "从业资格", "营运证", "准运证"];

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

/// Whether some of [`MEANS`] start with the character.
fn starts_means(c: char) -> bool {
    matches!(c, '查' | '扣' | '封' | '冻' | '暂' | '强' | '带' | '拖' | '约' | '保' | '继' | '限' | '阻' | '代' | '加' | '滞' | '划')
}

/// The means that a text names, each with its place.
fn means_in(text: &str) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let places = text.match_indices(starts_means).map(|(at, _)| at);
    places.filter_map(move |at| MEANS.iter().find(|(word, _)| text[at..].starts_with(word)).map(|&(word, note)| (at, word, note)))
}

fn of_passage<'s>(passage: &Passage<'s>, before: &mut Acting<'s>, items: &mut Vec<EnforcementItem>) {
    let in_list = passage.intro.is_some();
    let mut acting = if in_list { passage.intro.and_then(intro_authority) } else { before.map(|(_, name)| name) };
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
    if !holds(intro, &["措施", "可以", "有权", "职权", "权力", "应当"]) || holds(intro, &["不得", "禁止", "有下列行为", "有下列情形"]) {
        return None;
    }
    let segments = super::clause::split(intro);
    segments.iter().rev().find_map(|segment| organ::leading(segment.text).or_else(|| organ::behind(segment.text, &["由"]).map(|found| found.1)))
}

fn begins_with_power(sentence: &[Segment]) -> bool {
    sentence.iter().any(|segment| ["可以", "有权", "必要时"].iter().any(|word| segment.text.starts_with(word)))
}

fn of_clause<'s>(passage: &Passage<'s>, clause: Clause<'_, 's>, acting: &mut Option<&'s str>) -> Option<EnforcementItem> {
    let segments = clause.segments();
    let mut item: Option<EnforcementItem> = None;
    for (at, segment) in segments.iter().enumerate() {
        if let Some(found) = authority_of(segment) {
            *acting = Some(found);
        }
        let Some(note) = given_means(segment, passage.intro.is_some()) else { continue };
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
        let mandatory = !holds(segment.text, &choice) && !passage.intro.is_some_and(|intro| holds(intro, &choice));
        add_measure(item, MeasureKind::Coercion, mandatory, words, passage.span(Part::of(segment, words), SpanRole::Sanction));
    }
    item
}

fn authority_of<'s>(segment: &Segment<'s>) -> Option<&'s str> {
    organ::behind(segment.text, &["由", "责成", "授权"]).map(|found| found.1).or_else(|| organ::leading(segment.text))
}

/// The class of the means that the segment gives, if it gives one.
fn given_means(segment: &Segment, in_list: bool) -> Option<&'static str> {
    let text = segment.text;
    means_in(text).next()?;
    if segment.closes() || ["时", "后", "前", "过程中", "期间"].iter().any(|end| text.ends_with(end)) || holds(text, &["不得", "禁止", "人民法院", "不予", "不能", "不采取"]) {
        return None;
    }
    means_in(text).find(|&(at, word, _)| is_given(text, at, word, in_list)).map(|(_, _, note)| note)
}

fn is_given(text: &str, at: usize, word: &str, in_list: bool) -> bool {
    let before = without_last_means(&text[..at]);
    let after = without_first_means(&text[at + word.len()..]);
    let power = holds(before, POWER) || (in_list && before.chars().count() < 30) || organ::leading(text).is_some_and(|name| before.ends_with(name));
    power
        && !holds(before, &["协助", "妨碍", "阻碍", "是否", "配合", "抗拒", "刑事诉讼", "申请", "决定书", "提前解除", "延长"])
        && !after.ends_with("清单")
        && !SPOKEN_BEFORE.iter().any(|spoken| before.ends_with(spoken))
        && !SPOKEN_AFTER.iter().any(|spoken| after.starts_with(spoken))
        && fits(word, before, after)
}

/// What a means asks of the words around it.
fn fits(word: &str, before: &str, after: &str) -> bool {
    match word {
        "代为" => PERFORMED.iter().any(|deed| after.starts_with(deed)),
        "扣留" | "暂扣" | "扣押" | "封存" => !is_paper(after),
        "滞纳金" => holds(before, &["加收", "加处", "征收滞", "收取"]) || before.ends_with("的"),
        "强制执行" => !holds(before, &["申请", "法院", "提请"]),
        "冻结" => !after.starts_with("价格"),
        "强制隔离" | "强制戒毒" => !["人员", "场所", "等", "所", "决定书", "期限", "、"].iter().any(|thing| after.trim_start_matches("戒毒").starts_with(thing)),
        "划拨" => holds(after, &["存款", "账户", "汇款"]) || holds(before, &["存款", "账户"]),
        _ => true,
    }
}

/// Whether the first thing taken is a licence.
fn is_paper(after: &str) -> bool {
    let end = ["、", "，", "或者", "和", "及", "与"].iter().filter_map(|link| after.find(link)).min().unwrap_or(after.len());
    let thing = after[..end].trim_start_matches("或者吊销");
    PAPERS.iter().any(|paper| thing.contains(paper)) || thing.ends_with('证')
}

/// 解除查封、 before 扣押 is 解除.
fn without_last_means(before: &str) -> &str {
    let mut rest = before;
    loop {
        let joined = ["、", "或者", "和", "及", "以及", "或"].iter().find_map(|link| rest.strip_suffix(link));
        let Some(joined) = joined else { return rest };
        let Some(shorter) = MEANS.iter().find_map(|(word, _)| joined.strip_suffix(word)) else { return rest };
        rest = shorter;
    }
}

/// 、扣押的 after 查封 is 的.
fn without_first_means(after: &str) -> &str {
    let mut rest = after;
    loop {
        let joined = ["、", "或者", "和", "及", "以及", "或"].iter().find_map(|link| rest.strip_prefix(link));
        let Some(joined) = joined else { return rest };
        let Some(shorter) = MEANS.iter().find_map(|(word, _)| joined.strip_prefix(word)) else { return rest };
        rest = shorter;
    }
}

fn belongs_to_penalty(passage: &Passage, clause: Clause, segment: &Segment) -> bool {
    let in_intro = passage.intro.is_some_and(|intro| holds(intro, SANCTIONS) || intro.contains("责令"));
    let points_back = any_holds(clause.segments(), &["逾期", "拒不", "仍不", "仍未"]);
    let points_at_deed = any_holds(clause.segments(), &["有前款", "前款行为", "上述行为", "前款所列", "有本条"]);
    let ordered = any_holds(clause.sentence, &["责令"]) && (passage.liability || points_back);
    let sanctioned = any_holds(clause.sentence, SANCTIONS) && !segment.text.contains("加处罚款");
    in_intro || ordered || sanctioned || (passage.liability && points_at_deed) || clause.sentence.iter().any(|segment| segment.text.starts_with("违反本"))
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
    const LEADS: &[&str] = &["可以", "有权", "应当", "依法", "必须", "按照各自职责", "并", "可", "决定", "应", "，"];
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
    let before = before.split_last().filter(|(last, _)| organ::leading(last.text) == Some(last.text)).map_or(before, |(_, rest)| rest);
    let last = before.iter().rposition(is_situation).or_else(|| before.len().checked_sub(1).filter(|_| words.chars().count() < TELLING));
    let Some(last) = last else { return own };
    let incomplete = ["逾期", "拒不", "仍", "经催告", "发现的", "未按照前款"].iter().any(|word| segments[0].text.starts_with(word));
    let first = if incomplete { &clause.sentence[0] } else { &segments[0] };
    let part = Part { start: first.start + organ_length(first.text), end: before[last].end() };
    if part.start < part.end { part } else { own }
}

/// Means in fewer characters (予以扣留) do not say when they may be used.
const TELLING: usize = 8;

/// 拒绝离开的, 发现隐患时, 对来源不明的灯笼; not 有下列情形之一的, which says nothing by itself.
fn is_situation(segment: &Segment) -> bool {
    let text = segment.text;
    let ends = segment.closes() || ["时", "后", "情况下", "之一", "必要"].iter().any(|end| text.ends_with(end));
    let starts = ["对", "发现", "因", "遇", "未", "拒", "逾期"].iter().any(|start| text.starts_with(start));
    (ends || starts) && !text.contains("下列") && text.chars().count() > "必要时".chars().count()
}

fn organ_length(words: &str) -> usize {
    organ::leading(words).map_or(0, |name| words.find(name).unwrap_or(0) + name.len())
}
