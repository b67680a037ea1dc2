//! From a request to its hits.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use law::{ArticleNumber, ProvisionPath};
use tantivy::DocAddress;

use super::catalogue::{Line, stored};
use super::document::{ArticleDocument, IndexedVersion, ItemDocument};
use super::highlight;
use super::index::Snapshot;
use super::latin::Latin;
use super::lexicon::Lexicon;
use super::query::{self, Gaps};
use super::rank::Reader;
use super::request::{ItemHit, Scope, SearchAnswer, SearchHit, SearchRequest};
use super::retrieve::{Candidate, Limits, Weigh, retrieve};
use super::understand::{Understanding, understand};
use super::{SearchError, schema, tokens, weigh};

/// Candidates whose text is read.
const ARTICLES_READ: usize = 160;
const ITEMS_READ: usize = 80;
const SPELLED_READ: usize = 80;
const SPELLED_WITH_GAPS_READ: usize = 60;

/// With so many items that spell pinyin without a gap, none with gaps is sought.
const SPELLED_ENOUGH: usize = 5;

/// A cited provision stands above whatever else is found; its items stand below it.
pub(super) const CITED: f32 = 100.0;
const ITEM_OF_CITED: f32 = 0.9;

/// The articles of a statute that alone is asked for, beside items that its pinyin happens to spell.
const NAMED_ALONE: f32 = 10.0;

/// What it adds that an article and an item read from it both answer.
const AGREED: f32 = 0.04;

/// What fits less than this share of the best is no hit.
const TOO_FAR: f32 = 0.35;

/// Answers a request.
pub(crate) fn answer(
    snapshot: &Snapshot,
    lexicon: &Lexicon,
    request: &SearchRequest,
) -> Result<SearchAnswer, SearchError> {
    let mut understanding = understand(&request.query, &snapshot.titles, lexicon);
    settle_latin(&mut understanding, snapshot, lexicon);
    let search = Search {
        snapshot,
        lexicon,
        request,
        weigh: weigh::weigh(snapshot, lexicon, request, &understanding),
        reader: Reader::new(&understanding, snapshot),
        understanding,
    };
    let found = collapse(search.find()?);
    let window = request.offset.min(SearchRequest::WINDOW)..SearchRequest::WINDOW;
    Ok(SearchAnswer {
        total: found.len().min(SearchRequest::WINDOW),
        hits: found
            .into_iter()
            .take(window.end)
            .skip(window.start)
            .take(request.limit)
            .map(|found| search.hit(found))
            .collect::<Result<_, _>>()?,
        expansions: search.understanding.expansions(),
        as_of: request.as_of.or(search.understanding.day),
    })
}

/// Letters that spell a title name the statute; letters that no text holds are pinyin only.
fn settle_latin(understanding: &mut Understanding, snapshot: &Snapshot, lexicon: &Lexicon) {
    let titles = &snapshot.titles;
    if understanding.titles.is_empty()
        && let [latin] = understanding.latin.as_slice()
    {
        understanding.titles = titles.spelled_in_pinyin(latin, lexicon);
    }
    if !understanding.latin.is_empty() {
        understanding.concepts.retain(|concept| {
            let word = concept.said.as_str();
            !word.chars().all(|c| c.is_ascii_lowercase()) || query::is_literal(word, snapshot)
        });
    }
}

/// One search on its way.
pub(super) struct Search<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) lexicon: &'s Lexicon,
    request: &'s SearchRequest,
    understanding: Understanding,
    pub(super) weigh: Weigh,
    pub(super) reader: Reader,
}

/// A document that answers, with the unit that does.
pub(super) struct Found {
    pub(super) version: u32,
    pub(super) path: ProvisionPath,
    pub(super) source: Source,
    /// Where they are known already.
    pub(super) highlights: Option<Vec<[u32; 2]>>,
    /// How well it answers, whatever its version.
    pub(super) fit: f32,
    /// The fit, weighed.
    pub(super) score: f32,
}

/// Where the words of a hit are.
pub(super) enum Source {
    /// In a unit of an article.
    Unit(DocAddress, usize),
    /// In an item.
    Item(DocAddress),
    /// Here.
    Text(String),
}

impl Found {
    fn article(&self) -> (u32, ArticleNumber) {
        (self.version, self.path.article)
    }

    fn is_item(&self) -> bool {
        matches!(self.source, Source::Item(_))
    }
}

impl Search<'_> {
    fn find(&self) -> Result<Vec<Found>, SearchError> {
        let mut found = self.find_cited()?;
        found.extend(self.find_by_pinyin()?);
        if self.understanding.cited.is_empty() || !self.reader.is_empty() {
            found.extend(self.find_by_words()?);
        }
        Ok(found)
    }

    /// The provisions that are cited, in the order of the query.
    fn find_cited(&self) -> Result<Vec<Found>, SearchError> {
        let editions = self.named_editions();
        let mut found = Vec::new();
        for (rank, &path) in self.understanding.cited.iter().enumerate() {
            let query = query::by_article(&editions, path.article, &self.snapshot.fields);
            let query = query::filtered(query, &self.request.filter, &self.snapshot.fields);
            let limits = self.limits(ARTICLES_READ, ITEMS_READ);
            let [articles, items] = retrieve(self.snapshot, &*query, &self.weigh, limits)?;
            let place = CITED / (1.0 + rank as f32);
            for candidate in articles {
                let score = place + candidate.score;
                found.push(Found {
                    score,
                    ..self.pinpoint(candidate, path)?
                });
            }
            for candidate in items {
                let item = self.read_item(candidate)?;
                let within = if path.contains(&item.path) {
                    place
                } else {
                    place / 2.0
                };
                let score = (within + candidate.score) * ITEM_OF_CITED;
                found.push(Found {
                    score,
                    fit: CITED,
                    ..item
                });
            }
        }
        Ok(found)
    }

    /// Items whose behaviour is spelled in pinyin, and statutes whose title is.
    fn find_by_pinyin(&self) -> Result<Vec<Found>, SearchError> {
        let mut found = Vec::new();
        for latin in &self.understanding.latin {
            let before = found.len();
            found.extend(self.find_spelled(latin, Gaps::None)?);
            if found.len() < before + SPELLED_ENOUGH {
                found.extend(self.find_spelled(latin, Gaps::Some)?);
            }
        }
        Ok(found)
    }

    fn find_spelled(&self, latin: &Latin, gaps: Gaps) -> Result<Vec<Found>, SearchError> {
        let query = query::by_pinyin(latin, gaps, &self.snapshot.fields);
        let query = query::filtered(query, &self.request.filter, &self.snapshot.fields);
        let limits = match gaps {
            Gaps::None => self.limits(0, SPELLED_READ),
            Gaps::Some => self.limits(0, SPELLED_WITH_GAPS_READ),
        };
        let [_, items] = retrieve(self.snapshot, &*query, &self.weigh, limits)?;
        let read = items
            .into_iter()
            .map(|candidate| self.read_spelled(candidate, latin));
        read.filter_map(Result::transpose).collect()
    }

    /// The versions of the statutes that are named.
    fn named_editions(&self) -> Vec<u64> {
        let titles = self.understanding.titles.iter();
        titles
            .flat_map(|&title| &self.snapshot.titles.get(title).versions)
            .map(|&at| self.version(at))
            .map(|version| schema::edition(&version.statute, version.version))
            .collect()
    }

    fn find_by_words(&self) -> Result<Vec<Found>, SearchError> {
        if self.reader.is_empty() && !self.is_one_character() {
            return self.find_in_titles();
        }
        let limits = self.limits(ARTICLES_READ, ITEMS_READ);
        let Some(query) = query::by_words(&self.understanding, self.snapshot, limits)? else {
            return Ok(Vec::new());
        };
        let query = query::filtered(query, &self.request.filter, &self.snapshot.fields);
        let [articles, items] = retrieve(self.snapshot, &*query, &self.weigh, limits)?;
        let mut found = Vec::with_capacity(articles.len() + items.len());
        for candidate in articles {
            found.push(self.read_article(candidate)?);
        }
        for candidate in items {
            found.push(self.read_item(candidate)?);
        }
        raise_agreed(&mut found);
        Ok(found)
    }

    /// The query was a title and nothing else: its articles, the first first.
    fn find_in_titles(&self) -> Result<Vec<Found>, SearchError> {
        let editions = self.named_editions();
        if editions.is_empty() {
            return Ok(Vec::new());
        }
        let query = query::by_editions(&editions, &self.snapshot.fields);
        let query = query::filtered(query, &self.request.filter, &self.snapshot.fields);
        let limits = self.limits(SearchRequest::WINDOW, SearchRequest::WINDOW);
        let by_weight = Arc::clone(&self.weigh);
        let in_order: Weigh = Arc::new(move |version, facts| {
            by_weight(version, facts) / (1.0 + facts.article as f32 / 1000.0)
        });
        let [articles, items] = retrieve(self.snapshot, &*query, &in_order, limits)?;
        let mut found = Vec::new();
        for candidate in articles {
            let score = NAMED_ALONE * candidate.score;
            found.push(Found {
                score,
                fit: 1.0,
                ..self.read_article(candidate)?
            });
        }
        for candidate in items {
            let score = NAMED_ALONE * candidate.score;
            found.push(Found {
                score,
                fit: 1.0,
                ..self.read_item(candidate)?
            });
        }
        Ok(found)
    }

    fn is_one_character(&self) -> bool {
        self.understanding
            .text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .count()
            == 1
    }

    fn limits(&self, articles: usize, items: usize) -> Limits {
        let filter = &self.request.filter;
        let only_items = self.request.scope == Scope::Items
            || !filter.kinds.is_empty()
            || !filter.states.is_empty()
            || !filter.authorities.is_empty();
        Limits {
            articles: if only_items { 0 } else { articles },
            items,
        }
    }

    pub(super) fn line(&self, candidate: Candidate) -> Line {
        let address = candidate.address;
        self.snapshot.catalogue.documents[address.segment_ord as usize][address.doc_id as usize]
    }

    pub(super) fn version(&self, version: u32) -> &IndexedVersion {
        &self.snapshot.catalogue.versions[version as usize]
    }

    fn hit(&self, found: Found) -> Result<SearchHit, SearchError> {
        let version = self.version(found.version);
        let (text, item) = self.words(found.source)?;
        let highlights = found.highlights.unwrap_or_else(|| {
            let folded = tokens::fold(&text);
            highlight::highlights(&text, self.reader.found(&folded))
        });
        Ok(SearchHit {
            item: item.filter(|_| self.request.scope != Scope::Provisions),
            statute: version.statute.clone(),
            version: version.version,
            title: version.title.clone(),
            state: version.state_on(weigh::day_asked(self.request, &self.understanding)),
            file: version.file.clone(),
            path: found.path,
            label: label(found.path),
            highlights,
            text,
            score: found.score,
        })
    }

    /// The words of a hit as they are printed, and what it is an item of.
    fn words(&self, source: Source) -> Result<(String, Option<ItemHit>), SearchError> {
        match source {
            Source::Text(text) => Ok((text, None)),
            Source::Unit(address, at) => {
                let article: ArticleDocument = self.stored(address)?;
                let unit = article.units.into_iter().nth(at);
                Ok((unit.map(|unit| unit.text).unwrap_or_default(), None))
            }
            Source::Item(address) => {
                let item: ItemDocument = self.stored(address)?;
                let hit = ItemHit {
                    id: item.id,
                    kind: item.kind,
                    state: item.state,
                };
                Ok((item.behaviour, Some(hit)))
            }
        }
    }

    pub(super) fn stored<T: serde::de::DeserializeOwned>(
        &self,
        address: DocAddress,
    ) -> Result<T, SearchError> {
        stored(&self.snapshot.searcher, &self.snapshot.fields, address)
    }
}

/// Raises hits whose article answers both by its text and by an item read from it.
fn raise_agreed(found: &mut [Found]) {
    let mut views: HashMap<(u32, ArticleNumber), [bool; 2]> = HashMap::new();
    for hit in found.iter() {
        views.entry(hit.article()).or_default()[usize::from(hit.is_item())] = true;
    }
    for hit in found {
        if views.get(&hit.article()) == Some(&[true, true]) {
            hit.score *= 1.0 + AGREED;
        }
    }
}

/// One hit for each article, the best; hits far from the best left out.
fn collapse(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(better_first);
    let best = found.iter().map(|hit| hit.fit).fold(0.0, f32::max);
    let mut seen = HashSet::new();
    found.retain(|hit| hit.fit > best * TOO_FAR && seen.insert(hit.article()));
    found
}

fn better_first(left: &Found, right: &Found) -> Ordering {
    right
        .score
        .total_cmp(&left.score)
        .then_with(|| left.version.cmp(&right.version))
        .then_with(|| left.path.cmp(&right.path))
}

/// 第六十三条第一款第（三）项, 第一百三十三条之一
fn label(path: ProvisionPath) -> String {
    use law::numeral::chinese;
    let sub = match path.article.sub {
        0 => String::new(),
        sub => format!("之{}", chinese(sub)),
    };
    let paragraph = path
        .paragraph
        .map(|number| format!("第{}款", chinese(number)));
    let point = path
        .point
        .map(|number| format!("第（{}）项", chinese(number)));
    format!(
        "第{}条{sub}{}{}",
        chinese(path.article.main),
        paragraph.unwrap_or_default(),
        point.unwrap_or_default()
    )
}
