//! The power is cut while 8 clients append: what was acknowledged is in the SQLite files, once.
//!
//! `strace` writes down what the process does to its files; from that, the state of the disk after
//! a cut at a random moment is made again, with all that was not synced lost, kept or torn, for the
//! database and for the tiles and keys beside it. 20 cuts; `XIEZHI_POWER_CUTS` asks for more
//! (`make torture`: 1,000).

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use store::DatabaseUrl;
use support::cut_disk::{CutDisk, Dice, Loss};
use support::recovered::{append_until_killed, recovered};
use support::trace::{self, Call};

const LOSSES: [Loss; 3] = [Loss::All, Loss::Any, Loss::LastTorn];
/// The process is killed and started again this often while it is watched.
const LIVES: usize = 3;
const LIFE_SECONDS: &str = "1.5";

#[test]
fn what_was_acknowledged_is_there_once_after_each_power_cut() {
    let Some((folder, calls)) = watched() else {
        return;
    };
    let (first, last) = (calls[0].begun, calls[calls.len() - 1].begun);
    let (mut most, mut kept) = (0, 0);
    for cut in 0..cuts() {
        let mut dice = Dice(cut + 1);
        let line = first + usize::try_from(dice.below((last - first) as u64)).unwrap();
        let loss = LOSSES[usize::try_from(cut).unwrap() % LOSSES.len()];
        let left = after_cut(&calls, line, folder.path(), loss, &mut dice, false);
        let (acknowledged, present) =
            left.unwrap_or_else(|fault| panic!("cut {cut} at line {line}, {loss:?} lost: {fault}"));
        most = most.max(acknowledged);
        kept += present;
    }
    assert!(most > 0, "no cut came after an act");
    println!(
        "{} power cuts: at most {most} acts acknowledged, {kept} found in all",
        cuts()
    );
}

#[test]
fn a_disk_that_lies_about_its_syncs_is_noticed() {
    let Some((folder, calls)) = watched() else {
        return;
    };
    let line = calls[calls.len() - 1].begun;
    let left = after_cut(&calls, line, folder.path(), Loss::All, &mut Dice(1), true);
    let fault = left.expect_err("nothing was ever synced, and nothing is missing");
    assert!(
        fault.contains("was acknowledged, but is not there"),
        "{fault}"
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "how often to cut is said from outside"
)]
fn cuts() -> u64 {
    std::env::var("XIEZHI_POWER_CUTS").map_or(20, |cuts| cuts.parse().unwrap())
}

/// What a process did that appended, was killed and started again. `None` where processes cannot be
/// watched here.
fn watched() -> Option<(tempfile::TempDir, Vec<Call>)> {
    let tried = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .output();
    if !tried.is_ok_and(|tried| tried.status.success()) {
        println!("left out: strace is not there (scripts/setup.sh test), or may not watch here");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let (mut calls, mut first_line): (Vec<Call>, usize) = (Vec::new(), 0);
    for life in 0..LIVES {
        let file = folder.path().join("trace");
        let status = Command::new("strace")
            .args(["-f", "-y", "-xx", "-s", "4000000", "-e"])
            .arg(format!("trace={}", trace::CALLS))
            .arg("-o")
            .arg(&file)
            .args(["timeout", "-s", "KILL", LIFE_SECONDS])
            .arg(append_until_killed())
            .arg(format!("sqlite:{}", data.join("xiezhi.sqlite").display()))
            .arg(&data)
            .arg(life.to_string())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(!status.success(), "it ended before it was killed");
        let text = fs::read_to_string(&file).unwrap();
        calls.extend(trace::read(&text, &data, first_line));
        first_line += text.lines().count();
    }
    Some((folder, calls))
}

/// How many acts had been acknowledged and how many are there after a cut, or what is wrong.
fn after_cut(
    calls: &[Call],
    line: usize,
    folder: &Path,
    loss: Loss,
    dice: &mut Dice,
    lies: bool,
) -> Result<(usize, u64), String> {
    let left = tempfile::tempdir().unwrap();
    let (disk, acknowledged) = CutDisk::at(calls, line, lies);
    disk.after_cut(&folder.join("data"), left.path(), loss, dice);
    let url = DatabaseUrl::Sqlite(left.path().join("xiezhi.sqlite"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let present = runtime.block_on(recovered(&url, left.path(), &acknowledged))?;
    Ok((acknowledged.len(), present))
}
