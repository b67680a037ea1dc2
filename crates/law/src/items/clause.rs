//! Cutting a provision's text into segments at ，；。： outside brackets and quotation marks.
//!
//! 开设浴池，未备案的，责令改正；逾期不改正的，处二百元罚款。 has five segments. 、 never cuts.

/// What stands behind a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// ，
    Comma,
    /// ；
    Semicolon,
    /// 。, ！, ？
    Period,
    /// ：
    Colon,
    /// The end of the text.
    End,
}

/// A stretch of text between two stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment<'t> {
    /// Its words, without the stop and without white space around.
    pub text: &'t str,
    /// First byte in the provision's text.
    pub start: usize,
    /// What stands behind it.
    pub stop: Stop,
}

impl<'t> Segment<'t> {
    /// One past its last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it closes with 的.
    pub fn closes(&self) -> bool {
        self.text.ends_with('的')
    }

    /// The two segments on either side of byte `at` of its text.
    pub fn cut(&self, at: usize) -> (Segment<'t>, Segment<'t>) {
        let (left, right) = self.text.split_at(at);
        (
            Segment {
                text: left,
                start: self.start,
                stop: Stop::Comma,
            },
            Segment {
                text: right,
                start: self.start + at,
                stop: self.stop,
            },
        )
    }
}

/// A bracket is only skipped when it closes within this many bytes: an unclosed one must not swallow the text.
const LONGEST_BRACKET: usize = 300;

/// The segments of a text in order; none is empty.
pub(super) fn split(text: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if let Some(stop) = stop_of(c) {
            push(&mut segments, text, from..at, stop);
            from = next;
        }
        at = closing(c)
            .and_then(|close| skip(text, next, close))
            .unwrap_or(next);
    }
    push(&mut segments, text, from..text.len(), Stop::End);
    segments
}

fn push<'t>(
    segments: &mut Vec<Segment<'t>>,
    text: &'t str,
    range: std::ops::Range<usize>,
    stop: Stop,
) {
    let words = &text[range.clone()];
    let lead = words.len() - words.trim_start().len();
    if words.trim().is_empty() {
        if let Some(last) = segments
            .last_mut()
            .filter(|_| stop != Stop::End && stop != Stop::Comma)
        {
            last.stop = stop;
        }
    } else {
        segments.push(Segment {
            text: words.trim(),
            start: range.start + lead,
            stop,
        });
    }
}

fn stop_of(c: char) -> Option<Stop> {
    match c {
        '，' | ',' => Some(Stop::Comma),
        '；' | ';' => Some(Stop::Semicolon),
        '。' | '！' | '？' => Some(Stop::Period),
        '：' | ':' => Some(Stop::Colon),
        _ => None,
    }
}

fn closing(c: char) -> Option<char> {
    match c {
        '（' => Some('）'),
        '(' => Some(')'),
        '《' => Some('》'),
        '“' => Some('”'),
        _ => None,
    }
}

fn skip(text: &str, from: usize, close: char) -> Option<usize> {
    let mut end = text.len().min(from + LONGEST_BRACKET);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[from..end]
        .find(close)
        .map(|at| from + at + close.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let texts: Vec<&str> = split(text).iter().map(|segment| segment.text).collect();
        assert_eq!(texts, expected, "{text}");
        for segment in split(text) {
            assert_eq!(&text[segment.start..segment.end()], segment.text);
        }
    }

    #[test]
    fn stops_cut_and_brackets_hold_together() {
        check(
            "摆摊设点，占用盲道的，处五十元罚款；拒不改正的，没收工具。",
            &[
                "摆摊设点",
                "占用盲道的",
                "处五十元罚款",
                "拒不改正的",
                "没收工具",
            ],
        );
        check(
            "由区（市，县）主管部门处罚",
            &["由区（市，县）主管部门处罚"],
        );
        check("开口（没有闭合，照样切开", &["开口（没有闭合", "照样切开"]);
        check("", &[]);
    }
}
