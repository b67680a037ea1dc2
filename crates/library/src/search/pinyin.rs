//! Pinyin of characters, and Latin letters matched against them.

use std::collections::{HashMap, HashSet};
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

use super::tokens::{self, Pieces};

/// The reading of characters inside known words, where a character alone has several.
#[derive(Debug, Clone, Default)]
pub struct Polyphones {
    words: HashMap<Vec<char>, Readings>,
    openings: HashSet<char>,
    longest: usize,
}

/// The readings of one character, without tones; a letter or digit is its own reading.
pub(crate) type Readings = Vec<&'static str>;

/// All syllables, and for each character of the basic block which of them it can be.
static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// The basic block of Chinese characters.
const BLOCK: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";

struct Table {
    syllables: Vec<String>,
    /// Where the readings of each character start in `readings`; one more at the end.
    starts: Vec<u32>,
    readings: Vec<u16>,
}

impl Polyphones {
    /// From words and the syllables of their characters.
    pub fn new(words: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let table: &'static Table = &TABLE;
        let words: HashMap<Vec<char>, Readings> = words
            .into_iter()
            .filter_map(|(word, syllables)| {
                let word: Vec<char> = word.chars().collect();
                let syllables = syllables.iter().map(|letters| table.syllable(letters));
                let syllables: Option<Readings> = syllables.collect();
                Some((word, syllables?))
            })
            .filter(|(word, syllables)| word.len() == syllables.len())
            .collect();
        Self {
            openings: words
                .keys()
                .filter_map(|word| word.first().copied())
                .collect(),
            longest: words.values().map(Vec::len).max().unwrap_or(0),
            words,
        }
    }

    /// The readings of each character of a folded stretch. Characters without a reading have none.
    pub(crate) fn readings(&self, stretch: &str) -> Vec<Readings> {
        let chars: Vec<char> = stretch.chars().collect();
        let mut readings: Vec<Readings> = chars.iter().map(|&c| readings_of(c)).collect();
        for start in 0..chars.len() {
            if self.openings.contains(&chars[start]) {
                self.settle(&chars[start..], &mut readings[start..]);
            }
        }
        readings
    }

    /// Where a known word begins here, its characters keep only the readings of the word.
    fn settle(&self, chars: &[char], readings: &mut [Readings]) {
        let longest = self.longest.min(chars.len());
        for length in (2..=longest).rev() {
            if let Some(syllables) = self.words.get(&chars[..length]) {
                for (reading, syllable) in readings.iter_mut().zip(syllables) {
                    *reading = vec![syllable];
                }
                return;
            }
        }
    }
}

fn readings_of(c: char) -> Readings {
    if let Some(at) = ASCII.find(c) {
        return vec![&ASCII[at..=at]];
    }
    if !BLOCK.contains(&c) {
        return Vec::new();
    }
    let table: &'static Table = &TABLE;
    let at = (c as u32 - *BLOCK.start() as u32) as usize;
    let readings = table.starts[at] as usize..table.starts[at + 1] as usize;
    table.readings[readings]
        .iter()
        .map(|&syllable| table.syllables[usize::from(syllable)].as_str())
        .collect()
}

/// Whether these letters are a syllable, and whether they begin one.
pub(crate) fn is_syllable(letters: &str) -> (bool, bool) {
    let syllables = &TABLE.syllables;
    (
        syllables.iter().any(|syllable| syllable == letters),
        syllables
            .iter()
            .any(|syllable| syllable.starts_with(letters)),
    )
}

/// How a syllable is typed: ü as v, and before e also as u (nüe: nve, nue).
fn spellings_of(plain: &str) -> Vec<String> {
    let mut spellings = vec![plain.replace('ü', "v")];
    if plain.contains("üe") {
        spellings.push(plain.replace('ü', "u"));
    }
    spellings
}

impl Table {
    fn new() -> Self {
        let mut known: HashMap<String, u16> = HashMap::new();
        let mut table = Self {
            syllables: Vec::new(),
            starts: vec![0],
            readings: Vec::new(),
        };
        for c in BLOCK {
            let start = table.readings.len();
            let spellings = c.to_pinyin_multi().into_iter().flatten();
            for spelling in spellings.flat_map(|reading| spellings_of(reading.plain())) {
                let next = table.syllables.len() as u16;
                let at = *known.entry(spelling.clone()).or_insert(next);
                if at == next {
                    table.syllables.push(spelling);
                }
                if !table.readings[start..].contains(&at) {
                    table.readings.push(at);
                }
            }
            table.starts.push(table.readings.len() as u32);
        }
        table
    }

    /// A syllable as the table holds it.
    fn syllable(&'static self, letters: &str) -> Option<&'static str> {
        self.syllables
            .iter()
            .map(String::as_str)
            .find(|syllable| *syllable == letters)
    }
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
