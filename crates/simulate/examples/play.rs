//! Plays a city in memory and says how fast: `cargo run --release -p simulate --example play -- SEED CASES`.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::civil::date;
use procedure::Procedures;
use rayon::prelude::*;
use rules::{Folder, RuleSet};
use simulate::{City, Digest, Size, Window, canonical, play, tell};

/// Cases that are held in memory at once.
const BATCH: u64 = 10_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut asked = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let seed = asked.next().transpose()?.unwrap_or(126);
    let cases = asked.next().transpose()?.unwrap_or(20_000);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
    let rules = RuleSet::load(&Folder::read_with_parents(&root)?)?;
    let procedures = Procedures::new(Arc::new(rules));
    let size = Size {
        officers: 8_000,
        items: 28_000,
        parties: 90_000,
    };
    let begun = Instant::now();
    let city = City::of(seed, size)?;
    let window = Window::new(
        &city,
        procedures.rules(),
        date(2024, 1, 1),
        date(2026, 10, 30),
    );
    println!("the city in {:.2} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let (mut acts, mut bytes, mut planted) = (0, 0, 0);
    let mut digest = Digest::of(&city);
    let mut next = 1;
    while next <= cases {
        let last = cases.min(next + BATCH - 1);
        let played = (next..=last).into_par_iter().map(|number| {
            let played = play(&procedures, &city, tell(&city, &window, number))?;
            let line = canonical(&city, &played);
            Ok::<_, simulate::PlayError>((played, line))
        });
        for (played, line) in played.collect::<Result<Vec<_>, _>>()? {
            acts += played.acts.len();
            planted += played.planted.len();
            bytes += line.len();
            digest.add(played.story.number, &line);
        }
        next = last + 1;
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{cases} cases, {acts} acts, {planted} planted, {bytes} bytes in {seconds:.1} s: {:.0} acts/s",
        acts as f64 / seconds
    );
    println!("digest {}", digest.hex());
    Ok(())
}
