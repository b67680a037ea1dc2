//! Which characters and pairs of a query a text holds, found in one pass over the text.
//!
//! A query has a hundred terms, and two hundred candidates are read for it. To look for each term
//! in each text would cost most of a search; a text is walked once instead, and each pair of
//! neighbours is looked up in a small table.

use super::tokens;

/// The characters and pairs that are looked for, each with a number.
pub(crate) struct Sought {
    /// Open addressing; the key 0 is an empty place.
    places: Vec<(u64, u32)>,
    shift: u32,
    singles: bool,
    count: usize,
}

/// What was seen of them in a text.
#[derive(Debug, Clone)]
pub(crate) struct Sighting {
    /// Pairs that stand side by side, and characters that stand alone in the query.
    beside: Vec<u64>,
    /// Pairs that stand side by side when all that is no letter is left out.
    closed_up: Vec<u64>,
}

/// Collects what is looked for.
#[derive(Default)]
pub(crate) struct SoughtBuilder {
    keys: Vec<u64>,
    numbers: std::collections::HashMap<u64, u32>,
}

impl SoughtBuilder {
    /// The number of a character, or of two that stand side by side.
    pub fn take(&mut self, first: Option<char>, second: char) -> u32 {
        let next = self.keys.len() as u32;
        let key = key(first, second);
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        number
    }

    /// How many are looked for so far.
    pub fn len(&self) -> u32 {
        self.keys.len() as u32
    }

    /// The numbers of all pairs of neighbours in a text without gaps.
    pub fn take_pairs(&mut self, text: &str) -> Vec<u32> {
        let chars = text.chars().zip(text.chars().skip(1));
        chars
            .map(|(first, second)| self.take(Some(first), second))
            .collect()
    }

    /// Ready to look.
    pub fn build(self) -> Sought {
        // At most a quarter of the places is taken, so that most looks end at the first.
        let size = (self.keys.len() * 4).next_power_of_two().max(64);
        let mut sought = Sought {
            places: vec![(0, 0); size],
            shift: 64 - size.trailing_zeros(),
            singles: self.keys.iter().any(|key| key >> 32 == 0),
            count: self.keys.len(),
        };
        for (number, key) in (0u32..).zip(self.keys) {
            let mut at = sought.place(key);
            while sought.places[at].0 != 0 {
                at = (at + 1) % size;
            }
            sought.places[at] = (key, number);
        }
        sought
    }
}

impl Sought {
    /// Walks a folded text.
    pub fn look_at(&self, text: &str) -> Sighting {
        let mut seen = self.nothing();
        let mut before = None;
        let mut touches = false;
        for c in text.chars() {
            if !tokens::is_letter(c) {
                touches = false;
                continue;
            }
            if self.singles {
                mark(&mut seen.beside, self.number(key(None, c)));
            }
            if let Some(number) = before.and_then(|before| self.number(key(Some(before), c))) {
                mark(&mut seen.closed_up, Some(number));
                if touches {
                    mark(&mut seen.beside, Some(number));
                }
            }
            before = Some(c);
            touches = true;
        }
        seen
    }

    /// The number of two neighbours, if they are looked for.
    pub fn number_of(&self, first: char, second: char) -> Option<u32> {
        self.number(key(Some(first), second))
    }

    /// A sighting of nothing.
    pub fn nothing(&self) -> Sighting {
        let words = self.count.div_ceil(64);
        Sighting {
            beside: vec![0; words],
            closed_up: vec![0; words],
        }
    }

    fn number(&self, key: u64) -> Option<u32> {
        let mut at = self.place(key);
        loop {
            match self.places[at] {
                (0, _) => return None,
                (found, number) if found == key => return Some(number),
                _ => at = (at + 1) % self.places.len(),
            }
        }
    }

    fn place(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }
}

impl Sighting {
    /// Whether the pair or character stands in the text.
    pub fn holds(&self, number: u32) -> bool {
        held(&self.beside, number)
    }

    /// Whether the pair stands in the text closed up.
    pub fn holds_closed_up(&self, number: u32) -> bool {
        held(&self.closed_up, number)
    }

    /// Adds what was seen in another part of the text.
    pub fn add(&mut self, other: &Self) {
        for (mine, others) in self.beside.iter_mut().zip(&other.beside) {
            *mine |= others;
        }
        for (mine, others) in self.closed_up.iter_mut().zip(&other.closed_up) {
            *mine |= others;
        }
    }
}

fn key(first: Option<char>, second: char) -> u64 {
    u64::from(first.map_or(0, u32::from)) << 32 | u64::from(u32::from(second))
}

fn mark(bits: &mut [u64], number: Option<u32>) {
    if let Some(number) = number {
        bits[number as usize / 64] |= 1 << (number % 64);
    }
}

fn held(bits: &[u64], number: u32) -> bool {
    bits[number as usize / 64] & 1 << (number % 64) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pair_across_a_comma_stands_only_closed_up() {
        let mut builder = SoughtBuilder::default();
        let [placed, across] = [
            builder.take(Some('占'), '道'),
            builder.take(Some('道'), '经'),
        ];
        let alone = builder.take(None, '营');
        let seen = builder.build().look_at("占道，经营");
        assert_eq!(
            [placed, across, alone].map(|n| seen.holds(n)),
            [true, false, true]
        );
        assert!(seen.holds_closed_up(across));
    }

    proptest! {
        #[test]
        fn a_walk_sees_what_a_search_for_each_finds(
            text in "[甲乙丙丁a1，\n]{0,40}",
            pairs in proptest::collection::vec("[甲乙丙丁a1]{2}", 0..12),
            singles in proptest::collection::vec("[甲乙丙丁a1]", 0..4),
        ) {
            let mut builder = SoughtBuilder::default();
            let pair_numbers: Vec<u32> =
                pairs.iter().flat_map(|pair| builder.take_pairs(pair)).collect();
            let single_numbers: Vec<u32> = singles
                .iter()
                .map(|single| builder.take(None, single.chars().next().unwrap()))
                .collect();
            let seen = builder.build().look_at(&text);
            let closed_up: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            for (pair, &number) in pairs.iter().zip(&pair_numbers) {
                prop_assert_eq!(seen.holds(number), text.contains(pair));
                prop_assert_eq!(seen.holds_closed_up(number), closed_up.contains(pair));
            }
            for (single, &number) in singles.iter().zip(&single_numbers) {
                prop_assert_eq!(seen.holds(number), text.contains(single));
            }
        }
    }
}
