//! A city in real rooms, on both databases, against the same city in memory.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/rooms.rs"]
mod rooms;
mod support;

use std::collections::BTreeMap;

use jiff::civil::date;
use procedure::Procedures;
use rooms::{SIZE, rooms};
use simulate::shell::{SimulateError, check_empty, line_of, populate, read_digest, write_plain};
use simulate::{City, Digest, Timeline, Window, canonical, play_all};
use store::Database;
use support::procedures;
use tempfile::TempDir;

const CASES: u64 = 60;

/// The city with its cases, played in memory: its lines and their digest.
fn in_memory(
    procedures: &Procedures,
    city: &City,
    window: &Window,
) -> (BTreeMap<u64, String>, String) {
    let mut digest = Digest::of(city);
    let mut lines = BTreeMap::new();
    let timeline = Timeline::new(city, window, CASES);
    play_all(procedures, city, timeline, |played| {
        let line = canonical(city, &played);
        digest.add(played.story.number, &line);
        lines.insert(played.story.number, line);
    })
    .unwrap();
    (lines, digest.hex())
}

#[tokio::test]
async fn a_city_in_real_rooms_is_the_city_in_memory() {
    store::testing::for_each_database(a_city_lives).await;
}

async fn a_city_lives(db: Database) {
    let procedures = procedures();
    let folder: TempDir = tempfile::tempdir().unwrap();
    let rooms = rooms(db, folder.path(), &procedures).await;
    let city = City::of(126, SIZE).unwrap();
    let window = Window::new(
        &city,
        procedures.rules(),
        date(2025, 3, 3),
        date(2026, 10, 30),
    );
    check_empty(&rooms, &city).await.unwrap();
    let timeline = Timeline::new(&city, &window, CASES);
    let parties = timeline.parties().clone();
    let mut quiet = |_| {};
    let built = populate(&rooms, &city, &parties, folder.path(), &mut quiet);
    let built = built.await.unwrap();
    assert_eq!(built.authorities.len(), city.authorities.len());
    assert_eq!(built.officers.len(), city.officers.len());
    assert_eq!(built.items.len(), city.items.len());
    let written = write_plain(&rooms, &built, timeline, &mut quiet).await;
    let written = written.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(written.cases.len() as u64, CASES);
    let cases: Vec<_> = written
        .cases
        .iter()
        .map(|(number, id)| (*number, *id))
        .collect();
    let digest = read_digest(&rooms, &city, &built, &cases).await.unwrap();
    let (lines, same) = in_memory(&procedures, &city, &window);
    for (number, id) in &written.cases {
        let line = line_of(&rooms, &built, *number, *id).await.unwrap();
        assert_eq!(line, lines[number]);
    }
    assert_eq!(digest, same);
    let again = check_empty(&rooms, &city).await;
    assert!(matches!(again, Err(SimulateError::Populated)), "{again:?}");
}
