//! The canonical export of a city, and its digest.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::city::City;
use crate::play::Played;

/// The digest of a city: SHA-256 over the lines of its canonical export, people and items first,
/// then the cases by number. It names everybody by their codes, so it does not depend on the ids
/// that a database gives.
#[derive(Debug, Clone)]
pub struct Digest(Sha256);

impl Digest {
    /// The digest of a city without cases.
    pub fn of(city: &City) -> Self {
        let mut digest = Self(Sha256::new());
        digest.add(&json!(city.authorities).to_string());
        digest.add(&json!(city.officers).to_string());
        digest.add(&json!(city.items).to_string());
        digest
    }

    /// Adds the line of the case that comes next, as [`canonical`] writes it.
    pub fn add(&mut self, line: &str) {
        self.0.update(line);
        self.0.update("\n");
    }

    /// The digest, in hexadecimal.
    pub fn hex(self) -> String {
        let digits = b"0123456789abcdef";
        let halves = self.0.finalize().into_iter();
        let halves = halves.flat_map(|byte| [byte >> 4, byte & 15]);
        halves
            .map(|half| char::from(digits[usize::from(half)]))
            .collect()
    }
}

/// The line of a case in the canonical export, without the line break.
pub fn canonical(city: &City, played: &Played) -> String {
    let acts = played.acts.iter().map(|done| {
        let by: Vec<_> = done
            .by
            .iter()
            .map(|&place| city.officers[place].code.as_str())
            .collect();
        let broke: Vec<_> = done.broke.iter().map(|broke| broke.rule.as_str()).collect();
        json!({"act": done.act, "by": by, "seen": done.seen, "broke": broke})
    });
    json!({
        "number": played.story.number,
        "authority": city.authorities[played.story.authority].code,
        "party": played.story.party.number,
        "acts": acts.collect::<Vec<_>>(),
        "case": played.case,
    })
    .to_string()
}
