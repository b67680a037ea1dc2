//! The canonical export of a city, and its digest.

use std::collections::BTreeMap;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::city::City;
use crate::play::Played;

/// The digest of a city: SHA-256 over the lines of its canonical export: authorities, officers,
/// items, then for each case, by number, the SHA-256 of its line. It names everybody by their codes,
/// so it does not depend on the ids that a database gives.
#[derive(Debug, Clone)]
pub struct Digest {
    city: Sha256,
    cases: BTreeMap<u64, [u8; 32]>,
}

impl Digest {
    /// The digest of a city without cases.
    pub fn of(city: &City) -> Self {
        let mut digest = Sha256::new();
        let lines = [
            json!(city.authorities),
            json!(city.officers),
            json!(city.items),
        ];
        for line in lines {
            digest.update(line.to_string());
            digest.update("\n");
        }
        Self {
            city: digest,
            cases: BTreeMap::new(),
        }
    }

    /// Adds the line of a case, as [`canonical`] writes it. The order in which cases are added does
    /// not matter.
    pub fn add(&mut self, number: u64, line: &str) {
        self.add_digest(number, digest_of(line));
    }

    /// Adds a case by the digest of its line, [`digest_of`].
    pub fn add_digest(&mut self, number: u64, line: [u8; 32]) {
        self.cases.insert(number, line);
    }

    /// The digest, in hexadecimal.
    pub fn hex(self) -> String {
        let mut digest = self.city;
        for (number, line) in self.cases {
            digest.update(number.to_be_bytes());
            digest.update(line);
        }
        let digits = b"0123456789abcdef";
        let halves = digest.finalize().into_iter();
        let halves = halves.flat_map(|byte| [byte >> 4, byte & 15]);
        halves
            .map(|half| char::from(digits[usize::from(half)]))
            .collect()
    }
}

/// The SHA-256 of the line of a case.
pub fn digest_of(line: &str) -> [u8; 32] {
    Sha256::digest(line).into()
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
