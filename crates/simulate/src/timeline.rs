//! All deeds of all stories in the order of time.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};
use std::sync::Arc;
use std::vec::IntoIter;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use rayon::prelude::*;

use crate::city::City;
use crate::other::{ASSIGNED, OF_OWN_ACCORD};
use crate::story::{Deed, Start, Story, Window, start, tell};

/// A deed in its place in the life of the city.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The story that it belongs to. Its list of deeds is empty: they come one by one.
    pub story: Arc<Story>,
    /// The number of the deed in the story, from 0.
    pub index: u32,
    /// The deed.
    pub deed: Deed,
    /// Whether the story ends with it, as far as it is told.
    pub is_last: bool,
}

/// The deeds of the stories 1 to N, by time, then by story, then as the story has them.
///
/// Only stories that have begun and not ended are held in memory: of a million cases over three
/// years some tens of thousands. The order of two runs is the same.
///
/// Two stories of one party and one item never name the same day of violation: nobody is punished
/// twice for one deed by chance. The later story names an earlier day then.
#[derive(Debug)]
pub struct Timeline<'c> {
    city: &'c City,
    window: &'c Window,
    /// Stories by their first day, each group by number.
    begins: Vec<Vec<u64>>,
    /// The place of the next day whose stories are not told yet.
    day: usize,
    living: BinaryHeap<Reverse<Living>>,
    /// Party, item and day of violation of every story so far.
    deeds: HashSet<(u32, u32, Date)>,
    /// Inspections so far by party, authority and year.
    inspections: HashMap<(usize, usize, i16), i64>,
    parties: BTreeSet<usize>,
}

/// A story with the deeds that are still to come.
#[derive(Debug)]
struct Living {
    story: Arc<Story>,
    index: u32,
    next: Deed,
    rest: IntoIter<Deed>,
}

/// Stories that are looked at together.
const BATCH: u64 = 50_000;

impl<'c> Timeline<'c> {
    /// The life of a city with the stories 1 to `cases`.
    pub fn new(city: &'c City, window: &'c Window, cases: u64) -> Self {
        let mut begins = vec![Vec::new(); window.days().len()];
        let mut parties = BTreeSet::new();
        let cases = if begins.is_empty() { 0 } else { cases };
        let mut first = 1;
        while first <= cases {
            let last = cases.min(first + BATCH - 1);
            let starts = (first..=last)
                .into_par_iter()
                .map(|number| (number, start(city, window, number)));
            for (number, Start { day, party }) in starts.collect::<Vec<_>>() {
                begins[day].push(number);
                parties.insert(party);
            }
            first = last + 1;
        }
        Self {
            city,
            window,
            begins,
            day: 0,
            living: BinaryHeap::new(),
            deeds: HashSet::new(),
            inspections: HashMap::new(),
            parties,
        }
    }

    /// The numbers of the parties of all its stories.
    pub const fn parties(&self) -> &BTreeSet<usize> {
        &self.parties
    }

    /// How many stories are in memory.
    pub fn living(&self) -> usize {
        self.living.len()
    }

    /// Tells the stories of the next day.
    fn begin_day(&mut self) {
        let numbers = std::mem::take(&mut self.begins[self.day]);
        self.day += 1;
        let (city, window) = (self.city, self.window);
        let told = numbers
            .into_par_iter()
            .map(|number| tell(city, window, number));
        let mut told: Vec<Story> = told.collect();
        self.count_inspections(&mut told);
        for mut story in told {
            self.part_deeds(&mut story);
            let mut rest = std::mem::take(&mut story.deeds).into_iter();
            let Some(next) = rest.next() else { continue };
            let story = Arc::new(story);
            self.living.push(Reverse(Living {
                story,
                index: 0,
                next,
                rest,
            }));
        }
    }

    /// Lets inspections be assigned by somebody else where the authority inspects the party often
    /// enough in the year. All of a day are counted first: each is approved on the day on which it is
    /// planned, and until then others of that day may come before it.
    fn count_inspections(&mut self, told: &mut [Story]) {
        let key = |story: &Story| {
            let is_inspection = story.procedure.starts_with("inspection.");
            let day = story.deeds.first().filter(|_| is_inspection)?.at;
            Some((story.party.number, story.authority, day.year()))
        };
        for key in told.iter().filter_map(key) {
            *self.inspections.entry(key).or_default() += 1;
        }
        for story in told {
            let count = key(story).and_then(|key| self.inspections.get(&key));
            let is_enough = count.is_some_and(|count| *count > self.window.inspections());
            let Some(first) = story.deeds.first_mut().filter(|_| is_enough) else {
                continue;
            };
            if first
                .states
                .get("source")
                .is_some_and(|source| source == OF_OWN_ACCORD)
            {
                first.states.insert("source".to_owned(), ASSIGNED.into());
            }
        }
    }

    /// Lets the story name a day of violation that no other story of its party and item names.
    fn part_deeds(&mut self, story: &mut Story) {
        const NAME: &str = "violation_on";
        let (party, item) = (story.party.number as u32, story.item as u32);
        let Some(stated) = story.deeds.first_mut().map(|deed| &mut deed.states) else {
            return;
        };
        let named = stated.get(NAME).and_then(|day| day.as_str()?.parse().ok());
        let Some(mut day) = named else { return };
        while !self.deeds.insert((party, item, day)) {
            day = Date::saturating_sub(day, 1.day());
        }
        stated.insert(NAME.to_owned(), day.to_string().into());
    }
}

impl Iterator for Timeline<'_> {
    type Item = Moment;

    fn next(&mut self) -> Option<Moment> {
        loop {
            let begins = self.window.days().get(self.day);
            let comes = self.living.peek().map(|next| next.0.next.at);
            match (begins, comes) {
                (None, None) => return None,
                (Some(day), Some(at)) if at.date() < *day => break,
                (Some(_), _) => self.begin_day(),
                (None, Some(_)) => break,
            }
        }
        let Reverse(mut living) = self.living.pop()?;
        let (story, index) = (Arc::clone(&living.story), living.index);
        let Some(after) = living.rest.next() else {
            return Some(Moment {
                story,
                index,
                deed: living.next,
                is_last: true,
            });
        };
        let deed = std::mem::replace(&mut living.next, after);
        living.index += 1;
        self.living.push(Reverse(living));
        Some(Moment {
            story,
            index,
            deed,
            is_last: false,
        })
    }
}

impl Living {
    fn place(&self) -> (DateTime, u64, u32) {
        (self.next.at, self.story.number, self.index)
    }
}

impl PartialEq for Living {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Eq for Living {}

impl PartialOrd for Living {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Living {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}
