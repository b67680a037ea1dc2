//! Which statutes and versions the library holds, in memory: some three thousand small rows that
//! nearly every question begins with.

use std::collections::HashMap;

use jiff::civil::Date;
use law::{StatuteKey, VersionKey};
use store::sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryOrder, QuerySelect};
use store::{Database, StoreError};

use crate::tables::{statute, version};
use crate::view::{StatuteFacts, StatuteName, StatuteRow, VersionFacts, VersionRow, VersionState};

/// Every statute with its versions.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// By key.
    pub(crate) statutes: Vec<HeldStatute>,
    by_key: HashMap<StatuteKey, usize>,
    by_version: HashMap<i64, (usize, usize)>,
    /// The count of changes that this mirrors.
    pub(crate) stamp: i64,
}

/// A statute.
#[derive(Debug, Clone)]
pub(crate) struct HeldStatute {
    pub key: StatuteKey,
    pub title: String,
    pub level: String,
    pub region: String,
    /// The oldest first.
    pub versions: Vec<HeldVersion>,
}

/// A version.
#[derive(Debug, Clone)]
pub(crate) struct HeldVersion {
    pub id: i64,
    pub version: VersionKey,
    pub title: String,
    pub passed_on: Option<Date>,
    pub published_on: Option<Date>,
    pub in_force_from: Option<Date>,
    pub in_force_until: Option<Date>,
    pub repealed: bool,
    pub stated_repealed: bool,
    pub file: String,
    pub digest: String,
    pub articles: u32,
    pub items: u32,
    pub findings: u32,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    statute_id: i64,
    version: String,
    title: String,
    passed_on: Option<String>,
    published_on: Option<String>,
    in_force_from: Option<String>,
    in_force_until: Option<String>,
    stated_repealed: i32,
    repealed: i32,
    file: String,
    digest: String,
    articles: i32,
    items: i32,
    findings: i32,
}

/// Characters that the end of a title has at least to stand for it.
const SHORTEST_ENDING: usize = 4;

impl Holdings {
    /// Reads what the database holds.
    pub(crate) async fn load(db: &Database) -> Result<Self, StoreError> {
        Self::load_from(db.read()).await
    }

    pub(crate) async fn load_from(db: &impl ConnectionTrait) -> Result<Self, StoreError> {
        use version::Column as C;
        let columns = [
            C::Id,
            C::StatuteId,
            C::Version,
            C::Title,
            C::PassedOn,
            C::PublishedOn,
            C::InForceFrom,
            C::InForceUntil,
            C::StatedRepealed,
            C::Repealed,
            C::File,
            C::Digest,
            C::Articles,
            C::Items,
            C::Findings,
        ];
        let stamp = crate::import::stamp(db).await?;
        let statutes = statute::Entity::find()
            .order_by_asc(statute::Column::Id)
            .all(db)
            .await?;
        let versions = version::Entity::find().select_only().columns(columns);
        let versions = versions.into_model::<Row>().all(db).await?;
        Ok(Self::of(statutes, versions, stamp))
    }

    fn of(statutes: Vec<statute::Model>, versions: Vec<Row>, stamp: i64) -> Self {
        let mut by_statute: HashMap<i64, Vec<HeldVersion>> = HashMap::new();
        for row in versions {
            by_statute
                .entry(row.statute_id)
                .or_default()
                .extend(HeldVersion::of(row));
        }
        let mut held: Vec<HeldStatute> = statutes
            .into_iter()
            .filter_map(|row| {
                let mut versions = by_statute.remove(&row.id)?;
                versions.sort_by_key(HeldVersion::place);
                Some(HeldStatute {
                    key: row.key.parse().ok()?,
                    title: versions.last()?.title.clone(),
                    level: row.level,
                    region: row.region,
                    versions,
                })
            })
            .collect();
        held.sort_by(|a, b| a.key.cmp(&b.key));
        let by_key = held
            .iter()
            .enumerate()
            .map(|(at, statute)| (statute.key.clone(), at));
        let by_version = held.iter().enumerate().flat_map(|(at, statute)| {
            let versions = statute.versions.iter().enumerate();
            versions.map(move |(place, version)| (version.id, (at, place)))
        });
        Self {
            by_key: by_key.collect(),
            by_version: by_version.collect(),
            statutes: held,
            stamp,
        }
    }

    /// The statute with this key.
    pub(crate) fn statute(&self, key: &StatuteKey) -> Option<&HeldStatute> {
        self.by_key.get(key).map(|at| &self.statutes[*at])
    }

    /// The statute with this title: in full, without 中华人民共和国, or only its end where but one
    /// statute ends so.
    pub(crate) fn titled(&self, title: &str) -> Option<&HeldStatute> {
        let key = StatuteKey::of_title(title).ok()?;
        self.statute(&key).or_else(|| {
            let mut ending = self
                .statutes
                .iter()
                .filter(|statute| statute.key.as_str().ends_with(key.as_str()));
            let only = ending
                .next()
                .filter(|_| key.as_str().chars().count() >= SHORTEST_ENDING)?;
            ending.next().is_none().then_some(only)
        })
    }

    /// The version with this number, and its statute.
    pub(crate) fn version(&self, id: i64) -> Option<(&HeldStatute, &HeldVersion)> {
        let (at, place) = self.by_version.get(&id)?;
        let statute = &self.statutes[*at];
        Some((statute, &statute.versions[*place]))
    }

    /// How many versions there are.
    pub(crate) fn versions(&self) -> usize {
        self.by_version.len()
    }
}

impl HeldStatute {
    /// The version with this key.
    pub(crate) fn version(&self, key: VersionKey) -> Option<&HeldVersion> {
        self.versions.iter().find(|version| version.version == key)
    }

    /// The version that stands on the day; where none does, the last before it, or else the first
    /// after it.
    pub(crate) fn on(&self, day: Date) -> Option<&HeldVersion> {
        let in_force = self
            .versions
            .iter()
            .rev()
            .find(|version| version.state_on(day) == VersionState::InForce);
        let before = || {
            self.versions
                .iter()
                .rev()
                .find(|version| version.state_on(day) != VersionState::NotYetInForce)
        };
        in_force.or_else(before).or_else(|| self.versions.first())
    }

    pub(crate) fn name(&self) -> StatuteName {
        StatuteName {
            key: self.key.clone(),
            title: self.title.clone(),
        }
    }

    /// The statute by one of its versions.
    pub(crate) fn facts(&self, version: &HeldVersion, day: Date) -> StatuteFacts {
        StatuteFacts {
            key: self.key.clone(),
            title: version.title.clone(),
            level: self.level.clone(),
            region: self.region.clone(),
            version: version.version,
            passed_on: version.passed_on,
            published_on: version.published_on,
            in_force_from: version.in_force_from,
            in_force_until: version.in_force_until,
            state: version.state_on(day),
            articles: version.articles,
            items: version.items,
            findings: version.findings,
        }
    }

    /// The statute by the version that stands on the day.
    pub(crate) fn row(&self, day: Date) -> Option<StatuteRow> {
        Some(StatuteRow {
            facts: self.facts(self.on(day)?, day),
            versions: self.versions.len() as u32,
        })
    }
}

impl HeldVersion {
    fn of(row: Row) -> Option<Self> {
        let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
        Some(Self {
            id: row.id,
            version: row.version.parse().ok()?,
            title: row.title,
            passed_on: day(row.passed_on),
            published_on: day(row.published_on),
            in_force_from: day(row.in_force_from),
            in_force_until: day(row.in_force_until),
            repealed: row.repealed != 0,
            stated_repealed: row.stated_repealed != 0,
            file: row.file,
            digest: row.digest,
            articles: row.articles.cast_unsigned(),
            items: row.items.cast_unsigned(),
            findings: row.findings.cast_unsigned(),
        })
    }

    /// Its place among the versions of the statute.
    pub(crate) fn place(&self) -> (Option<Date>, VersionKey) {
        let on = match self.version {
            VersionKey::Undated => None,
            VersionKey::On(date) => Some(date),
        };
        (self.in_force_from.or(on), self.version)
    }

    /// Where it stands on a day. A version of which no first day is known counts as in force from
    /// the beginning; one that was repealed on a day unknown, as repealed.
    pub(crate) fn state_on(&self, day: Date) -> VersionState {
        if self.in_force_from.is_some_and(|from| day < from) {
            return VersionState::NotYetInForce;
        }
        let has_ended = match self.in_force_until {
            Some(until) => day >= until,
            None => self.repealed,
        };
        match (has_ended, self.repealed) {
            (false, _) => VersionState::InForce,
            (true, true) => VersionState::Repealed,
            (true, false) => VersionState::Superseded,
        }
    }

    pub(crate) fn facts(&self, day: Date) -> VersionFacts {
        VersionFacts {
            version: self.version,
            title: self.title.clone(),
            passed_on: self.passed_on,
            published_on: self.published_on,
            in_force_from: self.in_force_from,
            in_force_until: self.in_force_until,
            state: self.state_on(day),
            file: self.file.clone(),
            digest: self.digest.clone(),
        }
    }

    pub(crate) fn row(&self, day: Date) -> VersionRow {
        VersionRow {
            facts: self.facts(day),
            articles: self.articles,
            items: self.items,
            findings: self.findings,
        }
    }
}
