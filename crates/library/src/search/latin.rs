//! Latin letters as pinyin: initials, syllables, or both mixed, matched against characters.

use super::pinyin::{Polyphones, Readings, is_syllable};
use super::tokens;

/// Letters of a query that are read as pinyin.
const LONGEST: usize = 40;

/// Characters of a text that are matched against pinyin.
const LONGEST_TEXT: usize = 100;

/// Letters that may be pinyin, with their readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Latin {
    letters: Vec<u8>,
    /// The letters cut into syllables and, where they are none, single initials.
    pieces: Vec<String>,
}

/// Where pinyin was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Stretches of neighbouring characters that it takes.
    pub stretches: usize,
    /// Which characters of the text it takes, by index.
    pub chars: Vec<usize>,
}

impl Latin {
    /// From folded ASCII letters; `None` for fewer than two.
    pub fn new(letters: &str) -> Option<Self> {
        let letters: String = letters
            .chars()
            .filter(char::is_ascii_lowercase)
            .take(LONGEST)
            .collect();
        (letters.len() > 1).then(|| Self {
            pieces: pieces(&letters),
            letters: letters.into_bytes(),
        })
    }

    /// How many letters there are.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// The first letter.
    pub fn first(&self) -> char {
        self.letters.first().map_or(' ', |&byte| char::from(byte))
    }

    /// Pairs of initials that a text must largely hold: of the letters as initials.
    pub fn letter_pairs(&self) -> Vec<String> {
        pairs(self.letters.iter().map(|&byte| char::from(byte)))
    }

    /// Pairs of initials of the letters read as syllables as far as they can be.
    pub fn piece_pairs(&self) -> Vec<String> {
        pairs(self.pieces.iter().filter_map(|piece| piece.chars().next()))
    }

    /// The syllables, without the last piece, which may be unfinished.
    pub fn finished_syllables(&self) -> Vec<String> {
        let finished = self.pieces.split_last();
        let finished = finished.map_or(&[][..], |(_, finished)| finished);
        finished
            .iter()
            .filter(|piece| piece.len() > 1)
            .cloned()
            .collect()
    }

    /// The best way in which the characters of `text` spell the letters, in order, with gaps.
    pub fn align(&self, text: &str, polyphones: &Polyphones) -> Option<Alignment> {
        let folded: String = tokens::fold(text).chars().take(LONGEST_TEXT).collect();
        let readings = polyphones.readings(&folded);
        let alignment = Table::fill(&readings, &self.letters).best()?;
        let scattered = alignment.chars.len() * 5 < alignment.stretches * 9;
        (alignment.stretches == 1 || !scattered).then_some(alignment)
    }
}

fn pairs(initials: impl Iterator<Item = char>) -> Vec<String> {
    let initials: Vec<char> = initials.collect();
    initials
        .windows(2)
        .map(|pair| pair.iter().collect())
        .collect()
}

/// The letters cut into as few pieces as possible: syllables, and single letters where need be.
fn pieces(letters: &str) -> Vec<String> {
    const LONGEST_SYLLABLE: usize = 6;
    let cost = |from: usize, to: usize| {
        let (whole, begun) = is_syllable(&letters[from..to]);
        match to - from {
            1 => Some(3),
            _ if whole || (begun && to == letters.len()) => Some(2),
            _ => None,
        }
    };
    let mut best: Vec<Option<(usize, usize)>> = vec![None; letters.len() + 1];
    best[0] = Some((0, 0));
    for to in 1..=letters.len() {
        best[to] = (to.saturating_sub(LONGEST_SYLLABLE)..to)
            .filter_map(|from| Some((best[from]?.0 + cost(from, to)?, from)))
            .min();
    }
    let mut cut = Vec::new();
    let mut at = letters.len();
    while let (true, Some((_, from))) = (at > 0, best[at]) {
        cut.push(letters[from..at].to_owned());
        at = from;
    }
    cut.reverse();
    cut
}

/// For every number of characters read and letters spelled, the fewest stretches, and how it was
/// reached. Two layers: whether the last character read was taken.
struct Table {
    letters: usize,
    chars: usize,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    stretches: u16,
    /// Letters that the last character took; 0 for none.
    took: u8,
    /// Whether the character before was taken.
    after_taken: bool,
}

const UNREACHED: u16 = u16::MAX;

impl Table {
    fn fill(readings: &[Readings], letters: &[u8]) -> Self {
        let empty = Cell {
            stretches: UNREACHED,
            took: 0,
            after_taken: false,
        };
        let mut table = Self {
            letters: letters.len(),
            chars: readings.len(),
            cells: vec![empty; (readings.len() + 1) * (letters.len() + 1) * 2],
        };
        let start = table.index(0, 0, false);
        table.cells[start].stretches = 0;
        for (at, reading) in readings.iter().enumerate() {
            for spelled in 0..=letters.len() {
                for taken in [false, true] {
                    table.step(at, spelled, taken, reading, &letters[spelled..]);
                }
            }
        }
        table
    }

    fn step(&mut self, at: usize, spelled: usize, taken: bool, readings: &Readings, rest: &[u8]) {
        let stretches = self.cells[self.index(at, spelled, taken)].stretches;
        if stretches == UNREACHED {
            return;
        }
        self.reach(at + 1, spelled, false, stretches, 0, taken);
        let longer = stretches + u16::from(!taken);
        for reading in readings {
            for length in lengths(reading.as_bytes(), rest) {
                self.reach(at + 1, spelled + length, true, longer, length as u8, taken);
            }
        }
    }

    fn reach(
        &mut self,
        at: usize,
        spelled: usize,
        taken: bool,
        stretches: u16,
        took: u8,
        after_taken: bool,
    ) {
        let index = self.index(at, spelled, taken);
        if stretches < self.cells[index].stretches {
            self.cells[index] = Cell {
                stretches,
                took,
                after_taken,
            };
        }
    }

    fn index(&self, at: usize, spelled: usize, taken: bool) -> usize {
        (at * (self.letters + 1) + spelled) * 2 + usize::from(taken)
    }

    fn best(&self) -> Option<Alignment> {
        let end = (1..=self.chars)
            .map(|at| (self.cells[self.index(at, self.letters, true)].stretches, at))
            .min()
            .filter(|&(stretches, _)| stretches != UNREACHED)?;
        let mut chars = Vec::new();
        let (mut at, mut spelled, mut taken) = (end.1, self.letters, true);
        while at > 0 {
            let cell = self.cells[self.index(at, spelled, taken)];
            if taken {
                chars.push(at - 1);
            }
            spelled -= usize::from(cell.took);
            taken = cell.after_taken;
            at -= 1;
        }
        chars.reverse();
        Some(Alignment {
            stretches: usize::from(end.0),
            chars,
        })
    }
}

/// How many of the letters a character with this reading may take: its initial, its syllable, or
/// all that is left where that begins its syllable.
fn lengths(reading: &[u8], rest: &[u8]) -> impl Iterator<Item = usize> {
    let common = reading
        .iter()
        .zip(rest)
        .take_while(|(left, right)| left == right)
        .count();
    let double = matches!(reading.get(..2), Some(b"zh" | b"ch" | b"sh")) && common >= 2;
    [
        (common >= 1).then_some(1),
        double.then_some(2),
        (common == reading.len() && common > 1).then_some(common),
        (common == rest.len() && common > 1).then_some(common),
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(letters: &str, text: &str) -> Option<String> {
        let alignment = Latin::new(letters)?.align(text, &Polyphones::default())?;
        let chars: Vec<char> = text.chars().collect();
        Some(alignment.chars.into_iter().map(|at| chars[at]).collect())
    }

    #[test]
    fn initials_and_syllables_are_found_within_a_text() {
        let text = "擅自放河灯，未取得河灯许可证的";
        for (letters, found) in [
            ("hdxkz", "河灯许可证"),
            ("hedengxukezheng", "河灯许可证"),
            ("wqdxkz", "未取得许可证"),
            ("weiqdxkz", "未取得许可证"),
            ("szfhd", "擅自放河灯"),
            ("shanzifanghed", "擅自放河灯"),
        ] {
            assert_eq!(taken(letters, text).as_deref(), Some(found), "{letters}");
        }
        assert_eq!(taken("xzcf", text), None);
    }

    #[test]
    fn every_reading_of_a_character_is_tried() {
        assert_eq!(taken("yinhang", "银行").as_deref(), Some("银行"));
        assert_eq!(taken("yinxing", "银行").as_deref(), Some("银行"));
        assert_eq!(taken("nuedai", "虐待").as_deref(), Some("虐待"));
        assert_eq!(taken("nvedai", "虐待").as_deref(), Some("虐待"));
    }

    #[test]
    fn letters_are_cut_into_syllables() {
        let cut = |letters: &str| Latin::new(letters).unwrap().pieces;
        assert_eq!(cut("weiqude"), ["wei", "qu", "de"]);
        assert_eq!(cut("wqd"), ["w", "q", "d"]);
        assert_eq!(cut("wqdhedeng"), ["w", "q", "d", "he", "deng"]);
        assert_eq!(cut("xiaofangfa"), ["xiao", "fang", "fa"]);
    }
}
