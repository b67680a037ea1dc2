//! How many rows a second are taken in, with every check, in process and durable:
//! `cargo run --release -p casework --example measure_intake -- DATABASE_URL ROWS [time]`. The database
//! must be empty; the rows are cases of five acts by the simple procedure, case by case, or with `time`
//! act by act, so that each chunk meets cases that are there already. Then the same batch is sent again.

#![allow(clippy::unwrap_used, reason = "a measurement stops where it fails")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use casework::Asking;
use casework::intake::{CHUNK, Way};
use jiff::ToSpan;
use jiff::civil::date;
use store::Database;

use support::Room;
use support::intake::{Team, lines, sender};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (Some(url), Some(many)) = (arguments.get(1), arguments.get(2)) else {
        println!("DATABASE_URL ROWS [time]");
        return;
    };
    let many: usize = many.parse().unwrap();
    let db = Database::open(&url.parse().unwrap()).await.unwrap();
    let room = Room::open(db).await;
    let team = Team::of(&room).await;
    room.casework
        .add_source(&Asking::program("measure"), &team.source("measured"))
        .await
        .unwrap();
    let first = date(2026, 1, 5).at(9, 0, 0, 0);
    let mut rows: Vec<_> = (0..many / 5)
        .flat_map(|number| {
            let days = i64::try_from(number % 250).unwrap();
            team.case(number, first.checked_add(days.days()).unwrap())
        })
        .collect();
    if arguments.get(3).is_some_and(|order| order == "time") {
        rows.sort_by_key(|row| row.act.sequence);
    }
    let lines = lines(&rows);
    let bytes: usize = lines.iter().map(Vec::len).sum();
    println!(
        "{} rows of {} bytes on average",
        lines.len(),
        bytes / lines.len()
    );
    for what in ["new", "sent again"] {
        let begun = Instant::now();
        let mut batch = room
            .casework
            .begin_batch(&sender(), "measured", Way::Batch, None)
            .await
            .unwrap();
        for chunk in lines.chunks(CHUNK) {
            batch.take(chunk).await.unwrap();
        }
        let view = batch.end().await.unwrap();
        assert_eq!(
            usize::try_from(view.accepted + view.repeated),
            Ok(lines.len())
        );
        report(what, lines.len(), begun);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn report(what: &str, many: usize, begun: Instant) {
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{what}: {many} rows in {seconds:.2} s: {:.0}/s",
        many as f64 / seconds
    );
}
