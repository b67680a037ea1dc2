//! What a text field may hold.

/// Whether a text has 1 to `max` characters, none of them a control character.
pub(crate) fn is_plain(text: &str, max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= max && !text.chars().any(char::is_control)
}

/// Whether a reason for a change may be kept as it is: a few lines.
pub(crate) fn is_reason(text: &str) -> bool {
    let fits = text.chars().count() <= 2000;
    fits && !text.trim().is_empty() && !text.chars().any(|c| c.is_control() && c != '\n')
}

/// A pattern for LIKE that finds `part` anywhere; `\` takes the meaning of its signs away.
pub(crate) fn like_pattern(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
