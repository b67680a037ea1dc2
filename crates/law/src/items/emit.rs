//! From penalties in the making to enforcement items: pure references multiplied, negatives left out.
//!
//! Left out: what only disciplines, what a state organ or its staff did, what names no deed of its own
//! (违反本条例规定，法律另有规定的，…), bans that follow another penalty (被吊销许可证的，五年内不得…).

use super::actor;
use super::chain::TierDraft;
use super::deed::Form;
use super::penalty::Penalty;
use super::words::{ends, holds, starts};
use crate::address::{ArticleNumber, ProvisionPath};
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, Span, Tier};
use crate::statute::{Article, Statute};

/// The items of an article's penalties.
pub(super) fn items(
    statute: &Statute,
    article: &Article,
    penalties: Vec<Penalty>,
) -> Vec<EnforcementItem> {
    let liability = penalties
        .iter()
        .any(|penalty| kinds(penalty).iter().any(|kind| is_hard(*kind)))
        || under_liability(statute, article);
    let firm = |penalty: &Penalty| {
        let kinds = kinds(penalty);
        kinds.iter().any(|kind| !is_soft(*kind))
            && (penalty.behaviour.ends_with('的')
                || penalty.point.is_some()
                || kinds
                    .iter()
                    .any(|kind| *kind != MeasureKind::OrderToCorrect))
    };
    let fits = |penalty: &Penalty| is_item(penalty) && (liability || firm(penalty));
    penalties
        .into_iter()
        .filter(fits)
        .flat_map(|penalty| multiply(article.number, &penalty))
        .collect()
}

/// Whether the article stands under 法律责任, 罚则 or the like.
fn under_liability(statute: &Statute, article: &Article) -> bool {
    let mut at = article.division;
    while let Some(division) = at.and_then(|at| statute.divisions.get(at)) {
        if holds(&division.title, &["责任", "罚", "惩"]) {
            return true;
        }
        at = division.parent.filter(|parent| Some(*parent) < at);
    }
    false
}

/// What only a penalty imposes.
fn is_hard(kind: MeasureKind) -> bool {
    matches!(
        kind,
        MeasureKind::Fine
            | MeasureKind::Warning
            | MeasureKind::ConfiscateGains
            | MeasureKind::RevokeLicence
            | MeasureKind::Detention
    )
}

/// What a rule of conduct may say too: 不得从事, 撤销, 扣留.
fn is_soft(kind: MeasureKind) -> bool {
    matches!(
        kind,
        MeasureKind::OccupationBan | MeasureKind::Other | MeasureKind::Coercion
    )
}

fn multiply(article: ArticleNumber, penalty: &Penalty) -> Vec<EnforcementItem> {
    let each: Vec<Vec<ProvisionPath>> =
        if penalty.form == Form::Pure && penalty.refs.len() > 1 && !together(&penalty.behaviour) {
            penalty.refs.iter().map(|path| vec![*path]).collect()
        } else {
            vec![penalty.refs.clone()]
        };
    each.into_iter()
        .map(|refs| item(article, penalty, refs))
        .collect()
}

/// 违反前两款规定的 is one item.
fn together(behaviour: &str) -> bool {
    holds(behaviour, &["前两款", "前二款", "前三款", "前四款"])
}

fn item(
    article: ArticleNumber,
    penalty: &Penalty,
    obligation_refs: Vec<ProvisionPath>,
) -> EnforcementItem {
    let tiers: Vec<Tier> = penalty
        .tiers
        .iter()
        .map(|tier| plain(tier, penalty.object.as_deref()))
        .collect();
    EnforcementItem {
        kind: ItemKind::Penalty,
        article,
        paragraph: penalty.paragraph,
        item: penalty.point,
        behaviour: penalty.behaviour.clone(),
        obligation_refs,
        subject: penalty.subject.clone(),
        object: penalty.object.clone(),
        dual_person_penalty: tiers.iter().any(|tier| is_responsible(&tier.target)),
        tiers,
        crime_clause: penalty.crime,
        note: None,
        spans: penalty
            .spans
            .iter()
            .map(|(path, role, range)| Span {
                path: *path,
                start: range.start as u32,
                end: range.end as u32,
                role: *role,
            })
            .collect(),
    }
}

/// A target that is the actor himself is none.
fn plain(tier: &TierDraft, object: Option<&str>) -> Tier {
    let own = object.is_some_and(|object| is_whole(object, &tier.target));
    let target = if own || is_anybody(&tier.target) {
        String::new()
    } else {
        tier.target.clone()
    };
    Tier {
        condition: tier.condition.join("|"),
        target,
        measures: tier.measures.clone(),
    }
}

/// Whether the target is the actor, and not one of several: 公证员 of 机构及其公证员.
fn is_whole(object: &str, target: &str) -> bool {
    object.strip_suffix(target).is_some_and(|before| {
        !ends(
            before,
            &["及其", "和", "、", "或者", "及", "与", "以及", "或"],
        )
    })
}

/// 对违法行为人处… punishes whoever acted.
fn is_anybody(target: &str) -> bool {
    matches!(
        target,
        "当事人"
            | "违法行为人"
            | "行为人"
            | "责任人"
            | "责任者"
            | "违法者"
            | "违法单位和个人"
            | "违法单位或者个人"
            | "违法当事人"
    )
}

/// Natural persons responsible for a unit.
fn is_responsible(target: &str) -> bool {
    holds(
        target,
        &[
            "主管人员",
            "责任人员",
            "负责人",
            "投资人",
            "法定代表人",
            "责任人",
            "有关人员",
            "管理人员",
            "认证人员",
        ],
    )
}

fn is_item(penalty: &Penalty) -> bool {
    let kinds = kinds(penalty);
    !kinds.is_empty() && !penalty.behaviour.is_empty() && !of_the_state(penalty, &kinds)
}

fn kinds(penalty: &Penalty) -> Vec<MeasureKind> {
    penalty
        .tiers
        .iter()
        .flat_map(|tier| tier.measures.iter().map(|measure| measure.kind))
        .collect()
}

/// Whether a sentence that punishes is none of ours.
pub(super) fn is_negative(penalty: &Penalty) -> bool {
    let kinds = kinds(penalty);
    !kinds.is_empty() && (without_deed(penalty, &kinds) || accessory(penalty, &kinds))
}

/// N2: the violator is an organ or its staff, or its superior corrects it.
fn of_the_state(penalty: &Penalty, kinds: &[MeasureKind]) -> bool {
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
    actor
        || (mild
            && (supervised
                || finds
                || penalty.official
                || actor::opens_with_organ(&penalty.behaviour)))
}

/// N3, N4: no deed of its own.
fn without_deed(penalty: &Penalty, kinds: &[MeasureKind]) -> bool {
    let words = penalty.behaviour.as_str();
    let elsewhere = holds(
        words,
        &[
            "另有规定",
            "已有规定",
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
            "没有规定",
        ],
    ) && holds(words, &["法律", "法规", "规章", "条例"]);
    let by_reference = kinds.iter().all(|kind| *kind == MeasureKind::ByReference);
    let breaks_law = starts(words, &["对违反", "违反"]).is_some()
        && !words.contains('，')
        && penalty.refs.is_empty()
        && ends(words, &["规定的", "法律的", "法规的"]);
    let unsourced = by_reference && (penalty.form == Form::Generic || breaks_law);
    let only_security = penalty.tiers.iter().all(|tier| {
        tier.condition.last().is_some_and(|words| {
            words.contains("治安管理") && !words.contains("尚未") && !words.contains("尚不")
        })
    });
    let security = words.starts_with("构成违反治安管理") || words.starts_with("违反治安管理");
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
        || (after && bans)
        || (bans && punished)
        || holds(
            words,
            &[
                "当事人对行政处罚决定",
                "不履行行政处罚决定",
                "处罚决定不服",
                "逾期不履行处罚",
            ],
        )
        || ends(words, &["不服的"])
}
