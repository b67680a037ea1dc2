//! The population of the city.

use jiff::civil::{Date, date};
use procedure::{AuthorityNow, ItemRule, LawOfTheDay, OfficerNow};
use serde::Serialize;
use thiserror::Error;

use crate::chance::Chance;
use crate::sector::Sector;
use crate::statutes::{Drafted, drafted};

/// How large a city is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Officers, at least four for each authority.
    pub officers: usize,
    /// Items, at least one for each sector.
    pub items: usize,
    /// Parties, at least one.
    pub parties: usize,
}

/// A size that no city can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SizeError {
    /// Fewer officers than the authorities need.
    #[error(
        "the authorities of the city need {OFFICERS_LEAST} officers at least, {0} were asked for"
    )]
    Officers(usize),
    /// Fewer items than would give every sector a statute.
    #[error("{0} items are too few: ask for {ITEMS_LEAST} at least")]
    Items(usize),
    /// No parties.
    #[error("a city has at least one party")]
    Parties,
}

/// The level of an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A bureau of the city.
    City,
    /// The bureau of a district, for every sector.
    District,
    /// A street office, for the items delegated to streets.
    Street,
}

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authority {
    /// Its number in the register.
    pub code: String,
    /// Its name, marked as invented.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// The place of the authority above it.
    pub parent: Option<usize>,
    /// Its area code.
    pub area: String,
    /// The sector of a bureau of the city; none where it acts in all.
    pub sector: Option<Sector>,
    /// The places of its officers: the head, the legal reviewer, then those who handle cases.
    #[serde(skip)]
    pub officers: std::ops::Range<usize>,
}

/// A certificate of an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Its number.
    pub number: String,
    /// The first day.
    pub issued_on: Date,
    /// The last day.
    pub expires_on: Date,
}

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Officer {
    /// The staff number.
    pub code: String,
    /// The name, marked as invented.
    pub name: String,
    /// The place of the authority.
    pub authority: usize,
    /// Whether auxiliary.
    pub auxiliary: bool,
    /// Whether legally qualified.
    pub qualified: bool,
    /// The certificate, which auxiliary staff has not.
    pub certificate: Option<Certificate>,
}

/// An item: what may be punished, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The title of the statute.
    pub statute: String,
    /// The article that gives the sanction.
    pub article: u32,
    /// The sector.
    pub sector: Sector,
    /// The deed.
    pub behaviour: String,
    /// Whether a warning may be given.
    pub warning: bool,
    /// The least fine, fen.
    pub fine_least: i64,
    /// The highest fine, fen.
    pub fine_most: i64,
    /// Whether the published list gives it to the streets.
    pub delegated: bool,
}

/// A city of a seed.
#[derive(Debug)]
pub struct City {
    /// The seed.
    pub seed: u64,
    /// How large it is.
    pub size: Size,
    /// Authorities: ten bureaus, eleven districts, 74 streets.
    pub authorities: Vec<Authority>,
    /// Officers, those of an authority side by side.
    pub officers: Vec<Officer>,
    /// Statutes; the items are in `items`.
    pub statutes: Vec<Drafted>,
    /// Items, in the order of the statutes.
    pub items: Vec<Item>,
}

/// Streets of each district.
const STREETS: [usize; 11] = [10, 9, 4, 8, 10, 10, 6, 6, 6, 3, 2];
const DISTRICTS: [&str; 11] = [
    "云东", "云西", "云南", "云北", "云中", "云岭", "云港", "云田", "云溪", "云湖", "云泽",
];
/// Authorities of a city.
const AUTHORITIES: usize = 95;
/// Officers without whom an authority cannot handle a case: a head, a reviewer, two who handle it.
const TEAM: usize = 4;
const OFFICERS_LEAST: usize = AUTHORITIES * TEAM;
const ITEMS_LEAST: usize = 600;
/// Items that are delegated to the streets in a city of full size.
const DELEGATED: usize = 475;
/// The first day of the city, before every case.
pub(crate) const FOUNDED: Date = date(2020, 1, 1);
const PURPOSE: u64 = 1;
/// How staff numbers begin.
const STAFF: &str = "SIM-P";
const SURNAMES: [&str; 12] = [
    "曾", "单", "解", "杨", "朱", "秦", "尤", "许", "何", "吕", "施", "张",
];
const GIVEN: [&str; 10] = [
    "正一", "正二", "方三", "方四", "平五", "平六", "直七", "直八", "和九", "和十",
];

impl City {
    /// The city of a seed.
    pub fn of(seed: u64, size: Size) -> Result<Self, SizeError> {
        if size.officers < OFFICERS_LEAST {
            return Err(SizeError::Officers(size.officers));
        }
        if size.items < ITEMS_LEAST {
            return Err(SizeError::Items(size.items));
        }
        if size.parties == 0 {
            return Err(SizeError::Parties);
        }
        let mut authorities = authorities();
        let officers = officers(seed, size.officers, &mut authorities);
        let statutes = drafted(seed, size.items);
        let mut items: Vec<_> = statutes.iter().flat_map(|one| one.items.clone()).collect();
        delegate(&mut items);
        Ok(Self {
            seed,
            size,
            authorities,
            officers,
            statutes,
            items,
        })
    }

    /// What the registers say of an authority about an item and a place on any day.
    pub fn authority_now(&self, authority: usize, item: usize, area: &str) -> AuthorityNow {
        let (found, item) = (&self.authorities[authority], &self.items[item]);
        let holds = match found.level {
            Level::City => found.sector == Some(item.sector) && !item.delegated,
            Level::District => !item.delegated,
            Level::Street => item.delegated,
        };
        let reach = match found.level {
            Level::City => &found.area[..2],
            Level::District => &found.area[..6],
            Level::Street => &found.area,
        };
        AuthorityNow {
            id: found.code.clone(),
            level: found.level.as_str().to_owned(),
            area: found.area.clone(),
            kind: "administrative".to_owned(),
            holds_item: holds,
            delegated_item: found.level == Level::Street && item.delegated,
            confirmed: true,
            covers_place: area.starts_with(reach),
            entrustment_valid: true,
        }
    }

    /// What the registers say of an officer on a day.
    pub fn officer_now(&self, officer: usize, on: Date) -> OfficerNow {
        let found = &self.officers[officer];
        OfficerNow {
            id: found.code.clone(),
            authority: self.authorities[found.authority].code.clone(),
            certificate_valid: found.certified_on(on),
            auxiliary: found.auxiliary,
            legal_qualification: found.qualified,
            interested: false,
        }
    }

    /// The place of the officer with a staff number.
    pub fn officer_called(&self, code: &str) -> Option<usize> {
        let place: usize = code.strip_prefix(STAFF)?.parse().ok()?;
        let found = self.officers.get(place)?;
        (found.code == code).then_some(place)
    }

    /// What an item allows.
    pub fn item_rule(&self, item: usize) -> ItemRule {
        let item = &self.items[item];
        let mut kinds = vec!["fine".to_owned()];
        if item.warning {
            kinds.insert(0, "warning".to_owned());
        }
        ItemRule {
            kinds,
            fine_least: Some(item.fine_least),
            fine_most: Some(item.fine_most),
            law: LawOfTheDay::Old,
        }
    }
}

impl Level {
    /// The word of the snapshot of a case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::District => "district",
            Self::Street => "street",
        }
    }
}

impl Officer {
    /// Whether the certificate is valid on a day.
    pub fn certified_on(&self, on: Date) -> bool {
        let held = self.certificate.as_ref();
        held.is_some_and(|held| held.issued_on <= on && on <= held.expires_on)
    }
}

fn authorities() -> Vec<Authority> {
    let mut all = Vec::with_capacity(AUTHORITIES);
    let mut add = |code: String, name: String, level, parent, area: &str, sector| {
        all.push(Authority {
            code,
            name: format!("{name}（虚构）"),
            level,
            parent,
            area: area.to_owned(),
            sector,
            officers: 0..0,
        });
        all.len() - 1
    };
    for (number, sector) in (1..).zip(Sector::ALL) {
        let name = format!("云麓市{}", sector.bureau());
        add(
            format!("SIM-C{number:02}"),
            name,
            Level::City,
            None,
            "990000",
            Some(sector),
        );
    }
    let mut districts = Vec::new();
    for (number, district) in (1..).zip(DISTRICTS) {
        let name = format!("云麓市{district}区综合行政执法局");
        let area = format!("9901{number:02}");
        districts.push(add(
            format!("SIM-D{number:02}"),
            name,
            Level::District,
            None,
            &area,
            None,
        ));
    }
    let mut count = 0;
    for (place, district) in districts.into_iter().enumerate() {
        for street in 1..=STREETS[place] {
            count += 1;
            let name = format!("{}区第{street}街道办事处", DISTRICTS[place]);
            let area = format!("9901{:02}{street:03}", place + 1);
            add(
                format!("SIM-S{count:02}"),
                name,
                Level::Street,
                Some(district),
                &area,
                None,
            );
        }
    }
    all
}

fn officers(seed: u64, count: usize, authorities: &mut [Authority]) -> Vec<Officer> {
    let weights: Vec<_> = authorities.iter().map(|one| one.level.staff()).collect();
    let all: usize = weights.iter().sum();
    let spare = count - AUTHORITIES * TEAM;
    let mut officers = Vec::with_capacity(count);
    let mut given = 0;
    let mut share = 0;
    for (place, authority) in authorities.iter_mut().enumerate() {
        share += weights[place];
        let extra = spare * share / all - given;
        given += extra;
        let first = officers.len();
        for rank in 0..TEAM + extra {
            officers.push(officer(seed, officers.len(), place, rank));
        }
        authority.officers = first..officers.len();
    }
    officers
}

fn officer(seed: u64, number: usize, authority: usize, rank: usize) -> Officer {
    let mut chance = Chance::of(seed, PURPOSE, number as u64);
    let name = format!("{}{}（虚构）", chance.pick(&SURNAMES), chance.pick(&GIVEN));
    let auxiliary = rank >= TEAM && chance.per_mille(150);
    // The certificates of the team last; of the others one in twelve runs out on the way.
    let runs_out = rank >= TEAM && chance.per_mille(83);
    let last = if runs_out {
        date(2024, 12, 31)
    } else {
        date(2029, 12, 31)
    };
    let certificate = (!auxiliary).then(|| Certificate {
        number: format!("虚构{number:08}"),
        issued_on: FOUNDED,
        expires_on: last,
    });
    Officer {
        code: format!("{STAFF}{number:06}"),
        name,
        authority,
        auxiliary,
        qualified: rank == 1 || (!auxiliary && chance.per_mille(90)),
        certificate,
    }
}

impl Level {
    /// How many officers an authority of the level has beside the others.
    const fn staff(self) -> usize {
        match self {
            Self::City | Self::District => 9,
            Self::Street => 3,
        }
    }
}

/// Gives streets the items that are easily found and judged: those with a small highest fine.
fn delegate(items: &mut [Item]) {
    let count = DELEGATED.min(items.len() / 4);
    let mut places: Vec<_> = (0..items.len()).collect();
    places.sort_by_key(|&place| (items[place].fine_most, place));
    for place in places.into_iter().take(count) {
        items[place].delegated = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: Size = Size {
        officers: 8_000,
        items: 28_000,
        parties: 90_000,
    };

    #[test]
    fn the_city_has_its_numbers() {
        let city = City::of(126, FULL).unwrap();
        let of = |level| {
            city.authorities
                .iter()
                .filter(|one| one.level == level)
                .count()
        };
        assert_eq!(
            (of(Level::City), of(Level::District), of(Level::Street)),
            (10, 11, 74)
        );
        assert_eq!(city.officers.len(), 8_000);
        assert_eq!(city.items.len(), 28_000);
        assert_eq!(city.items.iter().filter(|item| item.delegated).count(), 475);
    }

    #[test]
    fn every_authority_can_handle_a_case() {
        let city = City::of(
            126,
            Size {
                officers: 400,
                items: 600,
                parties: 50,
            },
        )
        .unwrap();
        for (place, authority) in city.authorities.iter().enumerate() {
            let people: Vec<_> = city.officers[authority.officers.clone()].iter().collect();
            assert!(people.iter().all(|one| one.authority == place));
            assert!(people[1].qualified);
            assert!(
                people[..4]
                    .iter()
                    .all(|one| one.certified_on(date(2026, 10, 31)))
            );
        }
    }

    #[test]
    fn sizes_that_no_city_can_have_are_refused() {
        let few = |officers, items, parties| {
            City::of(
                1,
                Size {
                    officers,
                    items,
                    parties,
                },
            )
            .err()
        };
        assert_eq!(few(379, 600, 1), Some(SizeError::Officers(379)));
        assert_eq!(few(380, 599, 1), Some(SizeError::Items(599)));
        assert_eq!(few(380, 600, 0), Some(SizeError::Parties));
    }
}
