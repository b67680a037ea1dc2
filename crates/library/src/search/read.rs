//! Reading one candidate: its document is opened, and the part that answers is found.

use law::ProvisionPath;

use super::SearchError;
use super::answer::{CITED, Found, Search};
use super::catalogue::{Line, stored};
use super::document::{ArticleDocument, ItemDocument, Unit};
use super::latin::Latin;
use super::rank::{Reading, around};
use super::request::ItemHit;
use super::retrieve::Candidate;
use super::{highlight, tokens};

/// What a unit's own words add, beside those around it; what a title on the subject adds.
const OWN: f32 = 0.05;
const SUBJECT: f32 = 0.2;

impl Search<'_> {
    pub(super) fn read_article(&self, candidate: Candidate) -> Result<Found, SearchError> {
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

    pub(super) fn read_item(&self, candidate: Candidate) -> Result<Found, SearchError> {
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

    /// The item, if its behaviour spells the letters: better in one stretch, from the start, whole.
    pub(super) fn read_spelled(
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
    pub(super) fn pinpoint(
        &self,
        candidate: Candidate,
        cited: ProvisionPath,
    ) -> Result<Found, SearchError> {
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
}
