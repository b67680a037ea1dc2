//! The authorities as the register knows them, as far as powers need it: what each is from a day to
//! a day, and who follows whom. A value; nothing here is written to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::AreaCode;
use jiff::civil::Date;
use store::{Scope, Scoped};

use register::AuthorityLevel;

/// What an authority is from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityDays {
    /// The first day.
    pub from: Date,
    /// The first day on which it is so no longer.
    pub to: Option<Date>,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English, where it has one.
    pub name_en: Option<String>,
    /// The level of government.
    pub level: AuthorityLevel,
    /// Where it acts.
    pub area: AreaCode,
}

/// An authority with all that it was, is and is going to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAuthority {
    /// Its id in the register.
    pub id: String,
    /// The number by which clerks name it.
    pub code: String,
    /// Its days, the earliest first.
    pub days: Vec<AuthorityDays>,
}

/// An authority followed another on a day: by a merger or a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The one before.
    pub from: String,
    /// The one after.
    pub to: String,
    /// The first day of the one after.
    pub on: Date,
}

/// All authorities of the city.
#[derive(Debug, Clone, Default)]
pub struct AuthorityBook {
    by_id: BTreeMap<String, KnownAuthority>,
    by_code: HashMap<String, String>,
    successors: HashMap<String, Vec<(String, Date)>>,
}

/// An authority on a day, to be looked for in a scope.
struct OnDay<'a> {
    id: &'a str,
    area: &'a AreaCode,
}

impl AuthorityBook {
    /// A book of these authorities.
    pub fn new(
        authorities: impl IntoIterator<Item = KnownAuthority>,
        successions: impl IntoIterator<Item = Succession>,
    ) -> Self {
        let mut book = Self::default();
        for authority in authorities {
            let (id, code) = (authority.id.clone(), authority.code.clone());
            book.by_code.insert(code, id.clone());
            book.by_id.insert(id, authority);
        }
        for Succession { from, to, on } in successions {
            book.successors.entry(from).or_default().push((to, on));
        }
        book
    }

    /// The authority with this id.
    pub fn get(&self, id: &str) -> Option<&KnownAuthority> {
        self.by_id.get(id)
    }

    /// The id of the authority with this number.
    pub fn coded(&self, code: &str) -> Option<&str> {
        self.by_code.get(code).map(String::as_str)
    }

    /// What the authority is on a day; `None` where it is not there on that day.
    pub fn on(&self, id: &str, day: Date) -> Option<&AuthorityDays> {
        self.by_id.get(id)?.on(day)
    }

    /// Every authority that is there on a day, by id.
    pub fn all_on(&self, day: Date) -> impl Iterator<Item = (&str, &AuthorityDays)> {
        self.by_id
            .values()
            .filter_map(move |known| Some((known.id.as_str(), known.on(day)?)))
    }

    /// Who holds on a day what was given to this authority: itself, or those who followed it, each
    /// with the day from which it does so as a successor.
    pub fn holders(&self, id: &str, day: Date) -> BTreeMap<&str, Option<Date>> {
        let mut holders = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let first = self.by_id.get_key_value(id);
        let mut open: Vec<(&str, Option<Date>)> = first
            .map(|(id, _)| (id.as_str(), None))
            .into_iter()
            .collect();
        while let Some((id, since)) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if self.on(id, day).is_some() {
                holders.insert(id, since);
                continue;
            }
            let after = self.successors.get(id).into_iter().flatten();
            let after = after.filter(|(_, on)| *on <= day);
            open.extend(after.map(|(to, on)| (to.as_str(), since.max(Some(*on)))));
        }
        holders
    }

    /// Those who hold on a day, each with the authorities that its powers were given to: itself,
    /// and those that it followed.
    pub fn given(&self, day: Date) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut given: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for id in self.by_id.keys() {
            for holder in self.holders(id, day).into_keys() {
                given.entry(holder).or_default().insert(id);
            }
        }
        given
    }

    /// Whether the authority is in the scope, as it is on the day, or else as it was last.
    pub fn is_in(&self, scope: &Scope, id: &str, day: Date) -> bool {
        let Some(known) = self.by_id.get(id) else {
            return *scope == Scope::All;
        };
        let state = known.on(day).or_else(|| known.days.last());
        state.is_some_and(|state| {
            scope.allows(&OnDay {
                id,
                area: &state.area,
            })
        })
    }
}

impl KnownAuthority {
    fn on(&self, day: Date) -> Option<&AuthorityDays> {
        self.days
            .iter()
            .find(|days| days.from <= day && days.to.is_none_or(|to| day < to))
    }
}

impl Scoped for OnDay<'_> {
    fn authority(&self) -> Option<&str> {
        Some(self.id)
    }

    fn area(&self) -> Option<&AreaCode> {
        Some(self.area)
    }

    fn confidentiality(&self) -> i16 {
        0
    }

    fn has_person(&self, _: &str, _: Option<&str>) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn street(id: &str, from: Date, to: Option<Date>) -> KnownAuthority {
        KnownAuthority {
            id: id.to_owned(),
            code: format!("C-{id}"),
            days: vec![AuthorityDays {
                from,
                to,
                name: format!("云麓市{id}街道办事处"),
                name_en: None,
                level: AuthorityLevel::Street,
                area: "990102001".parse().unwrap(),
            }],
        }
    }

    fn merged() -> AuthorityBook {
        let (start, on) = (date(2020, 1, 1), date(2026, 7, 1));
        let follows = |from: &str| Succession {
            from: from.to_owned(),
            to: "丙".to_owned(),
            on,
        };
        AuthorityBook::new(
            [
                street("甲", start, Some(on)),
                street("乙", start, Some(on)),
                street("丙", on, None),
            ],
            [follows("甲"), follows("乙")],
        )
    }

    #[test]
    fn powers_pass_to_the_successor_on_the_day_of_the_merger_and_not_before() {
        let book = merged();
        let holders = |id, day| book.holders(id, day).into_keys().collect::<Vec<_>>();
        assert_eq!(holders("甲", date(2026, 6, 30)), ["甲"]);
        assert_eq!(holders("甲", date(2026, 7, 1)), ["丙"]);
        assert_eq!(holders("甲", date(2019, 1, 1)), Vec::<&str>::new());
        assert_eq!(
            book.holders("甲", date(2026, 8, 1))["丙"],
            Some(date(2026, 7, 1))
        );
        let given = |day| book.given(day).get("丙").map_or(0, BTreeSet::len);
        assert_eq!(given(date(2026, 7, 1)), 3);
        assert_eq!(given(date(2026, 6, 30)), 0);
    }

    #[test]
    fn a_scope_is_asked_with_the_authority_as_it_was() {
        let book = merged();
        let area = Scope::Area("990102".parse().unwrap());
        assert!(book.is_in(&area, "甲", date(2026, 8, 1)));
        assert!(!book.is_in(&Scope::None, "甲", date(2026, 6, 1)));
        assert!(
            !book.is_in(&area, "丁", date(2026, 6, 1)),
            "nobody knows it"
        );
    }
}
