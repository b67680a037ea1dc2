//! From a request to its hits.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use law::{ArticleNumber, ProvisionPath};

use super::catalogue::{Line, stored};
use super::document::{ArticleDocument, IndexedVersion, ItemDocument, Unit};
use super::highlight;
use super::index::Snapshot;
use super::latin::Latin;
use super::lexicon::Lexicon;
use super::query::{self, Gaps};
use super::rank::{Reader, Reading, around};
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
const CITED: f32 = 100.0;
const ITEM_OF_CITED: f32 = 0.9;

/// The articles of a statute that alone is asked for, beside items that its pinyin happens to spell.
const NAMED_ALONE: f32 = 10.0;

/// What a unit's own words add, beside those around it; what a title on the subject adds; what it
/// adds that an article and an item read from it both answer.
const OWN: f32 = 0.05;
const SUBJECT: f32 = 0.2;
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
            .collect(),
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
struct Search<'s> {
    snapshot: &'s Snapshot,
    lexicon: &'s Lexicon,
    request: &'s SearchRequest,
    understanding: Understanding,
    weigh: Weigh,
    reader: Reader,
}

/// A document that answers, with the unit that does.
struct Found {
    version: u32,
    path: ProvisionPath,
    text: String,
    item: Option<ItemHit>,
    /// Where they are known already.
    highlights: Option<Vec<[u32; 2]>>,
    /// How well it answers, whatever its version.
    fit: f32,
    /// The fit, weighed.
    score: f32,
}

impl Found {
    fn article(&self) -> (u32, ArticleNumber) {
        (self.version, self.path.article)
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

    /// The item, if its behaviour spells the letters: better in one stretch, from the start, whole.
    fn read_spelled(
        &self,
        candidate: Candidate,
        latin: &Latin,
    ) -> Result<Option<Found>, SearchError> {
        let line = self.line(candidate);
        let item: ItemDocument = stored(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let Some(taken) = latin.align(&item.behaviour, &self.lexicon.polyphones) else {
            return Ok(None);
        };
        let gaps = (taken.stretches - 1) as f32;
        let whole = taken.chars.len() as f32 / item.behaviour.chars().count() as f32;
        let start = taken.chars.first().copied().unwrap_or(0) as f32;
        let score = 1.0 / (1.0 + 0.35 * gaps) + 0.3 * whole + 0.1 / (1.0 + start);
        let mut marked = vec![false; item.behaviour.chars().count()];
        for at in taken.chars {
            marked[at] = true;
        }
        Ok(Some(Found {
            highlights: Some(highlight::stretches(&item.behaviour, &marked)),
            ..self.item_found(line, item, score)
        }))
    }

    /// The cited place of an article; the article where it has no such place.
    fn pinpoint(&self, candidate: Candidate, cited: ProvisionPath) -> Result<Found, SearchError> {
        let version = self.line(candidate).version;
        let article: ArticleDocument = stored(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let wanted = |unit: &&Unit| {
            cited
                .paragraph
                .is_none_or(|paragraph| paragraph == unit.paragraph)
                && cited.point.is_none_or(|point| Some(point) == unit.point)
        };
        let within: Vec<&Unit> = article.units.iter().filter(wanted).collect();
        let path = match within.first() {
            Some(unit) => ProvisionPath {
                paragraph: (cited.paragraph.or(cited.point)).map(|_| unit.paragraph),
                ..cited
            },
            None => ProvisionPath::article(article.article),
        };
        let units = if within.is_empty() {
            article.units.iter().collect()
        } else {
            within
        };
        let texts: Vec<&str> = units.iter().map(|unit| unit.text.as_str()).collect();
        Ok(Found {
            version,
            path,
            text: texts.join("\n"),
            item: None,
            highlights: None,
            fit: CITED,
            score: 0.0,
        })
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

    fn read_article(&self, candidate: Candidate) -> Result<Found, SearchError> {
        let line = self.line(candidate);
        let article: ArticleDocument = stored(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let (score, at) = self.best_unit(&article, line.version);
        let unit = article.units.get(at);
        Ok(Found {
            version: line.version,
            path: ProvisionPath {
                paragraph: unit.map(|unit| unit.paragraph),
                point: unit.and_then(|unit| unit.point),
                ..ProvisionPath::article(article.article)
            },
            text: unit.map(|unit| unit.text.clone()).unwrap_or_default(),
            item: None,
            highlights: None,
            fit: score + self.subject(line.version),
            score: (score + self.subject(line.version)) * (self.weigh)(line.version, line.facts),
        })
    }

    /// The unit that answers best, with its score.
    fn best_unit(&self, article: &ArticleDocument, version: u32) -> (f32, usize) {
        let texts: Vec<String> = article
            .units
            .iter()
            .map(|unit| tokens::fold(&unit.text))
            .collect();
        let whole = self.reader.read(&texts.join("\n"));
        let around = whole.joined(&self.read_title(version), around::TITLE / around::ARTICLE);
        let own: Vec<Reading> = texts
            .iter()
            .map(|text| self.reader.read_part(text, &whole))
            .collect();
        let mut best = (0.0, 0);
        let mut intro = None;
        for (at, unit) in article.units.iter().enumerate() {
            let mut reading = own[at].joined(&around, around::ARTICLE);
            match (unit.point, intro) {
                (None, _) => intro = Some((unit.paragraph, at)),
                (Some(_), Some((paragraph, of))) if paragraph == unit.paragraph => {
                    reading = reading.joined(&own[of], around::INTRO);
                }
                _ => {}
            }
            let score = self.reader.share(&reading)
                + OWN * self.reader.share(&own[at])
                + self.reader.closeness(&texts[at], &own[at]);
            if score > best.0 {
                best = (score, at);
            }
        }
        best
    }

    fn read_item(&self, candidate: Candidate) -> Result<Found, SearchError> {
        let line = self.line(candidate);
        let item: ItemDocument = stored(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let behaviour = tokens::fold(&item.behaviour);
        let own = self.reader.read(&behaviour);
        let beside = [
            item.object.as_deref(),
            item.authority.as_deref(),
            Some(&item.penalty),
        ];
        let mut beside: Vec<&str> = beside.into_iter().flatten().collect();
        beside.extend(item.duties.iter().map(String::as_str));
        let beside = self.reader.read(&tokens::fold(&beside.join("\n")));
        let reading = own
            .joined(&beside, around::ARTICLE)
            .joined(&self.read_title(line.version), around::TITLE);
        let score = self.reader.share(&reading)
            + OWN * self.reader.share(&own)
            + self.reader.closeness(&behaviour, &own)
            + self.subject(line.version);
        Ok(self.item_found(line, item, score))
    }

    fn item_found(&self, line: Line, item: ItemDocument, score: f32) -> Found {
        Found {
            version: line.version,
            path: item.path,
            text: item.behaviour,
            highlights: None,
            item: Some(ItemHit {
                id: item.id,
                kind: item.kind,
                state: item.state,
            }),
            fit: score,
            score: score * (self.weigh)(line.version, line.facts),
        }
    }

    fn subject(&self, version: u32) -> f32 {
        let key = tokens::fold(self.version(version).statute.as_str());
        SUBJECT * self.reader.subject(&key)
    }

    fn read_title(&self, version: u32) -> Reading {
        self.reader
            .read(&tokens::fold(&self.version(version).title))
    }

    fn line(&self, candidate: Candidate) -> Line {
        let address = candidate.address;
        self.snapshot.catalogue.documents[address.segment_ord as usize][address.doc_id as usize]
    }

    fn version(&self, version: u32) -> &IndexedVersion {
        &self.snapshot.catalogue.versions[version as usize]
    }

    fn hit(&self, found: Found) -> SearchHit {
        let version = self.version(found.version);
        let folded = tokens::fold(&found.text);
        SearchHit {
            item: found
                .item
                .filter(|_| self.request.scope != Scope::Provisions),
            statute: version.statute.clone(),
            version: version.version,
            title: version.title.clone(),
            state: version.state_on(weigh::day_asked(self.request, &self.understanding)),
            file: version.file.clone(),
            path: found.path,
            label: label(found.path),
            highlights: found
                .highlights
                .unwrap_or_else(|| highlight::highlights(&found.text, self.reader.found(&folded))),
            text: found.text,
            score: found.score,
        }
    }
}

/// Raises hits whose article answers both by its text and by an item read from it.
fn raise_agreed(found: &mut [Found]) {
    let mut views: HashMap<(u32, ArticleNumber), [bool; 2]> = HashMap::new();
    for hit in found.iter() {
        views.entry(hit.article()).or_default()[usize::from(hit.item.is_some())] = true;
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
