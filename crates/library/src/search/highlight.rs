//! Which stretches of a hit answer the query.

use super::tokens;

/// The stretches of `text` that hold one of the folded `terms`, in UTF-16 code units, in order,
/// apart. Folding keeps one character for one, and each character's length in UTF-16.
pub(crate) fn highlights<'t>(
    text: &str,
    terms: impl IntoIterator<Item = &'t str>,
) -> Vec<[u32; 2]> {
    let folded: Vec<char> = text.chars().map(tokens::fold_char).collect();
    let mut marked = vec![false; folded.len()];
    for term in terms {
        let term: Vec<char> = term.chars().collect();
        if term.is_empty() {
            continue;
        }
        for at in 0..folded.len().saturating_sub(term.len() - 1) {
            if folded[at..at + term.len()] == term[..] {
                marked[at..at + term.len()].fill(true);
            }
        }
    }
    stretches(text, &marked)
}

/// The marked stretches of `text`, in UTF-16 code units.
pub(crate) fn stretches(text: &str, marked: &[bool]) -> Vec<[u32; 2]> {
    let mut found: Vec<[u32; 2]> = Vec::new();
    let mut at = 0;
    for (c, &mark) in text.chars().zip(marked) {
        let end = at + c.len_utf16() as u32;
        match found.last_mut() {
            Some(last) if mark && last[1] == at => last[1] = end,
            _ if mark => found.push([at, end]),
            _ => {}
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_terms_are_one_stretch() {
        assert_eq!(highlights("𠀀未取得许可的", ["取得", "许可"]), [[3, 7]]);
        assert_eq!(highlights("放灯、放灯", ["放灯"]), [[0, 2], [3, 5]]);
        assert_eq!(highlights("ＡＰＰ", ["app", ""]), [[0, 3]]);
    }
}
