//! Numbers of acts that another system reports: what they bear is kept as it stands.
//!
//! Nothing is given to what bears none: the series of that system are kept there, and a number of ours
//! might be one that it gave to something else (W61).

use procedure::{Act, Broken, Effects};

use super::claim::{Misfit, NumberClaim};
use super::number_act::{matched, numbered, put};

/// Puts the numbers that an act bears onto it and onto its case, which had `from` documents before. A
/// number for something that the act does not number is marked.
pub(crate) fn of_source(act: &mut Act, effects: &mut Effects, from: usize, claims: &[NumberClaim]) {
    let (lines, left) = matched(&effects.numbers, claims);
    let broken: Vec<Broken> = left
        .iter()
        .map(|claim| Misfit::NotNumbered.broken(claim))
        .collect();
    let given = lines.into_iter().filter_map(|line| {
        let claim = line.claim?;
        Some(numbered(&claim.of, &claim.number, None, true))
    });
    act.numbers = given.collect();
    put(effects, from, &act.numbers, broken);
}
