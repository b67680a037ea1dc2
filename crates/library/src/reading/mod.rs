//! From the bytes of a source to everything that is stored of it. Pure: no database, no clock.

mod catalogue;
mod citations;
mod file_name;
mod level;
mod volumes;

use std::fmt::Write as _;

use jiff::civil::Date;
use law::head::{DateSource, VersionDates};
use law::statute::{Division, Event};
use law::{EnforcementItem, Finding, Statute, StatuteKey, VersionKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use catalogue::{Catalogue, CatalogueError};
pub use citations::CitedPlace;
pub use file_name::FileName;

/// Changes when the same source gives another reading for a reason that lies in this crate; a
/// better grammar is told apart by the version of the program.
const READING: u8 = 2;

/// What is known of a source beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SourceFacts {
    /// The file, relative to the imported folder.
    pub file: String,
    /// 法律, 行政法规, …; `None` where nobody says.
    pub level: Option<String>,
    /// A province; empty for the whole country.
    pub region: String,
    /// The day in the file's name.
    pub dated: Option<Date>,
    /// The day of publication by the catalogue.
    pub published_on: Option<Date>,
    /// The first day in force by the catalogue.
    pub in_force_from: Option<Date>,
    /// Whether the catalogue says that it is no longer valid.
    pub is_expired: bool,
    /// Files of which this one is made, in any order; empty for a file of its own.
    pub volumes: Vec<String>,
}

/// SHA-256 of a source and of what is known of it: the same digest, the same reading.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Digest(String);

/// A version of a statute, read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Where it was read from.
    pub facts: SourceFacts,
    /// Of what was read.
    pub digest: Digest,
    /// Which statute.
    pub key: StatuteKey,
    /// Which version.
    pub version: VersionKey,
    /// 法律, 行政法规, …
    pub level: String,
    /// Last passed, approved or amended.
    pub passed_on: Option<Date>,
    /// Published.
    pub published_on: Option<Date>,
    /// First day in force.
    pub in_force_from: Option<Date>,
    /// The text.
    pub statute: Statute,
    /// What the grammar read from it.
    pub items: Vec<EnforcementItem>,
    /// Places that it cites.
    pub cited: Vec<CitedPlace>,
}

/// What a source turned out to be.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A version of a statute.
    Read(Box<Reading>),
    /// Nothing that could be read; the findings say why.
    Unreadable {
        /// Where it stands.
        facts: SourceFacts,
        /// Of what was there.
        digest: Digest,
        /// Why it could not be read.
        findings: Vec<Finding>,
    },
}

/// What is stored of a version beside its articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// A second title line.
    pub subtitle: Option<String>,
    /// Dated events.
    pub events: Vec<Event>,
    /// 编, 分编, 章, 节.
    pub divisions: Vec<Division>,
    /// Text before the first article.
    pub preamble: Vec<String>,
    /// 附件.
    pub appendix: Vec<String>,
}

impl Digest {
    /// The digest of a source; `parts` has one content for each file.
    pub fn of(facts: &SourceFacts, parts: &[impl AsRef<[u8]>]) -> Self {
        let mut hash = Sha256::new();
        hash.update([READING]);
        hash.update(env!("CARGO_PKG_VERSION"));
        // The place of a file does not count: the same text in two folders is one version.
        let known = (
            &facts.level,
            &facts.region,
            facts.dated,
            facts.published_on,
            facts.in_force_from,
            facts.is_expired,
        );
        hash.update(format!("{known:?}"));
        for part in parts {
            let part = part.as_ref();
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let mut text = String::with_capacity(64);
        for byte in hash.finalize() {
            write!(text, "{byte:02x}").expect("a string takes any text");
        }
        Self(text)
    }

    /// In hexadecimal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a source; `parts` has one content for each file.
pub fn read(facts: SourceFacts, digest: Digest, parts: &[impl AsRef<[u8]>]) -> Outcome {
    let statute = match parts {
        [whole] => law::read_bytes(whole.as_ref()),
        volumes => volumes::join(
            volumes
                .iter()
                .map(|volume| law::read_bytes(volume.as_ref())),
        ),
    };
    let is_empty = statute.articles.is_empty() && statute.preamble.is_empty();
    match StatuteKey::of_title(&title(&statute, &facts)) {
        Ok(key) if !is_empty => Outcome::Read(Box::new(reading(facts, digest, statute, key))),
        _ => Outcome::Unreadable {
            facts,
            digest,
            findings: statute.findings,
        },
    }
}

/// The title in the text or, without one, in the file's name.
fn title(statute: &Statute, facts: &SourceFacts) -> String {
    if statute.title.is_empty() {
        FileName::of(&facts.file).name
    } else {
        statute.title.clone()
    }
}

fn reading(facts: SourceFacts, digest: Digest, mut statute: Statute, key: StatuteKey) -> Reading {
    statute.title = title(&statute, &facts);
    let dates = law::version_dates(&statute);
    let on = |date: Option<law::head::ReadDate>| date.map(|date| date.on);
    let passed_on = on(dates.passed_on).or(facts.dated);
    let published_on = facts.published_on.or(on(dates.published_on)).or(passed_on);
    let version = facts.dated.or(passed_on).or(published_on);
    let items = law::items::extract(&statute);
    let cited = citations::of(&statute, &key);
    Reading {
        version: version.map_or(VersionKey::Undated, VersionKey::On),
        level: level::of(&statute.title, &facts),
        in_force_from: in_force_from(&dates, &facts).or(published_on),
        passed_on,
        published_on,
        key,
        items,
        cited,
        facts,
        digest,
        statute,
    }
}

/// What the text itself says of its entry into force comes first, then the catalogue. A day before
/// the version was made is that of an earlier version.
fn in_force_from(dates: &VersionDates, facts: &SourceFacts) -> Option<Date> {
    let read = dates.in_force_from;
    let is_stated = read.is_some_and(|date| {
        matches!(date.source, DateSource::Article(_))
            && facts.dated.is_none_or(|dated| date.on >= dated)
    });
    let catalogued = facts.in_force_from.filter(|_| !is_stated);
    let from = catalogued.or(read.map(|date| date.on));
    let made = dates.passed_on.map(|date| date.on).or(facts.dated);
    from.map(|from| made.map_or(from, |made| from.max(made)))
}

impl Reading {
    /// What is stored beside the articles.
    pub fn head(&self) -> Head {
        Head {
            subtitle: self.statute.subtitle.clone(),
            events: self.statute.events.clone(),
            divisions: self.statute.divisions.clone(),
            preamble: self.statute.preamble.clone(),
            appendix: self.statute.appendix.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(last_article: &str, catalogued: Option<Date>, expected: Date) {
        let text = format!(
            "# 云麓市灯会管理条例\n\n2019年3月1日 云麓市人民代表大会常务委员会通过\n\n\
             <!-- INFO END -->\n\n第一条 办灯会。\n\n第二条 {last_article}\n"
        );
        let facts = SourceFacts {
            dated: Some(date(2019, 3, 1)),
            in_force_from: catalogued,
            ..SourceFacts::default()
        };
        let digest = Digest::of(&facts, &[&text]);
        match read(facts, digest, &[&text]) {
            Outcome::Read(reading) => assert_eq!(reading.in_force_from, Some(expected)),
            Outcome::Unreadable { findings, .. } => panic!("{findings:?}"),
        }
    }

    #[test]
    fn the_words_of_the_text_come_before_the_catalogue() {
        let stated = "本条例自2019年6月1日起施行。";
        check(stated, Some(date(2019, 7, 1)), date(2019, 6, 1));
        check("灯会从简。", Some(date(2019, 7, 1)), date(2019, 7, 1));
        check("灯会从简。", None, date(2019, 3, 1));
    }

    #[test]
    fn no_version_is_in_force_before_it_was_made() {
        check("灯会从简。", Some(date(2016, 2, 6)), date(2019, 3, 1));
    }
}
