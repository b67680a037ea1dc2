//! Which of the items that are there is which of those that are read now.
//!
//! First by the same provision, kind and behaviour; then, within an article and a kind, by the
//! likeness of the behaviours, the likest pair first. Pure.

use std::collections::HashSet;

use law::{EnforcementItem, ItemKind, ProvisionPath};

use super::path_of;

/// By what an item is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Trait {
    pub kind: ItemKind,
    pub path: ProvisionPath,
    pub behaviour: String,
}

impl Trait {
    pub(crate) fn of(item: &EnforcementItem) -> Self {
        Self {
            kind: item.kind,
            path: path_of(item),
            behaviour: item.behaviour.clone(),
        }
    }
}

/// Below this likeness two behaviours are two.
const LEAST_LIKENESS: f64 = 0.5;

/// For each of `now` the index of the one of `before` that it is, if any. None is given twice.
pub(crate) fn match_items(before: &[Trait], now: &[Trait]) -> Vec<Option<usize>> {
    let mut matched: Vec<Option<usize>> = vec![None; now.len()];
    let mut taken = vec![false; before.len()];
    for (at, new) in now.iter().enumerate() {
        let same = (0..before.len()).find(|&old| !taken[old] && before[old] == *new);
        if let Some(old) = same {
            taken[old] = true;
            matched[at] = Some(old);
        }
    }
    for (_, old, at) in like_pairs(before, now, &taken, &matched) {
        if !taken[old] && matched[at].is_none() {
            taken[old] = true;
            matched[at] = Some(old);
        }
    }
    matched
}

/// Pairs that are still free and alike, the likest first; among equals those of the same provision
/// and then in reading order.
fn like_pairs(
    before: &[Trait],
    now: &[Trait],
    taken: &[bool],
    matched: &[Option<usize>],
) -> Vec<(f64, usize, usize)> {
    let mut pairs = Vec::new();
    for (at, new) in now
        .iter()
        .enumerate()
        .filter(|(at, _)| matched[*at].is_none())
    {
        for (old, known) in before.iter().enumerate().filter(|(old, _)| !taken[*old]) {
            if known.kind != new.kind || known.path.article != new.path.article {
                continue;
            }
            let likeness = likeness(&known.behaviour, &new.behaviour);
            if likeness >= LEAST_LIKENESS {
                let same_place = f64::from(u8::from(known.path == new.path));
                pairs.push((likeness + same_place * 0.1, old, at));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    pairs
}

/// How alike two texts are, 0 to 1: the share of their pairs of neighbouring characters that both
/// have (Dice).
pub(crate) fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let (one, other) = (pairs_of(one), pairs_of(other));
    let both = one.intersection(&other).count();
    let all = one.len() + other.len();
    if all == 0 {
        0.0
    } else {
        2.0 * both as f64 / all as f64
    }
}

fn pairs_of(text: &str) -> HashSet<(char, char)> {
    let letters = || text.chars().filter(|c| c.is_alphanumeric());
    letters().zip(letters().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &str, behaviour: &str) -> Trait {
        Trait {
            kind: ItemKind::Penalty,
            path: path.parse().unwrap(),
            behaviour: behaviour.to_owned(),
        }
    }

    fn check(before: &[Trait], now: &[Trait], expected: &[Option<usize>]) {
        assert_eq!(match_items(before, now), expected);
    }

    #[test]
    fn the_same_provision_and_behaviour_is_the_same_item() {
        let before = [
            known("9.1.1", "携犬乘坐公共汽车"),
            known("9.1.2", "携犬进入商场"),
        ];
        let now = [
            known("9.1.2", "携犬进入商场"),
            known("9.1.1", "携犬乘坐公共汽车"),
        ];
        check(&before, &now, &[Some(1), Some(0)]);
    }

    #[test]
    fn a_better_reading_of_the_words_is_the_same_item() {
        let before = [
            known("9.1", "违反规定携犬乘坐公共汽车"),
            known("9.1", "未清除犬只粪便"),
        ];
        let now = [
            known("9.1", "未即时清除犬只粪便"),
            known("9.1", "携犬乘坐公共汽车"),
        ];
        check(&before, &now, &[Some(1), Some(0)]);
    }

    #[test]
    fn another_behaviour_in_the_same_place_is_a_new_item() {
        check(
            &[known("9.1", "携犬进入商场")],
            &[known("9.1", "焚烧秸秆")],
            &[None],
        );
    }

    #[test]
    fn of_two_equal_items_each_is_matched_once() {
        let twice = [known("9.1", "携犬进入商场"), known("9.1", "携犬进入商场")];
        check(&twice, &twice, &[Some(0), Some(1)]);
        check(&twice[..1], &twice, &[Some(0), None]);
    }

    #[test]
    fn likeness_lies_between_nothing_and_one() {
        assert!((likeness("携犬进入商场", "携犬进入商场") - 1.0).abs() < f64::EPSILON);
        assert!(likeness("携犬进入商场", "焚烧秸秆") < 0.01);
        assert!(likeness("", "") > 0.99);
        assert!(likeness("甲", "乙") < 0.01);
    }
}
