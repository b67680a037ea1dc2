//! Pairs the texts of two lists: equal ones first, then those that are alike.

use std::collections::HashMap;

/// A text of the old list, of the new, or one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub old: Option<usize>,
    pub new: Option<usize>,
}

/// From which likeness on two texts are one that was changed: the share of pairs of characters that
/// they have in common.
const ALIKE: f64 = 0.5;
/// The same for texts that stand in the same place.
const ALIKE_IN_PLACE: f64 = 0.3;

/// A shingle that stands in more texts than this tells none from another, and is not counted.
const MOST_PLACES: usize = 500;

/// Pairs `old` with `new`; `same_place` tells whether two stand under the same number. The result is
/// in the order of `new`, with what was removed after its predecessor.
pub(super) fn pair(
    old: &[String],
    new: &[String],
    same_place: impl Fn(usize, usize) -> bool,
) -> Vec<Pair> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    pair_equal(old, new, &mut partner, &mut taken, &same_place);
    pair_alike(old, new, &mut partner, &mut taken, &same_place);
    in_order(&partner, new.len())
}

fn pair_equal(
    old: &[String],
    new: &[String],
    partner: &mut [Option<usize>],
    taken: &mut [bool],
    same_place: &impl Fn(usize, usize) -> bool,
) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, text) in new.iter().enumerate().rev() {
        places.entry(text).or_default().push(at);
    }
    for (at, text) in old.iter().enumerate() {
        let Some(equal) = places.get_mut(text.as_str()) else {
            continue;
        };
        let chosen = equal
            .iter()
            .rposition(|&other| same_place(at, other))
            .unwrap_or(equal.len().saturating_sub(1));
        if chosen < equal.len() {
            let other = equal.remove(chosen);
            partner[at] = Some(other);
            taken[other] = true;
        }
    }
}

fn pair_alike(
    old: &[String],
    new: &[String],
    partner: &mut [Option<usize>],
    taken: &mut [bool],
    same_place: &impl Fn(usize, usize) -> bool,
) {
    let left = |open: &dyn Fn(usize) -> bool, texts: &[String]| -> Vec<(usize, Shingles)> {
        texts
            .iter()
            .enumerate()
            .filter(|&(at, _)| open(at))
            .map(|(at, text)| (at, shingles(text)))
            .collect()
    };
    let old_left = left(&|at| partner[at].is_none(), old);
    let new_left = left(&|at| !taken[at], new);
    let mut scores = Vec::new();
    for (a, b, alike) in likenesses(&old_left, &new_left) {
        let in_place = same_place(a, b);
        if alike >= ALIKE || (in_place && alike >= ALIKE_IN_PLACE) {
            scores.push((alike + if in_place { 0.1 } else { 0.0 }, a, b));
        }
    }
    scores.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    for (_, a, b) in scores {
        if partner[a].is_none() && !taken[b] {
            partner[a] = Some(b);
            taken[b] = true;
        }
    }
}

type Shingles = HashMap<(char, char), u32>;

fn shingles(text: &str) -> Shingles {
    let mut counts = HashMap::new();
    let mut before = '\n';
    for c in text.chars() {
        *counts.entry((before, c)).or_default() += 1;
        before = c;
    }
    counts
}

/// The likeness of each two texts that may be one, by way of an index of shingles.
fn likenesses(old: &[(usize, Shingles)], new: &[(usize, Shingles)]) -> Vec<(usize, usize, f64)> {
    let mut index: HashMap<(char, char), Vec<(usize, u32)>> = HashMap::new();
    for (place, (_, shingles)) in new.iter().enumerate() {
        for (&shingle, &count) in shingles {
            index.entry(shingle).or_default().push((place, count));
        }
    }
    let total = |shingles: &Shingles| f64::from(shingles.values().sum::<u32>());
    let new_totals: Vec<f64> = new.iter().map(|(_, shingles)| total(shingles)).collect();
    let mut found = Vec::new();
    let mut common = vec![0u32; new.len()];
    for (a, shingles) in old {
        common.fill(0);
        for (shingle, &count) in shingles {
            let places = index
                .get(shingle)
                .filter(|places| places.len() <= MOST_PLACES);
            for &(place, other) in places.into_iter().flatten() {
                common[place] += count.min(other);
            }
        }
        let total = total(shingles);
        let alike = |place: usize| 2.0 * f64::from(common[place]) / (total + new_totals[place]);
        let alike = (0..new.len()).map(|place| (*a, new[place].0, alike(place)));
        found.extend(alike.filter(|&(_, _, alike)| alike >= ALIKE_IN_PLACE));
    }
    found
}

fn in_order(partner: &[Option<usize>], new_len: usize) -> Vec<Pair> {
    let mut old_of = vec![None; new_len];
    let mut removed_after: Vec<Vec<usize>> = vec![Vec::new(); new_len + 1];
    let mut last = 0;
    for (old, new) in partner.iter().enumerate() {
        match new {
            Some(new) => {
                old_of[*new] = Some(old);
                last = new + 1;
            }
            None => removed_after[last].push(old),
        }
    }
    let mut pairs = Vec::with_capacity(partner.len().max(new_len));
    for place in 0..=new_len {
        pairs.extend(removed_after[place].iter().map(|&old| Pair {
            old: Some(old),
            new: None,
        }));
        if place < new_len {
            pairs.push(Pair {
                old: old_of[place],
                new: Some(place),
            });
        }
    }
    pairs
}
