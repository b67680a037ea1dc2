//! How well the text of a candidate answers a query.
//!
//! The engine finds documents that hold the terms; here their text is read. A unit (a paragraph, a
//! point) scores by how much of the query's meaning it covers, rare words weighing more, with what
//! its paragraph, its article and its statute's title add; then by how close together the words
//! stand and how little else there is.

use std::collections::HashMap;

use tantivy::Term;

use super::index::Snapshot;
use super::sighting::{Sighting, Sought, SoughtBuilder};
use super::tokens;
use super::understand::{Concept, Understanding};

/// A statutory alternative beside what was said.
const ALTERNATIVE: f32 = 0.95;
/// A word of which only pairs are found.
const IN_PARTS: f32 = 0.7;

/// A word that tells who or where, beside one that tells what is done.
const SETTING: f32 = 0.4;

/// What a text around the unit contributes, beside the unit's own words.
pub(crate) mod around {
    /// The paragraph that introduces a point.
    pub const INTRO: f32 = 0.92;
    /// The consequence of a deed, where the deed is described.
    pub const CONSEQUENCE: f32 = 0.7;
    /// The rest of the article; the duties behind an item.
    pub const ARTICLE: f32 = 0.7;
    /// The title of the statute.
    pub const TITLE: f32 = 0.75;
}

/// A query prepared for reading texts.
pub(crate) struct Reader {
    terms: Vec<Weight>,
    concepts: Vec<Weighed>,
    /// What was said, in its order, for nearness.
    neighbours: Vec<Phrase>,
    whole: Phrase,
    sought: Sought,
    /// For each pair that is sought, whether it tells what the query is about.
    subjects: Vec<bool>,
    /// Whether a deed is described.
    deed: bool,
    total: f32,
}

/// Words of the query side by side.
struct Phrase {
    text: String,
    pairs: Vec<u32>,
}

struct Weighed {
    weight: f32,
    setting: bool,
    alternatives: Vec<Alternative>,
}

/// Terms that stand for a concept together, as indices into [`Reader::terms`].
struct Alternative {
    factor: f32,
    terms: Vec<usize>,
    total: f32,
}

struct Weight {
    term: String,
    pairs: Vec<(String, u32)>,
    /// Where seeing one pair, or one character, is seeing the term.
    alone: Option<u32>,
    rarity: f32,
}

/// What a text holds of a query.
pub(crate) struct Reading {
    /// How much of each concept.
    pub coverage: Coverage,
    /// How much of each term, 0 to 1.
    presence: Vec<f32>,
    seen: Sighting,
}

/// How much of each concept a text holds, 0 to 1.
#[derive(Debug, Clone)]
pub(crate) struct Coverage(Vec<f32>);

impl Reader {
    /// Prepares a query.
    pub fn new(understanding: &Understanding, snapshot: &Snapshot) -> Self {
        let mut terms = Terms {
            snapshot,
            list: Vec::new(),
            known: HashMap::new(),
            sought: SoughtBuilder::default(),
        };
        let concepts: Vec<Weighed> = understanding
            .concepts
            .iter()
            .map(|concept| Weighed::of(concept, &mut terms))
            .collect();
        let subjects = subjects(&concepts, &terms);
        let mut sought = terms.sought;
        let mut phrase = |text: String| Phrase {
            pairs: sought.take_pairs(&text),
            text,
        };
        let said: Vec<&str> = understanding
            .concepts
            .iter()
            .map(|concept| concept.said.as_str())
            .collect();
        let neighbours = said.windows(2).map(|pair| phrase(pair.concat()));
        Self {
            total: concepts.iter().map(|concept| concept.weight).sum(),
            concepts,
            neighbours: neighbours.collect(),
            whole: phrase(tokens::squeeze(&understanding.text)),
            sought: sought.build(),
            subjects,
            deed: understanding.describes_deed,
            terms: terms.list,
        }
    }

    /// Whether a deed is described, so that words of a consequence answer less.
    pub fn seeks_deed(&self) -> bool {
        self.deed
    }

    /// Whether there is nothing to read for.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// Reads a folded text.
    pub fn read(&self, text: &str) -> Reading {
        let seen = self.sought.look_at(text);
        let presence = self.terms.iter().map(|term| term.presence(text, &seen));
        self.reading(presence.collect(), seen)
    }

    /// What the parts of a text hold together: the deeds, and what follows from them.
    pub fn together(&self, deeds: &[Reading], consequences: &[Reading]) -> Reading {
        let parts = || deeds.iter().chain(consequences);
        let mut seen = self.sought.nothing();
        for part in parts() {
            seen.add(&part.seen);
        }
        let whole = |at: usize| parts().any(|part| part.presence[at] >= 1.0);
        let presence = self
            .terms
            .iter()
            .enumerate()
            .map(|(at, term)| if whole(at) { 1.0 } else { term.parts(&seen) });
        self.reading(presence.collect(), seen)
    }

    fn reading(&self, presence: Vec<f32>, seen: Sighting) -> Reading {
        let coverage = self
            .concepts
            .iter()
            .map(|concept| self.coverage(concept, &presence))
            .collect();
        Reading {
            coverage: Coverage(coverage),
            presence,
            seen,
        }
    }

    fn coverage(&self, concept: &Weighed, presence: &[f32]) -> f32 {
        let shares = concept
            .alternatives
            .iter()
            .map(|alternative| self.share_of(alternative, presence));
        shares.fold(0.0, f32::max)
    }

    fn share_of(&self, alternative: &Alternative, presence: &[f32]) -> f32 {
        let held = alternative
            .terms
            .iter()
            .map(|&at| self.terms[at].rarity * presence[at]);
        alternative.factor * held.sum::<f32>() / alternative.total.max(f32::MIN_POSITIVE)
    }

    /// The share of the query's meaning that is covered.
    pub fn share(&self, coverage: &Coverage) -> f32 {
        let covered = self.concepts.iter().zip(&coverage.0);
        let covered: f32 = covered
            .map(|(concept, covered)| concept.weight * covered)
            .sum();
        covered / self.total.max(f32::MIN_POSITIVE)
    }

    /// What closeness adds to a share: the whole query as it stands, words side by side, little
    /// else around them.
    pub fn closeness(&self, text: &str, reading: &Reading) -> f32 {
        if text.is_empty() {
            return 0.0;
        }
        let phrases = std::iter::once(&self.whole).chain(&self.neighbours);
        let likely = |phrase: &Phrase| {
            let mut pairs = phrase.pairs.iter();
            pairs.all(|&pair| reading.seen.holds_closed_up(pair))
        };
        let squeezed = if phrases.clone().any(likely) {
            tokens::squeeze(text)
        } else {
            String::new()
        };
        let mut there = phrases.map(|phrase| likely(phrase) && squeezed.contains(&phrase.text));
        let whole = if there.next() == Some(true) { 1.0 } else { 0.0 };
        let beside = there.filter(|there| *there).count() as f32;
        let beside = beside / self.neighbours.len().max(1) as f32;
        let found: usize = self
            .best_terms(reading)
            .map(|(at, term)| term.length_found(reading.presence[at], &reading.seen))
            .sum();
        let density = (found as f32 * 2.0 / text.len() as f32).min(1.0);
        0.12 * whole + 0.12 * beside + 0.15 * density
    }

    /// How much of a folded title the query speaks of, 0 to 1: a statute on the very subject is
    /// likelier meant than one that touches it.
    pub fn subject(&self, title: &str) -> f32 {
        let chars: Vec<char> = title.chars().collect();
        let mut spoken_of = vec![false; chars.len()];
        for at in 1..chars.len() {
            let pair = self.sought.number_of(chars[at - 1], chars[at]);
            if pair.is_some_and(|pair| self.subjects.get(pair as usize) == Some(&true)) {
                spoken_of[at - 1..=at].fill(true);
            }
        }
        let letters = spoken_of.iter().filter(|spoken_of| **spoken_of).count();
        letters as f32 / chars.len().max(1) as f32
    }

    /// The terms of the query that a folded text holds.
    pub fn found<'r>(&'r self, text: &'r str) -> Vec<&'r str> {
        let reading = self.read(text);
        self.best_terms(&reading)
            .flat_map(|(_, term)| term.found(text))
            .collect()
    }

    /// The terms of the best alternative of each concept, as far as they are there.
    fn best_terms<'r, 'g>(
        &'r self,
        reading: &'g Reading,
    ) -> impl Iterator<Item = (usize, &'r Weight)> + use<'r, 'g> {
        self.concepts.iter().flat_map(move |concept| {
            let share = |alternative| self.share_of(alternative, &reading.presence);
            let best = concept
                .alternatives
                .iter()
                .max_by(|left, right| share(left).total_cmp(&share(right)));
            let terms = best.into_iter().flat_map(|alternative| &alternative.terms);
            terms
                .filter(move |&&at| reading.presence[at] > 0.0)
                .map(move |&at| (at, &self.terms[at]))
        })
    }
}

impl Coverage {
    /// The better of two, concept by concept, the other one discounted.
    pub fn joined(&self, other: &Self, discount: f32) -> Self {
        let both = self.0.iter().zip(&other.0);
        Self(both.map(|(own, other)| own.max(other * discount)).collect())
    }
}

/// The terms of a query, each once.
struct Terms<'s> {
    snapshot: &'s Snapshot,
    list: Vec<Weight>,
    known: HashMap<String, usize>,
    sought: SoughtBuilder,
}

impl Terms<'_> {
    fn take(&mut self, term: &str) -> usize {
        if let Some(&at) = self.known.get(term) {
            return at;
        }
        let pairs: Vec<(String, u32)> = pairs_of(term)
            .into_iter()
            .flat_map(|pair| {
                let numbers = self.sought.take_pairs(&pair);
                numbers
                    .into_iter()
                    .map(move |number| (pair.clone(), number))
            })
            .collect();
        let mut chars = term.chars();
        let alone = match (chars.next(), chars.next(), chars.next()) {
            (Some(only), None, None) => Some(self.sought.take(None, only)),
            (Some(_), Some(_), None) => pairs.first().map(|&(_, number)| number),
            _ => None,
        };
        self.list.push(Weight {
            rarity: rarity(term, self.snapshot),
            pairs,
            alone,
            term: term.to_owned(),
        });
        self.known.insert(term.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }
}

impl Weighed {
    fn of(concept: &Concept, terms: &mut Terms) -> Self {
        let alternatives: Vec<Alternative> = concept
            .alternatives
            .iter()
            .enumerate()
            .map(|(at, alternative)| {
                let factor = if at == 0 { 1.0 } else { ALTERNATIVE };
                Alternative::of(alternative, factor, terms)
            })
            .collect();
        // What was said may be no word of the law at all; its statutory alternatives then say how
        // much it means.
        let meant = if alternatives.len() > 1 {
            &alternatives[1..]
        } else {
            &alternatives[..]
        };
        let weights = meant.iter().map(Alternative::weight);
        Self {
            weight: weights.fold(0.0, f32::max) * if concept.setting { SETTING } else { 1.0 },
            setting: concept.setting,
            alternatives,
        }
    }
}

impl Alternative {
    fn of(terms: &[String], factor: f32, all: &mut Terms) -> Self {
        let terms: Vec<usize> = terms.iter().map(|term| all.take(term)).collect();
        Self {
            factor,
            total: terms.iter().map(|&at| all.list[at].rarity).sum(),
            terms,
        }
    }

    fn weight(&self) -> f32 {
        self.total / (self.terms.len().max(1) as f32).sqrt()
    }
}

impl Weight {
    /// How much of the term a folded text holds, 0 to 1.
    fn presence(&self, text: &str, seen: &Sighting) -> f32 {
        let whole = if let Some(number) = self.alone {
            seen.holds(number)
        } else {
            let mut pairs = self.pairs.iter();
            pairs.all(|&(_, pair)| seen.holds(pair)) && text.contains(&self.term)
        };
        if whole { 1.0 } else { self.parts(seen) }
    }

    /// How much of its pairs was seen, where the whole of it was not.
    fn parts(&self, seen: &Sighting) -> f32 {
        if self.pairs.len() < 2 {
            return 0.0;
        }
        let found = self.pairs.iter().filter(|(_, pair)| seen.holds(*pair));
        let share = found.count() as f32 / self.pairs.len() as f32;
        if share < 0.5 { 0.0 } else { IN_PARTS * share }
    }

    /// Bytes of the term, or of those of its pairs that were seen.
    fn length_found(&self, presence: f32, seen: &Sighting) -> usize {
        if presence >= 1.0 {
            return self.term.len();
        }
        let found = self.pairs.iter().filter(|(_, pair)| seen.holds(*pair));
        found.map(|(pair, _)| pair.len()).sum()
    }

    /// The term, or those of its pairs that a folded text holds.
    fn found<'r>(&'r self, text: &'r str) -> impl Iterator<Item = &'r str> + 'r {
        let whole = text.contains(&self.term);
        let parts = if whole { &[] } else { self.pairs.as_slice() };
        let parts = parts.iter().map(|(pair, _)| pair.as_str());
        let parts = parts.filter(move |pair| text.contains(pair));
        whole.then_some(self.term.as_str()).into_iter().chain(parts)
    }
}

/// For each pair that is sought, whether a concept holds it that tells what is done, and not who
/// does it and where.
fn subjects(concepts: &[Weighed], terms: &Terms) -> Vec<bool> {
    let mut subjects = vec![false; terms.sought.len() as usize];
    let told = concepts.iter().filter(|concept| !concept.setting);
    for alternative in told.flat_map(|concept| &concept.alternatives) {
        for &at in &alternative.terms {
            for &(_, pair) in &terms.list[at].pairs {
                subjects[pair as usize] = true;
            }
        }
    }
    subjects
}

/// The pairs of a term, without its last character alone.
fn pairs_of(term: &str) -> Vec<String> {
    tokens::pairs(term)
        .into_iter()
        .map(|range| term[range].to_owned())
        .filter(|pair| pair.chars().count() == 2)
        .collect()
}

/// The inverse document frequency of a term; of its rarest pair where it is no word of the index.
fn rarity(term: &str, snapshot: &Snapshot) -> f32 {
    let fields = &snapshot.fields;
    let frequency = |field, text: &str| {
        let term = Term::from_field_text(field, text);
        snapshot.searcher.doc_freq(&term).unwrap_or(0)
    };
    let mut found = frequency(fields.words, term);
    if found == 0 {
        let pairs = pairs_of(term);
        found = pairs
            .iter()
            .map(|pair| frequency(fields.pairs, pair))
            .min()
            .unwrap_or(0);
    }
    let documents = snapshot.searcher.num_docs() as f32;
    // A word that the law never uses tells nothing about it: it counts like a rather rare one.
    let found = if found == 0 {
        documents / 200.0
    } else {
        found as f32
    };
    (1.0 + (documents - found + 0.5).max(0.5) / (found + 0.5)).ln()
}
