//! Duties: 举办灯会的，应当取得灯会许可证.

use super::super::clause::Segment;
use super::super::organ;
use super::super::passage::{Part, holds};
use super::words::{BENEFITS, PERMITS, is_public, note_of, permit_end, person, without_ends};
use super::{Requirement, STATE_ACTORS, authority};

/// Verbs whose object is a permission.
const GETTING: &[&str] = &[
    "取得", "领取", "申领", "办理", "获得", "具有", "具备", "持有", "申请", "申办", "履行", "补办",
    "办妥", "进行", "报请", "向",
];

/// 举办灯会的，应当取得灯会许可证; 摊主应当将摊位图报街道办事处备案
pub(super) fn duty<'s>(segments: &[Segment<'s>]) -> Option<Requirement<'s>> {
    let (index, at, len) = segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| !segment.closes())
        .find_map(|(index, segment)| modal(segment.text).map(|(at, len)| (index, at, len)))?;
    let subject = segments[index].text[..at].trim();
    let before = segments[..index].last();
    let named = |segment: &Segment| organ::leading(segment.text) == Some(segment.text);
    if segments[..index].iter().any(named) {
        return None;
    }
    if is_state_duty(subject, before.map_or("", |segment| segment.text)) {
        return None;
    }
    let first = &segments[index].text[at + len..];
    let (found, words) = std::iter::once((index, first))
        .chain(
            segments[index + 1..]
                .iter()
                .enumerate()
                .map(|(step, segment)| (index + 1 + step, segment.text)),
        )
        .take(3)
        .find(|(_, words)| requires(words))?;
    if person(subject).is_none() && ["具有", "具备"].iter().any(|held| words.starts_with(held))
    {
        return None;
    }
    let authority = authority(&segments[found..])
        .or_else(|| organ::behind(first, &["向", "到", "经"]).map(|found| found.1));
    let required = without_leads(words);
    let own = if found == index {
        Part::of(&segments[found], required)
    } else {
        Part {
            start: segments[index].start + at + len,
            end: segments[found].end(),
        }
    };
    Some(Requirement {
        behaviour: behaviour_of_duty(segments, index, subject, own),
        required: (Part::of(&segments[found], required), required),
        authority,
        person: person(subject).or_else(|| {
            before
                .filter(|_| subject.is_empty())
                .and_then(|segment| person(segment.text))
        }),
        note: note_of(required),
        repeats: false,
    })
}

/// 并应当依法办理登记 requires 办理登记.
fn without_leads(words: &str) -> &str {
    const LEADS: &[&str] = &["依法", "并", "应当", "事先", "及时", "必须", "还", "同时"];
    let mut rest = words;
    while let Some(shorter) = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)) {
        rest = shorter;
    }
    if rest.is_empty() { words } else { rest }
}

fn modal(text: &str) -> Option<(usize, usize)> {
    const MODALS: &[&str] = &["应当", "必须", "应", "须"];
    MODALS
        .iter()
        .filter_map(|modal| text.find(modal).map(|at| (at, modal.len())))
        .filter(|&(at, _)| {
            ![
                "应急", "应施", "应用", "应征", "应届", "应对", "应诉", "应税",
            ]
            .iter()
            .any(|word| text[at..].starts_with(word))
                && !text[..at].ends_with("相")
                && !text[..at].ends_with("供")
                && !text[..at].ends_with("适")
        })
        .min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)))
}

/// Words that hold 规划 and are no plan.
#[rustfmt::skip]
const PLANNING: &[&str] = &[
    "计划用水", "规划区", "规划许可", "规划条件", "规划用途", "规划设计方案", "国家级", "国家重点",
    "国家机关工作人员",
];

fn is_state_duty(subject: &str, before: &str) -> bool {
    let state = |words: &str| {
        let words = words.trim_end_matches('的');
        if is_plan_of_an_organ(words) {
            return true;
        }
        let head = PLANNING.iter().fold(
            words.rsplit('的').next().unwrap_or(words).to_owned(),
            |head, word| head.replace(word, ""),
        );
        organ::leading(words).is_some() || holds(&head, STATE_ACTORS)
    };
    if subject.is_empty() || ["依法", "并", "还", "同时", "事先"].contains(&subject) {
        return organ::leading(before).is_some()
            || (before.contains("主管部门和") && before.ends_with("单位"))
            || ["自治州", "自治县"]
                .iter()
                .any(|state| before.starts_with(state))
            || (holds(before, &["规划", "名录", "编制"]) && state(before))
            || (before.contains("年度")
                && before.contains("计划")
                && !holds(before, &["需要", "单位", "企业"]));
    }
    state(subject)
}

/// 有关部门的地震应急预案: what an organ makes for itself.
fn is_plan_of_an_organ(words: &str) -> bool {
    words.rsplit_once('的').is_some_and(|(maker, plan)| {
        ["部门", "政府", "机关"]
            .iter()
            .any(|end| maker.ends_with(end))
            && ["预案", "方案", "规划", "计划"]
                .iter()
                .any(|end| plan.ends_with(end))
    })
}

/// Whether the words after 应当 ask for a permission, a filing or a registration.
fn requires(words: &str) -> bool {
    if holds(words, UNFIT) || holds(words, BENEFITS) || words.starts_with("不得") {
        return false;
    }
    if own_register(words) || words.contains("提交") && !words.contains("备案") {
        return false;
    }
    let (mut from, mut kept) = (0, false);
    while let Some(end) = permit_end(&words[from..]).map(|end| from + end) {
        let piece = &words[from..end];
        kept = holds(piece, KEPT) || (kept && !holds(piece, GETTING));
        if !kept
            && is_asked(&words[..end])
            && !is_spoken_of(&words[end..])
            && is_public(&words[..end])
        {
            return true;
        }
        from = end;
    }
    false
}

/// 对进出车辆进行登记 keeps a register of one's own, unless an authority is named.
fn own_register(words: &str) -> bool {
    words.starts_with('对')
        && ["进行登记", "予以登记", "逐一登记", "登记"]
            .iter()
            .any(|end| words.ends_with(end))
        && !organ::is_state(words)
}

/// With these words after 应当 the duty is none of a regulated person towards an authority.
#[rustfmt::skip]
const UNFIT: &[&str] = &[
    "本级人民", "本级人大", "同级", "上级", "上一级", "人民代表大会", "常务委员会", "如实", "理事会", "股东会",
    "是否", "业主大会", "业主委员会", "董事会", "章程规定", "单位负责人", "说明书", "清点",
];

/// A permission that is shown, kept to or counted from is not asked for.
#[rustfmt::skip]
const KEPT: &[&str] = &[
    "自取得", "在取得", "在经", "以经", "在申请", "在办理", "自领取", "按照批准", "符合",
    "按照许可", "按照备案", "依照批准", "按经批准", "按照经批准", "出示", "悬挂", "标明",
    "使用许可", "公示", "查验", "核对", "注明", "公布", "公开", "明示", "展示", "标示", "携带",
    "佩戴", "张贴", "附", "协助", "告知", "督促", "提醒", "指导", "引导", "核实", "将批准",
    "获得批准的", "委托", "选择", "聘请", "查看", "索取", "依据批准", "遵守", "凭", "停止", "提供",
    "登记证明", "核验", "身份的合法证件", "说明", "载明", "交验", "交回", "缴回", "退回", "缴销", "上缴", "交还", "退还", "附有", "提交批准", "提交下列", "颁发", "发给", "出具",
];

fn is_asked(head: &str) -> bool {
    let asked = GETTING.iter().any(|verb| head.contains(verb))
        || holds(head, &["报", "经", "依法登记", "登记备案", "备案"])
        || head == "登记"
        || head.ends_with("申报登记");
    let with_papers = head.starts_with('持')
        && (!head.starts_with("持有") || head.starts_with("持有关"))
        && !head.contains('向');
    asked && !with_papers
}

/// 许可的范围, 批准之日, 登记表: the permission is only mentioned.
fn is_spoken_of(after: &str) -> bool {
    #[rustfmt::skip]
    const MENTIONS: &[&str] = &[
        "等业务",
        "的", "之日", "有效期", "后", "范围", "规定的", "机关", "要求", "事项", "条件", "内容", "部门",
        "申请人", "制度", "时", "核定", "确定的", "所", "载明", "意见", "决定", "前", "表", "簿",
        "信息", "可以", "设立", "申请书", "册", "费", "档案", "系统", "平台", "地", "成立", "情况",
        "资料", "材料", "文件送", "人", "权", "服务", "会计师", "建筑师", "工程师", "商标", "资本", "实施", "管理",
        "地址",
    ];
    let mut rest = after;
    while let Some(shorter) = ["或者", "、", "和", "以及"]
        .iter()
        .find_map(|link| rest.strip_prefix(link))
        .and_then(|joined| {
            PERMITS
                .iter()
                .find_map(|permit| joined.strip_prefix(permit))
        })
    {
        rest = shorter;
    }
    MENTIONS.iter().any(|mention| rest.starts_with(mention))
}

/// The situation before 应当; a subject that is a deed or a thing; else what is to be done (`own`).
fn behaviour_of_duty(segments: &[Segment], index: usize, subject: &str, own: Part) -> Part {
    let subject = without_ends(subject);
    if index > 0 && (subject.is_empty() || person(subject).is_some()) {
        let last = &segments[index - 1];
        let is_joint = |segment: &Segment| ["但是", "但"].contains(&segment.text);
        let only_person = segments[..index].iter().all(|segment| {
            let words = segment.text.trim_start_matches("以及");
            is_joint(segment) || is_plain_person(words)
        });
        let before_it = last.text.starts_with('在') && last.text.ends_with('前');
        if only_person || (before_it && index == 1) {
            return own;
        }
        let joined = is_joint(last);
        let last = match segments[..index - 1].last() {
            Some(before)
                if subject.is_empty()
                    && is_plain_person(last.text)
                    && (before.text.starts_with('对') || before.closes()) =>
            {
                before
            }
            _ => last,
        };
        let end = last.end() - if last.closes() { '的'.len_utf8() } else { 0 };
        let telling = !joined && (last.closes() || index > 1 || !is_date(last.text));
        return if telling {
            Part {
                start: segments[0].start,
                end,
            }
        } else {
            own
        };
    }
    if person(subject).is_some() || subject.chars().count() < 2 || is_date(subject) {
        return own;
    }
    let part = Part::of(
        &segments[index],
        subject.strip_suffix('的').unwrap_or(subject),
    );
    Part {
        start: segments[0].start,
        end: part.end,
    }
}

/// 从事灯具经营的单位 and no more: a person, not a deed that ends like one.
fn is_plain_person(words: &str) -> bool {
    const LONGEST_NOUN: usize = 12;
    const ENDS: &[&str] = &[
        "单位",
        "企业",
        "机构",
        "人员",
        "者",
        "个人",
        "组织",
        "公司",
        "人",
        "工商户",
        "合作社",
        "团体",
    ];
    const HIRING: &[&str] = &["招用", "聘用", "雇用", "录用", "招收", "使用初次"];
    const LONGEST_BODY: usize = 30;
    let noun = words.rsplit('的').next().unwrap_or(words);
    let body = ["单位", "机构", "经营者"]
        .iter()
        .any(|end| words.ends_with(end))
        && words.chars().count() <= LONGEST_BODY
        && !holds(
            words,
            &["因", "在", "将", "需", "未", "向", "委托", "发现", "并入"],
        );
    person(words) == Some(words)
        && ENDS.iter().any(|end| noun.ends_with(end))
        && (body || noun.len() < words.len() || noun.chars().count() <= LONGEST_NOUN)
        && !holds(words, HIRING)
}

/// 在竣工后十日内 says when, not what.
fn is_date(words: &str) -> bool {
    const SHORT: usize = 6;
    let ends = |ends: &[&str]| ends.iter().any(|end| words.ends_with(end));
    ends(&["日内", "个月内", "年内", "期限内"])
        || (ends(&["时", "前", "后"]) && words.chars().count() < SHORT)
}
