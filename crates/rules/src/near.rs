//! How alike two words are, to suggest what was meant.

/// The number of letters to insert, drop or change, for words of up to 64 letters.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().take(64).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let change = corner + usize::from(left != *right);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// The candidate that is most like a word, where one is near.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let all = candidates.map(|candidate| (distance(candidate, word), candidate));
    let (distance, candidate) = all.min()?;
    (distance <= 3 && distance * 2 <= word.chars().count().max(2)).then_some(candidate)
}
