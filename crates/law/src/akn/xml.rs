//! A small writer of indented XML.

use std::fmt::Write as _;

pub(super) struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            depth: 0,
        }
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
    }

    pub(super) fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.indent();
        let _ = writeln!(self.out, "</{name}>");
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>\n");
    }

    /// An element with text only, on one line.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.open_inline(name);
        escape(text, &mut self.out);
        self.close_inline(name);
    }

    pub(super) fn open_inline(&mut self, name: &str) {
        self.start(name, &[]);
        self.out.push('>');
    }

    pub(super) fn inline(&mut self, name: &str, text: &str) {
        let _ = write!(self.out, "<{name}>");
        escape(text, &mut self.out);
        let _ = write!(self.out, "</{name}>");
    }

    pub(super) fn close_inline(&mut self, name: &str) {
        let _ = writeln!(self.out, "</{name}>");
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        let _ = write!(self.out, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.out, " {attribute}=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }
}

/// Escapes marks, and leaves out the characters that XML 1.0 does not allow.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t'
            | '\n'
            | '\r'
            | ' '..='\u{d7ff}'
            | '\u{e000}'..='\u{fffd}'
            | '\u{10000}'..='\u{10ffff}' => out.push(c),
            _ => {}
        }
    }
}

/// A text as one segment of a URI path: what is not unreserved is percent-encoded, Chinese
/// characters are kept (the reference is an IRI).
pub(super) fn path_segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_escaped_and_forbidden_characters_left_out() {
        let mut out = String::new();
        escape("a<b>&\"\u{1}\u{ffff}云", &mut out);
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;云");
        assert_eq!(
            path_segment("云麓市（试行）"),
            "云麓市%EF%BC%88试行%EF%BC%89"
        );
    }
}
