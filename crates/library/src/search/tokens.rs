//! From text to the terms of the index: character pairs to match, words to rank.
//!
//! Every stretch of letters, digits and characters gives all its pairs and, alone, its last
//! character. So any two characters that stand together are one term, and any single character is
//! found by the terms that begin with it.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use jieba_rs::Jieba;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The dictionary of words; loading takes a tenth of a second, so the first search may pay for it.
static WORDS: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Loads what the first search would otherwise wait for.
pub fn warm_up() {
    LazyLock::force(&WORDS);
}

/// One character in the form in which it is compared: half-width, lower case, one of two spellings
/// that statutes of different years use for one word (会计帐簿, 会计账簿).
pub(crate) fn fold_char(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    match narrow {
        '帐' => '账',
        '它' => '他',
        '惟' => '唯',
        '黏' => '粘',
        _ => narrow.to_ascii_lowercase(),
    }
}

/// Whether a folded character is a letter, a digit or a Chinese character. The ranges that law is
/// written in come first: the table of all letters is slow.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// A folded text without all that is neither letter, digit nor character.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|&c| is_letter(c)).collect()
}

/// Text in the form in which it is compared, character for character.
pub(crate) fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The byte ranges of the stretches of letters, digits and characters in a folded text.
pub(crate) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|&(_, c)| is_letter(c))?;
        let mut end = text.len();
        while let Some(&(at, c)) = rest.peek() {
            if !is_letter(c) {
                end = at;
                break;
            }
            rest.next();
        }
        Some(start..end)
    })
}

/// The pairs of a folded text, and the last character of each stretch.
pub(crate) fn pairs(text: &str) -> Vec<Range<usize>> {
    let mut pairs = Vec::new();
    for run in runs(text) {
        let mut previous = None;
        for (at, c) in text[run.clone()].char_indices() {
            let (start, end) = (run.start + at, run.start + at + c.len_utf8());
            if let Some(before) = previous.replace(start) {
                pairs.push(before..end);
            }
        }
        pairs.extend(previous.map(|last| last..run.end));
    }
    pairs
}

/// The words of a folded text, long words also as the shorter ones within them.
pub(crate) fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    for run in runs(text) {
        let stretch = &text[run.clone()];
        for token in WORDS.cut_for_search(stretch, false) {
            let start = run.start + (token.word.as_ptr() as usize - stretch.as_ptr() as usize);
            words.push(start..start + token.word.len());
        }
    }
    words
}

/// The words of a folded text, one after another, none within another.
pub(crate) fn plain_words(text: &str) -> Vec<&str> {
    runs(text)
        .flat_map(|run| WORDS.cut(&text[run], false))
        .map(|token| token.word)
        .collect()
}

/// What a tokenizer makes of a folded text.
type Cut = fn(&str) -> Vec<Range<usize>>;

/// A tokenizer that folds a text and cuts ranges out of it.
#[derive(Clone)]
pub(crate) struct Cutter(pub Cut);

/// A tokenizer that composes its own tokens.
#[derive(Clone)]
pub(crate) struct Composer(pub Arc<dyn Fn(&str) -> Pieces + Send + Sync>);

/// Tokens as ranges of a text.
#[derive(Default)]
pub(crate) struct Pieces {
    /// The text they are cut from.
    pub text: String,
    /// The tokens.
    pub ranges: Vec<Range<usize>>,
    at: usize,
    token: Token,
}

impl Pieces {
    /// The tokens `ranges` of `text`.
    pub fn new(text: String, ranges: Vec<Range<usize>>) -> Self {
        Self {
            text,
            ranges,
            ..Self::default()
        }
    }
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Pieces;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Pieces {
        let text = fold(text);
        let ranges = (self.0)(&text);
        Pieces::new(text, ranges)
    }
}

impl Tokenizer for Composer {
    type TokenStream<'a> = Pieces;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Pieces {
        (self.0)(text)
    }
}

impl TokenStream for Pieces {
    fn advance(&mut self) -> bool {
        let Some(range) = self.ranges.get(self.at).cloned() else {
            return false;
        };
        self.token.reset();
        self.token.position = self.at;
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        self.token.text.push_str(&self.text[range]);
        self.at += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(cut: Cut, text: &str) -> Vec<&str> {
        cut(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn pairs_stop_at_punctuation_and_end_with_the_last_character() {
        assert_eq!(cut(pairs, "占道，经营"), ["占道", "道", "经营", "营"]);
        assert_eq!(cut(pairs, "5日内"), ["5日", "日内", "内"]);
        assert_eq!(cut(pairs, "。，"), [""; 0]);
    }

    #[test]
    fn words_hold_the_words_within_them() {
        let text = "处罚许可证";
        let words = cut(words, text);
        for word in ["处罚", "许可证", "许可"] {
            assert!(words.contains(&word), "{word} in {words:?}");
        }
    }

    #[test]
    fn the_quick_look_at_a_letter_agrees_with_the_table() {
        for c in '\0'..='\u{ffff}' {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn folding_keeps_one_character_for_one() {
        assert_eq!(fold("ＡPP　１"), "app 1");
    }
}
