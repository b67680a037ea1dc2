//! Which law holds for a deed: the old one, unless the new is lighter or the deed is unlawful no
//! longer (行政处罚法 art. 37).

use jiff::civil::Date;
use rules::model::ParameterValue;
use serde::{Deserialize, Serialize};

use crate::compiled::Procedures;

/// What an enforcement item allows to impose; the record `item_rule` of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRule {
    /// The kinds of penalty, by the ids that packs use: `fine`, `revoke_licence`.
    pub kinds: Vec<String>,
    /// The least fine in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine_least: Option<i64>,
    /// The highest fine in fen; none where the law names no amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine_most: Option<i64>,
    /// Which law it is of.
    pub law: LawOfTheDay,
}

/// Which law holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LawOfTheDay {
    /// That of the day of the deed.
    Old,
    /// The later one, because it is lighter.
    New,
    /// None: the later law punishes the deed no longer.
    None,
}

impl Procedures {
    /// The rule that holds for a deed on a day, with the weights of the packs; see
    /// [`law_of_the_day`].
    pub fn law_of_the_day(&self, old: ItemRule, new: Option<ItemRule>, on: Date) -> ItemRule {
        law_of_the_day(old, new, |kind| self.weight(kind, on))
    }

    /// How heavy a kind of penalty weighs, 1 the lightest: the parameter `penalty.weight.KIND` of the
    /// packs (行政处罚法 art. 9 names the kinds in this order). `None` for a kind that no pack weighs.
    pub fn weight(&self, kind: &str, on: Date) -> Option<i64> {
        let parameters = &self.rules().legal().parameters;
        match parameters.value(&format!("penalty.weight.{kind}"), on, "", &self.region)? {
            ParameterValue::Count(weight) => Some(*weight),
            _ => None,
        }
    }
}

/// The rule that holds for a deed, given the rule of its day and that of the day of the decision
/// (`None` where the law then punishes it no longer).
///
/// The new rule is lighter where its heaviest kind weighs less, or weighs the same with a lower
/// highest fine, or with the same highest and a lower least fine. Where that cannot be told, as where
/// the kinds of either are not known, the old one holds. `weigh` gives the weight of a kind.
pub fn law_of_the_day(
    old: ItemRule,
    new: Option<ItemRule>,
    weigh: impl Fn(&str) -> Option<i64>,
) -> ItemRule {
    let Some(new) = new else {
        return ItemRule {
            kinds: Vec::new(),
            fine_least: None,
            fine_most: None,
            law: LawOfTheDay::None,
        };
    };
    let known = !new.kinds.is_empty() && !old.kinds.is_empty();
    let (law, rule) = if known && weight(&new, &weigh) < weight(&old, &weigh) {
        (LawOfTheDay::New, new)
    } else {
        (LawOfTheDay::Old, old)
    };
    ItemRule { law, ..rule }
}

/// The heaviest kind, the highest fine, the least fine. A fine without a named amount weighs the most
/// of all, and so does a kind without a weight.
fn weight(rule: &ItemRule, weigh: &impl Fn(&str) -> Option<i64>) -> (i64, i64, i64) {
    let weights = rule
        .kinds
        .iter()
        .map(|kind| weigh(kind).unwrap_or(i64::MAX));
    let heaviest = weights.max().unwrap_or(i64::MAX);
    let fined = rule.kinds.iter().any(|kind| kind == "fine");
    let most = if fined {
        rule.fine_most.unwrap_or(i64::MAX)
    } else {
        0
    };
    let least = if fined {
        rule.fine_least.unwrap_or(0)
    } else {
        0
    };
    (heaviest, most, least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kinds: &[&str], least: i64, most: i64) -> ItemRule {
        ItemRule {
            kinds: kinds.iter().map(|&kind| kind.to_owned()).collect(),
            fine_least: Some(least),
            fine_most: Some(most),
            law: LawOfTheDay::Old,
        }
    }

    fn check(old: ItemRule, new: Option<ItemRule>, expected: LawOfTheDay) {
        let weigh = |kind: &str| {
            let kinds = [
                "warning",
                "fine",
                "revoke_licence",
                "suspend_business",
                "detention",
            ];
            let place = kinds.iter().position(|known| *known == kind)?;
            i64::try_from(place).ok()
        };
        assert_eq!(law_of_the_day(old, new, weigh).law, expected);
    }

    #[test]
    fn the_law_of_the_day_of_the_deed_holds_unless_the_new_one_is_lighter() {
        use LawOfTheDay::{New, None as Unlawful, Old};
        let fine = |least, most| rule(&["fine"], least, most);
        check(fine(100, 1000), Some(fine(100, 1000)), Old);
        check(fine(100, 1000), Some(fine(100, 5000)), Old);
        check(fine(100, 1000), Some(fine(100, 500)), New);
        check(fine(100, 1000), Some(fine(50, 1000)), New);
        check(fine(100, 1000), Some(rule(&["warning"], 0, 0)), New);
        check(
            rule(&["fine", "revoke_licence"], 1, 9),
            Some(fine(100, 900)),
            New,
        );
        check(fine(1, 9), Some(rule(&["fine", "detention"], 0, 1)), Old);
        check(fine(1, 9), None, Unlawful);
        check(fine(1, 9), Some(rule(&[], 0, 0)), Old);
        check(rule(&[], 0, 0), Some(fine(1, 9)), Old);
    }
}
