//! What the cases of a city say of each other.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};
use procedure::{Case, World};
use serde_json::Value;

use crate::story::{Deed, Story};

/// What other cases say of a case: what casework asks of its table of cases, from memory.
///
/// Cases of different parties know nothing of each other, so an index can be kept for each group of
/// parties.
#[derive(Debug, Default)]
pub struct Known {
    /// By party and item.
    penalties: HashMap<(usize, usize), Vec<Entry>>,
    /// By party and authority.
    inspections: HashMap<(usize, usize), Vec<(u64, DateTime)>>,
}

/// What is known of a case.
#[derive(Debug, Clone, Copy)]
struct Entry {
    number: u64,
    authority: usize,
    opened_at: DateTime,
    violation_on: Option<Date>,
    is_penalty: bool,
    /// Filed and not closed.
    is_open: bool,
    decided: Option<Decided>,
}

/// How a case was decided.
#[derive(Debug, Clone, Copy)]
struct Decided {
    is_fined: bool,
}

impl Known {
    /// Writes into the world of a deed what other cases say of the case that it is done in;
    /// `opened_at` is the time of its first act.
    pub fn tell(
        &self,
        world: &mut World,
        story: &Story,
        case: &Case,
        deed: &Deed,
        opened_at: DateTime,
    ) {
        let day = deed.states.get("violation_on").and_then(Value::as_str);
        let day = day.or_else(|| case.words("violation_on"));
        let violation_on: Option<Date> = day.and_then(|day| day.parse().ok());
        let key = (story.party.number, story.item);
        let others = self.penalties.get(&key).into_iter().flatten();
        for other in others.filter(|other| other.number != story.number) {
            let same_deed = violation_on.is_some() && other.violation_on == violation_on;
            let before = other.opened_at < opened_at;
            let fined = same_deed && other.decided.is_some_and(|decided| decided.is_fined);
            world.fined_before += i64::from(fined);
            let elsewhere = same_deed && other.is_open && other.authority != story.authority;
            world.open_elsewhere += i64::from(elsewhere && before);
            let earlier = other.is_penalty && other.decided.is_some() && before;
            world.earlier_violations += i64::from(earlier);
        }
        let key = (story.party.number, story.authority);
        let inspected = self.inspections.get(&key).into_iter().flatten();
        let year = deed.at.year();
        let this_year =
            inspected.filter(|(number, at)| *number != story.number && at.year() >= year);
        world.inspections_this_year = this_year.fold(0, |count, _| count + 1);
    }

    /// Takes a case as an act has made it.
    pub fn done(&mut self, story: &Story, case: &Case, opened_at: DateTime) {
        let party = story.party.number;
        let subject = story.procedure.split('.').next();
        if subject == Some("inspection") && case.acts == 1 {
            let of = self.inspections.entry((party, story.authority));
            of.or_default().push((story.number, opened_at));
        }
        let entry = Entry {
            number: story.number,
            authority: story.authority,
            opened_at,
            violation_on: case.day("violation_on"),
            is_penalty: subject == Some("penalty"),
            is_open: case.day("filed_on").is_some() && case.day("closed_on").is_none(),
            decided: case.day("decided_on").map(|_| Decided {
                is_fined: case.number("fine").is_some_and(|fine| fine > 0),
            }),
        };
        let of = self.penalties.entry((party, story.item)).or_default();
        match of.iter_mut().find(|known| known.number == story.number) {
            Some(known) => *known = entry,
            None => of.push(entry),
        }
    }
}
