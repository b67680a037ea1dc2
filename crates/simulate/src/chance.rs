//! Chance that is the same for the same seed.

/// A stream of numbers that depends on a seed, a purpose and a number, and on nothing else: the
/// story of a case is the same whichever thread tells it.
///
/// The numbers are those of `SplitMix64` (Steele, Lea, Flood 2014). They are no secret and must not
/// be used for one.
#[derive(Debug, Clone)]
pub struct Chance(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Chance {
    /// The stream of a seed for a purpose and a number.
    pub const fn of(seed: u64, purpose: u64, number: u64) -> Self {
        let mixed = mix(seed.wrapping_add(STEP)) ^ mix(purpose.wrapping_mul(STEP)) ^ mix(!number);
        Self(mix(mixed))
    }

    /// The next number.
    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below `limit`, 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.number()) * limit as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number of days below `limit`.
    pub(crate) fn days(&mut self, limit: u32) -> i64 {
        let wide = u64::from(self.number() as u32) * u64::from(limit);
        i64::from((wide >> 32) as u32)
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// Whether something happens that happens `times` in a thousand.
    pub fn per_mille(&mut self, times: usize) -> bool {
        self.below(1_000) < times
    }

    /// One of several.
    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// The place of one of several, each as likely as its weight says.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }

    /// A number below `limit` of which small ones are much more likely: half of all draws lie in
    /// the lowest eighth.
    pub fn skewed(&mut self, limit: usize) -> usize {
        let share = (self.number() >> 11) as f64 / (1_u64 << 53) as f64;
        ((share * share * share) * limit as f64) as usize
    }
}

const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_all_of_seed_purpose_and_number() {
        let first = |seed, purpose, number| Chance::of(seed, purpose, number).number();
        assert_eq!(first(1, 2, 3), first(1, 2, 3));
        let others = [
            first(2, 2, 3),
            first(1, 3, 3),
            first(1, 2, 4),
            first(2, 1, 3),
        ];
        assert!(others.iter().all(|other| *other != first(1, 2, 3)));
    }

    #[test]
    fn weights_are_kept() {
        let mut chance = Chance::of(7, 0, 0);
        let mut hits = [0_usize; 3];
        for _ in 0..10_000 {
            hits[chance.weighted(&[1, 0, 3])] += 1;
        }
        assert_eq!(hits[1], 0);
        assert!((2_300..2_700).contains(&hits[0]), "{hits:?}");
    }

    #[test]
    fn skewed_numbers_are_small_half_of_the_time() {
        let mut chance = Chance::of(7, 0, 1);
        let low = (0..10_000).filter(|_| chance.skewed(800) < 100).count();
        assert!((4_800..5_200).contains(&low), "{low}");
    }
}
