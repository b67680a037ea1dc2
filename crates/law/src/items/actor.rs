//! Who acts: the noun in front of a deed, of 违反 or of 有下列行为.
//!
//! 供热企业擅自停止供热的 has the actor 供热企业; 擅自停止供热的 has none.

use super::lexicon::{ACTOR_ENDS, DEED_STARTS, STATE_ALONE, STATE_ENDS, STATE_ORGANS, SUPERVISORS};
use super::words::{cuts, ends, first, holds, starts};

/// The longest actor, in bytes.
const LONGEST_ACTOR: usize = 240;

/// Words that never stand in an actor outside a relative clause.
const DEED_MARKS: [&str; 16] = [
    "未", "擅自", "违反", "拒绝", "拒不", "将", "没有", "伪造", "涂改", "不按", "不得", "非法",
    "违法", "明知", "逾期", "超",
];

/// Words with which a deed starts that names no actor.
#[rustfmt::skip]
const NO_ACTORS: [&str; 91] = [
    "应当由", "应当申请", "散布", "哄抬", "欺骗",
    "妨害", "寻衅", "阻挠", "构成", "干扰", "干涉", "限制", "设立、",
    "侮辱", "殴打", "围攻", "威胁", "诽谤", "虐待", "遗弃", "恐吓",
    "其他严重",
    "直接", "有下列", "虚报", "侵犯", "违章", "发现",
    "采用", "携犬", "介绍",
    "给",    "对", "由", "下列", "以下", "在", "以", "将", "未", "不", "擅自", "拒", "没有", "为", "违反", "因", "故意",
    "明知", "利用", "从事", "向", "把", "与", "无", "非法", "违法", "提交", "骗取", "采取", "伪造", "变造", "冒用",
    "隐瞒", "编造", "侵占", "挪用", "截留", "倒卖", "盗窃", "阻碍", "妨碍", "扰乱", "教唆", "引诱", "委托不", "委托未",
    "委托没有", "聘用未", "聘用不", "允许", "指使", "强令", "授意", "安排", "或者", "以及", "影响", "造成", "导致", "致使",
];

/// The actor in front of a deed; `whole` is true when the deed goes on behind a comma.
pub(super) fn of_deed(text: &str, whole: bool) -> Option<&str> {
    let text = text.strip_prefix('且').unwrap_or(text);
    if let Some(name) = described(text, whole) {
        return Some(name);
    }
    if starts(text, &NO_ACTORS).is_some() && !text.starts_with("对外") {
        return None;
    }
    if whole
        && is_actor(text)
        && text.len() <= LONGEST_ACTOR
        && text.contains('的')
        && first(text, &DEED_MARKS).is_none()
    {
        return Some(text);
    }
    let limit = first(text, &DEED_MARKS)
        .unwrap_or(text.len())
        .min(LONGEST_ACTOR);
    cuts(text)
        .take_while(|&at| at <= limit || (at == text.len() && limit == text.len()))
        .map(|at| text.split_at(at))
        .find_map(|(name, rest)| {
            let follows = if rest.is_empty() {
                whole
            } else {
                starts(rest, DEED_STARTS).is_some()
            };
            let verb = starts(name, &["取得", "制造、", "销售不"]).is_some()
                && !name.contains('的')
                || name == "组织";
            let owner = verb || name.ends_with('所') && rest.starts_with(['有', '作', '制', '做']);
            let finds = rest.starts_with("发现")
                && holds(
                    name,
                    &[
                        "监察",
                        "监督",
                        "监管",
                        "主管",
                        "部门",
                        "机关",
                        "海关",
                        "拘留所",
                    ],
                );
            let excepts = rest.starts_with('除')
                && (rest.starts_with("除外")
                    || !holds(rest, &["擅自", "未"])
                    || holds(name, &["部门", "机关"]));
            let joins = finds
                || excepts
                || starts(rest, &["以及", "以外", "以上", "以下", "或者", "经营者"]).is_some();
            (follows && is_actor(name) && !owner && !joins && !rest.starts_with("或者"))
                .then_some(name)
        })
}

/// Words with which the description of an actor starts: 在公园内经营的商户.
#[rustfmt::skip]
const DESCRIPTIONS: [&str; 11] = [
    "在", "与", "从事", "利用", "使用", "为", "未取得", "未经", "不符合", "不具备", "无",
];

/// Words with which a deed starts after a described actor.
#[rustfmt::skip]
const PLAIN_STARTS: [&str; 9] = ["未", "不", "擅自", "违反", "拒", "没有", "将", "逾期", "无正当理由"];

/// Ends that name a place, where 在 stands before.
#[rustfmt::skip]
const PLACES: [&str; 10] = ["场所", "市场", "园", "站", "店", "所", "中心", "院", "校", "平台"];

/// The longest noun behind a description, in characters.
const LONGEST_NOUN: usize = 14;

/// 在公园内经营的商户不缴费的, 未经指定的平台擅自募捐的: an actor behind what describes it.
fn described(text: &str, whole: bool) -> Option<&str> {
    let lead = starts(text, &DESCRIPTIONS)?;
    let of = lead.len() + text[lead.len()..].find('的')?;
    if holds(&text[lead.len()..of], &DEED_MARKS) || holds(&text[..of], &["，", "违法"]) {
        return None;
    }
    let acts = |rest: &str| match lead {
        _ if rest.is_empty() => whole,
        "未取得" | "不符合" | "不具备" | "无" | "从事" => {
            starts(rest, DEED_STARTS).is_some()
        }
        _ => starts(rest, &PLAIN_STARTS).is_some(),
    };
    let noun = &text[of + '的'.len_utf8()..];
    let (name, _) = cuts(noun)
        .take_while(|&at| noun[..at].chars().count() <= LONGEST_NOUN)
        .map(|at| noun.split_at(at))
        .find(|(name, rest)| {
            let place = lead == "在" && ends(name, &PLACES);
            acts(rest) && is_actor(name) && !place && !holds(name, &DEED_MARKS)
        })?;
    Some(&text[..of + '的'.len_utf8() + name.len()])
}

fn is_actor(name: &str) -> bool {
    ends(name, ACTOR_ENDS)
        && !name.ends_with("或者")
        && name.chars().count() > 1
        && !ends(
            name,
            &[
                "作业",
                "营业",
                "停业",
                "歇业",
                "开业",
                "他人",
                "以上",
                "注册商",
                "工业",
                "行业",
                "产业",
                "人员密集场所内",
                "就业",
                "渔业",
                "事业",
                "农业",
                "林业",
                "专业",
                "毕业",
            ],
        )
}

/// The actor in front of 违反 or 有下列.
pub(super) fn of_lead(text: &str) -> Option<&str> {
    let name = text
        .strip_prefix('对')
        .filter(|name| !name.starts_with('外'))
        .unwrap_or(text)
        .trim_end_matches(['，', '、']);
    (!name.is_empty()
        && name.len() <= LONGEST_ACTOR
        && ends(name, ACTOR_ENDS)
        && !name.ends_with("或者"))
    .then_some(name)
}

/// 责令施工单位停工: the actor that is ordered.
pub(super) fn ordered(region: &str) -> Option<&str> {
    const ORDERED: [&str; 22] = [
        "停", "限期", "立即", "改正", "恢复", "拆除", "整改", "采取", "补", "退", "暂停", "清",
        "重", "公开", "消除", "更", "赔", "及时", "履行", "纠正", "关闭", "支付",
    ];
    let region = region.trim_start_matches('其');
    cuts(region)
        .take_while(|&at| at <= 90)
        .map(|at| region.split_at(at))
        .find_map(|(name, rest)| {
            let person = ends(
                name,
                &[
                    "单位", "企业", "个人", "公司", "机构", "者", "人", "人员", "学校", "医院",
                    "业主", "船舶", "商户",
                ],
            ) && !name.ends_with("或者");
            (person
                && starts(rest, &ORDERED).is_some()
                && !matches!(
                    name,
                    "当事人"
                        | "违法行为人"
                        | "行为人"
                        | "责任人"
                        | "违法者"
                        | "相关责任人"
                        | "有关责任人"
                        | "违法单位"
                        | "有关单位"
                ))
            .then_some(name)
        })
}

/// Whether the actor is a state organ or its staff.
pub(super) fn is_state(actor: &str) -> bool {
    let staff = holds(actor, &["工作人员", "执法人员"]);
    let organ = holds(actor, STATE_ORGANS) && !holds(actor, &["等单位的", "金融"]);
    let department = ends(actor, &["部门", "管理机构"]) && actor.contains("人民政府");
    let body = starts(actor, &["国家机关及其", "行政机关及其", "人民政府及其"]).is_some()
        || actor.contains("主管部门") && ends(actor, &["监督机构", "执法机构"]);
    let inspectors =
        staff && starts(actor, &["国家商检", "海关", "税务机关", "公安机关"]).is_some();
    body || inspectors
        || (organ && (staff || department || ends(actor, STATE_ENDS)))
        || ends(actor, STATE_ALONE)
}

/// Whether a sentence starts with what an organ does: 登记机关准予注销的.
pub(super) fn opens_with_organ(text: &str) -> bool {
    const DOES: [&str; 27] = [
        "认定", "准予", "批准", "认为", "决定", "收到", "接到", "受理", "对", "在", "依法", "发现",
        "应当", "可以", "经", "作出", "依照", "实施", "进行", "根据", "按照", "审查", "检查",
        "查处", "采取", "责令", "要求",
    ];
    let start = first(text, &["机关", "部门", "政府", "主管机构"]).map(|at| {
        if text[at..].starts_with("主管机构") {
            at + 12
        } else {
            at + 6
        }
    });
    start
        .filter(|&at| {
            at <= 75 && !holds(&text[..at], &DEED_MARKS) && starts(text, DEED_STARTS).is_none()
        })
        .is_some_and(|at| starts(&text[at..], &DOES).is_some())
}

/// Whether an authority disciplines its own people rather than the public.
pub(super) fn supervises(agent: &str) -> bool {
    holds(agent, SUPERVISORS)
}

/// Whether a target is a person or a body; 逃匿的 and 使用国有资金的项目 are conditions.
pub(super) fn is_person(target: &str) -> bool {
    const THINGS: [&str; 10] = [
        "的",
        "项目",
        "行为",
        "物品",
        "产品",
        "设施",
        "所得",
        "部分",
        "建筑物",
        "工程",
    ];
    !ends(target, &THINGS) && !is_movable(target)
}

/// Whether what is named may be taken away: 伤人犬只.
pub(super) fn is_movable(name: &str) -> bool {
    ends(name, &["犬只", "动物", "财物", "工具", "设备", "物品"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_actor_ends_where_the_deed_starts() {
        for (text, actor) in [
            ("供热企业擅自停止供热的", Some("供热企业")),
            ("擅自停止供热的", None),
            ("建设单位未设置围挡的", Some("建设单位")),
            ("食品摊贩的经营者不佩戴口罩的", Some("食品摊贩的经营者")),
        ] {
            assert_eq!(of_deed(text, false), actor, "{text}");
        }
        assert_eq!(ordered("施工单位停工整顿"), Some("施工单位"));
        assert_eq!(ordered("限期改正"), None);
    }

    #[test]
    fn organs_of_the_state_are_known() {
        assert!(is_state("市容主管部门及其工作人员"));
        assert!(!is_state("供水企业的工作人员"));
    }
}
