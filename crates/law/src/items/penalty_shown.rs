//! A penalty in short form, so that a test can state it in a few words.

use std::fmt::Write as _;

use super::extract;
use crate::enforcement_item::{EnforcementItem, Fine, FineBasis, ItemKind, Measure};
use crate::statute::Statute;

/// Article 9 of an ordinance of a city that does not exist, as read.
pub(super) fn statute(text: &str) -> Statute {
    crate::read(&format!("# 云麓市试验条例\n\n第九条 {text}\n"))
}

/// Reads the text as article 9 and compares its penalties in short form.
#[track_caller]
pub(super) fn check(text: &str, expected: &str) {
    let items = extract(&statute(text));
    let penalties = items.iter().filter(|item| item.kind == ItemKind::Penalty);
    let shown: Vec<String> = penalties.map(shown).collect();
    assert_eq!(shown.join("\n"), expected);
}

/// `9.1.2 behaviour | duty | authority | actor | flags`, then a line for each tier.
pub(super) fn shown(item: &EnforcementItem) -> String {
    let mut text = format!("{}.{}", item.article, item.paragraph);
    if let Some(point) = item.item {
        let _ = write!(text, ".{point}");
    }
    let _ = write!(text, " {}", item.behaviour);
    let refs: Vec<String> = item
        .obligation_refs
        .iter()
        .map(ToString::to_string)
        .collect();
    let facts = [
        (!refs.is_empty()).then(|| format!("违反 {}", refs.join("、"))),
        item.subject.as_ref().map(|name| format!("由 {name}")),
        item.object.as_ref().map(|name| format!("对 {name}")),
        item.dual_person_penalty.then(|| "双罚".to_owned()),
        item.crime_clause.then(|| "刑责".to_owned()),
    ];
    for fact in facts.into_iter().flatten() {
        let _ = write!(text, " | {fact}");
    }
    for tier in &item.tiers {
        let target = if tier.target.is_empty() {
            String::new()
        } else {
            format!("[{}]", tier.target)
        };
        let measures: Vec<String> = tier.measures.iter().map(measure).collect();
        let _ = write!(
            text,
            "\n  <{}>{target} {}",
            tier.condition,
            measures.join(" + ")
        );
    }
    text
}

fn measure(measure: &Measure) -> String {
    let kind = serde_json::to_value(measure.kind).expect("a kind has a name");
    let mut text = format!(
        "{}{}",
        if measure.mandatory { "" } else { "可" },
        kind.as_str().unwrap_or_default()
    );
    if let Some(fine) = &measure.fine {
        let _ = write!(text, " {}", amount(fine));
    }
    if let Some(reference) = &measure.reference {
        let _ = write!(text, " {reference}");
    }
    text
}

fn amount(fine: &Fine) -> String {
    if fine.basis == FineBasis::Unspecified {
        return "不定".to_owned();
    }
    let bound = |bound: Option<crate::enforcement_item::Decimal>| {
        bound.map_or(String::new(), |bound| bound.to_string())
    };
    let base = fine
        .base
        .as_ref()
        .map_or(String::new(), |base| format!("{base} "));
    format!(
        "{base}{}..{}{}",
        bound(fine.min),
        bound(fine.max),
        fine.unit
    )
}
