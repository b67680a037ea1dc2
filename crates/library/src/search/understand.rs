//! What a query asks: words with their statutory alternatives, a statute, a place, a day, a sanction.

use std::collections::HashSet;
use std::ops::Range;

use jiff::civil::Date;
use law::{ProvisionPath, VersionKey};

use super::cited;
use super::day;
use super::latin::Latin;
use super::lexicon::Lexicon;
use super::request::Expansion;
use super::titles::{Named, Titles};
use super::tokens;

/// Characters of a query that are read; the rest is left aside.
const LONGEST_QUERY: usize = 160;

/// An everyday word of so many characters counts wherever it stands; a shorter one only where a word
/// begins: 房租 is no part of 厂房租给.
const UNMISTAKABLE: usize = 4;

/// Concepts of a query that are searched for; the rest is left aside.
const MOST_CONCEPTS: usize = 24;

/// A query, understood.
#[derive(Debug, Default)]
pub(crate) struct Understanding {
    /// What is left to be searched for, folded.
    pub text: String,
    /// The parts of `text`, each with its alternatives.
    pub concepts: Vec<Concept>,
    /// Stretches of Latin letters, which may be pinyin.
    pub latin: Vec<Latin>,
    /// Titles that are named, the likeliest first.
    pub titles: Vec<u32>,
    /// Provisions of them that are cited.
    pub cited: Vec<ProvisionPath>,
    /// The version that is addressed.
    pub version: Option<VersionKey>,
    /// Titles of the place that is named.
    pub place: Vec<u32>,
    /// The day that is named.
    pub day: Option<Date>,
    /// Whether the consequence of a deed is asked for.
    pub asks_sanction: bool,
    /// Whether a deed is described.
    pub describes_deed: bool,
}

/// A part of a query and what it may stand for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Concept {
    /// The words of the query.
    pub said: String,
    /// Whether it tells who or where, and not what is done.
    pub setting: bool,
    /// Each is a list of terms that stand for the part together; the first is what was said.
    pub alternatives: Vec<Vec<String>>,
}

/// Reads a query.
pub(crate) fn understand(query: &str, titles: &Titles, lexicon: &Lexicon) -> Understanding {
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let mut out = Understanding::default();
    if let Some((statute, version, path)) = cited::address_in(&query) {
        out.titles = titles.resolve(&tokens::fold(statute.as_str()), lexicon);
        out.version = Some(version);
        out.cited.extend(path);
        return out;
    }
    let mut text = tokens::fold(&query);
    if let Some(named) = day::day_in(&text) {
        out.day = Some(named.on);
        cut(&mut text, named.range);
    }
    if let Some(named) = titles.named(&text, lexicon) {
        name_statute(&mut out, &mut text, named);
    }
    if out.titles.is_empty()
        && let Some((_, place)) = titles.of_place(&text)
    {
        out.place = place.to_vec();
    }
    let asked = text.clone();
    out.asks_sanction = cut_words(&mut text, &lexicon.questions);
    cut_words(&mut text, &lexicon.fillers);
    if out.titles.is_empty() && !text.contains(char::is_alphanumeric) {
        text = asked;
    }
    out.concepts = concepts(&text, lexicon, true);
    if out.concepts.is_empty() && out.titles.is_empty() {
        out.concepts = concepts(&text, lexicon, false);
    }
    out.concepts.truncate(MOST_CONCEPTS);
    let everyday = out
        .concepts
        .iter()
        .any(|concept| concept.alternatives.len() > 1);
    out.describes_deed = out.asks_sanction
        || everyday
        || lexicon
            .deeds
            .iter()
            .any(|word| text.contains(word.as_str()));
    out.latin = latin(&text)
        .iter()
        .filter_map(|letters| Latin::new(letters))
        .collect();
    text.truncate(text.trim_end().len());
    text.trim_start().clone_into(&mut out.text);
    out
}

impl Understanding {
    /// The everyday words with what they were taken for.
    pub fn expansions(&self) -> Vec<Expansion> {
        self.concepts
            .iter()
            .flat_map(|concept| {
                concept.alternatives.iter().skip(1).map(|terms| Expansion {
                    from: concept.said.clone(),
                    to: terms.join(" "),
                })
            })
            .collect()
    }
}

/// Takes the statute that is named, and what is cited of it, out of the text. A vague name counts
/// only where a provision is cited or nothing else is said.
fn name_statute(out: &mut Understanding, text: &mut String, named: Named) {
    let mut range = named.range;
    if let Some(cited) = cited::places_after_title(&text[range.end..]) {
        out.cited = cited.paths;
        range.end += cited.length;
    }
    let more = [&text[..range.start], &text[range.end..]];
    let alone = !more.iter().any(|part| part.contains(char::is_alphanumeric));
    if !named.vague || alone || !out.cited.is_empty() {
        out.titles = named.titles;
        cut(text, range);
    }
}

/// Takes a range out, leaving a space so that its neighbours do not grow together.
fn cut(text: &mut String, range: Range<usize>) {
    text.replace_range(range, " ");
}

fn cut_words(text: &mut String, words: &[String]) -> bool {
    let before = text.len();
    for word in words {
        while let Some(at) = text.find(word.as_str()) {
            cut(text, at..at + word.len());
        }
    }
    text.len() != before
}

fn concepts(text: &str, lexicon: &Lexicon, leave_light: bool) -> Vec<Concept> {
    let mut concepts = Vec::new();
    for run in tokens::runs(text) {
        let run = &text[run];
        let starts = word_starts(run);
        let alone = single_characters(run);
        let mut plain = 0;
        let mut at = 0;
        while let Some(first) = run[at..].chars().next() {
            let first = first.len_utf8();
            let found = lexicon.synonym_at(&run[at..]).filter(|&(length, _)| {
                match run[at..at + length].chars().count() {
                    1 => alone.contains(&at),
                    letters => letters >= UNMISTAKABLE || starts.contains(&at),
                }
            });
            if let Some((length, meant)) = found {
                concepts.extend(plain_concepts(&run[plain..at], lexicon, leave_light));
                concepts.push(expanded(&run[at..at + length], meant, lexicon));
                at += length;
                plain = at;
            } else {
                at += first;
            }
        }
        concepts.extend(plain_concepts(&run[plain..], lexicon, leave_light));
    }
    concepts
}

/// Where in a stretch the words begin.
fn word_starts(run: &str) -> HashSet<usize> {
    let mut at = 0;
    let starts = tokens::plain_words(run).into_iter().map(|word| {
        at += word.len();
        at - word.len()
    });
    starts.collect()
}

/// Where in a stretch a character is a word of its own: 办 in 办厂, not in 举办.
fn single_characters(run: &str) -> HashSet<usize> {
    let mut at = 0;
    let words = tokens::plain_words(run).into_iter().map(|word| {
        at += word.len();
        (at - word.len(), word)
    });
    words
        .filter(|(_, word)| word.chars().nth(1).is_none())
        .map(|(start, _)| start)
        .collect()
}

fn expanded(said: &str, meant: &[Vec<String>], lexicon: &Lexicon) -> Concept {
    let own = tokens::plain_words(said)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let mut alternatives = vec![own];
    alternatives.extend(
        meant
            .iter()
            .filter(|terms| terms.as_slice() != [said])
            .cloned(),
    );
    Concept {
        said: said.to_owned(),
        setting: lexicon.settings.contains(said),
        alternatives,
    }
}

/// The words of a text without everyday words; light words are left out where asked.
fn plain_concepts<'t>(
    text: &'t str,
    lexicon: &'t Lexicon,
    leave_light: bool,
) -> impl Iterator<Item = Concept> + 't {
    tokens::plain_words(text)
        .into_iter()
        .filter(move |&word| !(leave_light && lexicon.light.contains(word)))
        .map(|word| Concept {
            said: word.to_owned(),
            setting: lexicon.settings.contains(word),
            alternatives: vec![vec![word.to_owned()]],
        })
}

/// Stretches of Latin letters of two and more, an apostrophe or a space within pinyin closed up.
fn latin(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut current = String::new();
    for c in text.chars().chain(['。']) {
        match c {
            'a'..='z' => current.push(c),
            ' ' | '\'' => {}
            _ if current.len() > 1 => all.push(std::mem::take(&mut current)),
            _ => current.clear(),
        }
    }
    all
}
