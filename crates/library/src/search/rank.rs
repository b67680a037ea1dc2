//! How well the text of a candidate answers a query.
//!
//! The engine finds documents that hold the terms; here their text is read. A unit (a paragraph, a
//! point) scores by how much of the query's meaning it covers, rare words weighing more, with what
//! its paragraph, its article and its statute's title add; then by how close together the words
//! stand and how little else there is.

use tantivy::Term;

use super::index::Snapshot;
use super::tokens;
use super::understand::{Concept, Understanding};

/// A statutory alternative beside what was said.
const ALTERNATIVE: f32 = 0.95;
/// A word of which only pairs are found.
const IN_PARTS: f32 = 0.7;

/// What a text around the unit contributes, beside the unit's own words.
pub(crate) mod around {
    /// The paragraph that introduces a point.
    pub const INTRO: f32 = 0.92;
    /// The rest of the article; the duties behind an item.
    pub const ARTICLE: f32 = 0.7;
    /// The title of the statute.
    pub const TITLE: f32 = 0.75;
}

/// A query prepared for reading texts.
pub(crate) struct Reader {
    concepts: Vec<Weighed>,
    /// What was said, in its order, for nearness.
    neighbours: Vec<String>,
    whole: String,
    total: f32,
}

struct Weighed {
    weight: f32,
    alternatives: Vec<Alternative>,
}

struct Alternative {
    factor: f32,
    terms: Vec<Weight>,
    total: f32,
}

struct Weight {
    term: String,
    pairs: Vec<String>,
    rarity: f32,
}

/// How much of each concept a text covers, 0 to 1.
pub(crate) type Coverage = Vec<f32>;

impl Reader {
    /// Prepares a query.
    pub fn new(understanding: &Understanding, snapshot: &Snapshot) -> Self {
        let concepts: Vec<Weighed> = understanding
            .concepts
            .iter()
            .map(|concept| Weighed::of(concept, snapshot))
            .collect();
        let said: Vec<&str> = understanding
            .concepts
            .iter()
            .map(|concept| concept.said.as_str())
            .collect();
        Self {
            total: concepts.iter().map(|concept| concept.weight).sum(),
            concepts,
            neighbours: said.windows(2).map(<[&str]>::concat).collect(),
            whole: understanding.text.clone(),
        }
    }

    /// Whether there is nothing to read for.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// What a folded text covers.
    pub fn coverage(&self, text: &str) -> Coverage {
        self.concepts
            .iter()
            .map(|concept| concept.coverage(text))
            .collect()
    }

    /// The share of the query's meaning in a coverage.
    pub fn share(&self, coverage: &Coverage) -> f32 {
        let covered = self
            .concepts
            .iter()
            .zip(coverage)
            .map(|(concept, covered)| concept.weight * covered);
        covered.sum::<f32>() / self.total.max(f32::MIN_POSITIVE)
    }

    /// What closeness adds to a share: the whole query as it stands, words side by side, little
    /// else around them.
    pub fn closeness(&self, text: &str) -> f32 {
        if text.is_empty() {
            return 0.0;
        }
        let whole = if text.contains(&self.whole) { 1.0 } else { 0.0 };
        let beside = self
            .neighbours
            .iter()
            .filter(|pair| text.contains(pair.as_str()));
        let beside = beside.count() as f32 / self.neighbours.len().max(1) as f32;
        let found: usize = self.found(text).map(str::len).sum();
        let density = (found as f32 * 2.0 / text.len() as f32).min(1.0);
        0.12 * whole + 0.12 * beside + 0.10 * density
    }

    /// The terms of the query that a folded text holds.
    pub fn found<'r>(&'r self, text: &'r str) -> impl Iterator<Item = &'r str> + 'r {
        self.concepts.iter().flat_map(move |concept| {
            let best = concept
                .alternatives
                .iter()
                .max_by(|left, right| left.coverage(text).total_cmp(&right.coverage(text)));
            best.into_iter()
                .flat_map(move |alternative| alternative.found(text))
        })
    }
}

/// The better of two coverages, concept by concept, the other one discounted.
pub(crate) fn joined(own: &Coverage, other: &Coverage, discount: f32) -> Coverage {
    own.iter()
        .zip(other)
        .map(|(own, other)| own.max(other * discount))
        .collect()
}

impl Weighed {
    fn of(concept: &Concept, snapshot: &Snapshot) -> Self {
        let alternatives: Vec<Alternative> = concept
            .alternatives
            .iter()
            .enumerate()
            .map(|(at, terms)| {
                let factor = if at == 0 { 1.0 } else { ALTERNATIVE };
                Alternative::of(terms, factor, snapshot)
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
            weight: weights.fold(0.0, f32::max),
            alternatives,
        }
    }

    fn coverage(&self, text: &str) -> f32 {
        let coverages = self
            .alternatives
            .iter()
            .map(|alternative| alternative.coverage(text));
        coverages.fold(0.0, f32::max)
    }
}

impl Alternative {
    fn of(terms: &[String], factor: f32, snapshot: &Snapshot) -> Self {
        let terms: Vec<Weight> = terms
            .iter()
            .map(|term| Weight {
                rarity: rarity(term, snapshot),
                pairs: pairs_of(term),
                term: term.clone(),
            })
            .collect();
        Self {
            factor,
            total: terms.iter().map(|term| term.rarity).sum(),
            terms,
        }
    }

    fn weight(&self) -> f32 {
        self.total / (self.terms.len().max(1) as f32).sqrt()
    }

    fn coverage(&self, text: &str) -> f32 {
        let covered: f32 = self
            .terms
            .iter()
            .map(|term| term.rarity * term.presence(text))
            .sum();
        self.factor * covered / self.total.max(f32::MIN_POSITIVE)
    }

    fn found<'r>(&'r self, text: &'r str) -> impl Iterator<Item = &'r str> + 'r {
        self.terms.iter().flat_map(move |term| {
            let whole = text.contains(&term.term);
            let parts: &[String] = if whole { &[] } else { &term.pairs };
            let parts = parts.iter().map(String::as_str);
            whole
                .then_some(term.term.as_str())
                .into_iter()
                .chain(parts.filter(move |pair| text.contains(pair)))
        })
    }
}

impl Weight {
    fn presence(&self, text: &str) -> f32 {
        if text.contains(&self.term) {
            return 1.0;
        }
        if self.pairs.len() < 2 {
            return 0.0;
        }
        let found = self
            .pairs
            .iter()
            .filter(|pair| text.contains(pair.as_str()));
        let share = found.count() as f32 / self.pairs.len() as f32;
        if share < 0.5 { 0.0 } else { IN_PARTS * share }
    }
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
