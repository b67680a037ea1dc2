//! Reading one candidate: its document is opened, and the part that answers is found.

use law::ProvisionPath;

use super::SearchError;
use super::answer::{CITED, Found, Search, Source};
use super::document::{ArticleDocument, ItemDocument, Unit};
use super::latin::Latin;
use super::rank::{Reading, around};
use super::retrieve::Candidate;
use super::shelf::PreparedArticle;
use super::{highlight, tokens};

/// What a unit's own words add, beside those around it; what a title on the subject adds.
const OWN: f32 = 0.05;
const SUBJECT: f32 = 0.25;

impl Search<'_> {
    pub(super) fn read_article(&self, candidate: Candidate) -> Result<Found, SearchError> {
        let line = self.line(candidate);
        let article = self.snapshot.shelf.article(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let (score, at) = self.best_unit(&article, line.version);
        let unit = article.units.get(at);
        let fit = score + self.subject(line.version);
        Ok(Found {
            version: line.version,
            path: ProvisionPath {
                paragraph: unit.map(|unit| unit.paragraph),
                point: unit.and_then(|unit| unit.point),
                ..ProvisionPath::article(article.article)
            },
            source: Source::Unit(candidate.address, at),
            highlights: None,
            fit,
            score: fit * (self.weigh)(line.version, line.facts),
        })
    }

    /// The unit that answers best, with its score.
    fn best_unit(&self, article: &PreparedArticle, version: u32) -> (f32, usize) {
        let parts = |unit| {
            if self.reader.seeks_deed() {
                article.deed_and_consequence(unit)
            } else {
                (article.text(unit), "")
            }
        };
        let units = article.units.iter().map(parts);
        let (own, rest): (Vec<Reading>, Vec<Reading>) = units
            .map(|(deed, rest)| (self.reader.read(deed), self.reader.read(rest)))
            .unzip();
        let whole = self.reader.together(&own, &rest);
        let title = self.read_title(version);
        let around = (whole.coverage).joined(&title.coverage, around::TITLE / around::ARTICLE);
        let mut best = (0.0, 0);
        let mut intro = None;
        for (at, unit) in article.units.iter().enumerate() {
            let mut covered = (own[at].coverage)
                .joined(&rest[at].coverage, around::CONSEQUENCE)
                .joined(&around, around::ARTICLE);
            match (unit.point, intro) {
                (None, _) => intro = Some((unit.paragraph, at)),
                (Some(_), Some((paragraph, of))) if paragraph == unit.paragraph => {
                    covered = covered.joined(&own[of].coverage, around::INTRO);
                }
                _ => {}
            }
            let score = self.reader.share(&covered)
                + OWN * self.reader.share(&own[at].coverage)
                + self.reader.closeness(parts(unit).0, &own[at]);
            if score > best.0 {
                best = (score, at);
            }
        }
        best
    }

    pub(super) fn read_item(&self, candidate: Candidate) -> Result<Found, SearchError> {
        let line = self.line(candidate);
        let item = self.snapshot.shelf.item(
            &self.snapshot.searcher,
            &self.snapshot.fields,
            candidate.address,
        )?;
        let own = self.reader.read(&item.behaviour);
        let beside = self.reader.read(&item.beside);
        let title = self.read_title(line.version);
        let covered = (own.coverage)
            .joined(&beside.coverage, around::ARTICLE)
            .joined(&title.coverage, around::TITLE);
        let score = self.reader.share(&covered)
            + OWN * self.reader.share(&own.coverage)
            + self.reader.closeness(&item.behaviour, &own)
            + self.subject(line.version);
        Ok(self.item_found(candidate, item.path, score))
    }

    /// The item, if its behaviour spells the letters: better in one stretch, from the start, whole.
    pub(super) fn read_spelled(
        &self,
        candidate: Candidate,
        latin: &Latin,
    ) -> Result<Option<Found>, SearchError> {
        let item: ItemDocument = self.stored(candidate.address)?;
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
            ..self.item_found(candidate, item.path, score)
        }))
    }

    /// The cited place of an article; the article where it has no such place.
    pub(super) fn pinpoint(
        &self,
        candidate: Candidate,
        cited: ProvisionPath,
    ) -> Result<Found, SearchError> {
        let version = self.line(candidate).version;
        let article: ArticleDocument = self.stored(candidate.address)?;
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
            source: Source::Text(texts.join("\n")),
            highlights: None,
            fit: CITED,
            score: 0.0,
        })
    }

    fn item_found(&self, candidate: Candidate, path: ProvisionPath, score: f32) -> Found {
        let line = self.line(candidate);
        Found {
            version: line.version,
            path,
            source: Source::Item(candidate.address),
            highlights: None,
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
