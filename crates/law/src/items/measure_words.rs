//! Measures that a word or two give away: 警告, 吊销…证, 五年内不得从事….

use super::words::{ends, first, holds, starts};
use crate::enforcement_item::MeasureKind as Kind;

/// The measure that starts here, and how long its words are. `before` is what the segment said so far.
pub(super) fn read(rest: &str, before: &str) -> Option<(Kind, usize)> {
    let c = rest.chars().next()?;
    match c {
        '警' => (rest.starts_with("警告") && !warns_otherwise(rest)).then_some((Kind::Warning, 6)),
        '通' => starts(rest, &["通报批评"]).map(|word| (Kind::PublicCriticism, word.len())),
        '暂' => suspension(rest),
        '降' => (rest.starts_with("降低")
            && holds(near(rest), &["资质", "等级", "资格", "级别"])
            && !near(rest).contains("岗位"))
        .then(|| (Kind::LowerGrade, object_end(rest))),
        '吊' => starts(rest, &["吊销", "吊扣"]).map(|word| {
            (
                if word == "吊扣" {
                    Kind::SuspendLicence
                } else {
                    Kind::RevokeLicence
                },
                word.len(),
            )
        }),
        '撤' => (rest.starts_with("撤销") && !rest.starts_with("撤销职务"))
            .then(|| (Kind::Other, object_end(rest))),
        '取' => cancellation(rest),
        '停' => stop(rest, before),
        '关' => (rest.starts_with("关闭")
            && (before.is_empty()
                || ends(
                    before,
                    &["予以", "依法", "政府", "决定", "者", "、", "限期"],
                )))
        .then_some((Kind::Close, 6)),
        '限' => limit(rest),
        '不' => refusal(rest),
        '禁' => ban(rest, before),
        '市' => rest
            .starts_with("市场禁入")
            .then_some((Kind::OccupationBan, 12)),
        '拘' => (rest.starts_with("拘留")
            && !rest.starts_with("拘留所")
            && !rest.starts_with("拘留人")
            && !before.ends_with("刑事"))
        .then_some((Kind::Detention, 6)),
        '强' | '查' | '扣' | '代' | '拖' | '约' | '组' => compulsion(rest),
        '拆' | '清' => (starts(rest, &["拆除", "清除", "清理"]).is_some()
            && (before.is_empty() || ends(before, &["依法", "予以", "代"])))
        .then(|| (Kind::Coercion, object_end(rest))),
        '恢' => rest
            .starts_with("恢复原状")
            .then_some((Kind::OrderToCorrect, 12)),
        '改' => (rest.starts_with("改正")
            && (before.is_empty() || ends(before, &["限期", "予以", "立即"])))
        .then_some((Kind::OrderToCorrect, 6)),
        '收' => (rest.starts_with("收回") && holds(near(rest), &["证", "权", "许可"]))
            .then(|| (Kind::Other, object_end(rest))),
        '注' if rest.starts_with("注销或者收缴") => Some((Kind::Other, "注销".len())),
        '注' => (rest.starts_with("注销") && holds(near(rest), &["证", "登记", "许可", "资格"]))
            .then(|| (Kind::Other, object_end(rest))),
        _ => None,
    }
}

/// 警告标志, and 警告 as a disciplinary measure (警告或者记过处分).
fn warns_otherwise(rest: &str) -> bool {
    let next = &rest["警告".len()..];
    next.starts_with(['标', '牌', '线', '信'])
        || next.contains("处分")
        || next.starts_with("、记")
        || next.starts_with("直至开除")
}

/// The words up to the next verb.
fn near(rest: &str) -> &str {
    let skip = rest.chars().take(2).map(char::len_utf8).sum();
    let end = first(
        &rest[skip..],
        &[
            "并处",
            "处以",
            "可以",
            "吊销",
            "没收",
            "责令",
            "罚款",
            "取消",
            "撤销",
            "并给予",
            "，",
            "或者吊销",
            "或者停止",
            "或者暂停",
            "直至",
        ],
    )
    .map_or(rest.len(), |at| at + skip);
    &rest[..end]
}

fn object_end(rest: &str) -> usize {
    near(rest).len()
}

fn suspension(rest: &str) -> Option<(Kind, usize)> {
    if starts(rest, &["暂扣"]).is_some() {
        let object = near(rest);
        let thing = holds(
            object,
            &[
                "犬", "动物", "车", "船", "工具", "物品", "设备", "器", "财物",
            ],
        ) && !holds(object, &["证", "照", "许可", "资格", "牌"]);
        return Some(if thing {
            (Kind::Coercion, object.len())
        } else {
            (Kind::SuspendLicence, 6)
        });
    }
    let object = rest.strip_prefix("暂停").map(|_| near(rest))?;
    let revoked_too = starts(rest, &["暂停或者吊销", "暂停或者撤销", "暂停直至"]).is_some();
    let kind = if revoked_too || holds(object, &["资格", "许可", "证"]) {
        Kind::SuspendLicence
    } else if holds(
        object,
        &["执业", "使用", "生产", "销售", "施工", "营业", "经营"],
    ) && !object.contains("业务")
    {
        Kind::SuspendBusiness
    } else if holds(
        object,
        &["资金", "拨", "项目", "受理", "审批", "供水", "供电"],
    ) {
        Kind::Other
    } else {
        Kind::RestrictBusiness
    };
    Some((kind, if revoked_too { 6 } else { object.len() }))
}

fn cancellation(rest: &str) -> Option<(Kind, usize)> {
    if rest.starts_with("取缔") {
        return Some((Kind::Close, 6));
    }
    let object = rest.strip_prefix("取消").map(|_| near(rest))?;
    Some((
        if holds(object, &["资格", "许可", "证"]) {
            Kind::RevokeLicence
        } else {
            Kind::Other
        },
        object.len(),
    ))
}

/// 停止供水, 停止使用: an order whose 责令 stands before or was left out.
fn stop(rest: &str, before: &str) -> Option<(Kind, usize)> {
    let object = near(rest);
    let known = starts(
        rest,
        &["停止", "停业", "停产", "停工", "停机", "停运", "停办"],
    )?;
    let free = known != "停止"
        || before.is_empty()
        || ends(
            before,
            &[
                "、", "或者", "并", "可以", "限期", "立即", "令其", "，", "依法", "和", "政府",
                "部门", "内", "由", "予以", "给予", "机构", "以下", "年", "月", "以内",
            ],
        );
    if !free {
        return None;
    }
    let kind = if known != "停止" {
        Kind::SuspendBusiness
    } else if holds(
        object,
        &[
            "停止供",
            "停止向其",
            "停止拨",
            "停止支付",
            "停止发放",
            "停止核",
            "停止审",
            "停止受理",
            "贷款",
            "的支付",
            "现金支付",
            "享受",
        ],
    ) {
        Kind::Other
    } else {
        super::lexicon::ORDERS
            .iter()
            .find(|(_, words)| holds(object, words))
            .map_or(Kind::OrderToCorrect, |(kind, _)| *kind)
    };
    let kind = if kind == Kind::OrderToCorrect && (object.ends_with("作业") || object == "停止活动")
    {
        Kind::SuspendBusiness
    } else if object.ends_with("业务") {
        Kind::RestrictBusiness
    } else {
        kind
    };
    Some((kind, object.len()))
}

fn limit(rest: &str) -> Option<(Kind, usize)> {
    if rest.starts_with("限制或者禁止")
        || rest.starts_with("限制开展")
        || rest.starts_with("限制其")
        || rest.starts_with("限制生产")
        || rest.starts_with("限制业务")
        || rest.starts_with("限制部分")
        || rest.starts_with("限制相关")
        || rest.starts_with("限制、暂停")
        || rest.starts_with("限制或者暂停")
    {
        return Some((Kind::RestrictBusiness, object_end(rest)));
    }
    starts(
        rest,
        &[
            "限期改正",
            "限期拆除",
            "限期恢复",
            "限期整改",
            "限期治理",
            "限期补",
            "限期清",
            "限期退",
            "限期采取",
            "限期缴",
            "限期迁",
            "限期搬",
            "限期办",
            "限期消除",
            "限期整顿",
            "限期改造",
            "限期修复",
            "限期履行",
            "限期归还",
            "限期处理",
            "限期纠正",
        ],
    )
    .map(|_| (Kind::OrderToCorrect, object_end(rest)))
}

/// 不得从事…, 不予注册: a ban; 不予受理, 不予批准: something else.
fn refusal(rest: &str) -> Option<(Kind, usize)> {
    if rest.starts_with("不得以") && rest.contains("为由") {
        return None;
    }
    if starts(rest, &["不得上路", "不得上道路", "不得离港", "不得起飞"]).is_some()
    {
        return Some((Kind::Other, object_end(rest)));
    }
    let banned = starts(
        rest,
        &[
            "不得从事",
            "不得担任",
            "不得再",
            "不得申请",
            "不得重新",
            "不得参加",
            "不得取得",
            "不予注册",
            "不得聘",
            "不得作为",
            "不得申报",
            "不得开展",
            "不得承",
            "不得进口",
            "不得参与",
            "不得执业",
            "不得以",
            "不得出任",
            "不得任职",
            "不得经营",
            "不得设立",
            "不得举办",
            "不得生产",
            "不得办理",
            "不得报考",
            "不得提出",
            "不得招",
            "不得受聘",
            "不得被",
            "不得授予",
            "不得开办",
            "不得接受",
            "不得在",
        ],
    );
    match banned {
        Some(_) => Some((Kind::OccupationBan, object_end(rest))),
        None => starts(
            rest,
            &[
                "不予受理",
                "不受理",
                "不予批准",
                "不予办理",
                "不予审批",
                "不予核准",
                "不予许可",
                "不批准",
                "不予核发",
                "不再受理",
            ],
        )
        .map(|_| (Kind::Other, object_end(rest))),
    }
}

/// 禁止从事, 禁止一定期限内组织: a ban; 禁止上道路, 禁止离港: something else.
fn ban(rest: &str, before: &str) -> Option<(Kind, usize)> {
    if rest.starts_with("禁入") {
        return Some((Kind::OccupationBan, object_end(rest)));
    }
    let object = rest.strip_prefix("禁止").map(|_| near(rest))?;
    const MOVES: [&str; 7] = ["上道路", "上路", "离港", "航行", "驶", "起飞", "通行"];
    const TRADES: [&str; 16] = [
        "从事", "担任", "参加", "参与", "承接", "承担", "组织", "开展", "举办", "经营", "进入",
        "申", "投标", "任职", "执业", "在",
    ];
    let free = before.is_empty()
        || ends(
            before,
            &[
                "依法", "可以", "并", "给予", "或者", "决定", "以下", "年", "责令", "一并", "同时",
                "内", "予以", "终身", "直至", "限制",
            ],
        );
    if holds(object, &MOVES) && free {
        return Some((Kind::Other, object.len()));
    }
    (rest.starts_with("禁止其") || (free && holds(object, &TRADES)))
        .then_some((Kind::OccupationBan, object.len()))
}

fn compulsion(rest: &str) -> Option<(Kind, usize)> {
    const WORDS: [&str; 30] = [
        "强制执行",
        "强制拆除",
        "强行拆除",
        "强制清除",
        "强制报废",
        "强制",
        "强行",
        "查封",
        "扣押",
        "扣留",
        "代履行",
        "代为",
        "拖移",
        "拖离",
        "约束至",
        "组织拆除",
        "组织清除",
        "组织代",
        "组织封",
        "组织恢复",
        "组织现场",
        "组织修复",
        "组织治理",
        "组织补",
        "组织强",
        "代治理",
        "代清",
        "代拆",
        "代整治",
        "拖走",
    ];
    let word = starts(rest, &WORDS)?;
    let nominal = rest[word.len()..].starts_with("的")
        || rest.starts_with("代为执行")
        || rest.starts_with("强制性")
        || rest.starts_with("强制措施决定")
        || rest.starts_with("强制检")
        || rest.starts_with("强制保险");
    (!nominal).then(|| (Kind::Coercion, object_end(rest)))
}
