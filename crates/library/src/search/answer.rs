//! From a request to its hits.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use law::{ArticleNumber, ProvisionPath};

use super::catalogue::{Line, stored};
use super::document::{ArticleDocument, IndexedVersion, ItemDocument, Unit};
use super::highlight;
use super::index::Snapshot;
use super::latin::Latin;
use super::lexicon::Lexicon;
use super::rank::{self, Reader, around};
use super::request::{ItemHit, Scope, SearchAnswer, SearchHit, SearchRequest};
use super::retrieve::{Candidate, Limits, Weigh, retrieve};
use super::schema::{DocumentFacts, DocumentKind};
use super::understand::{Understanding, understand};
use super::{SearchError, query, schema, tokens, weigh};

/// Candidates whose text is read.
const ARTICLES_READ: usize = 160;
const ITEMS_READ: usize = 100;
const SPELLED_READ: usize = 200;

/// A sanction beside other words, where a deed is described; where its consequence is asked for.
const SANCTION_FOR_DEED: f32 = 1.15;
const SANCTION_ASKED: f32 = 1.5;

/// A cited provision stands above whatever else is found; its items stand below it.
const CITED: f32 = 100.0;
const ITEM_OF_CITED: f32 = 0.9;

/// A hit that covers less than this share of what the best covers is none.
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
        weights: weigh::version_weights(snapshot, lexicon, request, &understanding).into(),
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
            !word.chars().all(|c| c.is_ascii_lowercase()) || query::is_word(word, snapshot)
        });
    }
}

/// One search on its way.
struct Search<'s> {
    snapshot: &'s Snapshot,
    lexicon: &'s Lexicon,
    request: &'s SearchRequest,
    understanding: Understanding,
    weights: Arc<[f32]>,
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
    score: f32,
}

impl Search<'_> {
    fn find(&self) -> Result<Vec<Found>, SearchError> {
        let mut found = self.find_cited()?;
        found.extend(self.find_by_pinyin()?);
        if found.is_empty() || !self.reader.is_empty() {
            found.extend(self.find_by_words()?);
        }
        if self.request.scope == Scope::Provisions {
            found.iter_mut().for_each(|found| found.item = None);
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
            let [articles, items] = retrieve(self.snapshot, &*query, &self.weigh(), limits)?;
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
                found.push(Found { score, ..item });
            }
        }
        Ok(found)
    }

    /// Items whose behaviour is spelled in pinyin, and statutes whose title is.
    fn find_by_pinyin(&self) -> Result<Vec<Found>, SearchError> {
        let mut found = Vec::new();
        for latin in &self.understanding.latin {
            let query = query::by_pinyin(latin, &self.snapshot.fields);
            let query = query::filtered(query, &self.request.filter, &self.snapshot.fields);
            let limits = self.limits(0, SPELLED_READ);
            let [_, items] = retrieve(self.snapshot, &*query, &self.weigh(), limits)?;
            for candidate in items {
                found.extend(self.read_spelled(candidate, latin)?);
            }
        }
        Ok(found)
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
        let Some(query) = query::by_words(&self.understanding, &self.snapshot.fields)? else {
            return Ok(Vec::new());
        };
        let query = query::filtered(query, &self.request.filter, &self.snapshot.fields);
        let limits = self.limits(ARTICLES_READ, ITEMS_READ);
        let [articles, items] = retrieve(self.snapshot, &*query, &self.weigh(), limits)?;
        let mut found = Vec::with_capacity(articles.len() + items.len());
        for candidate in articles {
            found.push(self.read_article(candidate)?);
        }
        for candidate in items {
            found.push(self.read_item(candidate)?);
        }
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
        let by_weight = self.weigh();
        let in_order: Weigh = Arc::new(move |version, facts| {
            by_weight(version, facts) / (1.0 + facts.article as f32 / 1000.0)
        });
        let [articles, items] = retrieve(self.snapshot, &*query, &in_order, limits)?;
        let mut found = Vec::new();
        for candidate in articles {
            let score = candidate.score;
            found.push(Found {
                score,
                ..self.read_article(candidate)?
            });
        }
        for candidate in items {
            let score = candidate.score;
            found.push(Found {
                score,
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

    fn weigh(&self) -> Weigh {
        let weights = Arc::clone(&self.weights);
        let kinds = self.request.filter.kinds.clone();
        let sanction = self.sanction_factor();
        Arc::new(move |version, facts: DocumentFacts| {
            if let DocumentKind::Item(kind) = facts.kind
                && !kinds.is_empty()
                && !kinds.contains(&kind)
            {
                return 0.0;
            }
            let weight = weights.get(version as usize).copied().unwrap_or(0.0);
            if facts.sanctions {
                weight * sanction
            } else {
                weight
            }
        })
    }

    fn sanction_factor(&self) -> f32 {
        match (
            self.understanding.asks_sanction,
            self.understanding.describes_deed,
        ) {
            (true, _) => SANCTION_ASKED,
            (_, true) => SANCTION_FOR_DEED,
            _ => 1.0,
        }
    }

    fn read_article(&self, candidate: Candidate) -> Result<Found, SearchError> {
        let line = self.line(candidate);
        let article: ArticleDocument = stored(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let title = self.title_coverage(line.version);
        let texts: Vec<String> = article
            .units
            .iter()
            .map(|unit| tokens::fold(&unit.text))
            .collect();
        let own: Vec<_> = texts
            .iter()
            .map(|text| self.reader.coverage(text))
            .collect();
        let whole = own.iter().fold(title.clone(), |all, unit| {
            rank::joined(&all, unit, around::ARTICLE)
        });
        let mut best = (0.0, 0);
        let mut intro = None;
        for (at, unit) in article.units.iter().enumerate() {
            let mut covered = own[at].clone();
            match unit.point {
                None => intro = Some((unit.paragraph, at)),
                Some(_) => {
                    if let Some((paragraph, of)) = intro
                        && paragraph == unit.paragraph
                    {
                        covered = rank::joined(&covered, &own[of], around::INTRO);
                    }
                }
            }
            let covered = rank::joined(&covered, &whole, 1.0);
            let own_share = 0.05 * self.reader.share(&own[at]);
            let score = self.reader.share(&covered) + own_share + self.reader.closeness(&texts[at]);
            if score > best.0 {
                best = (score, at);
            }
        }
        let unit = article.units.get(best.1);
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
            score: best.0 * self.weigh()(line.version, line.facts),
        })
    }

    fn read_item(&self, candidate: Candidate) -> Result<Found, SearchError> {
        let line = self.line(candidate);
        let item: ItemDocument = stored(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let behaviour = tokens::fold(&item.behaviour);
        let mut covered = self.reader.coverage(&behaviour);
        let beside = [
            item.object.as_deref(),
            item.authority.as_deref(),
            Some(item.penalty.as_str()),
        ];
        let beside = beside.into_iter().flatten();
        for text in beside.chain(item.duties.iter().map(String::as_str)) {
            let other = self.reader.coverage(&tokens::fold(text));
            covered = rank::joined(&covered, &other, around::ARTICLE);
        }
        covered = rank::joined(&covered, &self.title_coverage(line.version), around::TITLE);
        let score = self.reader.share(&covered) + self.reader.closeness(&behaviour);
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
            score: score * self.weigh()(line.version, line.facts),
        }
    }

    fn title_coverage(&self, version: u32) -> rank::Coverage {
        let title = tokens::fold(&self.version(version).title);
        let covered = self.reader.coverage(&title);
        covered.iter().map(|share| share * around::TITLE).collect()
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
            item: found.item,
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

/// One hit for each article, the best; hits far from the best left out.
fn collapse(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(better_first);
    let far = found.first().map_or(0.0, |best| best.score * TOO_FAR);
    let mut seen: HashMap<(u32, ArticleNumber), ()> = HashMap::new();
    found.retain(|hit| {
        hit.score > far && seen.insert((hit.version, hit.path.article), ()).is_none()
    });
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
    let mut label = format!("第{}条", chinese(path.article.main));
    if path.article.sub > 0 {
        label += &format!("之{}", chinese(path.article.sub));
    }
    if let Some(paragraph) = path.paragraph {
        label += &format!("第{}款", chinese(paragraph));
    }
    if let Some(point) = path.point {
        label += &format!("第（{}）项", chinese(point));
    }
    label
}
