//! Pinyin of characters, and Latin letters matched against them.

use std::collections::HashMap;
use std::ops::Range;

use pinyin::ToPinyinMulti;

use super::tokens::{self, Pieces};

/// The reading of characters inside known words, where a character alone has several.
#[derive(Debug, Clone, Default)]
pub struct Polyphones {
    words: HashMap<String, Vec<String>>,
    longest: usize,
}

/// The readings of one character, without tones; a letter or digit is its own reading.
pub(crate) type Readings = Vec<String>;

impl Polyphones {
    /// From words and the syllables of their characters.
    pub fn new(words: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let words: HashMap<_, _> = words
            .into_iter()
            .filter(|(word, syllables)| word.chars().count() == syllables.len())
            .collect();
        let longest = words.values().map(Vec::len).max().unwrap_or(0);
        Self { words, longest }
    }

    /// The readings of each character of a folded stretch. Characters without a reading have none.
    pub(crate) fn readings(&self, stretch: &str) -> Vec<Readings> {
        let chars: Vec<char> = stretch.chars().collect();
        let mut readings: Vec<Readings> = chars.iter().map(|&c| readings_of(c)).collect();
        for start in 0..chars.len() {
            self.settle(&chars[start..], &mut readings[start..]);
        }
        readings
    }

    /// Where a known word begins here, its characters keep only the readings of the word.
    fn settle(&self, chars: &[char], readings: &mut [Readings]) {
        let longest = self.longest.min(chars.len());
        for length in (2..=longest).rev() {
            let word: String = chars[..length].iter().collect();
            if let Some(syllables) = self.words.get(&word) {
                for (reading, syllable) in readings.iter_mut().zip(syllables) {
                    *reading = vec![syllable.clone()];
                }
                return;
            }
        }
    }
}

fn readings_of(c: char) -> Readings {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_string()];
    }
    let mut readings = Readings::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain().replace('ü', "v");
        if !readings.contains(&plain) {
            readings.push(plain);
        }
    }
    readings
}

/// Tokens of the pairs of neighbouring initials, all readings.
pub(crate) fn initial_pairs(text: &str, polyphones: &Polyphones) -> Pieces {
    let folded = tokens::fold(text);
    let mut out = Tokens::default();
    for run in tokens::runs(&folded) {
        let initials: Vec<Vec<char>> = polyphones
            .readings(&folded[run])
            .iter()
            .map(initials)
            .collect();
        for pair in initials.windows(2) {
            for first in &pair[0] {
                for second in &pair[1] {
                    out.push(&[*first, *second]);
                }
            }
        }
        for last in initials.last().into_iter().flatten() {
            out.push(&[*last]);
        }
    }
    out.into_pieces()
}

/// Tokens of the syllables, all readings.
pub(crate) fn syllables(text: &str, polyphones: &Polyphones) -> Pieces {
    let folded = tokens::fold(text);
    let mut out = Tokens::default();
    for run in tokens::runs(&folded) {
        for reading in polyphones.readings(&folded[run]).iter().flatten() {
            let chars: Vec<char> = reading.chars().collect();
            out.push(&chars);
        }
    }
    out.into_pieces()
}

/// The initials of all readings of a character.
pub(crate) fn initials_of(c: char) -> Vec<char> {
    initials(&readings_of(c))
}

fn initials(readings: &Readings) -> Vec<char> {
    let mut initials: Vec<char> = readings.iter().filter_map(|r| r.chars().next()).collect();
    initials.sort_unstable();
    initials.dedup();
    initials
}

#[derive(Default)]
struct Tokens {
    text: String,
    ranges: Vec<Range<usize>>,
}

impl Tokens {
    fn push(&mut self, token: &[char]) {
        let start = self.text.len();
        self.text.extend(token);
        self.ranges.push(start..self.text.len());
    }

    fn into_pieces(self) -> Pieces {
        Pieces::new(self.text, self.ranges)
    }
}
