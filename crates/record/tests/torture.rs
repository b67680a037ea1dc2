//! A process that is killed while 8 clients append: what it acknowledged is there, once.
//!
//! 20 rounds on each database; `XIEZHI_TORTURE_ROUNDS` asks for more (`make torture`: 200).
//! Power cuts are another thing (`power_cut.rs`): a killed process leaves to the operating system
//! what it has written.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use store::DatabaseUrl;
use store::testing::empty_postgres;
use support::recovered::{append_until_killed, recovered};

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
    let present = runtime.block_on(recovered(url, folder, &acknowledged));
    println!(
        "{} acknowledged, {} present",
        acknowledged.len(),
        present.unwrap()
    );
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
    let mut child = Command::new(append_until_killed())
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
