//! What an act gives a number to: the case, and documents that it puts into the file.
//!
//! Which number it is, is not decided here: whoever keeps the counters gives it, and it stands in the
//! act on the record ([`crate::Act::numbers`]), so that a replay gives the same.

use jiff::civil::Date;
use rules::RuleSet;
use rules::model::Numbers;
use serde::{Deserialize, Serialize};

use crate::apply::Frame;
use crate::case::Case;

/// What [`Wanted::of`] and [`Numbered::of`] say of the case itself.
pub const CASE: &str = "case";

/// Something that an act gives a number to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// `case`, or the kind of the document.
    pub of: String,
    /// The word of the number: `罚决`.
    pub word: String,
}

/// A number that an act gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// `case`, or the kind of the document.
    pub of: String,
    /// The number.
    pub number: String,
    /// The number that was named with the act and that did not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<String>,
    /// Whether another system gave it: it is of no series that is kept here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
}

impl Case {
    /// Takes the numbers that an act gave: the case its own, documents theirs, each the first of its
    /// kind that has none among those that came as `from` and later.
    pub fn take_numbers(&mut self, from: usize, numbers: &[Numbered]) {
        for given in numbers {
            if given.of == CASE {
                self.case_number = Some(given.number.clone());
                continue;
            }
            let new = self.documents.iter_mut().skip(from);
            let mut same = new.filter(|document| document.kind == given.of);
            if let Some(document) = same.find(|document| document.number.is_none()) {
                document.number = Some(given.number.clone());
            }
        }
    }

    /// The number of the document of a kind that is still to be written: the one that is then given
    /// is that one, and keeps its number.
    pub(crate) fn number_due(&self, kind: &str) -> Option<String> {
        let last = self.documents.iter().rfind(|known| known.kind == kind)?;
        last.number.clone().filter(|_| !last.complete)
    }
}

/// What an act gives a number to, of a case after it that had `from` documents before.
pub(crate) fn wanted(frame: &Frame<'_>, after: &Case, from: usize, on: Date) -> Vec<Wanted> {
    let numbers_case = frame.rule.numbers == Some(Numbers::Case) && after.case_number.is_none();
    let word = frame.procedure.number_word.clone().filter(|_| numbers_case);
    let case = word.map(|word| Wanted {
        of: CASE.to_owned(),
        word,
    });
    let new = after.documents.iter().skip(from);
    let bare = new.filter(|document| document.number.is_none());
    let documents = bare.filter_map(|document| {
        Some(Wanted {
            of: document.kind.clone(),
            word: word_of(&frame.around.procedures.rules, &document.kind, on)?,
        })
    });
    case.into_iter().chain(documents).collect()
}

/// The word of the numbers of a kind of document.
pub(crate) fn word_of(rules: &RuleSet, kind: &str, on: Date) -> Option<String> {
    rules.document_kind(kind, on)?.number_word.clone()
}
