//! Lines of a body that comes in parts.

use super::format::LINE_BYTES;

/// Splits bytes into lines; of a line that is too long only its beginning is kept, enough to say so.
#[derive(Debug, Default)]
pub struct LineSplitter {
    line: Vec<u8>,
}

impl LineSplitter {
    /// The lines that these bytes end.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, ends) = match part.strip_suffix(b"\n") {
                Some(text) => (text, true),
                None => (part, false),
            };
            let room = (LINE_BYTES + 1).saturating_sub(self.line.len());
            self.line.extend_from_slice(&text[..text.len().min(room)]);
            if ends {
                lines.push(std::mem::take(&mut self.line));
            }
        }
        lines
    }

    /// The last line, where nothing ended it.
    pub fn rest(&mut self) -> Vec<Vec<u8>> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            Vec::new()
        } else {
            vec![line]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_same_however_they_are_cut() {
        let text = b"ab\n\ncd\nef";
        for size in 1..text.len() {
            let mut splitter = LineSplitter::default();
            let mut lines: Vec<Vec<u8>> = Vec::new();
            for part in text.chunks(size) {
                lines.extend(splitter.push(part));
            }
            lines.extend(splitter.rest());
            let expected: [&[u8]; 4] = [b"ab", b"", b"cd", b"ef"];
            assert_eq!(lines, expected, "{size}");
        }
    }
}
