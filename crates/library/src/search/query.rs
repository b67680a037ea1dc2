//! From an understood query to the engine's terms.

use std::collections::HashMap;

use law::ArticleNumber;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::SearchError;
use super::index::Snapshot;
use super::latin::Latin;
use super::request::Filter;
use super::retrieve::Limits;
use super::schema::{self, Fields};
use super::tokens;
use super::understand::Understanding;

/// What a pair of characters counts beside a word.
const PAIR: f32 = 0.4;
/// What a word of a duty counts beside a word of the behaviour.
const DUTY: f32 = 0.5;
/// What a statutory alternative counts beside what was said.
const ALTERNATIVE: f32 = 0.8;
/// What was said counts less where there are statutory alternatives for it.
const EVERYDAY: f32 = 0.6;
/// A word that tells who or where, beside one that tells what is done.
const SETTING: f32 = 0.5;
/// A term is common if more than one in so many documents holds it.
const COMMON: u64 = 10;
/// Terms that no more documents than this hold are never common.
const FEW: u64 = 2000;
/// With more rare terms than this the common ones are not needed.
const ENOUGH: usize = 4;
/// Terms of one query; the weightiest are kept.
const MOST_TERMS: usize = 96;

/// Documents that hold any of the words, scored by BM25.
pub(crate) fn by_words(
    understanding: &Understanding,
    snapshot: &Snapshot,
    wanted: Limits,
) -> Result<Option<Box<dyn Query>>, SearchError> {
    let fields = &snapshot.fields;
    let sought = Sought::of(wanted, fields);
    let mut letters = understanding.text.chars().filter(|c| c.is_alphanumeric());
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return one_character(only, &sought).map(Some);
    }
    let mut terms = Terms::default();
    for concept in &understanding.concepts {
        let expanded = concept.alternatives.len() > 1;
        for (at, alternative) in concept.alternatives.iter().enumerate() {
            let weight = match (at, expanded) {
                (0, true) => EVERYDAY,
                (0, false) => 1.0,
                _ => ALTERNATIVE,
            };
            let weight = if concept.setting {
                weight * SETTING
            } else {
                weight
            };
            for term in alternative {
                terms.take(term, weight, &sought);
            }
        }
    }
    for pair in neighbours(understanding) {
        terms.add(&sought.pairs, pair, PAIR);
    }
    Ok(terms.into_query(snapshot, &sought))
}

/// The pairs of the whole query, so that words count more where they stand together.
fn neighbours(understanding: &Understanding) -> Vec<&str> {
    let text = understanding.text.as_str();
    tokens::pairs(text)
        .into_iter()
        .map(|range| &text[range])
        .filter(|pair| pair.chars().count() == 2)
        .collect()
}

/// Whether characters may stand between those that pinyin spells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gaps {
    /// They stand in one stretch.
    None,
    /// A few stretches.
    Some,
}

/// Items whose behaviour may spell the letters in pinyin: most of its pairs of initials, or of its
/// syllables. One pair may lack for each gap that [`Latin::align`] allows.
pub(crate) fn by_pinyin(latin: &Latin, gaps: Gaps, fields: &Fields) -> Box<dyn Query> {
    let any = |field, texts: Vec<String>, lacking: usize| -> Box<dyn Query> {
        let most = texts.len().saturating_sub(lacking).max(1);
        let terms = texts
            .iter()
            .map(|text| term_query(Term::from_field_text(field, text)));
        Box::new(BooleanQuery::union_with_minimum_required_clauses(
            terms.collect(),
            most,
        ))
    };
    let mut ways = Vec::new();
    for pairs in [latin.letter_pairs(), latin.piece_pairs()] {
        let lacking = match gaps {
            Gaps::None => 0,
            Gaps::Some => pairs.len() / 3,
        };
        if !pairs.is_empty() {
            ways.push(any(fields.initials, pairs, lacking));
        }
    }
    let syllables = latin.finished_syllables();
    if syllables.len() > 1 {
        ways.push(any(fields.syllables, syllables, 0));
    }
    Box::new(BooleanQuery::union(ways))
}

/// Documents of these versions, all with one score.
pub(crate) fn by_editions(editions: &[u64], fields: &Fields) -> Box<dyn Query> {
    let terms = editions
        .iter()
        .map(|&edition| Term::from_field_u64(fields.edition, edition));
    Box::new(ConstScoreQuery::new(
        Box::new(TermSetQuery::new(terms)),
        1.0,
    ))
}

/// Documents of an article of any of these versions, all with one score.
pub(crate) fn by_article(
    editions: &[u64],
    article: ArticleNumber,
    fields: &Fields,
) -> Box<dyn Query> {
    let number = Term::from_field_u64(fields.article, schema::article_code(article));
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, by_editions(editions, fields)),
        (
            Occur::Must,
            Box::new(ConstScoreQuery::new(term_query(number), 0.0)),
        ),
    ]))
}

/// Whether a text of the index may hold these letters as they are: as a word, or a few of them as
/// part of one.
pub(crate) fn is_literal(letters: &str, snapshot: &Snapshot) -> bool {
    const FEW_LETTERS: usize = 3;
    let holds = |field, text: &str| {
        let term = Term::from_field_text(field, text);
        snapshot
            .searcher
            .doc_freq(&term)
            .is_ok_and(|found| found > 0)
    };
    let pairs = tokens::pairs(letters);
    let mut pairs = pairs.into_iter().map(|range| &letters[range]);
    holds(snapshot.fields.words, letters)
        || (letters.len() <= FEW_LETTERS
            && pairs.all(|pair| pair.len() < 2 || holds(snapshot.fields.pairs, pair)))
}

/// Leaves of `query` what an item's own filters allow.
pub(crate) fn filtered(query: Box<dyn Query>, filter: &Filter, fields: &Fields) -> Box<dyn Query> {
    let mut clauses = vec![(Occur::Must, query)];
    let mut must = |field, values: &[String]| {
        if !values.is_empty() {
            let terms = values
                .iter()
                .map(|value| Term::from_field_text(field, value));
            let any = Box::new(TermSetQuery::new(terms));
            clauses.push((
                Occur::Must,
                Box::new(ConstScoreQuery::new(any, 0.0)) as Box<dyn Query>,
            ));
        }
    };
    must(fields.state, &filter.states);
    must(fields.authority, &filter.authorities);
    if filter.states.is_empty() {
        let withdrawn = Term::from_field_text(fields.state, "withdrawn");
        clauses.push((Occur::MustNot, term_query(withdrawn)));
    }
    Box::new(BooleanQuery::new(clauses))
}

/// The terms of a query with their weights.
#[derive(Default)]
struct Terms(HashMap<Term, f32>);

impl Terms {
    fn take(&mut self, text: &str, weight: f32, sought: &Sought) {
        for range in tokens::words(text) {
            let word = &text[range];
            self.add(&sought.words, word, weight);
            self.add(&sought.duties, word, weight * DUTY);
        }
        for range in tokens::pairs(text) {
            let pair = &text[range];
            if pair.chars().count() == 2 {
                self.add(&sought.pairs, pair, weight * PAIR);
            }
        }
    }

    fn add(&mut self, fields: &[Field], text: &str, weight: f32) {
        for &field in fields {
            let held = self
                .0
                .entry(Term::from_field_text(field, text))
                .or_insert(0.0);
            *held = held.max(weight);
        }
    }

    /// Any of the terms. Terms that much of the law holds find nothing and cost most: they are left
    /// out, of articles and of items apart, where rarer ones are enough.
    fn into_query(self, snapshot: &Snapshot, sought: &Sought) -> Option<Box<dyn Query>> {
        let common = (snapshot.searcher.num_docs() / COMMON).max(FEW);
        let (articles, items): (Vec<_>, Vec<_>) = self
            .0
            .into_iter()
            .map(|(term, weight)| {
                let found = snapshot.searcher.doc_freq(&term).unwrap_or(0);
                (term, weight, found)
            })
            .filter(|&(_, _, found)| found > 0)
            .partition(|(term, ..)| sought.of_articles.contains(&term.field()));
        let mut terms = without_common(articles, common);
        terms.extend(without_common(items, common));
        terms.sort_by(|left, right| {
            right
                .1
                .total_cmp(&left.1)
                .then_with(|| left.0.cmp(&right.0))
        });
        terms.truncate(MOST_TERMS);
        let clauses: Vec<(Occur, Box<dyn Query>)> = terms
            .into_iter()
            .map(|(term, weight, _)| {
                let boosted = BoostQuery::new(term_query(term), weight);
                (Occur::Should, Box::new(boosted) as Box<dyn Query>)
            })
            .collect();
        (!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>)
    }
}

fn without_common(mut terms: Vec<(Term, f32, u64)>, common: u64) -> Vec<(Term, f32, u64)> {
    let rare = terms.iter().filter(|(_, _, found)| *found <= common);
    if rare.count() > ENOUGH {
        terms.retain(|(_, _, found)| *found <= common);
    }
    terms
}

/// The fields that are searched, by what is wanted.
struct Sought {
    pairs: Vec<Field>,
    words: Vec<Field>,
    duties: Vec<Field>,
    of_articles: [Field; 2],
}

impl Sought {
    fn of(wanted: Limits, fields: &Fields) -> Self {
        let (articles, items) = (wanted.articles > 0, wanted.items > 0);
        let both = |article, item| {
            let article = Some(article).filter(|_| articles);
            let item = Some(item).filter(|_| items);
            article.into_iter().chain(item).collect()
        };
        Self {
            pairs: both(fields.pairs, fields.item_pairs),
            words: both(fields.words, fields.item_words),
            duties: Some(fields.duties).into_iter().filter(|_| items).collect(),
            of_articles: [fields.pairs, fields.words],
        }
    }
}

/// Documents that hold a character: some pair begins with it, or it ends a stretch.
fn one_character(c: char, sought: &Sought) -> Result<Box<dyn Query>, SearchError> {
    let pattern = format!("{c}.?");
    let mut queries: Vec<Box<dyn Query>> = Vec::new();
    for &field in &sought.pairs {
        queries.push(Box::new(RegexQuery::from_pattern(&pattern, field)?));
    }
    Ok(Box::new(BooleanQuery::union(queries)))
}

fn term_query(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}
