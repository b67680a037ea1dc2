//! The amount of a fine: the words between 处 and 罚款.
//!
//! | written | read |
//! |---|---|
//! | 处一千元以上五千元以下罚款 | fixed |
//! | 处货值金额三倍以上五倍以下罚款 | a multiple of 货值金额 |
//! | 处合同价款百分之二罚款 | a percentage of 合同价款 |
//! | 处每平方米三百元罚款, 按每株每日三百元处罚款 | a sum for each 平方米, for each 株 and 日 |
//! | 处以罚款 | unspecified |

use super::money::{Range, Unit, range, starts_number};
use crate::enforcement_item::{Fine, FineBasis};

/// Reads the amount out of the words that stand before 罚款.
pub(super) fn read(words: &str) -> Fine {
    if let Some((words, cap)) = capped(words) {
        return Fine {
            cap: Some(cap),
            ..read(words)
        };
    }
    match last_range(words) {
        None => unspecified(),
        Some((at, found)) => match found.unit {
            Unit::Yuan => of_money(&words[..at], found),
            Unit::Times => of_base(&words[..at], found, FineBasis::Multiple, "倍"),
            Unit::Percent => of_base(&words[..at], found, FineBasis::Percent, "%"),
        },
    }
}

/// 经营额一倍以上三倍以下 and 违法所得三倍以上五倍以下, which 或者 leaves to choose from: the words before the last
/// 或者, where both sides name an amount, and the words behind.
pub(super) fn alternatives(words: &str) -> (Option<&str>, &str) {
    words
        .rsplit_once("或者")
        .filter(|(first, second)| {
            let whole = super::words::ends(first, &["元", "倍", "以下", "以内"]);
            whole && has_amount(first) && has_amount(second) && !first.ends_with("以上")
        })
        .map_or((None, words), |(first, second)| (Some(first), second))
}

/// 违法所得三倍以上但不超过五万元: a multiple and the sum that it may not exceed.
fn capped(words: &str) -> Option<(&str, crate::enforcement_item::Decimal)> {
    let at = words.rfind("不超过").or_else(|| words.rfind("不得超过"))?;
    let (_, limit) = last_range(&words[at..]).filter(|(_, range)| range.unit == Unit::Yuan)?;
    let words = words[..at]
        .trim_end_matches("最高")
        .trim_end_matches(['但', '且', '、', '，']);
    last_range(words)
        .is_some_and(|(_, range)| range.unit != Unit::Yuan)
        .then_some((words, limit.max?))
}

/// Whether the words hold an amount in 元, 倍 or %.
pub(super) fn has_amount(words: &str) -> bool {
    last_range(words).is_some()
}

fn unspecified() -> Fine {
    Fine {
        basis: FineBasis::Unspecified,
        base: None,
        min: None,
        max: None,
        unit: "元".to_owned(),
        inclusive: true,
        cap: None,
    }
}

/// The last range of the words, since an amount stands next to its 罚款.
fn last_range(words: &str) -> Option<(usize, Range)> {
    let mut last = None;
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        let mut rest = &words[at..];
        if (starts_number(c) || "不超人各".contains(c))
            && let Ok(found) = range(&mut rest)
        {
            last = Some((at, found));
            at = words.len() - rest.len();
        } else {
            at += c.len_utf8();
        }
    }
    last
}

fn of_money(before: &str, found: Range) -> Fine {
    let units = per_units(before);
    let basis = if units.is_empty() {
        FineBasis::Fixed
    } else {
        FineBasis::PerUnit
    };
    let base = (!units.is_empty()).then(|| units.join("|"));
    Fine {
        basis,
        base,
        min: found.min,
        max: found.max,
        unit: "元".to_owned(),
        inclusive: found.inclusive,
        cap: None,
    }
}

/// 每逾期一日每平方米 counts 日 and 平方米.
fn per_units(before: &str) -> Vec<&str> {
    let mut units: Vec<&str> = before.split('每').skip(1).filter_map(per_unit).collect();
    if units.is_empty() && (before.contains("按日处") || before.ends_with("按日")) {
        units.push("日");
    }
    units
}

fn per_unit(words: &str) -> Option<&str> {
    const LEADS: [&str; 12] = [
        "逾期", "延迟", "迟延", "延误", "超过", "超出", "超", "增加", "发现", "缺少", "少", "一",
    ];
    const ENDS: [&str; 12] = [
        "处", "罚", "按", "以", "可", "的", "并", "给", "，", "、", "（", "（",
    ];
    if words.starts_with("处处") {
        return Some("处");
    }
    let mut unit = words;
    while let Some(rest) = LEADS
        .iter()
        .chain(&["1", "１"])
        .find_map(|lead| unit.strip_prefix(lead))
    {
        unit = rest;
    }
    let end = ENDS
        .iter()
        .filter_map(|end| unit.find(end))
        .min()
        .unwrap_or(unit.len());
    let unit = unit[..end].trim_end_matches("计算").trim();
    let unit = unit
        .rsplit('一')
        .next()
        .filter(|noun| !noun.is_empty())
        .unwrap_or(unit);
    (!unit.is_empty() && unit.chars().count() <= 8).then_some(unit)
}

fn of_base(before: &str, found: Range, basis: FineBasis, unit: &str) -> Fine {
    Fine {
        basis,
        base: base(before),
        min: found.min,
        max: found.max,
        unit: unit.to_owned(),
        inclusive: found.inclusive,
        cap: None,
    }
}

/// The noun that is multiplied: from the last verb on, without its 的.
fn base(before: &str) -> Option<String> {
    const VERBS: [&str; 9] = [
        "处以", "并处", "单处", "处", "按照", "按", "依照", "科以", "给予",
    ];
    let from = VERBS
        .iter()
        .filter_map(|verb| {
            let places = before.rmatch_indices(verb).map(|(at, _)| at + verb.len());
            places
                .into_iter()
                .find(|&at| !before[at..].starts_with(['置', '理']))
        })
        .max()
        .unwrap_or(0);
    let noun = before[from..]
        .trim_start_matches(['以', '其', '按'])
        .trim_start_matches("相当于")
        .trim_end_matches(['的', '，']);
    (!noun.is_empty()).then(|| noun.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &str) {
        let fine = read(words);
        let bound = |b: Option<crate::enforcement_item::Decimal>| {
            b.map_or("-".to_owned(), |b| b.to_string())
        };
        let base = fine.base.as_deref().unwrap_or("-");
        assert_eq!(
            format!(
                "{:?} {base} {}..{} {}",
                fine.basis,
                bound(fine.min),
                bound(fine.max),
                fine.unit
            ),
            expected,
            "{words}"
        );
    }

    #[test]
    fn every_basis_is_told_apart() {
        check("并处三百元以上一千元以下的", "Fixed - 300..1000 元");
        check(
            "并处违法收取的摊位费一倍以上三倍以下的",
            "Multiple 违法收取的摊位费 1..3 倍",
        );
        check(
            "处工程合同价款的百分之一以上百分之三以下",
            "Percent 工程合同价款 1..3 %",
        );
        check("处以每日每平方米五元", "PerUnit 日|平方米 5..5 元");
        check("按照每逾期一日处五十元", "PerUnit 日 50..50 元");
        check("每株处一百元以上二百元以下", "PerUnit 株 100..200 元");
        check("每处处以五十元", "PerUnit 处 50..50 元");
        check("处以", "Unspecified - -..- 元");
    }

    #[test]
    fn a_multiple_may_have_a_cap() {
        let fine = read("处违法所得三倍以上但不超过五万元");
        assert_eq!(fine.basis, FineBasis::Multiple);
        assert_eq!(
            fine.cap.map(|cap| cap.to_string()).as_deref(),
            Some("50000")
        );
    }
}
