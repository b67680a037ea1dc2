//! Who writes a story down, day after day.

use jiff::civil::{Date, Time};
use serde_json::{Map, Value, json};

use crate::chance::Chance;
use crate::city::{City, Item};
use crate::fault::Fault;
use crate::parties::Party;
use crate::story::{Deed, Story, Window};

/// A story as far as it is told.
pub(crate) struct Teller<'c> {
    pub city: &'c City,
    pub window: &'c Window,
    pub chance: Chance,
    pub story: Story,
    /// The fault that the story is to carry.
    pub fault: Option<Fault>,
    /// The place of the day in the window.
    day: usize,
    minute: usize,
}

/// Who does an act.
#[derive(Debug, Clone, Copy)]
pub(crate) enum By {
    /// Both who handle the case.
    Both,
    /// The first of them.
    Handler,
    Head,
    Reviewer,
}

/// The minute at which offices open, and a pause between two acts at most.
const OPENS: usize = 9 * 60;
const PAUSE: usize = 35;

impl<'c> Teller<'c> {
    pub fn new(
        city: &'c City,
        window: &'c Window,
        mut chance: Chance,
        number: u64,
        (authority, item): (usize, usize),
        party: Party,
        area: String,
    ) -> Self {
        let day = Self::first_day(window, &mut chance);
        let people = pair(city, authority, &mut chance);
        Self {
            city,
            window,
            chance,
            story: Story {
                number,
                procedure: "",
                authority,
                item,
                area,
                party,
                people,
                deeds: Vec::new(),
            },
            fault: None,
            day,
            minute: OPENS,
        }
    }

    /// Draws the place of the day in the window on which a story begins.
    pub fn first_day(window: &Window, chance: &mut Chance) -> usize {
        chance.below(window.days().len())
    }

    pub fn item(&self) -> &'c Item {
        &self.city.items[self.story.item]
    }

    /// The day on which the story stands; none behind the window.
    pub fn today(&self) -> Option<Date> {
        self.window.days().get(self.day).copied()
    }

    /// Whether today is the day at a place of the window, or later.
    pub const fn is_after(&self, place: usize) -> bool {
        self.day >= place
    }

    /// The working day so many after today.
    pub fn later(&self, days: usize) -> Option<Date> {
        self.window.days().get(self.day + days).copied()
    }

    /// Lets working days pass.
    pub fn wait(&mut self, least: usize, most: usize) {
        let days = self.chance.between(least, most);
        self.day += days;
        if days > 0 {
            self.minute = OPENS;
        }
    }

    /// Lets an act be done, unless the window is over.
    pub fn act(&mut self, by: By, kind: &'static str, states: Value) {
        self.act_with(by, kind, states, None);
    }

    /// The same, carrying a fault where the story has it.
    pub fn act_carrying(&mut self, by: By, kind: &'static str, states: Value, fault: Fault) {
        let carried = (self.fault == Some(fault)).then_some(fault);
        self.act_with(by, kind, states, carried);
    }

    /// The same, carrying whatever fault is given.
    pub fn act_with(&mut self, by: By, kind: &'static str, states: Value, fault: Option<Fault>) {
        let Some(today) = self.today() else { return };
        self.minute += self.chance.between(1, PAUSE);
        let minute = self.minute.min(24 * 60 - 1);
        let (hour, minute) = ((minute / 60) as i8, (minute % 60) as i8);
        let time = Time::constant(hour, minute, 0, 0);
        let states = match states {
            Value::Object(states) => states,
            _ => Map::new(),
        };
        self.story.deeds.push(Deed {
            at: today.to_datetime(time),
            kind,
            by: self.people(by, fault, today),
            role: by.role(),
            states,
            fault,
        });
    }

    /// The head of the authority and, of its officers, who reviews.
    fn people(&self, by: By, fault: Option<Fault>, today: Date) -> Vec<usize> {
        let first = self.city.authorities[self.story.authority].officers.start;
        match by {
            By::Both if fault == Some(Fault::OneOfficer) => vec![self.story.people[0]],
            By::Both if fault == Some(Fault::ExpiredCertificate) => {
                let expired = self.expired(today).unwrap_or(self.story.people[1]);
                vec![self.story.people[0], expired]
            }
            By::Both => self.story.people[..2].to_vec(),
            By::Handler => vec![self.story.people[0]],
            By::Head => vec![first],
            By::Reviewer => vec![first + 1],
        }
    }

    pub fn reviewer(&self) -> usize {
        self.city.authorities[self.story.authority].officers.start + 1
    }

    /// An officer of the authority whose certificate has run out.
    pub fn expired(&self, today: Date) -> Option<usize> {
        let mut officers = self.city.authorities[self.story.authority].officers.clone();
        officers.find(|&place| {
            let officer = &self.city.officers[place];
            !officer.auxiliary && !officer.certified_on(today)
        })
    }

    /// Those who handle the case, as the case states them.
    pub fn officers(&self) -> Value {
        let stated =
            self.story
                .people
                .iter()
                .zip(["handler", "assistant"])
                .map(|(&place, role)| {
                    let authority = self.city.officers[place].authority;
                    json!({
                        "id": self.city.officers[place].code,
                        "authority": self.city.authorities[authority].code,
                        "role": role,
                    })
                });
        Value::Array(stated.collect())
    }

    /// Where the deed was done: elsewhere in a story of a wrong area.
    pub fn place(&mut self) -> Value {
        if self.fault == Some(Fault::WrongArea) {
            // Outside the city: in the area of no authority of it.
            "885501001".clone_into(&mut self.story.area);
        }
        json!({"area": self.story.area, "address": "虚构路1号"})
    }

    /// A fine inside the range of the item and not above a limit, fen, in whole 50 yuan.
    pub fn fine(&mut self, limit: i64) -> i64 {
        let item = self.item();
        let most = item.fine_most.min(limit);
        let tier = [0, 1, 2, 3][self.chance.weighted(&[34, 50, 13, 3])];
        let span = (most - item.fine_least).max(0);
        let part = self.chance.days(250) + 250 * tier;
        let fine = item.fine_least + span * part / 1_000;
        (fine / 5_000 * 5_000).clamp(item.fine_least, most)
    }

    pub fn done(self) -> Story {
        self.story
    }
}

impl By {
    const fn role(self) -> &'static str {
        match self {
            Self::Both | Self::Handler => "officer",
            Self::Head => "head",
            Self::Reviewer => "legal_reviewer",
        }
    }
}

/// Two officers of the authority who may handle a case over the whole window.
fn pair(city: &City, authority: usize, chance: &mut Chance) -> Vec<usize> {
    let mut able = city.authorities[authority]
        .officers
        .clone()
        .skip(2)
        .filter(|&place| {
            let held = city.officers[place].certificate.as_ref();
            held.is_some_and(|held| held.expires_on.year() > 2028)
        })
        .collect::<Vec<_>>();
    let first = able.swap_remove(chance.skewed(able.len()));
    let second = able[chance.below(able.len())];
    vec![first, second]
}
