//! The life of a case, told before anybody decides on it.

use jiff::civil::{Date, DateTime};
use procedure::LateFeeTerms;
use rules::RuleSet;
use rules::model::ParameterValue;
use serde_json::{Map, Value};

use crate::chance::Chance;
use crate::city::{City, Level};
use crate::fault::Fault;
use crate::parties::{Party, PartyKind};
use crate::sector::Sector;
use crate::teller::Teller;
use crate::{ordinary, other, simple};

/// The working days on which a city acts, and the limits that its stories keep or break.
#[derive(Debug, Clone)]
pub struct Window {
    days: Vec<Date>,
    delegated: Vec<usize>,
    own: Vec<usize>,
    of_sector: Vec<Vec<usize>>,
    limits: Limits,
    late_fee: LateFeeTerms,
    /// The place of the first day on which an inspection can be planned.
    inspections_from: usize,
    /// Inspections of one party by one authority in a year.
    inspections: i64,
}

/// Amounts in fen that the packs set, for people and for organisations.
#[derive(Debug, Clone, Copy)]
struct Limits {
    simple: (i64, i64),
    hearing: (i64, i64),
}

/// Something that somebody does in a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// When, in legal time.
    pub at: DateTime,
    /// The id of the act in the procedure.
    pub kind: &'static str,
    /// The places of the officers who do it.
    pub by: Vec<usize>,
    /// The role in which they do it.
    pub role: &'static str,
    /// What is stated with it.
    pub states: Map<String, Value>,
    /// The fault that it carries: the act is a reported one then.
    pub fault: Option<Fault>,
}

/// The life of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The number of the case in the city, from 1.
    pub number: u64,
    /// The id of the procedure.
    pub procedure: &'static str,
    /// The place of the authority.
    pub authority: usize,
    /// The place of the item.
    pub item: usize,
    /// The area code of the place of the deed.
    pub area: String,
    /// The party.
    pub party: Party,
    /// The officers who have a role in the case.
    pub people: Vec<usize>,
    /// What is done, in the order of time.
    pub deeds: Vec<Deed>,
}

const PURPOSE: u64 = 4;
/// Stories of streets, districts and the city, in a hundred.
const LEVELS: [usize; 3] = [62, 25, 13];
/// Stories in a thousand that take the simple procedure where the item allows it.
const SIMPLE: usize = 620;
/// Stories in a thousand that are inspections, measures of their own, transfers without a case.
const OTHERS: [usize; 3] = [110, 12, 4];

impl Window {
    /// The working days from a day to a day, both included, that the calendar of the packs has and on
    /// which their procedures of penalties are in force.
    pub fn new(city: &City, rules: &RuleSet, first: Date, last: Date) -> Self {
        let calendar = &rules.legal().calendar;
        let mut days = Vec::new();
        let mut day = first;
        while day <= last {
            let acts = |id| rules.procedure(id, day).is_some();
            let lives = acts("penalty.simple") && acts("penalty.ordinary");
            if lives && calendar.day(day).is_ok_and(|found| found.is_working()) {
                days.push(day);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        let places = |keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (0..city.items.len()).filter(|&place| keep(place)).collect()
        };
        let of_sector = Sector::ALL.map(|sector| {
            places(&|place| !city.items[place].delegated && city.items[place].sector == sector)
        });
        let amount = |id: &str| amount(rules, id, last);
        let number = |id: &str| number(rules, id, last);
        let can_inspect = |day: &Date| rules.procedure("inspection.on_site", *day).is_some();
        let inspections_from = days.iter().position(can_inspect);
        Self {
            inspections_from: inspections_from.unwrap_or(days.len()),
            inspections: number("inspection.yearly_cap"),
            late_fee: LateFeeTerms {
                percent_per_day: number("penalty.late_fee.percent_per_day"),
                cap_percent: number("penalty.late_fee.cap_percent"),
            },
            days,
            delegated: places(&|place| city.items[place].delegated),
            own: places(&|place| !city.items[place].delegated),
            of_sector: of_sector.to_vec(),
            limits: Limits {
                simple: (
                    amount("penalty.simple.fine_limit_individual"),
                    amount("penalty.simple.fine_limit_organisation"),
                ),
                hearing: (
                    amount("penalty.hearing.fine_individual"),
                    amount("penalty.hearing.fine_organisation"),
                ),
            },
        }
    }

    /// The working days, the earliest first.
    pub fn days(&self) -> &[Date] {
        &self.days
    }

    /// What a late fee is counted with.
    pub(crate) const fn late_fee(&self) -> LateFeeTerms {
        self.late_fee
    }

    /// How often one authority inspects one party in a year of its own accord.
    pub(crate) const fn inspections(&self) -> i64 {
        self.inspections
    }

    /// The highest fine of the simple procedure for a party, fen.
    pub(crate) const fn simple_limit(&self, party: PartyKind) -> i64 {
        of(self.limits.simple, party)
    }

    /// The fine that carries a right to a hearing for a party, fen.
    pub(crate) const fn hearing_from(&self, party: PartyKind) -> i64 {
        of(self.limits.hearing, party)
    }
}

const fn of((people, organisations): (i64, i64), party: PartyKind) -> i64 {
    match party {
        PartyKind::Organisation => organisations,
        PartyKind::Individual | PartyKind::IndividualBusiness => people,
    }
}

/// An amount that the packs set, in fen; nothing is above it where they do not.
fn amount(rules: &RuleSet, id: &str, on: Date) -> i64 {
    match rules.legal().parameters.value(id, on, "", "") {
        Some(ParameterValue::Money(amount)) => amount.get(),
        _ => i64::MAX,
    }
}

/// A number that the packs set; 0 where they do not.
fn number(rules: &RuleSet, id: &str, on: Date) -> i64 {
    match rules.legal().parameters.value(id, on, "", "") {
        Some(ParameterValue::Count(number) | ParameterValue::Percent(number)) => *number,
        _ => 0,
    }
}

/// Tells the story of the case with this number. What would happen after the last day of the window
/// is left out: the case lives on.
pub fn tell(city: &City, window: &Window, number: u64) -> Story {
    let Beginning {
        chance,
        authority,
        item,
        party,
        is_simple,
        area,
    } = beginning(city, window, number);
    let mut teller = Teller::new(city, window, chance, number, (authority, item), party, area);
    let [inspections, measures, transfers] = OTHERS;
    let penalties = 1_000 - inspections - measures - transfers;
    let sort = [inspections, measures, transfers, penalties];
    match teller.chance.weighted(&sort) {
        0 if teller.is_after(window.inspections_from) => other::inspection(teller),
        1 => other::measure(teller),
        2 => other::transfer(teller),
        _ if is_simple => simple::tell(teller),
        _ => ordinary::tell(teller),
    }
}

/// Where and when a story begins, without the story: nothing is done in it before that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Start {
    /// The place of the day in the window.
    pub day: usize,
    /// The number of the party.
    pub party: usize,
}

/// The start of the story of the case with this number, which [`tell`] tells: a tenth of its cost.
pub(crate) fn start(city: &City, window: &Window, number: u64) -> Start {
    let mut begun = beginning(city, window, number);
    Start {
        day: Teller::first_day(window, &mut begun.chance),
        party: begun.party.number,
    }
}

/// What is drawn before the first day.
struct Beginning {
    chance: Chance,
    authority: usize,
    item: usize,
    party: Party,
    is_simple: bool,
    area: String,
}

fn beginning(city: &City, window: &Window, number: u64) -> Beginning {
    let mut chance = Chance::of(city.seed, PURPOSE, number);
    let level = [Level::Street, Level::District, Level::City][chance.weighted(&LEVELS)];
    let authority = authority(city, level, &mut chance);
    let pool = match (level, city.authorities[authority].sector) {
        (Level::Street, _) => &window.delegated,
        (_, Some(sector)) => &window.of_sector[sector as usize],
        (_, None) => &window.own,
    };
    let item = pool[chance.skewed(pool.len())];
    let party = Party::of(city.seed, chance.skewed(city.size.parties));
    let limit = window.simple_limit(party.kind);
    let found = &city.items[item];
    let can_be_simple = found.warning || found.fine_least <= limit;
    let is_simple = can_be_simple && chance.per_mille(SIMPLE);
    let area = place(city, authority, &mut chance);
    Beginning {
        chance,
        authority,
        item,
        party,
        is_simple,
        area,
    }
}

fn authority(city: &City, level: Level, chance: &mut Chance) -> usize {
    let mut places = city.authorities.iter().enumerate();
    let first = places.position(|(_, one)| one.level == level).unwrap_or(0);
    let count = city
        .authorities
        .iter()
        .filter(|one| one.level == level)
        .count();
    first + chance.below(count)
}

/// A street in the area of the authority.
fn place(city: &City, authority: usize, chance: &mut Chance) -> String {
    let of = &city.authorities[authority];
    let inside: Vec<_> = city
        .authorities
        .iter()
        .filter(|one| one.level == Level::Street)
        .filter(|one| match of.level {
            Level::City => true,
            Level::District => one.area.starts_with(&of.area),
            Level::Street => one.area == of.area,
        })
        .collect();
    chance.pick(&inside).area.clone()
}
