//! A process that is killed while 8 clients append: what it acknowledged is there, once.
//!
//! 20 rounds on each database; `XIEZHI_TORTURE_ROUNDS` asks for more (`make torture`: 200).
//! Power cuts are another thing, and are simulated in `ledger`: a killed process leaves to the
//! operating system what it has written.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use record::{ActFilter, LogSettings, Record, RecordLog, Sequencer, Step};
use store::testing::empty_postgres;
use store::{Database, DatabaseUrl, Limit, PageRequest};
use support::HandClock;

#[test]
fn what_was_acknowledged_is_there_once_after_each_kill_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    torture(
        &DatabaseUrl::Sqlite(folder.path().join("xiezhi.sqlite")),
        folder.path(),
    );
}

#[test]
fn what_was_acknowledged_is_there_once_after_each_kill_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(empty_postgres());
    torture(&url, folder.path());
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long to torture is said from outside"
)]
fn rounds() -> u64 {
    std::env::var("XIEZHI_TORTURE_ROUNDS").map_or(20, |rounds| rounds.parse().unwrap())
}

fn torture(url: &DatabaseUrl, folder: &Path) {
    let mut acknowledged = BTreeMap::new();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..rounds() {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let life = Duration::from_millis(20 + (random >> 33) % 300);
        acknowledged.extend(run_and_kill(url, folder, round, life));
    }
    assert!(
        acknowledged.len() as u64 > rounds(),
        "hardly anything was appended"
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(check(url, folder, &acknowledged));
}

/// Runs the child for a while after it is ready, kills it, and gives what it acknowledged. A last
/// line that was torn by the kill is left out.
fn run_and_kill(
    url: &DatabaseUrl,
    folder: &Path,
    round: u64,
    life: Duration,
) -> Vec<(String, String)> {
    let address = match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(program())
        .args([&address, &folder.display().to_string(), &round.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert_eq!(
        line, "ready\n",
        "round {round} did not start after the kill before it"
    );
    let reading = std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut line = String::new();
        while out.read_line(&mut line).unwrap() > 0 {
            if let Some((key, entry)) = line
                .strip_suffix('\n')
                .and_then(|line| line.split_once(' '))
            {
                lines.push((key.to_owned(), entry.to_owned()));
            }
            line.clear();
        }
        lines
    });
    std::thread::sleep(life);
    // SIGKILL.
    child.kill().unwrap();
    child.wait().unwrap();
    reading.join().unwrap()
}

/// Cargo builds examples beside the tests.
fn program() -> PathBuf {
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

async fn check(url: &DatabaseUrl, folder: &Path, acknowledged: &BTreeMap<String, String>) {
    let clock = HandClock::new();
    // Beyond every lease of the children.
    clock.forward(1_000 * 60 * 60 * 24 * 365 * 20);
    let db = Database::open(url).await.unwrap();
    let record = Record::open(db, clock).await.unwrap();
    let origin = "ledger.example/city";
    let settings = LogSettings::new(folder, origin.parse().unwrap(), origin.parse().unwrap());
    let log = RecordLog::new(record.clone(), settings);
    let Step::Led { size, .. } = Sequencer::new(log.clone()).step().await.unwrap() else {
        panic!("nobody else leads");
    };
    let mut present = BTreeMap::new();
    let mut indexes = Vec::new();
    let mut page = PageRequest::first(Limit::new(200).unwrap());
    loop {
        let acts = record.acts(&ActFilter::default(), &page).await.unwrap();
        for act in &acts.acts {
            let opened = record.opened(act.entry).await.unwrap().act.json.to_value();
            let key = opened["idempotency_key"].as_str().unwrap().to_owned();
            assert_eq!(
                present.insert(key, act.entry.to_string()),
                None,
                "an act is there twice"
            );
            indexes.push(act.index.unwrap());
        }
        page.cursor = acts.next;
        if page.cursor.is_none() {
            break;
        }
    }
    for (key, entry) in acknowledged {
        assert_eq!(present.get(key), Some(entry), "acknowledged, but not there");
    }
    indexes.sort_unstable();
    assert!(
        indexes.iter().copied().eq(0..size),
        "the indexes are not dense"
    );
    let audit = log.audit().await.unwrap();
    assert!(audit.is_clean(), "{audit:?}");
    println!("{} acknowledged, {size} present", acknowledged.len());
}
