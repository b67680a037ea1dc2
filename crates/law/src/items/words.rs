//! Small helpers for looking words up in the lexicon's tables.
//!
//! They are called for every position of every clause, so they compare the most telling byte of a Chinese
//! character (its third) before anything else, and never build a searcher.

/// Whether the bytes start with the word.
fn is_prefix(text: &[u8], word: &str) -> bool {
    let word = word.as_bytes();
    match (text.get(2), word.get(2)) {
        (Some(one), Some(other)) => one == other && text[1] == word[1] && text.starts_with(word),
        _ => text.starts_with(word),
    }
}

/// The longest word of the table with which the text starts.
pub(super) fn starts<'w>(text: &str, table: &[&'w str]) -> Option<&'w str> {
    table
        .iter()
        .filter(|word| is_prefix(text.as_bytes(), word))
        .max_by_key(|word| word.len())
        .copied()
}

/// Whether the text ends with a word of the table.
pub(super) fn ends(text: &str, table: &[&str]) -> bool {
    let bytes = text.as_bytes();
    let last = bytes.last();
    table
        .iter()
        .any(|word| word.as_bytes().last() == last && bytes.ends_with(word.as_bytes()))
}

/// Whether a word of the table stands in the text.
pub(super) fn holds(text: &str, table: &[&str]) -> bool {
    first(text, table).is_some()
}

/// The first place at which a word of the table stands.
pub(super) fn first(text: &str, table: &[&str]) -> Option<usize> {
    let (bytes, telling) = (text.as_bytes(), telling(table));
    let may_start = |at: usize| {
        bytes
            .get(at + 2)
            .is_none_or(|byte| telling[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1)
    };
    let mut at = 0;
    while at < bytes.len() {
        if may_start(at) && table.iter().any(|word| is_prefix(&bytes[at..], word)) {
            return Some(at);
        }
        at += width(bytes[at]);
    }
    None
}

/// The third bytes of a table's words, as a set; every byte where a word is shorter.
fn telling(table: &[&str]) -> [u64; 4] {
    let mut set = [0; 4];
    for word in table {
        match word.as_bytes().get(2) {
            Some(byte) => set[usize::from(byte >> 6)] |= 1 << (byte & 63),
            None => return [u64::MAX; 4],
        }
    }
    set
}

/// How many bytes a character has, by its first.
fn width(first: u8) -> usize {
    match first {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The byte positions at which characters end.
pub(super) fn cuts(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().map(|(at, c)| at + c.len_utf8())
}
