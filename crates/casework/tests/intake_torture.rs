//! A process that is killed while it takes in a batch, again and again: what it acknowledged is there,
//! and the batch sent once more leaves no double and no hole.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use casework::Asking;
use casework::intake::Way;
use jiff::civil::date;
use store::testing::empty_postgres;
use store::{Database, DatabaseUrl};

use support::Room;
use support::intake::{Team, lines, sender};

/// After how many lines of its output, and how many milliseconds more, each child is killed.
const KILLS: [(usize, u64); 6] = [(0, 40), (1, 3), (2, 11), (0, 170), (3, 0), (5, 7)];
const CASES: usize = 400;

#[test]
fn a_batch_that_is_killed_again_and_again_is_whole_in_the_end_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(folder.path().join("xiezhi.sqlite"));
    torture(&url);
}

#[test]
fn a_batch_that_is_killed_again_and_again_is_whole_in_the_end_on_postgresql() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(empty_postgres());
    torture(&url);
}

fn torture(url: &DatabaseUrl) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (data, all, entries) = runtime.block_on(async {
        let db = Database::open(url).await.unwrap();
        let room = Room::open(db.clone()).await;
        let team = Team::of(&room).await;
        room.casework
            .add_source(&Asking::program("test"), &team.source("water"))
            .await
            .unwrap();
        let begun = date(2026, 10, 8).at(9, 0, 0, 0);
        let rows: Vec<_> = (0..CASES)
            .flat_map(|number| team.case(number, begun))
            .collect();
        let entries = room.casework.record().entries().await.unwrap();
        db.close().await.unwrap();
        (room.folder, lines(&rows), entries)
    });
    let file = data.path().join("rows.jsonl");
    std::fs::write(&file, all.join(&b'\n')).unwrap();
    let mut acknowledged = 0;
    for (after, more) in KILLS {
        acknowledged = acknowledged.max(run_and_kill(url, data.path(), &file, after, more));
    }
    assert!(acknowledged >= 120, "{acknowledged}");
    assert!(acknowledged < all.len(), "nothing was cut");
    runtime.block_on(whole_in_the_end(
        url,
        data.path(),
        &all,
        (acknowledged, entries),
    ));
}

/// How many lines the child said were durable.
fn run_and_kill(url: &DatabaseUrl, data: &Path, file: &Path, after: usize, more: u64) -> usize {
    let address = match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(example())
        .arg(address)
        .args([data, file])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let (mut durable, mut line) = (0, String::new());
    for _ in 0..after {
        line.clear();
        said.read_line(&mut line).unwrap();
        durable = line.trim().parse().unwrap();
    }
    std::thread::sleep(Duration::from_millis(more));
    child.kill().unwrap();
    child.wait().unwrap();
    // What it still said before it died counts, but for a line that was torn.
    loop {
        line.clear();
        if said.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
            return durable;
        }
        durable = line.trim().parse().unwrap();
    }
}

fn example() -> PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.join("examples").join("intake_until_killed")
}

async fn whole_in_the_end(
    url: &DatabaseUrl,
    data: &Path,
    all: &[Vec<u8>],
    (acknowledged, entries): (usize, u64),
) {
    let db = Database::open(url).await.unwrap();
    let room = Room::again(db, data).await;
    let casework = &room;
    let before = acts(casework, entries).await;
    assert!(
        before >= acknowledged,
        "{before} of {acknowledged} are there"
    );
    let mut batch = casework
        .begin_batch(&sender(), "water", Way::Batch, Some("torture"))
        .await
        .unwrap();
    batch.take(all).await.unwrap();
    let view = batch.end().await.unwrap();
    let many = i64::try_from(all.len()).unwrap();
    assert_eq!((view.lines, view.accepted, view.rejected), (many, many, 0));
    assert_eq!(acts(casework, entries).await, all.len());
    assert_eq!(casework.holes("water", 10).await.unwrap(), []);
    let everybody = Asking::program("test");
    let filter = casework::CaseFilter::default();
    let mut page = store::PageRequest::first(store::Limit::new(200).unwrap());
    let mut cases = 0;
    loop {
        let list = casework.cases(&everybody, &filter, &page).await.unwrap();
        for row in &list.rows {
            let replayed = casework
                .replay_case(&everybody, row.id.parse().unwrap())
                .await
                .unwrap();
            assert!(replayed.is_same && replayed.acts == 5, "{replayed:?}");
        }
        cases += list.rows.len();
        match list.next {
            Some(next) => page.cursor = Some(next.parse().unwrap()),
            None => break,
        }
    }
    assert_eq!(cases, CASES);
}

/// Acts on the record since so many entries.
async fn acts(casework: &casework::Casework, entries: u64) -> usize {
    let now = casework.record().entries().await.unwrap();
    usize::try_from(now - entries).unwrap()
}
