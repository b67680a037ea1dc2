//! Words for values, for people.

use base::Lang;
use law::ItemKind;
use law::enforcement_item::{Decimal, Fine, MeasureKind};
use library::view::VersionState;

/// A kind of item.
pub fn kind(kind: ItemKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (ItemKind::Penalty, Lang::Zh) => "行政处罚",
        (ItemKind::Coercion, Lang::Zh) => "行政强制",
        (ItemKind::Inspection, Lang::Zh) => "行政检查",
        (ItemKind::Licence, Lang::Zh) => "行政许可",
        (ItemKind::Penalty, Lang::En) => "penalty",
        (ItemKind::Coercion, Lang::En) => "compulsory measure",
        (ItemKind::Inspection, Lang::En) => "inspection",
        (ItemKind::Licence, Lang::En) => "licence",
    }
}

/// A measure, by the statutory word that is its name in JSON.
pub fn measure(kind: MeasureKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The amount of a fine: `50000–300000元`, `2–5倍 货值金额`.
pub fn fine(fine: &Fine) -> String {
    let number = |bound: Option<Decimal>| bound.map(|n| n.to_string()).unwrap_or_default();
    let range = if fine.min == fine.max {
        number(fine.min)
    } else {
        format!("{}–{}", number(fine.min), number(fine.max))
    };
    let base = fine.base.as_deref().unwrap_or_default();
    format!("{range}{} {base}", fine.unit).trim().to_owned()
}

/// What a version is on a day.
pub fn state(state: VersionState, lang: Lang) -> &'static str {
    match (state, lang) {
        (VersionState::InForce, Lang::Zh) => "有效",
        (VersionState::NotYetInForce, Lang::Zh) => "尚未施行",
        (VersionState::Superseded, Lang::Zh) => "已被修改",
        (VersionState::Repealed, Lang::Zh) => "已废止",
        (VersionState::InForce, Lang::En) => "in force",
        (VersionState::NotYetInForce, Lang::En) => "not yet in force",
        (VersionState::Superseded, Lang::En) => "superseded",
        (VersionState::Repealed, Lang::En) => "repealed",
    }
}

/// The same of a search hit.
pub fn search_state(found: library::search::VersionState, lang: Lang) -> &'static str {
    use library::search::VersionState as Found;
    let known = match found {
        Found::InForce => VersionState::InForce,
        Found::NotYetInForce => VersionState::NotYetInForce,
        Found::Superseded => VersionState::Superseded,
        Found::Repealed => VersionState::Repealed,
    };
    state(known, lang)
}
