//! 许可、备案、登记: what a regulated person must have, file or register first.
//!
//! | drafted | read |
//! |---|---|
//! | 未取得灯会许可证，不得举办灯会 | may not be done: 举办灯会; required: 取得灯会许可证 |
//! | 举办灯会的，应当向市文旅局申请许可 | may not be done: 举办灯会; authority: 市文旅局 |
//! | 摊主应当办理摊位登记 | who: 摊主; to be done: 办理摊位登记 |
//! | 经街道办事处批准，方可占道经营 | may not be done: 占道经营 |
//!
//! None: penal articles, acts of authorities, duties of those who hold a licence, consent of private persons.

mod ban;
mod duty;
mod words;

use ban::{ban, only_after};
use duty::duty;
use words::{PERMITS, note_of};

use super::clause::Segment;
use super::organ;
use super::passage::{self, Clause, Part, Passage, add_measure, clauses, holds, passages};
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, SpanRole};
use crate::statute::Statute;

/// With one of these a sentence is penal, or of another kind.
#[rustfmt::skip]
const ELSEWHERE: &[&str] = &[
    "罚款", "处罚", "没收", "责令", "吊销", "警告", "处分", "追究", "予以撤销", "撤销其",
    "撤销许可", "赔偿",
];

/// Things and persons whose duty is none of a regulated person.
#[rustfmt::skip]
const STATE_ACTORS: &[&str] = &[
    "规划", "名录", "目录", "规章", "计划", "标准", "人民政府", "主管部门", "行政部门", "管理部门",
    "机关", "有关部门", "国务院", "省、自治区", "委员会", "登记机构", "行政许可", "政府",
    "审批部门", "执法人员", "街道办事处", "区划", "基准", "总体方案", "管理机构", "名单",
    "工作人员", "税务", "海关", "监管机构", "行政区域", "人民代表大会", "军队", "法院",
    "中国人民银行", "权限", "国家", "部门",
];

/// Reads the licence, filing and registration items of a statute.
pub(crate) fn read(statute: &Statute) -> Vec<EnforcementItem> {
    if !passage::in_scope(statute) {
        return Vec::new();
    }
    let mut items: Vec<EnforcementItem> = Vec::new();
    for passage in passages(statute).filter(|passage| {
        !passage.liability && passage.intro.is_none() && speaks_of_permits(passage.text)
    }) {
        of_passage(&passage, &mut items);
    }
    items
}

fn speaks_of_permits(text: &str) -> bool {
    text.contains(['应', '须', '未', '方', '才'])
        && holds(
            text,
            &[
                "许可", "批", "资", "登记", "备案", "注册", "证", "照", "准", "同意", "号牌",
            ],
        )
}

fn of_passage(passage: &Passage, items: &mut Vec<EnforcementItem>) {
    for sentence in passage.sentences() {
        let text = passage.slice(sentence[0].start, sentence[sentence.len() - 1].end());
        if holds(text, ELSEWHERE) || !holds(text, PERMITS) {
            continue;
        }
        for clause in clauses(&sentence).filter(|clause| !changes_a_plan(passage, *clause)) {
            if let Some(requirement) = requirement(clause) {
                add(passage, &requirement, items);
            }
        }
    }
}

/// 规划不得擅自修改；确需修改的，应当报批: whoever makes a plan is an organ of the state.
fn changes_a_plan(passage: &Passage, clause: Clause) -> bool {
    let first = clause.segments().first().map_or("", |segment| segment.text);
    let changes = [
        "确需调整",
        "确需变更",
        "确需修改",
        "需要调整",
        "需要修改",
        "其范围",
    ];
    let by_organ = first.starts_with("确需") && organ::leading(passage.text).is_some();
    let of_plan = ["规划的调整", "规划的修改", "规划的变更"];
    by_organ
        || first.starts_with("修改") && first.contains("规划")
        || holds(first, &of_plan)
        || changes.iter().any(|change| first.starts_with(change))
            && holds(
                passage.text,
                &[
                    "规划",
                    "计划",
                    "保护区",
                    "绿线",
                    "紫线",
                    "蓝线",
                    "红线",
                    "黄线",
                    "区划",
                ],
            )
}

/// A requirement as it stands in a clause.
struct Requirement<'s> {
    /// What may not be done without it, or is to be done.
    behaviour: Part,
    /// What is required.
    required: (Part, &'s str),
    authority: Option<&'s str>,
    person: Option<&'s str>,
    note: &'static str,
    /// 未取得…的，不得… only repeats an earlier requirement.
    repeats: bool,
}

fn add(passage: &Passage, requirement: &Requirement, items: &mut Vec<EnforcementItem>) {
    let in_article = items
        .iter()
        .rev()
        .take_while(|item| item.article == passage.path.article);
    let mut same_paragraph = in_article
        .clone()
        .filter(|item| Some(item.paragraph) == passage.path.paragraph);
    if requirement.repeats
        && same_paragraph.any(|item| item.note.as_deref() == Some(requirement.note))
    {
        return;
    }
    let behaviour = passage.slice(requirement.behaviour.start, requirement.behaviour.end);
    let mut same = in_article.filter(|item| {
        item.behaviour == behaviour
            && item.note.as_deref() == Some(requirement.note)
            && item.object.as_deref() == requirement.person
    });
    if behaviour.chars().count() < 2 || same.next().is_some() {
        return;
    }
    let mut item = passage.item(ItemKind::Licence, requirement.behaviour);
    item.subject = requirement.authority.map(str::to_owned);
    item.object = requirement.person.map(str::to_owned);
    item.note = Some(requirement.note.to_owned());
    let (part, words) = requirement.required;
    add_measure(
        &mut item,
        MeasureKind::Other,
        true,
        words,
        passage.span(part, SpanRole::Sanction),
    );
    items.push(item);
}

fn requirement<'s>(clause: Clause<'_, 's>) -> Option<Requirement<'s>> {
    let segments = clause.segments();
    if !passage::any_holds(segments, PERMITS) {
        return None;
    }
    ban(segments)
        .or_else(|| only_after(segments))
        .or_else(|| duty(segments))
}

/// 取得市公安机关核发的通行证: who issues it.
fn issuer(words: &str) -> Option<&str> {
    const HOLDING: &[&str] = &["取得", "领取", "持有", "获得", "持", "具有"];
    const ISSUES: &[&str] = &[
        "核发",
        "颁发",
        "签发",
        "发放",
        "批准",
        "发给",
        "出具",
        "依法核发",
        "依法颁发",
    ];
    let (_, name) = organ::behind(words, HOLDING)?;
    let behind = words.find(name).map(|at| &words[at + name.len()..])?;
    ISSUES
        .iter()
        .any(|issues| behind.starts_with(issues))
        .then_some(name)
}

/// Who grants or receives: behind 向, 报, 经 and the like in this segment or the next, behind 由 where it decides.
fn authority<'s>(segments: &[Segment<'s>]) -> Option<&'s str> {
    const MARKERS: &[&str] = &["报请", "报送", "抄送", "经", "向", "报", "到", "送"];
    let at = |segment: &Segment<'s>| {
        let decides = holds(
            segment.text,
            &[
                "批准", "审批", "核发", "许可", "备案", "登记", "审查", "审核", "核准",
            ],
        );
        organ::behind(segment.text, MARKERS)
            .or_else(|| organ::behind(segment.text, &["由"]).filter(|_| decides))
            .map(|found| found.1)
    };
    let first = segments.first()?;
    let goes_on = |next: &&Segment<'s>| {
        note_of(next.text) == note_of(first.text) || first.text.contains("申请")
    };
    at(first)
        .or_else(|| issuer(first.text))
        .or_else(|| segments.get(1).filter(goes_on).and_then(at))
}
