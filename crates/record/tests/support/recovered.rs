//! What a record must be after its process was killed or its machine lost power.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use record::{ActFilter, LogSettings, Record, RecordLog, Sequencer, Step};
use store::{Database, DatabaseUrl, Limit, PageRequest};

use super::HandClock;

pub const ORIGIN: &str = "ledger.example/city";

/// Opens what is left: every acknowledged act (idempotency key and entry) is there once, the indexes
/// are dense, the audit is clean. Tells how many acts there are, or what is wrong.
pub async fn recovered(
    url: &DatabaseUrl,
    folder: &Path,
    acknowledged: &BTreeMap<String, String>,
) -> Result<u64, String> {
    let clock = HandClock::new();
    // Beyond every lease of the children.
    clock.forward(1_000 * 60 * 60 * 24 * 365 * 20);
    let db = Database::open(url)
        .await
        .map_err(|error| error.to_string())?;
    let record = Record::open(db.clone(), clock).await;
    let record = record.map_err(|error| error.to_string())?;
    let settings = LogSettings::new(folder, ORIGIN.parse().unwrap(), ORIGIN.parse().unwrap());
    let log = RecordLog::new(record.clone(), settings);
    let step = Sequencer::new(log.clone()).step().await;
    let Step::Led { size, .. } = step.map_err(|error| error.to_string())? else {
        return Err("nobody else leads, and yet the lease is held".to_owned());
    };
    let (present, mut indexes) = present(&record).await?;
    for (key, entry) in acknowledged {
        if present.get(key) != Some(entry) {
            return Err(format!("{key} was acknowledged, but is not there"));
        }
    }
    indexes.sort_unstable();
    if !indexes.iter().copied().eq(0..size) {
        return Err("the indexes are not dense".to_owned());
    }
    let audit = log.audit().await.map_err(|error| error.to_string())?;
    if !audit.is_clean() {
        return Err(format!("{audit:?}"));
    }
    db.close().await.map_err(|error| error.to_string())?;
    Ok(size)
}

/// Each idempotency key with its entry, and all indexes.
async fn present(record: &Record) -> Result<(BTreeMap<String, String>, Vec<u64>), String> {
    let (mut present, mut indexes) = (BTreeMap::new(), Vec::new());
    let mut page = PageRequest::first(Limit::new(200).unwrap());
    loop {
        let acts = record.acts(&ActFilter::default(), &page).await;
        let acts = acts.map_err(|error| error.to_string())?;
        for act in &acts.acts {
            let opened = record.opened(act.entry).await;
            let opened = opened.map_err(|error| error.to_string())?;
            let said = opened.act.json.to_value();
            let key = said["idempotency_key"].as_str().unwrap().to_owned();
            if present.insert(key, act.entry.to_string()).is_some() {
                return Err(format!("{} is there twice", act.entry));
            }
            indexes.push(act.index.ok_or("an act has no index")?);
        }
        page.cursor = acts.next;
        if page.cursor.is_none() {
            return Ok((present, indexes));
        }
    }
}

/// The program that appends until it is killed. Cargo builds examples beside the tests.
pub fn append_until_killed() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples/append_until_killed");
    assert!(
        program.exists(),
        "{} is not built: run the tests of the whole crate",
        program.display()
    );
    program
}
