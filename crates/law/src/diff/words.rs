//! The words of two texts compared.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    /// In both texts.
    Same(String),
    /// In the old text only.
    Removed(String),
    /// In the new text only.
    Added(String),
}

/// Words beyond which two texts are not compared in detail, but given as removed and added.
const MOST_WORDS: usize = 20_000;

/// The words of `old` and `new` in reading order: a Chinese character is a word, as is a run of
/// letters or digits. A single character that is the same amid changes counts as changed.
pub fn word_changes(old: &str, new: &str) -> Vec<Words> {
    let (old_words, new_words) = (split(old), split(new));
    let mut changes = Changes {
        old: String::new(),
        new: String::new(),
        out: Vec::new(),
    };
    if old_words.len().max(new_words.len()) > MOST_WORDS {
        changes.replace(old, new);
        return changes.finish();
    }
    let operations = capture_diff_slices(Algorithm::Myers, &old_words, &new_words);
    let last = operations.len().saturating_sub(1);
    for (at, operation) in operations.iter().enumerate() {
        let old_text = old_words[operation.old_range()].concat();
        let new_text = new_words[operation.new_range()].concat();
        let is_same = matches!(operation, DiffOp::Equal { .. });
        let is_crumb = at > 0 && at < last && old_text.chars().count() == 1 && !is_mark(&old_text);
        if is_same && !is_crumb {
            changes.same(&old_text);
        } else {
            changes.replace(&old_text, &new_text);
        }
    }
    changes.finish()
}

fn is_mark(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric())
}

fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let joins = c.is_ascii_alphanumeric() && before.is_ascii_alphanumeric();
        if at > start && !joins {
            words.push(&text[start..at]);
            start = at;
        }
        before = c;
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// Collects runs, removed before added.
struct Changes {
    old: String,
    new: String,
    out: Vec<Words>,
}

impl Changes {
    fn replace(&mut self, old: &str, new: &str) {
        self.old.push_str(old);
        self.new.push_str(new);
    }

    fn same(&mut self, text: &str) {
        self.flush();
        self.out.push(Words::Same(text.to_owned()));
    }

    fn flush(&mut self) {
        let (old, new) = (std::mem::take(&mut self.old), std::mem::take(&mut self.new));
        if !old.is_empty() {
            self.out.push(Words::Removed(old));
        }
        if !new.is_empty() {
            self.out.push(Words::Added(new));
        }
    }

    fn finish(mut self) -> Vec<Words> {
        self.flush();
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_give_both_texts_again() {
        for (old, new) in [
            ("处二百元以下罚款。", "处500元以上1000元以下罚款。"),
            ("", "新增"),
            ("删去", ""),
            ("同", "同"),
        ] {
            let words = word_changes(old, new);
            let side = |keep: fn(&Words) -> Option<&String>| {
                words
                    .iter()
                    .filter_map(keep)
                    .map(String::as_str)
                    .collect::<String>()
            };
            assert_eq!(
                side(|words| match words {
                    Words::Same(text) | Words::Removed(text) => Some(text),
                    Words::Added(_) => None,
                }),
                old
            );
            assert_eq!(
                side(|words| match words {
                    Words::Same(text) | Words::Added(text) => Some(text),
                    Words::Removed(_) => None,
                }),
                new
            );
        }
    }
}
