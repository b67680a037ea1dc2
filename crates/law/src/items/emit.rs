//! From penalties in the making to enforcement items: pure references multiplied, negatives ([`super::negative`]) left out.

use super::chain::TierDraft;
use super::deed::Form;
use super::negative::{self, is_plain_violation};
use super::penalty::Penalty;
use super::words::{ends, holds};
use crate::address::{ArticleNumber, ProvisionPath};
use crate::enforcement_item::{EnforcementItem, ItemKind, MeasureKind, Span, Tier};
use crate::statute::{Article, Statute};

/// The items of an article's penalties.
pub(super) fn items(
    statute: &Statute,
    article: &Article,
    penalties: Vec<Penalty>,
) -> Vec<EnforcementItem> {
    let liability = under_liability(statute, article);
    let firm = |penalty: &Penalty| {
        kinds(penalty).iter().any(|kind| !is_soft(*kind)) && is_plain_violation(penalty)
    };
    let hard = |penalty: &Penalty| kinds(penalty).iter().any(|kind| is_hard(*kind));
    let fits =
        |penalty: &Penalty| is_item(penalty) && (liability || hard(penalty) || firm(penalty));
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
    let mut tiers: Vec<Tier> = Vec::new();
    for tier in &penalty.tiers {
        let tier = plain(tier, penalty.object.as_deref());
        match tiers.iter_mut().find(|one| is_same(one, &tier)) {
            Some(one) => one.measures.extend(tier.measures),
            None => tiers.push(tier),
        }
    }
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

/// Whether two tiers punish the same person on the same condition, by other measures.
fn is_same(one: &Tier, other: &Tier) -> bool {
    let kinds = |tier: &Tier| -> Vec<MeasureKind> {
        tier.measures.iter().map(|measure| measure.kind).collect()
    };
    one.condition == other.condition
        && one.target == other.target
        && !kinds(other).iter().any(|kind| kinds(one).contains(kind))
}

/// A target that is the actor himself is none.
fn plain(tier: &TierDraft, object: Option<&str>) -> Tier {
    let own = object.is_some_and(|object| {
        is_whole(
            object,
            tier.target.strip_prefix('该').unwrap_or(&tier.target),
        )
    });
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
    !kinds.is_empty() && !penalty.behaviour.is_empty() && !negative::of_the_state(penalty, &kinds)
}

/// What a penalty imposes, tier by tier.
pub(super) fn kinds(penalty: &Penalty) -> Vec<MeasureKind> {
    penalty
        .tiers
        .iter()
        .flat_map(|tier| tier.measures.iter().map(|measure| measure.kind))
        .collect()
}
