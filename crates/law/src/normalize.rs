//! One way to write each character: the first thing done to a line of a source.

use std::borrow::Cow;

use crate::finding::FindingCode;

/// A line in normal form, and what had to be done to it.
pub(crate) struct Normalized<'a> {
    pub text: Cow<'a, str>,
    /// The code and whether the repair is certain, in the order of first occurrence.
    pub changes: Vec<(FindingCode, bool)>,
}

/// Whether `c` is a Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '〇' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether `c` is a Chinese character or the punctuation of Chinese text.
pub(crate) fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
        || (c.is_control() && c != '\t')
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{3000}' | '\u{a0}')
}

/// Whether a line is in normal form already, which most are: one pass without an allocation.
fn is_normal(line: &str) -> bool {
    let mut before = '\n';
    line.chars().all(|c| {
        let normal = match c {
            ' ' => before != ' ',
            ',' | ';' | ':' | '(' | ')' | '<' | '>' | '?' | '!' | '*' | '\\' => false,
            _ if is_space(c) || is_invisible(c) || is_private_use(c) => false,
            _ => !matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '＜' | '＞' | '﹕' | '∶'),
        };
        before = c;
        normal
    })
}

/// Brings a line into normal form: no invisible characters; single ASCII spaces; Chinese punctuation
/// full-width, digits and letters half-width.
pub(crate) fn normalize(line: &str) -> Normalized<'_> {
    let trimmed = line.trim_matches(|c| is_space(c) || is_invisible(c));
    if is_normal(trimmed) {
        return Normalized {
            text: Cow::Borrowed(trimmed),
            changes: Vec::new(),
        };
    }
    let mut writer = Writer {
        out: String::with_capacity(trimmed.len()),
        changes: Vec::new(),
        open: Vec::new(),
    };
    let mut rest = trimmed.chars().filter(|&c| !is_invisible(c)).peekable();
    if trimmed.chars().any(is_invisible) {
        writer.note(FindingCode::InvisibleCharacter, true);
    }
    while let Some(c) = rest.next() {
        let mut next = rest.peek().copied();
        if is_space(c) {
            while next.is_some_and(is_space) {
                rest.next();
                next = rest.peek().copied();
            }
        }
        writer.push(c, next);
    }
    Normalized {
        text: Cow::Owned(writer.out),
        changes: writer.changes,
    }
}

/// Drops the spaces between Chinese characters, which carry no meaning (they align headings and
/// labels). Done after the labels of a line are read, since a label's space does carry one.
pub(crate) fn squeeze(text: &str) -> String {
    let text = text.trim();
    if !text.contains(' ') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let between_wide = out.chars().next_back().is_some_and(is_wide)
            && chars.peek().copied().is_some_and(is_wide);
        if c != ' ' || !between_wide {
            out.push(c);
        }
    }
    out
}

struct Writer {
    out: String,
    changes: Vec<(FindingCode, bool)>,
    /// For each open half-width bracket: where it stands and whether it was made full-width.
    open: Vec<bool>,
}

impl Writer {
    fn note(&mut self, code: FindingCode, repaired: bool) {
        if !self.changes.contains(&(code, repaired)) {
            self.changes.push((code, repaired));
        }
    }

    fn before(&self) -> char {
        self.out.chars().next_back().unwrap_or('\n')
    }

    fn push(&mut self, c: char, next: Option<char>) {
        let before = self.before();
        let beside_wide = is_wide(before) || next.is_some_and(is_wide);
        match c {
            _ if is_space(c) => self.out.push(' '),
            _ if is_private_use(c) => self.private_use(before, next),
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => self.narrow(c),
            ',' | ';' | ':' | '?' | '!' if beside_wide => self.widen(c),
            '﹕' | '∶' => self.out.push('：'),
            '(' => self.bracket(beside_wide),
            ')' => self.close(beside_wide),
            '<' | '＜' => self.angle(next.is_some_and(is_han), '《', c),
            '>' | '＞' => self.angle(is_wide(before), '》', c),
            '\\' if next == Some('*') => {}
            _ => self.out.push(c),
        }
    }

    /// Between digits it was a decimal point; elsewhere nothing is known of it, and it is dropped.
    fn private_use(&mut self, before: char, next: Option<char>) {
        let point = before.is_ascii_digit()
            && next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
        if point {
            self.out.push('.');
        }
        self.note(FindingCode::PrivateUseCharacter, point);
    }

    fn narrow(&mut self, c: char) {
        if let Some(narrow) = char::from_u32(c as u32 - 0xfee0) {
            self.out.push(narrow);
        }
        self.note(FindingCode::FullWidthDigit, true);
    }

    fn widen(&mut self, c: char) {
        if let Some(wide) = char::from_u32(c as u32 + 0xfee0) {
            self.out.push(wide);
        }
        self.note(FindingCode::HalfWidthPunctuation, true);
    }

    fn bracket(&mut self, wide: bool) {
        self.open.push(wide);
        if wide {
            self.widen('(');
        } else {
            self.out.push('(');
        }
    }

    fn close(&mut self, beside_wide: bool) {
        let wide = self.open.pop().unwrap_or(beside_wide);
        if wide {
            self.widen(')');
        } else {
            self.out.push(')');
        }
    }

    fn angle(&mut self, is_mark: bool, mark: char, c: char) {
        if is_mark {
            self.out.push(mark);
            self.note(FindingCode::AngleBracket, true);
        } else {
            self.out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        assert_eq!(normalize(line).text, expected, "{line:?}");
    }

    #[test]
    fn a_normal_line_is_borrowed() {
        let line = "第一条 为了保护云麓市的古树名木，制定本条例。";
        assert!(matches!(normalize(line).text, Cow::Borrowed(text) if text == line));
    }

    #[test]
    fn spaces_between_chinese_characters_are_squeezed() {
        assert_eq!(squeeze(" 总 则 "), "总则");
        assert_eq!(squeeze("高度 3 米 以上"), "高度 3 米以上");
    }

    #[test]
    fn punctuation_between_chinese_characters_becomes_full_width() {
        check(
            "未经批准,擅自占用(含临时占用)的;",
            "未经批准，擅自占用（含临时占用）的；",
        );
        check("(一)损毁树木", "（一）损毁树木");
        check("pH值为6.5(20℃),1,000毫克", "pH值为6.5(20℃),1,000毫克");
    }
}
