//! What a segment does to the sentence: it punishes, leaves it to the points, disciplines, or only speaks.

use super::lead::{self, Lead};
use super::measure::{self, Found};
use super::reference::Place;
use super::words::{ends, holds, starts};
use crate::enforcement_item::MeasureKind;

/// What a segment is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role<'t> {
    /// It imposes measures.
    Sanction(Lead<'t>, Vec<Found<'t>>),
    /// It leaves the measures to the points below: 按照下列规定处罚.
    Delegation {
        /// Who acts, where it says so.
        agent: Option<&'t str>,
        /// Whether it leaves a choice: 可以按照下列规定处罚.
        optional: bool,
    },
    /// Its consequence is none of ours: damages, discipline, crime.
    Other {
        /// Who acts, where it says so.
        agent: Option<&'t str>,
        /// On whom, where it says so.
        target: Option<&'t str>,
        /// Whether crime is reserved.
        crime: bool,
        /// Whether leading officials are disciplined: then the violator is an organ.
        official: bool,
    },
    /// It only names who acts, and perhaps on whom: 由主管部门依据职责，…; 由主管部门对直接责任人员，…
    Agent(&'t str, Option<&'t str>),
    /// It only names who is punished: 对直接责任人员，…
    Target(&'t str),
    /// 尚不构成犯罪的
    Exempt,
    /// It takes the punishment back: 从其规定, 免予处罚.
    Disclaimer,
    /// Anything else: part of a deed or a condition.
    Words,
}

/// What may be expected here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expect {
    /// A deed or a condition has just closed with 的, or a sanction stands before in the clause.
    pub consequence: bool,
    /// Some deed is known, so a bare target or agent makes sense.
    pub deed: bool,
    /// Something is imposed already, so that an order may do without 责令.
    pub punished: bool,
}

/// Reads one segment.
pub(super) fn read<'t>(text: &'t str, expect: Expect, place: Place) -> Role<'t> {
    if is_exempt(text) {
        return Role::Exempt;
    }
    if is_words(text, expect) {
        return Role::Words;
    }
    if disclaims(text) {
        return Role::Disclaimer;
    }
    if text.contains("刑事责任") {
        return Role::Other {
            agent: None,
            target: None,
            crime: true,
            official: false,
        };
    }
    let mut rest = text;
    let lead = lead::read(&mut rest);
    if rest.is_empty() {
        return bare(&lead, expect);
    }
    if lead.agent.is_none()
        && lead.target.is_none()
        && let Some(role) = goes_on(rest, &lead, expect, place)
    {
        return role;
    }
    let weak_fits =
        expect.consequence || lead.agent.is_some() || (lead.target.is_some() && expect.deed);
    if lead::verb(rest).is_none() && !(weak_fits && lead::weak_verb(rest).is_some()) {
        let unknown = lead.agent.is_some() || holds(text, &OTHERS);
        return if unknown && expect.consequence {
            other(text, &lead)
        } else {
            Role::Words
        };
    }
    if delegates(rest) {
        let found = measure::scan(rest, &lead, place);
        return if found.is_empty() || sums_below(rest) {
            Role::Delegation {
                agent: lead.agent,
                optional: lead.optional,
            }
        } else {
            Role::Sanction(lead, found)
        };
    }
    let found = measure::scan(rest, &lead, place);
    let ordered = rest.starts_with("限期")
        || lead::verb(rest).is_some()
        || lead.agent.is_some()
        || (expect.consequence && rest.starts_with("采取") && holds(rest, &["查封", "扣押"]))
        || expect.punished
        || !found.iter().all(|one| is_order(one.kind));
    if !found.is_empty() && ordered {
        Role::Sanction(lead, found)
    } else if holds(text, &OTHERS)
        || (expect.consequence && matches!(lead::verb(rest), Some("给予" | "予以")))
    {
        other(text, &lead)
    } else if let Some(agent) = lead.agent.filter(|_| expect.consequence) {
        let name = agent.split("向社会").next().unwrap_or(agent);
        Role::Agent(name, lead.target)
    } else {
        Role::Words
    }
}

/// 并处警告，违法所得三倍以下的罚款: a sum without a verb of its own; 总额不超过五万元的罚款 only caps one.
fn goes_on<'t>(text: &'t str, lead: &Lead<'t>, expect: Expect, place: Place) -> Option<Role<'t>> {
    const CAPS: [&str; 9] = [
        "总额",
        "最高",
        "但最高",
        "罚款总额",
        "累计",
        "最多",
        "合计",
        "但总额",
        "但累计",
    ];
    let sum = expect.punished
        && expect.consequence
        && lead::verb(text).is_none()
        && text.ends_with("罚款")
        && !text.starts_with(['由', '对'])
        && super::fine::has_amount(text);
    sum.then(|| match starts(text, &CAPS) {
        Some(_) => Role::Exempt,
        None => Role::Sanction(*lead, measure::scan(text, lead, place)),
    })
}

fn other<'t>(text: &str, lead: &Lead<'t>) -> Role<'t> {
    let disciplines =
        holds(text, &["处分", "罢免", "移送", "移交"]) && !text.contains("给予或者责令给予");
    Role::Other {
        agent: lead.agent.filter(|_| !disciplines),
        target: lead.target,
        crime: false,
        official: text.contains("领导人员") || text.contains("领导干部"),
    }
}

/// 立即停止使用 may be a duty: only 责令 or a sanction before it makes it an order.
fn is_order(kind: MeasureKind) -> bool {
    matches!(
        kind,
        MeasureKind::OrderToCorrect
            | MeasureKind::SuspendBusiness
            | MeasureKind::RestrictBusiness
            | MeasureKind::Close
            | MeasureKind::Coercion
    )
}

/// Consequences that are not ours.
const OTHERS: [&str; 38] = [
    "规定执行",
    "无偿收回",
    "制止",
    "劝阻",
    "查处",
    "处分",
    "赔偿",
    "民事责任",
    "连带责任",
    "法律责任",
    "移送",
    "移交",
    "批评教育",
    "返还",
    "承担",
    "其规定",
    "罚金",
    "撤职",
    "开除",
    "信用",
    "解聘",
    "返工",
    "辞退",
    "行政责任",
    "免职",
    "处理",
    "违约",
    "追究",
    "解除",
    "无效",
    "除名",
    "训诫",
    "约谈",
    "告诫",
    "诫勉",
    "驱离",
    "劝离",
    "予以通报",
];

/// Whether a segment only says that it is no crime.
pub(super) fn is_exempt(text: &str) -> bool {
    if text.ends_with("的行为尚不构成犯罪的") {
        return true;
    }
    let words = text
        .trim_start_matches("或者")
        .trim_start_matches("但")
        .trim_start_matches("情节轻微")
        .trim_end_matches('的');
    matches!(
        words,
        "尚不构成犯罪"
            | "尚未构成犯罪"
            | "不构成犯罪"
            | "尚不够刑事处罚"
            | "不够刑事处罚"
            | "未构成犯罪"
            | "尚不够追究刑事责任"
            | "尚不构成刑事犯罪"
            | "尚不构成刑事处罚"
            | "尚不够刑事处分"
    )
}

/// A deed, a condition, a time or a noun: never a consequence.
fn is_words(text: &str, expect: Expect) -> bool {
    let imposes = expect.consequence
        && holds(text, &["给予", "予以", "处以", "可处", "并处"])
        && ends(text, &["的行政处罚", "的处罚"]);
    !imposes
        && ends(
            text,
            &[
                "的",
                "之一",
                "的行政处罚",
                "的处罚",
                "的决定",
                "决定书",
                "时",
                "后",
                "前",
                "期间",
                "处罚决定",
                "的行为",
                "的情形",
                "的规定",
                "过程中",
            ],
        )
        && !text.ends_with("从重处罚的")
}

/// 从其规定; a bar on punishing twice; 不予处罚.
fn disclaims(text: &str) -> bool {
    holds(
        text,
        &[
            "不予处罚",
            "不予行政处罚",
            "免予处罚",
            "免予行政处罚",
            "免除处罚",
            "不再处罚",
            "可以从轻",
            "应当从轻",
            "从轻或者减轻",
            "减轻处罚",
            "免于处罚",
            "不得罚款",
            "不得给予",
            "不得处以",
            "不得作为",
            "加倍支付",
            "不予罚款",
            "免于行政处罚",
            "可以不予",
        ],
    )
}

fn bare<'t>(lead: &Lead<'t>, expect: Expect) -> Role<'t> {
    match (lead.agent, lead.target) {
        (Some(agent), _) if expect.consequence => Role::Agent(agent, lead.target),
        (_, Some(target)) if expect.deed || expect.consequence => Role::Target(target),
        _ => Role::Words,
    }
}

/// 处以下罚款：the points name the sums.
fn sums_below(rest: &str) -> bool {
    starts(rest, &["处以下罚款", "并处以下罚款", "给予以下罚款"]).is_some()
}

/// 按照下列规定处罚
fn delegates(rest: &str) -> bool {
    sums_below(rest)
        || holds(
            rest,
            &["下列", "以下规定", "以下标准", "以下处罚", "以下幅度"],
        ) && starts(
            rest,
            &[
                "按照", "依照", "依据", "根据", "按", "处", "给予", "予以", "作", "责令", "分别",
                "并处", "并按", "适用", "采取", "进行",
            ],
        )
        .is_some()
}
