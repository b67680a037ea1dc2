//! How near a decided case is to another, and how fines spread: pure functions.
//!
//! Nearness is an order, not a sum of weights: a case of the same grade is nearer than any of another
//! grade, whatever else they share; among those of one grade the kind of the party decides, and so
//! on down [`LIKENESSES`].

use base::AreaCode;
use serde::Serialize;
use utoipa::ToSchema;

/// What is compared, what counts most first.
pub(crate) const LIKENESSES: [&str; 6] = [
    "grade",
    "party_kind",
    "sector",
    "area",
    "harm",
    "earlier_violations",
];

/// What of a case is compared. What is not known is like nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    pub grade: Option<String>,
    pub party_kind: Option<String>,
    pub sector: Option<String>,
    /// Areas are alike where one lies in the other.
    pub area: Option<AreaCode>,
    pub harm: Option<String>,
    /// Whether the party had an earlier case on the item.
    pub had_earlier: Option<bool>,
}

impl Traits {
    /// For each of [`LIKENESSES`] whether it is the same; the greater is the nearer.
    pub fn likeness(&self, other: &Self) -> [bool; 6] {
        let within = match (&self.area, &other.area) {
            (Some(one), Some(two)) => one.contains(two) || two.contains(one),
            _ => false,
        };
        [
            is_same(self.grade.as_ref(), other.grade.as_ref()),
            is_same(self.party_kind.as_ref(), other.party_kind.as_ref()),
            is_same(self.sector.as_ref(), other.sector.as_ref()),
            within,
            is_same(self.harm.as_ref(), other.harm.as_ref()),
            is_same(self.had_earlier.as_ref(), other.had_earlier.as_ref()),
        ]
    }

    /// In what another is the same.
    pub fn same(&self, other: &Self) -> impl Iterator<Item = &'static str> {
        let likeness = LIKENESSES.into_iter().zip(self.likeness(other));
        likeness.filter(|(_, same)| *same).map(|(name, _)| name)
    }
}

fn is_same<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_some() && one == other
}

/// How fines spread. A quartile is the fine of a case: the smallest that a quarter (half, three
/// quarters) of the cases with a fine do not exceed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Spread {
    /// How many cases.
    pub cases: u32,
    /// How many of them with a fine; the rest of the figures are of these, in fen.
    pub fined: u32,
    /// The least.
    pub least: Option<i64>,
    /// The lower quartile.
    pub lower_quartile: Option<i64>,
    /// The median.
    pub median: Option<i64>,
    /// The upper quartile.
    pub upper_quartile: Option<i64>,
    /// The highest.
    pub highest: Option<i64>,
}

impl Spread {
    pub(crate) fn of(fines: impl Iterator<Item = Option<i64>>) -> Self {
        let all: Vec<Option<i64>> = fines.collect();
        let mut fines: Vec<i64> = all.iter().flatten().copied().collect();
        fines.retain(|fine| *fine > 0);
        fines.sort_unstable();
        let quarter = |quarters: usize| {
            let rank = (fines.len() * quarters).div_ceil(4);
            fines.get(rank.saturating_sub(1)).copied()
        };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            cases: count(all.len()),
            fined: count(fines.len()),
            least: fines.first().copied(),
            lower_quartile: quarter(1),
            median: quarter(2),
            upper_quartile: quarter(3),
            highest: fines.last().copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_fines_of_cases() {
        let check = |fines: &[i64], expected: [Option<i64>; 5]| {
            let spread = Spread::of(fines.iter().map(|fine| Some(*fine)));
            let found = [
                spread.least,
                spread.lower_quartile,
                spread.median,
                spread.upper_quartile,
                spread.highest,
            ];
            assert_eq!(found, expected, "{fines:?}");
        };
        check(&[], [None; 5]);
        check(&[7], [Some(7); 5]);
        check(&[9, 1], [1, 1, 1, 9, 9].map(Some));
        check(&[4, 3, 2, 1], [1, 1, 2, 3, 4].map(Some));
        check(&[5, 4, 3, 2, 1], [1, 2, 3, 4, 5].map(Some));
        let spread = Spread::of([Some(0), None, Some(3)].into_iter());
        assert_eq!((spread.cases, spread.fined, spread.median), (3, 1, Some(3)));
    }

    #[test]
    fn what_stands_first_in_the_order_decides() {
        let words = |word: &str| Some(word.to_owned());
        let own = Traits {
            grade: words("slight"),
            party_kind: words("individual"),
            sector: words("a"),
            area: "440305".parse().ok(),
            harm: words("none"),
            had_earlier: Some(false),
        };
        let of_grade = Traits {
            grade: words("slight"),
            ..Traits::default()
        };
        let else_like = Traits {
            grade: words("serious"),
            ..own.clone()
        };
        assert!(own.likeness(&of_grade) > own.likeness(&else_like));
        assert_eq!(own.same(&of_grade).collect::<Vec<_>>(), ["grade"]);
        assert_eq!(own.same(&else_like).collect::<Vec<_>>(), &LIKENESSES[1..]);
        let unknown = Traits::default();
        assert_eq!(unknown.likeness(&unknown), [false; 6]);
        let city = Traits {
            area: "440300".parse().ok(),
            ..Traits::default()
        };
        assert_eq!(own.same(&city).collect::<Vec<_>>(), ["area"]);
    }
}
