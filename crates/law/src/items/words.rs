//! Small helpers for looking words up in the lexicon's tables.

/// The longest word of the table with which the text starts.
pub(super) fn starts<'w>(text: &str, table: &[&'w str]) -> Option<&'w str> {
    table.iter().filter(|word| text.starts_with(**word)).max_by_key(|word| word.len()).copied()
}

/// Whether the text ends with a word of the table.
pub(super) fn ends(text: &str, table: &[&str]) -> bool {
    table.iter().any(|word| text.ends_with(word))
}

/// Whether a word of the table stands in the text.
pub(super) fn holds(text: &str, table: &[&str]) -> bool {
    table.iter().any(|word| text.contains(word))
}

/// The first place at which a word of the table stands.
pub(super) fn first(text: &str, table: &[&str]) -> Option<usize> {
    table.iter().filter_map(|word| text.find(word)).min()
}

/// The byte positions at which characters start, 0 left out, the end included.
pub(super) fn cuts(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().map(|(at, c)| at + c.len_utf8())
}
