//! A process that is killed while 8 clients act in cases: what it acknowledged is there, once and
//! whole; what it did not is there whole or not at all; a request that is sent again gets the first
//! answer.
//!
//! 20 rounds on SQLite and 5 on PostgreSQL; `XIEZHI_TORTURE_ROUNDS` asks for more of both
//! (`make torture-cases`: 200).

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use base::Clock;
use casework::{Asking, CaseError, CaseFilter, CaseId, Casework, NoHoldings, SeriesFilter};
use jiff::Timestamp;
use record::{ActFilter, LogSettings, Record, RecordLog, Sequencer, Step};
use register::Register;
use rules::{Folder, RuleSet};
use store::testing::empty_postgres;
use store::{Database, DatabaseUrl, Limit, PageRequest};
use support::Room;
use support::asked::{Asked, CLIENTS, Line, Told};

#[test]
fn what_was_acknowledged_is_there_once_and_whole_after_each_kill_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(folder.path().join("xiezhi.sqlite"));
    torture(&url, rounds(20));
}

#[test]
fn what_was_acknowledged_is_there_once_and_whole_after_each_kill_on_postgresql() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(empty_postgres());
    torture(&url, rounds(5));
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long to torture is said from outside"
)]
fn rounds(otherwise: u64) -> u64 {
    std::env::var("XIEZHI_TORTURE_ROUNDS").map_or(otherwise, |rounds| rounds.parse().unwrap())
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "leases of the child run by this clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// What the rounds so far have shown.
#[derive(Default)]
struct Tally {
    told: BTreeMap<String, Told>,
    /// Cases that were whole when their round was checked, with their revision.
    whole: BTreeMap<String, u32>,
    stale: usize,
    unanswered: usize,
    done_unanswered: usize,
    /// Numbers that acts use.
    numbers: i64,
}

fn torture(url: &DatabaseUrl, rounds: u64) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let room = runtime.block_on(async { Room::open(Database::open(url).await.unwrap()).await });
    let officers = room.officers.iter().take(CLIENTS);
    let officers: Vec<String> = officers
        .map(|officer| format!("{}/{}", officer.id, officer.authority))
        .collect();
    let folder = room.folder.path().to_owned();
    let mut tally = Tally::default();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..rounds {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let life = Duration::from_millis(20 + (random >> 33) % 500);
        let lines = run_and_kill(url, &folder, round, &officers, life);
        runtime.block_on(check(url, &folder, &lines, &mut tally, round + 1 == rounds));
    }
    println!(
        "{rounds} rounds: {} acts acknowledged in {} cases with {} numbers, {} refused as stale, {} unanswered of which {} were done",
        tally.told.len(),
        tally.whole.len(),
        tally.numbers,
        tally.stale,
        tally.unanswered,
        tally.done_unanswered
    );
    assert!(
        tally.told.len() as u64 > rounds * CLIENTS as u64,
        "hardly anything was done"
    );
    assert!(tally.stale > 0, "clients never met in a case");
    assert!(tally.numbers > 0, "no act gave a number");
}

/// Runs the child for a while after it is ready, kills it, and gives what it said. A last line that
/// was torn by the kill is left out.
fn run_and_kill(
    url: &DatabaseUrl,
    folder: &Path,
    round: u64,
    officers: &[String],
    life: Duration,
) -> Vec<Line> {
    let address = match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(act_until_killed())
        .args([&address, &folder.display().to_string(), &round.to_string()])
        .args(officers)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(
        matches!(serde_json::from_str(&line), Ok(Line::Ready)),
        "round {round} did not start after the kill before it: {line}"
    );
    let reading = std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut line = String::new();
        while out.read_line(&mut line).unwrap() > 0 {
            if line.ends_with('\n') {
                lines.push(serde_json::from_str(&line).unwrap());
            }
            line.clear();
        }
        lines
    });
    std::thread::sleep(life);
    assert!(
        child.try_wait().unwrap().is_none(),
        "the child of round {round} ended by itself"
    );
    // SIGKILL.
    child.kill().unwrap();
    child.wait().unwrap();
    reading.join().unwrap()
}

/// Opens what is left, and checks it.
async fn check(url: &DatabaseUrl, folder: &Path, lines: &[Line], tally: &mut Tally, is_last: bool) {
    let db = Database::open(url).await.unwrap();
    let record = Record::open(db.clone(), Arc::new(SystemClock));
    let record = record.await.unwrap();
    let register = Register::open(record.clone(), folder).await.unwrap();
    let casework = Casework::open(register, rules(), Arc::new(NoHoldings));
    let casework = casework.await.unwrap();
    answered_again(&casework, lines, tally).await;
    the_log_is_dense(&record, folder).await;
    let acts = acts_of_cases(&record).await;
    for told in tally.told.values() {
        let revision = acts.get(&told.case).and_then(|acts| acts.get(&told.entry));
        assert_eq!(revision, Some(&told.revision), "{told:?} is not there");
    }
    let done: BTreeSet<&String> = tally.told.values().map(|told| &told.entry).collect();
    let all: BTreeSet<&String> = acts.values().flat_map(BTreeMap::keys).collect();
    assert_eq!(
        done, all,
        "an act is on the record that nobody asked for, or twice"
    );
    the_cases_are_whole(&casework, &acts, tally, is_last).await;
    tally.numbers = every_number_is_accounted_for(&casework).await;
    db.close().await.unwrap();
}

/// Sends everything of the round again. What was answered is answered the same; what was not is done
/// now, or was, or is refused because somebody was quicker.
async fn answered_again(casework: &Casework, lines: &[Line], tally: &mut Tally) {
    let mut told: BTreeMap<&str, &Told> = BTreeMap::new();
    let mut stale = BTreeSet::new();
    let mut asked: Vec<&Asked> = Vec::new();
    for line in lines {
        match line {
            Line::Ready => panic!("it began twice"),
            Line::Asked(one) => asked.push(one),
            Line::Done(one) => drop(told.insert(&one.key, one)),
            Line::Stale(key) => drop(stale.insert(key.as_str())),
        }
    }
    tally.stale += stale.len();
    let open = asked
        .iter()
        .filter(|asked| !stale.contains(asked.key.as_str()));
    for asked in open {
        let before = told.get(asked.key.as_str());
        let again = match asked.send(casework).await {
            Ok(done) => done,
            Err(CaseError::Stale { .. }) if before.is_none() => {
                tally.unanswered += 1;
                continue;
            }
            Err(error) => panic!("{asked:?}: {error}"),
        };
        let now = asked.told(&again);
        if let Some(before) = before {
            assert!(again.repeated, "{asked:?} was done twice");
            assert_eq!(now, **before, "another answer than the first");
        } else {
            tally.unanswered += 1;
            tally.done_unanswered += usize::from(again.repeated);
        }
        tally.told.insert(asked.key.clone(), now);
    }
}

/// The sequencer goes on where the killed one stopped; the audit is clean.
async fn the_log_is_dense(record: &Record, folder: &Path) {
    let origin = "ledger.example/city";
    let settings = LogSettings::new(folder, origin.parse().unwrap(), origin.parse().unwrap());
    let log = RecordLog::new(record.clone(), settings);
    let mut sequencer = Sequencer::new(log.clone());
    let size = loop {
        match sequencer.step().await.unwrap() {
            Step::Led { size, .. } => break size,
            // The lease of the killed one runs for a moment yet.
            Step::Standby => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    assert_eq!(
        size,
        record.entries().await.unwrap(),
        "an entry has no index"
    );
    let audit = log.audit().await.unwrap();
    assert!(audit.is_clean(), "{audit:?}");
    sequencer.resign().await.unwrap();
}

/// The acts of each case on the record: their entries with the numbers that they have in the case.
async fn acts_of_cases(record: &Record) -> BTreeMap<String, BTreeMap<String, u32>> {
    let mut acts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap());
    loop {
        let found = record.acts(&ActFilter::default(), &page).await.unwrap();
        for act in &found.acts {
            let Some(case) = &act.case else { continue };
            let opened = record.opened(act.entry).await.unwrap();
            let number = opened.act.json.to_value()["data"]["number"].as_u64();
            let number = u32::try_from(number.unwrap()).unwrap();
            let entries = acts.entry(case.clone()).or_default();
            assert_eq!(entries.insert(act.entry.to_string(), number), None);
        }
        page.cursor = found.next;
        if page.cursor.is_none() {
            return acts;
        }
    }
}

/// Each case has every act from the first to its revision, and is what they make of it, with its
/// columns, its people and what falls due. Cases that did not move since are looked at in the end.
async fn the_cases_are_whole(
    casework: &Casework,
    acts: &BTreeMap<String, BTreeMap<String, u32>>,
    tally: &mut Tally,
    is_last: bool,
) {
    let program = Asking::program("test");
    for (case, entries) in acts {
        let numbers: BTreeSet<u32> = entries.values().copied().collect();
        let revision = u32::try_from(entries.len()).unwrap();
        assert!(
            numbers.iter().copied().eq(1..=revision),
            "{case}: {numbers:?}"
        );
        if !is_last && tally.whole.get(case) == Some(&revision) {
            continue;
        }
        let id: CaseId = case.parse().unwrap();
        let view = casework.case(&program, id).await.unwrap();
        assert_eq!(view.revision, revision, "{case}");
        let replayed = casework.replay_case(&program, id).await.unwrap();
        assert!(replayed.is_same, "{case}: {replayed:?}");
        tally.whole.insert(case.clone(), revision);
    }
    let page = PageRequest::default();
    let all = CaseFilter::default();
    let list = casework.cases(&program, &all, &page);
    assert_eq!(
        list.await.unwrap().total,
        acts.len() as u64,
        "a case without an act"
    );
}

/// No number is missing, doubled or without its act; gives how many are used.
async fn every_number_is_accounted_for(casework: &Casework) -> i64 {
    let (program, all) = (Asking::program("test"), SeriesFilter::default());
    let page = PageRequest::first(Limit::new(Limit::MAX).unwrap());
    let audit = casework.audit_numbers(&program, &all, &page).await.unwrap();
    assert!(audit.is_whole && audit.next.is_none(), "{audit:?}");
    audit.rows.iter().map(|series| series.used).sum()
}

fn rules() -> Arc<RuleSet> {
    static RULES: std::sync::OnceLock<Arc<RuleSet>> = std::sync::OnceLock::new();
    let load = || {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
        Arc::new(RuleSet::load(&Folder::read_with_parents(&pack).unwrap()).unwrap())
    };
    Arc::clone(RULES.get_or_init(load))
}

/// The program that acts until it is killed. Cargo builds examples beside the tests.
fn act_until_killed() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap();
    let program = folder.join("examples/act_until_killed");
    assert!(
        program.exists(),
        "{} is not built: run the tests of the whole crate",
        program.display()
    );
    program
}
