//! Cases written in bulk against the same cases written act by act, on both databases.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/rooms.rs"]
mod rooms;
mod support;

use std::collections::{BTreeMap, HashMap};

use casework::{Asking, NewRange, SeriesFilter};
use jiff::civil::date;
use record::{LogSettings, RecordLog};
use rooms::{SIZE, rooms};
use simulate::shell::{Built, Rooms, Written, populate, read_digest, write_bulk, write_plain};
use simulate::{City, Timeline, Window};
use store::sea_orm::{ConnectionTrait, Statement};
use store::{Cursor, Database, DatabaseKind, DatabaseUrl, Limit, PageRequest};
use support::procedures;

const CASES: u64 = 300;

/// What is compared: table, columns, order. Salts and leaves are random: their lengths are compared,
/// and the audit of the log opens every leaf with its salt.
const TABLES: [(&str, &str); 9] = [
    (
        "record_act",
        "arrival, entry_id, kind, actor_kind, actor_id, authority, subject_kind, subject_id, case_id, \
         happened_at_ms, recorded_at_ms, packs, idempotency_key, canonical, length(salt)",
    ),
    (
        "record_party",
        "arrival, number, canonical, length(salt), erased_at_ms",
    ),
    ("record_entry", "arrival, length(leaf), leaf_index"),
    (
        "cases",
        "id, number, procedure, subject, stage, authority_id, area, confidentiality, item, sector, source, \
         cause, party_name, party_id, deed, opened_by, opened_at_ms, filed_on, decided_on, \
         served_on, closed_on, fine_fen, marks, due_on, revision, changed_at_ms, state",
    ),
    ("case_people", "case_id, person, role, since"),
    ("case_due", "case_id, number, clock, element, due_on"),
    (
        "case_task",
        "case_id, act, role, authority_id, person, taken_at_ms, since, due_on",
    ),
    (
        "case_number",
        "authority_id, word, year, number, text, state, of_kind, case_id, act, range_id, reason, \
         at_ms",
    ),
    (
        "number_series",
        "authority_id, word, year, area, prefix, last",
    ),
];

/// Bulk takes indexes and constraints off and makes them again.
const SCHEMA: [(&str, &str); 2] = [
    ("pg_indexes", "schemaname, tablename, indexdef"),
    (
        "pg_constraint",
        "conname, conrelid::regclass, contype, pg_get_constraintdef(oid)",
    ),
];

/// A city with its cases in a database.
struct Filled {
    tables: BTreeMap<&'static str, Vec<String>>,
    written: Written,
    digest: String,
}

async fn fill(url: &DatabaseUrl, in_bulk: bool, begin_log: bool) -> Filled {
    let procedures = procedures();
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(url).await.unwrap();
    let rooms = rooms(db.clone(), folder.path(), &procedures).await;
    let city = City::of(126, SIZE).unwrap();
    let window = Window::new(
        &city,
        procedures.rules(),
        date(2025, 3, 3),
        date(2026, 10, 30),
    );
    let timeline = Timeline::new(&city, &window, CASES);
    let parties = timeline.parties().clone();
    let mut quiet = |_| {};
    let built = populate(&rooms, &city, &parties, folder.path(), &mut quiet);
    let built = built.await.unwrap();
    let settings = LogSettings::new(
        folder.path(),
        "city.example/bulk".parse().unwrap(),
        "city.example/bulk".parse().unwrap(),
    );
    let log = RecordLog::new(rooms.record().clone(), settings);
    if begin_log {
        log.integrate().await.unwrap();
    }
    let (written, digest) = if in_bulk {
        let written = write_bulk(&rooms, &built, &city, timeline, &mut quiet).await;
        let (written, digest) = written.unwrap_or_else(|error| panic!("{error}"));
        (written, digest.hex())
    } else {
        let written = write_plain(&rooms, &built, timeline, &mut quiet).await;
        let written = written.unwrap_or_else(|error| panic!("{error}"));
        let cases = written.cases.iter().map(|(number, id)| (*number, *id));
        let cases: Vec<_> = cases.collect();
        let digest = read_digest(&rooms, &city, &built, &cases).await;
        (written, digest.unwrap())
    };
    lend(&rooms, &built).await;
    log.integrate().await.unwrap();
    assert!(log.audit().await.unwrap().is_clean());
    let tables = dump(&db, &names(&city, &built, &written)).await;
    Filled {
        tables,
        written,
        digest,
    }
}

/// Audits the numbers, and takes some of the longest series by the ordinary way.
async fn lend(rooms: &Rooms, built: &Built) {
    let asking = Asking::program("test");
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap());
    let filter = SeriesFilter::default();
    let mut rows = Vec::new();
    loop {
        let audit = rooms.casework.audit_numbers(&asking, &filter, &page).await;
        let audit = audit.unwrap();
        assert!(audit.is_whole, "{audit:?}");
        rows.extend(audit.rows);
        page.cursor = audit.next.map(|next| Cursor::try_from(next).unwrap());
        if page.cursor.is_none() {
            break;
        }
    }
    let this_year = rows.iter().filter(|row| row.year == 2026);
    let series = this_year.max_by_key(|row| (row.last, built.code(&row.authority)));
    let series = series.unwrap();
    assert!(series.last > 1, "{series:?}");
    let new = NewRange {
        authority: series.authority.clone(),
        word: series.word.clone(),
        count: 3,
        device: "tablet".to_owned(),
        until: rooms.casework.today(),
    };
    let range = rooms.casework.lend_numbers(&asking, &new).await.unwrap();
    assert_eq!(range.first, series.last + 1);
}

/// What every id is called that both cities have.
fn names(city: &City, built: &Built, written: &Written) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for (place, id) in built.authorities.iter().enumerate() {
        names.insert(id.to_string(), city.authorities[place].code.clone());
    }
    for (place, id) in built.officers.iter().enumerate() {
        names.insert(id.to_string(), city.officers[place].code.clone());
    }
    for (place, id) in built.items.iter().enumerate() {
        names.insert(id.to_string(), format!("item {place}"));
    }
    for (number, id) in &built.parties {
        names.insert(id.to_string(), format!("party {number}"));
    }
    for (number, id) in &written.cases {
        names.insert(id.to_string(), format!("case {number:06}"));
    }
    names
}

async fn dump(
    db: &Database,
    names: &HashMap<String, String>,
) -> BTreeMap<&'static str, Vec<String>> {
    let mut tables = BTreeMap::new();
    let schema = match db.kind() {
        DatabaseKind::Postgres => &SCHEMA[..],
        DatabaseKind::Sqlite => &[],
    };
    for (table, columns) in TABLES.iter().chain(schema) {
        let cells: Vec<String> = columns
            .split(", ")
            .map(|column| format!("COALESCE(CAST({} AS TEXT), 'nothing')", column.trim()))
            .collect();
        let sql = format!("SELECT {} FROM {table}", cells.join(" || '\u{1f}' || "));
        let asked = Statement::from_string(db.read().get_database_backend(), sql);
        let rows = db.read().query_all_raw(asked).await.unwrap();
        let rows = rows.iter().map(|row| {
            let text: String = row.try_get_by_index(0).unwrap();
            text.split('\u{1f}')
                .map(|cell| named(cell, names))
                .collect::<Vec<_>>()
                .join(" | ")
        });
        let mut rows: Vec<String> = rows.collect();
        rows.sort_unstable();
        tables.insert(*table, rows);
    }
    tables
}

/// A cell with names in the place of ids. What names nothing of the city is an entry; the deed is
/// a digest of ids, and of the same length.
fn named(cell: &str, names: &HashMap<String, String>) -> String {
    let is_digit = |c: char| c.is_ascii_hexdigit() || c == '-';
    if cell.len() == 32 && cell.chars().all(|c| c.is_ascii_hexdigit()) {
        return "digest".to_owned();
    }
    let mut text = String::new();
    let mut rest = cell;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        if word.len() == 36 {
            text += names.get(word).map_or("entry", String::as_str);
        } else {
            text += word;
        }
        let next = behind.find(is_digit).unwrap_or(behind.len());
        text += &behind[..next];
        rest = &behind[next..];
    }
    text
}

/// Whether or not the log has begun before.
async fn the_same_rows(urls: [DatabaseUrl; 2], begin_log: bool) {
    let [plain, bulk] = urls;
    let plain = fill(&plain, false, begin_log).await;
    let bulk = fill(&bulk, true, begin_log).await;
    assert_eq!(plain.written.acts, bulk.written.acts);
    assert_eq!(plain.digest, bulk.digest);
    let mut planted = plain.written.planted;
    planted.sort_by_key(|planted| (planted.case, planted.act));
    assert_eq!(planted, bulk.written.planted);
    assert!(planted.len() > 3, "{planted:?}");
    for (table, rows) in &plain.tables {
        assert!(!rows.is_empty(), "{table}");
        let others = &bulk.tables[table];
        for (row, other) in rows.iter().zip(others) {
            assert_eq!(row, other, "{table}");
        }
        assert_eq!(rows.len(), others.len(), "{table}");
    }
}

#[tokio::test]
async fn on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| DatabaseUrl::Sqlite(folder.path().join(name));
    the_same_rows([url("plain.sqlite"), url("bulk.sqlite")], false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql() {
    let urls = [
        store::testing::empty_postgres().await,
        store::testing::empty_postgres().await,
    ];
    the_same_rows(urls, true).await;
}
