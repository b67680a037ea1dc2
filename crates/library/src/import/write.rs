//! Writing batches of readings, a transaction each.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use law::{Finding, StatuteKey, VersionKey};
use record::marks::count_change;
use store::sea_orm::sea_query::{Expr, ExprTrait as _};
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use store::{Database, StoreError, WriteTx, insert_all, insert_new};

use super::prepare::{Prepared, PreparedItem, PreparedVersion, UnreadableSource};
use super::progress::Tally;
use super::reread;
use crate::items::NewItem;
use crate::powers::ITEMS;
use crate::tables::{article, citation, finding, item, library_state, source, statute, version};
use crate::{ImportId, finding_text::FindingText};

/// What the database holds, as far as writing must know it; kept up to date while a run writes.
pub(super) struct Writer {
    import: ImportId,
    statutes: HashMap<StatuteKey, KnownStatute>,
    next_statute: i64,
    next_version: i64,
    next_finding: i64,
    touched_statutes: HashSet<i64>,
    /// The count of changes before this run.
    pub stamp_before: i64,
    /// Versions that this run has written.
    pub touched_versions: HashSet<i64>,
}

struct KnownStatute {
    id: i64,
    versions: HashMap<VersionKey, KnownVersion>,
}

#[derive(Clone)]
struct KnownVersion {
    id: i64,
    file: String,
    digest: String,
}

/// Rows of a batch, table by table.
#[derive(Default)]
struct Rows {
    statutes: Vec<statute::ActiveModel>,
    versions: Vec<version::ActiveModel>,
    articles: Vec<article::ActiveModel>,
    sources: Vec<source::ActiveModel>,
    citations: Vec<citation::ActiveModel>,
    items: Vec<item::ActiveModel>,
    findings: Vec<finding::ActiveModel>,
}

/// Something that only the whole library shows to be amiss.
pub(super) struct Amiss {
    pub version_id: i64,
    pub file: String,
    pub path: Option<String>,
    pub excerpt: String,
}

/// Imports of all nodes give out numbers one after another.
const IMPORT_LOCK: i64 = 0x696d_706f_7274;

impl Writer {
    /// Reads what is there.
    pub(super) async fn begin(db: &Database, import: ImportId) -> Result<Self, StoreError> {
        let statutes = statute::Entity::find().all(db.read()).await?;
        let versions = known_versions(db).await?;
        let largest = |ids: Vec<i64>| ids.into_iter().max().unwrap_or(0) + 1;
        let next_statute = largest(statutes.iter().map(|row| row.id).collect());
        let next_version = largest(versions.iter().map(|row| row.0).collect());
        let newest: Option<i64> = finding::Entity::find()
            .select_only()
            .column_as(finding::Column::Id.max(), "newest")
            .into_tuple()
            .one(db.read())
            .await?
            .flatten();
        let mut known: HashMap<i64, KnownStatute> = statutes
            .iter()
            .map(|row| {
                (
                    row.id,
                    KnownStatute {
                        id: row.id,
                        versions: HashMap::new(),
                    },
                )
            })
            .collect();
        for (id, statute_id, key, file, digest) in versions {
            if let (Some(statute), Ok(key)) = (known.get_mut(&statute_id), key.parse()) {
                statute
                    .versions
                    .insert(key, KnownVersion { id, file, digest });
            }
        }
        let by_key = statutes
            .into_iter()
            .filter_map(|row| Some((row.key.parse().ok()?, known.remove(&row.id)?)));
        Ok(Self {
            import,
            statutes: by_key.collect(),
            next_statute,
            next_version,
            next_finding: newest.unwrap_or(0) + 1,
            stamp_before: stamp(db.read()).await?,
            touched_statutes: HashSet::new(),
            touched_versions: HashSet::new(),
        })
    }

    /// Writes a batch within a transaction and counts it.
    pub(super) async fn write(
        &mut self,
        tx: &WriteTx,
        batch: Vec<Prepared>,
        now: Timestamp,
        tally: &mut Tally,
    ) -> Result<(), StoreError> {
        tx.alone(IMPORT_LOCK).await?;
        let mut rows = Rows::default();
        let mut seen = HashSet::new();
        for prepared in batch {
            tally.files_done += 1;
            match prepared {
                Prepared::Known => {}
                Prepared::Unreadable(source) => {
                    tally.files_failed += 1;
                    self.unreadable(&source, &mut rows, tally);
                }
                // The same content twice in one batch: the second is known by now.
                Prepared::Version(version) if !seen.insert(version.digest.clone()) => {}
                Prepared::Version(version) => {
                    self.version(tx, *version, now, &mut rows, tally).await?;
                }
            }
        }
        tally.statutes = self.touched_statutes.len() as u32;
        if tally.versions != self.touched_versions.len() as u32 {
            tally.versions = self.touched_versions.len() as u32;
            new_stamp(tx).await?;
        }
        rows.insert(tx).await
    }

    fn unreadable(&mut self, from: &UnreadableSource, rows: &mut Rows, tally: &mut Tally) {
        if let Some(digest) = &from.digest {
            rows.sources
                .push(self.source(digest.as_str(), &from.file, None));
        }
        for found in &from.findings {
            let row = self.finding(found, &from.file, None);
            rows.findings.push(row);
            tally.findings += 1;
        }
    }

    async fn version(
        &mut self,
        tx: &WriteTx,
        read: PreparedVersion,
        now: Timestamp,
        rows: &mut Rows,
        tally: &mut Tally,
    ) -> Result<(), StoreError> {
        let statute_id = self.statute(&read, rows);
        let known = self
            .statutes
            .get(&read.key)
            .and_then(|statute| statute.versions.get(&read.version));
        let id = match known.cloned() {
            // The same text in two folders.
            Some(known)
                if known.file != read.facts.file && known.digest == read.digest.as_str() =>
            {
                return Ok(());
            }
            Some(known) if known.file != read.facts.file => {
                forget_second_text(tx, known.id, &read.facts.file).await?;
                self.second_text(known.id, &read, &known.file, rows, tally);
                return Ok(());
            }
            // Two contents under one name within a run: the first stays.
            Some(known) if self.touched_versions.contains(&known.id) => return Ok(()),
            Some(KnownVersion { id, file, .. }) => {
                reread::clear(tx, id, &file).await?;
                update_version(tx, id, &read).await?;
                reread::items(tx, id, &read.key, read.version, &read.items, now).await?;
                id
            }
            None => {
                let id = self.new_version(statute_id, &read);
                rows.versions.push(version_row(id, statute_id, &read));
                let items = fresh_items(id, &read, now);
                rows.items.extend(items);
                id
            }
        };
        self.touched_versions.insert(id);
        self.touched_statutes.insert(statute_id);
        tally.articles += read.articles.len() as u32;
        tally.items += read.items.len() as u32;
        tally.findings += read.findings.len() as u32;
        self.parts(id, read, rows);
        Ok(())
    }

    fn statute(&mut self, read: &PreparedVersion, rows: &mut Rows) -> i64 {
        if let Some(known) = self.statutes.get(&read.key) {
            return known.id;
        }
        let id = self.next_statute;
        self.next_statute += 1;
        let known = KnownStatute {
            id,
            versions: HashMap::new(),
        };
        self.statutes.insert(read.key.clone(), known);
        rows.statutes.push(statute::ActiveModel {
            id: Set(id),
            key: Set(read.key.to_string()),
            title: Set(read.title.clone()),
            level: Set(read.level.clone()),
            region: Set(read.facts.region.clone()),
        });
        id
    }

    fn new_version(&mut self, statute_id: i64, read: &PreparedVersion) -> i64 {
        let id = self.next_version;
        self.next_version += 1;
        let known = KnownVersion {
            id,
            file: read.facts.file.clone(),
            digest: read.digest.as_str().to_owned(),
        };
        if let Some(statute) = self.statutes.get_mut(&read.key) {
            debug_assert_eq!(statute.id, statute_id, "the statute was just looked up");
            statute.versions.insert(read.version, known);
        }
        id
    }

    /// Another text of a version that is there already: it is told and not taken.
    fn second_text(
        &mut self,
        id: i64,
        read: &PreparedVersion,
        first: &str,
        rows: &mut Rows,
        tally: &mut Tally,
    ) {
        let digest = read.digest.as_str();
        rows.sources
            .push(self.source(digest, &read.facts.file, Some(id)));
        let mut row = self.finding_row(&read.facts.file, Some(id));
        row.code = Set(FindingText::SECOND_TEXT.code.to_owned());
        row.excerpt = Set(first.to_owned());
        rows.findings.push(row);
        tally.findings += 1;
    }

    /// Articles, citations, findings and source of a version.
    fn parts(&mut self, id: i64, read: PreparedVersion, rows: &mut Rows) {
        rows.sources
            .push(self.source(read.digest.as_str(), &read.facts.file, Some(id)));
        for found in &read.findings {
            let row = self.finding(found, &read.facts.file, Some(id));
            rows.findings.push(row);
        }
        rows.articles.extend(
            (0..)
                .zip(read.articles)
                .map(|(seq, row)| article::ActiveModel {
                    version_id: Set(id),
                    seq: Set(seq),
                    number: Set(row.number),
                    division: Set(row.division),
                    line: Set(row.line.cast_signed()),
                    paragraphs: Set(row.paragraphs),
                }),
        );
        rows.citations
            .extend((0..).zip(read.cited).map(|(seq, place)| {
                citation::ActiveModel {
                    version_id: Set(id),
                    seq: Set(seq),
                    path: Set(place.from.to_string()),
                    start_byte: Set(i32::try_from(place.start).unwrap_or(i32::MAX)),
                    target_key: Set(place.statute.to_string()),
                    target_article: Set(place
                        .path
                        .map(|path| path.article.to_string())
                        .unwrap_or_default()),
                    target_path: Set(place.path.map(|path| path.to_string()).unwrap_or_default()),
                }
            }));
    }

    fn source(&self, digest: &str, file: &str, version_id: Option<i64>) -> source::ActiveModel {
        source::ActiveModel {
            digest: Set(digest.to_owned()),
            file: Set(file.to_owned()),
            version_id: Set(version_id),
            import_id: Set(self.import.to_string()),
        }
    }

    fn finding(
        &mut self,
        found: &Finding,
        file: &str,
        version_id: Option<i64>,
    ) -> finding::ActiveModel {
        finding::ActiveModel {
            code: Set(FindingText::code_of(found.code)),
            line: Set(found.line.cast_signed()),
            path: Set(found.path.map(|path| path.to_string())),
            excerpt: Set(found.excerpt.clone()),
            repaired: Set(i32::from(found.repaired)),
            line_count: Set(found.line_count.cast_signed()),
            ..self.finding_row(file, version_id)
        }
    }

    /// A finding about a whole file.
    fn finding_row(&mut self, file: &str, version_id: Option<i64>) -> finding::ActiveModel {
        let id = self.next_finding;
        self.next_finding += 1;
        finding::ActiveModel {
            id: Set(id),
            import_id: Set(self.import.to_string()),
            version_id: Set(version_id),
            file: Set(file.to_owned()),
            code: Set(String::new()),
            line: Set(0),
            path: Set(None),
            excerpt: Set(String::new()),
            repaired: Set(0),
            line_count: Set(1),
        }
    }

    /// Writes findings that only the whole library shows.
    pub(super) async fn write_amiss(
        &mut self,
        tx: &WriteTx,
        code: &str,
        amiss: Vec<Amiss>,
    ) -> Result<(), StoreError> {
        let rows = amiss.into_iter().map(|one| finding::ActiveModel {
            code: Set(code.to_owned()),
            path: Set(one.path),
            excerpt: Set(one.excerpt),
            ..self.finding_row(&one.file, Some(one.version_id))
        });
        insert_all(&**tx, rows.collect::<Vec<_>>()).await
    }
}

impl Rows {
    async fn insert(self, tx: &WriteTx) -> Result<(), StoreError> {
        insert_all(&**tx, self.statutes).await?;
        insert_all(&**tx, self.versions).await?;
        insert_all(&**tx, self.articles).await?;
        insert_new(&**tx, self.sources).await?;
        insert_all(&**tx, self.citations).await?;
        insert_all(&**tx, self.items).await?;
        insert_all(&**tx, self.findings).await
    }
}

/// Removes what was said earlier of a second text.
async fn forget_second_text(tx: &WriteTx, version_id: i64, file: &str) -> Result<(), StoreError> {
    finding::Entity::delete_many()
        .filter(finding::Column::VersionId.eq(version_id))
        .filter(finding::Column::File.eq(file))
        .filter(finding::Column::Code.eq(FindingText::SECOND_TEXT.code))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Number, statute, key, file and digest of each version.
type VersionNames = (i64, i64, String, String, String);

async fn known_versions(db: &Database) -> Result<Vec<VersionNames>, StoreError> {
    let query = version::Entity::find().select_only().columns([
        version::Column::Id,
        version::Column::StatuteId,
        version::Column::Version,
        version::Column::File,
        version::Column::Digest,
    ]);
    Ok(query.into_tuple().all(db.read()).await?)
}

fn version_row(id: i64, statute_id: i64, read: &PreparedVersion) -> version::ActiveModel {
    let day = |date: Option<Date>| Set(date.map(|date| date.to_string()));
    version::ActiveModel {
        id: Set(id),
        statute_id: Set(statute_id),
        version: Set(read.version.to_string()),
        title: Set(read.title.clone()),
        passed_on: day(read.passed_on),
        published_on: day(read.published_on),
        in_force_from: day(read.in_force_from),
        in_force_until: Set(None),
        stated_repealed: Set(i32::from(read.facts.is_expired)),
        repealed: Set(0),
        file: Set(read.facts.file.clone()),
        digest: Set(read.digest.as_str().to_owned()),
        head: Set(read.head.clone()),
        articles: Set(count(read.articles.len())),
        items: Set(count(read.items.len())),
        findings: Set(count(read.findings.len())),
    }
}

async fn update_version(tx: &WriteTx, id: i64, read: &PreparedVersion) -> Result<(), StoreError> {
    let old = version::Entity::find_by_id(id).one(&**tx).await?;
    let Some(old) = old else { return Ok(()) };
    let row = version::ActiveModel {
        in_force_until: Set(old.in_force_until.clone()),
        repealed: Set(old.repealed),
        ..version_row(id, old.statute_id, read)
    };
    version::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

fn fresh_items(id: i64, read: &PreparedVersion, now: Timestamp) -> Vec<item::ActiveModel> {
    let mut names = crate::items::IdGiver::new(&read.key, read.version);
    let rows = (0..)
        .zip(&read.items)
        .map(|(at, prepared): (u32, &PreparedItem)| {
            let new = NewItem {
                id: names.give(&prepared.item),
                version_id: id,
                ordinal: at,
                item: &prepared.item,
                record: prepared.record.clone(),
                by_person: false,
                first_read_at: now,
            };
            new.row().into_active_model()
        });
    rows.collect()
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Contents that need not be read again.
pub(super) async fn known_digests(db: &Database) -> Result<HashSet<String>, StoreError> {
    let query = source::Entity::find()
        .select_only()
        .column(source::Column::Digest);
    let digests: Vec<String> = query.into_tuple().all(db.read()).await?;
    Ok(digests.into_iter().collect())
}

/// Counts a change of what is indexed, and gives the count.
pub(crate) async fn new_stamp(tx: &WriteTx) -> Result<i64, StoreError> {
    library_state::Entity::update_many()
        .col_expr(
            library_state::Column::Stamp,
            Expr::col(library_state::Column::Stamp).add(1),
        )
        .filter(library_state::Column::Id.eq(1))
        .exec(&**tx)
        .await?;
    count_change(tx, ITEMS).await?;
    stamp(&**tx).await
}

/// The count of changes of what is indexed.
pub(crate) async fn stamp(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let row = library_state::Entity::find_by_id(1).one(db).await?;
    Ok(row.map_or(0, |row| row.stamp))
}
