//! All authorities with their history, in memory: small, and asked at every step of every case.
//! Pure: it is loaded and refreshed by `load.rs`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::model::{Authority, AuthorityState, Entrustment, Succession};
use crate::AuthorityId;

/// Every authority, as of every day.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    authorities: BTreeMap<AuthorityId, Authority>,
    codes: BTreeMap<String, AuthorityId>,
    /// Who has ever been under whom.
    children: BTreeMap<AuthorityId, BTreeSet<AuthorityId>>,
    successions: Vec<Succession>,
    entrustments: Vec<Entrustment>,
}

/// Something that cannot be about the tree of authorities on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeFault {
    /// The authority would stand under itself.
    Circle {
        /// Its number.
        code: String,
        /// On which day.
        on: Date,
    },
    /// The authority above it does not exist on that day.
    NoParent {
        /// Its number.
        code: String,
        /// On which day.
        on: Date,
    },
}

impl Registry {
    /// The registry of these authorities.
    pub fn new(
        authorities: impl IntoIterator<Item = Authority>,
        successions: Vec<Succession>,
        entrustments: Vec<Entrustment>,
    ) -> Self {
        let mut registry = Self {
            successions,
            entrustments,
            ..Self::default()
        };
        for authority in authorities {
            registry.insert(authority);
        }
        registry
    }

    /// Adds an authority or puts it in the place of what was known of it.
    pub(crate) fn insert(&mut self, authority: Authority) {
        self.codes.insert(authority.code.clone(), authority.id);
        for span in authority.states.spans() {
            if let Some(parent) = span.value.parent {
                self.children
                    .entry(parent)
                    .or_default()
                    .insert(authority.id);
            }
        }
        self.authorities.insert(authority.id, authority);
    }

    /// An authority, whatever the day.
    pub fn get(&self, id: AuthorityId) -> Option<&Authority> {
        self.authorities.get(&id)
    }

    /// The authority with this number.
    pub fn by_code(&self, code: &str) -> Option<&Authority> {
        self.get(*self.codes.get(code)?)
    }

    /// Every authority that ever was.
    pub fn all(&self) -> impl Iterator<Item = &Authority> {
        self.authorities.values()
    }

    /// What an authority is on a day; `None` where it is not yet or no longer confirmed.
    pub fn state(&self, id: AuthorityId, day: Date) -> Option<&AuthorityState> {
        self.get(id)?.states.at(day)
    }

    /// The authorities directly under one on a day.
    pub fn children(&self, id: AuthorityId, day: Date) -> impl Iterator<Item = &Authority> {
        let ever = self.children.get(&id).into_iter().flatten();
        ever.filter_map(|child| self.get(*child))
            .filter(move |child| {
                child
                    .states
                    .at(day)
                    .is_some_and(|state| state.parent == Some(id))
            })
    }

    /// An authority and everything under it on a day; empty where it does not exist on that day.
    pub fn subtree(&self, id: AuthorityId, day: Date) -> BTreeSet<AuthorityId> {
        let mut found = BTreeSet::new();
        let mut next: Vec<_> = self.state(id, day).map(|_| id).into_iter().collect();
        while let Some(id) = next.pop() {
            if found.insert(id) {
                next.extend(self.children(id, day).map(|child| child.id));
            }
        }
        found
    }

    /// Who stands in the place of an authority on a day: itself while it exists, else those who
    /// followed it, and those who followed them.
    pub fn successors(&self, id: AuthorityId, day: Date) -> BTreeSet<AuthorityId> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut next = vec![id];
        while let Some(id) = next.pop() {
            if !seen.insert(id) {
                continue;
            }
            if self.state(id, day).is_some() {
                found.insert(id);
            } else {
                let later = self.successions.iter();
                next.extend(
                    later
                        .filter(|link| link.from == id && link.on <= day)
                        .map(|link| link.to),
                );
            }
        }
        found
    }

    /// Whom an authority followed, directly or through others, until a day; the latest first.
    pub fn predecessors(&self, id: AuthorityId, day: Date) -> Vec<&Succession> {
        let mut found: Vec<&Succession> = Vec::new();
        let mut next = vec![(id, day)];
        while let Some((id, day)) = next.pop() {
            for link in self
                .successions
                .iter()
                .filter(|link| link.to == id && link.on <= day)
            {
                if !found.contains(&link) {
                    found.push(link);
                    next.push((link.from, link.on));
                }
            }
        }
        found.sort_by_key(|link| std::cmp::Reverse(link.on));
        found
    }

    /// Who followed whom, as it was written down.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }

    /// The entrustments that an authority gave or was given, of any day.
    pub fn entrustments(&self, id: AuthorityId) -> impl Iterator<Item = &Entrustment> {
        self.entrustments
            .iter()
            .filter(move |entrustment| entrustment.to == id || entrustment.by == id)
    }

    /// An entrustment.
    pub fn entrustment(&self, id: crate::EntrustmentId) -> Option<&Entrustment> {
        self.entrustments
            .iter()
            .find(|entrustment| entrustment.id == id)
    }

    /// Looks at the tree on each day on which something changes.
    pub(crate) fn check_tree(&self) -> Result<(), TreeFault> {
        let spans = self.all().flat_map(|authority| authority.states.spans());
        let days: BTreeSet<Date> = spans
            .flat_map(|span| [Some(span.from), span.to])
            .flatten()
            .collect();
        days.into_iter().try_for_each(|day| self.check_tree_on(day))
    }

    fn check_tree_on(&self, day: Date) -> Result<(), TreeFault> {
        let mut sound = BTreeSet::new();
        for authority in self.all() {
            let mut way = BTreeSet::new();
            let mut at = authority.id;
            while let Some(state) = self.state(at, day) {
                if sound.contains(&at) {
                    break;
                }
                if !way.insert(at) {
                    return Err(TreeFault::Circle {
                        code: self.code(at),
                        on: day,
                    });
                }
                let Some(parent) = state.parent else { break };
                if self.state(parent, day).is_none() {
                    return Err(TreeFault::NoParent {
                        code: self.code(at),
                        on: day,
                    });
                }
                at = parent;
            }
            sound.extend(way);
        }
        Ok(())
    }

    fn code(&self, id: AuthorityId) -> String {
        self.get(id)
            .map_or_else(|| id.to_string(), |authority| authority.code.clone())
    }
}
