//! Sentences that look like penalties and are no items.
//!
//! | written | why not |
//! |---|---|
//! | 主管部门工作人员滥用职权的，… | the violator is the state |
//! | 违反本条例规定，法律另有规定的，从其规定 | no deed of its own |
//! | 对违反本条例规定的行为，由主管部门处罚 | no deed of its own |
//! | 有违反治安管理行为的，由公安机关处罚 | no deed of its own |
//! | 被吊销许可证的，五年内不得申请 | follows another penalty |
//! | 到期不缴纳罚款的，加处罚款 | executes another penalty |
//! | 发生争议的，由主管部门依照规定处理 | no violation |

use super::actor;
use super::deed::Form;
use super::emit::kinds;
use super::penalty::Penalty;
use super::words::{ends, first, holds, starts};
use crate::enforcement_item::MeasureKind;

/// Words of a violation.
#[rustfmt::skip]
const VIOLATIONS: &[&str] = &[
    "未", "擅自", "违反", "违法", "违规", "违约", "拒", "不按", "不符合", "不履行", "不得", "不依", "不如实", "不服从",
    "不执行", "不接受", "不提供", "不报", "不缴", "不交", "不达标", "不合格", "不遵守", "不改", "不具备", "不再具备",
    "非法", "无证", "无照", "无许可", "弄虚作假", "伪造", "变造", "涂改", "骗", "虚假", "虚报", "隐瞒", "破坏", "损坏",
    "损毁", "毁坏", "妨碍", "妨害", "阻碍", "阻挠", "占用", "侵占", "挪用", "截留", "超过", "超出", "超越", "超标",
    "逾期", "滥用", "滥", "危害", "侵犯", "侵害", "冒", "私自", "倒卖", "买卖", "转让", "走私", "盗", "偷", "哄抢",
    "聚众", "扰乱", "殴打", "侮辱", "诽谤", "恶意", "垄断", "泄露", "出租", "出借", "丢弃", "倾倒", "抛", "焚烧",
    "燃放", "乱", "改变", "污染", "过期", "失效", "缺陷", "隐患", "提供", "销售", "生产", "经营", "设置", "停放",
    "占", "侵权", "不予", "欠", "从事", "不向", "不合理", "强制", "强迫", "干预", "搭建", "堆放", "携带", "饲养", "驾驶", "利用", "使用", "运输", "储存", "低于", "制作", "以",
];

/// Whether what is only ordered or referred, outside the chapter of liability, is a violation: 擅自占道的, not
/// 需要补正的.
pub(super) fn is_plain_violation(penalty: &Penalty) -> bool {
    let words = penalty.behaviour.as_str();
    matches!(penalty.form, Form::Pure | Form::Generic)
        || (holds(words, VIOLATIONS)
            && (words.ends_with('的') || penalty.point.is_some() || disturbs(penalty)))
}

/// 侮辱船员，构成违反治安管理行为的: the condition closes the deed.
fn disturbs(penalty: &Penalty) -> bool {
    let conditions = penalty
        .tiers
        .iter()
        .filter_map(|tier| tier.condition.first());
    conditions
        .into_iter()
        .any(|words| words.starts_with("构成违反"))
}

/// Whether a sentence that punishes is none of ours.
pub(super) fn is_negative(penalty: &Penalty) -> bool {
    let kinds = kinds(penalty);
    !kinds.is_empty()
        && (without_deed(penalty, &kinds)
            || accessory(penalty, &kinds)
            || without_violation(penalty, &kinds))
}

/// N2: the violator is an organ or its staff, or its superior corrects it.
pub(super) fn of_the_state(penalty: &Penalty, kinds: &[MeasureKind]) -> bool {
    let mild = kinds.iter().all(|kind| {
        matches!(
            kind,
            MeasureKind::OrderToCorrect
                | MeasureKind::Warning
                | MeasureKind::PublicCriticism
                | MeasureKind::Other
                | MeasureKind::ConfiscateGains
                | MeasureKind::ByReference
                | MeasureKind::Coercion
                | MeasureKind::SuspendBusiness
                | MeasureKind::Close
        )
    });
    let supervised = penalty.subject.as_deref().is_some_and(actor::supervises);
    let targets = penalty.tiers.iter().all(|tier| {
        holds(&tier.target, &["部门", "政府", "机关"]) && !tier.target.contains("单位")
    });
    let actor = targets || penalty.object.as_deref().is_some_and(actor::is_state);
    let finds = penalty.behaviour.find("发现").is_some_and(|at| {
        ends(
            &penalty.behaviour[..at],
            &["部门", "机关", "机构", "政府", "人员", "中", "后", "应当"],
        )
    });
    let finds = finds
        || penalty.behaviour.starts_with("发现")
            && !holds(
                &penalty.behaviour,
                &["不及时", "未及时", "不立即", "未立即", "不予"],
            )
            && kinds.iter().all(|kind| {
                matches!(
                    kind,
                    MeasureKind::OrderToCorrect | MeasureKind::SuspendBusiness
                )
            });
    actor
        || (mild
            && (supervised
                || finds
                || penalty.official
                || actor::opens_with_organ(&penalty.behaviour)))
}

/// Times, disputes, ownerless things: nobody did anything that is forbidden.
fn without_violation(penalty: &Penalty, kinds: &[MeasureKind]) -> bool {
    let words = penalty.behaviour.as_str();
    let by_reference = kinds.iter().all(|kind| *kind == MeasureKind::ByReference);
    let time = penalty.point.is_none()
        && ends(words, &["后", "期间", "过程中", "之日起", "之前", "期间为"]);
    let unsettled = ends(
        words,
        &["争议的", "纠纷的", "争议", "纠纷", "有异议的", "问题"],
    ) || words.contains("认为");
    let dispute = by_reference && unsettled;
    let concerns = by_reference && words.starts_with("涉及") && !holds(words, VIOLATIONS);
    let unknown_owner = kinds.iter().all(|kind| {
        matches!(
            kind,
            MeasureKind::Coercion | MeasureKind::OrderToCorrect | MeasureKind::ConfiscateProperty
        )
    }) && first(words, &["无法确定", "无法查明", "难以确定"]).is_some_and(
        |at| {
            holds(
                &words[at..],
                &["建设单位", "当事人", "所有人", "行为人", "责任人", "管理人"],
            )
        },
    );
    let damages = by_reference && words.starts_with('因') && words.ends_with("损害的");
    let limit = penalty.point.is_none() && holds(words, &["最长不超过", "最长不得超过"]);
    let performance = by_reference && holds(words, &["代履行情形", "代履行条件"]);
    let division = words.ends_with("执法的") && holds(words, &["综合行政执法", "综合执法"]);
    division || time || dispute || concerns || unknown_owner || damages || limit || performance
}

/// N3, N4: no deed of its own.
fn without_deed(penalty: &Penalty, kinds: &[MeasureKind]) -> bool {
    let words = penalty.behaviour.as_str();
    let elsewhere = holds(
        words,
        &[
            "另有规定",
            "已有规定",
            "有法律责任规定",
            "已有处罚规定",
            "已作出",
            "已经作出",
            "有处罚规定",
            "已作规定",
            "已经有",
            "已规定",
            "有规定的",
            "另行规定",
            "未规定",
            "未作出处罚规定",
            "未作出规定",
            "没有规定",
        ],
    ) && holds(words, &["法律", "法规", "规章", "条例"]);
    let by_reference = kinds.iter().all(|kind| *kind == MeasureKind::ByReference);
    let breaks_law = starts(words, &["对违反", "违反", "对其他违反", "其他违反"]).is_some()
        && !words.contains('，')
        && penalty.refs.is_empty()
        && ends(
            words,
            &["规定的", "法律的", "法规的", "规定的行为", "规定行为"],
        )
        || holds(words, &["本条例其他规定", "本法其他规定", "本办法其他规定"]);
    let breaks_law = breaks_law
        || matches!(
            words,
            "违反本条例的行为" | "违反本法的行为" | "违反本办法的行为" | "违反本规定的行为"
        )
        || words.starts_with("违反本")
            && holds(
                words,
                &[
                    "触犯",
                    "同时又违反其他",
                    "同时违反其他",
                    "又违反其他",
                    "同时违反有关",
                ],
            )
        || words.starts_with("触犯")
        || words.starts_with("同时违反其他")
        || words.starts_with("违反") && words.contains("触犯其他")
        || words.starts_with("对违反")
            && ends(words, &["本办法的行为", "本条例的行为", "本法的行为"]);
    let unsourced = by_reference && (penalty.form == Form::Generic || breaks_law);
    let only_security = penalty.tiers.iter().all(|tier| {
        tier.condition.last().is_some_and(|words| {
            words.contains("治安管理") && !words.contains("尚未") && !words.contains("尚不")
        })
    });
    let security = words.starts_with("构成违反治安管理")
        || words.starts_with("违反治安管理")
        || by_reference
            && words.chars().count() <= 30
            && ends(
                words,
                &[
                    "有违反治安管理行为的",
                    "有违反治安管理的行为",
                    "有违反治安管理的",
                    "出现违反治安管理的行为",
                ],
            );
    let decided = by_reference && holds(words, &["处罚的", "的处罚", "处罚决定"]);
    elsewhere
        || unsourced
        || security
        || decided
        || (only_security
            && holds(
                words,
                &["违反本条例", "违反本法", "违反本办法", "违反本规定"],
            ))
        || starts(
            words,
            &[
                "本条例规定",
                "本法规定",
                "本办法规定",
                "依照本",
                "按照本",
                "根据本",
                "依照《",
                "按照《",
                "罚款",
                "没收",
                "吊销",
                "必要时",
                "处罚",
            ],
        )
        .is_some()
        || (words.ends_with('时') && words.chars().count() < 12)
}

/// N3: bans that follow another penalty; execution of one.
fn accessory(penalty: &Penalty, kinds: &[MeasureKind]) -> bool {
    let words = penalty.behaviour.as_str();
    let after = starts(
        words,
        &[
            "被吊销",
            "被撤销",
            "被取消",
            "被处",
            "被责令",
            "被判",
            "受到",
            "被依法",
            "被暂扣",
            "被行政",
            "当事人对",
            "当事人逾期",
            "当事人不",
        ],
    )
    .is_some();
    let bans = kinds.iter().all(|kind| {
        matches!(
            kind,
            MeasureKind::OccupationBan | MeasureKind::Coercion | MeasureKind::Other
        )
    });
    let convicted = starts(words, &["被判处", "被判"]).is_some()
        && kinds.iter().all(|kind| *kind == MeasureKind::RevokeLicence)
        && penalty.point.is_none();
    let punished = holds(
        words,
        &[
            "被吊销",
            "被依法",
            "被取缔",
            "被取消",
            "被处以",
            "被行政处罚",
            "被责令",
            "被列入",
            "被暂扣",
            "受刑事处罚",
            "撤职处分",
            "被判处",
            "被开除",
            "开除处分",
            "被撤销",
            "判处",
        ],
    );
    let executes =
        kinds.iter().all(|kind| *kind == MeasureKind::Coercion) && holds(words, &["决定"]);
    executes
        || convicted
        || (after && bans)
        || (bans && punished)
        || holds(
            words,
            &[
                "不缴纳罚款",
                "未缴纳罚款",
                "不交纳罚款",
                "当事人对行政处罚决定",
                "不履行行政处罚决定",
                "处罚决定不服",
                "逾期不履行处罚",
            ],
        )
        || ends(words, &["不服的"])
}
