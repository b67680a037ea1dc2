//! Which law holds for a deed: the old one, unless the new is lighter or the deed is unlawful no
//! longer (行政处罚法 art. 37).

use serde::{Deserialize, Serialize};

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

/// How heavy each kind of penalty weighs, the lightest first: the order in which 行政处罚法 art. 9
/// names them. Law has no finer scale; kinds of one group weigh the same.
const GROUPS: [&[&str]; 5] = [
    &["warning", "criticism"],
    &["fine", "confiscate_income", "confiscate_goods"],
    &["suspend_licence", "downgrade", "revoke_licence"],
    &[
        "restrict_business",
        "suspend_business",
        "close_business",
        "restrict_employment",
    ],
    &["detention"],
];

/// The rule that holds for a deed, given the rule of its day and that of the day of the decision
/// (`None` where the law then punishes it no longer).
///
/// The new rule is lighter where its heaviest kind weighs less, or weighs the same with a lower
/// highest fine, or with the same highest and a lower least fine. Where that cannot be told, the old
/// one holds.
pub fn law_of_the_day(old: ItemRule, new: Option<ItemRule>) -> ItemRule {
    let Some(new) = new else {
        return ItemRule {
            kinds: Vec::new(),
            fine_least: None,
            fine_most: None,
            law: LawOfTheDay::None,
        };
    };
    let (law, rule) = if weight(&new) < weight(&old) {
        (LawOfTheDay::New, new)
    } else {
        (LawOfTheDay::Old, old)
    };
    ItemRule { law, ..rule }
}

/// The heaviest group, the highest fine, the least fine. A fine without a named amount weighs the
/// most of all.
fn weight(rule: &ItemRule) -> (usize, i64, i64) {
    let group = |kind: &String| {
        let at = GROUPS
            .iter()
            .position(|group| group.contains(&kind.as_str()));
        at.unwrap_or(GROUPS.len())
    };
    let heaviest = rule.kinds.iter().map(group).max().unwrap_or(0);
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
        assert_eq!(law_of_the_day(old, new).law, expected);
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
    }
}
