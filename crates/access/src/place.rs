//! Where a role is held, and what lies there on a day.

use std::collections::{BTreeMap, BTreeSet};

use base::AreaCode;
use serde::{Deserialize, Serialize};

/// Where a role is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Place {
    /// Everywhere: the whole city.
    Whole,
    /// In an authority, by id, and what is below it.
    Authority(String),
    /// In an area.
    Area(AreaCode),
    /// In the place of an officer, by id: what a deputy holds.
    Officer(String),
}

/// The authorities on a day: which is below which, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree(pub BTreeMap<String, Node>);

/// An authority of a [`Tree`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Id of the authority above it.
    pub parent: Option<String>,
    /// Where it acts.
    pub area: Option<AreaCode>,
}

/// What lies in a place on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Whole,
    /// An authority.
    Authority {
        /// Its id.
        id: String,
        /// The ids of those below it, at any depth.
        below: BTreeSet<String>,
        /// Where it acts.
        area: Option<AreaCode>,
    },
    /// An area.
    Area {
        /// Its code.
        code: AreaCode,
        /// The ids of the authorities in it.
        authorities: BTreeSet<String>,
    },
    /// What an officer does in cases.
    Officer(String),
}

impl Tree {
    /// What lies in a place; nothing where the authority is not there on the day.
    pub fn reach(&self, place: &Place) -> Option<Reach> {
        match place {
            Place::Whole => Some(Reach::Whole),
            Place::Authority(id) => self.0.get(id).map(|node| Reach::Authority {
                id: id.clone(),
                below: self.below(id),
                area: node.area.clone(),
            }),
            Place::Area(code) => Some(Reach::Area {
                code: code.clone(),
                authorities: self.within(code),
            }),
            Place::Officer(id) => Some(Reach::Officer(id.clone())),
        }
    }

    /// The authorities below one, at any depth. A tree that runs in a circle ends.
    fn below(&self, id: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut next = vec![id];
        while let Some(parent) = next.pop() {
            for (child, node) in &self.0 {
                if node.parent.as_deref() == Some(parent)
                    && child != id
                    && found.insert(child.clone())
                {
                    next.push(child);
                }
            }
        }
        found
    }

    fn within(&self, code: &AreaCode) -> BTreeSet<String> {
        let inside = self.0.iter().filter(|(_, node)| {
            let area = node.area.as_ref();
            area.is_some_and(|area| code.contains(area))
        });
        inside.map(|(id, _)| id.clone()).collect()
    }
}

impl Reach {
    /// The authority itself, where it is one.
    pub fn authority(&self) -> Option<&str> {
        match self {
            Self::Authority { id, .. } => Some(id),
            Self::Whole | Self::Area { .. } | Self::Officer(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let node = |parent: &str, area: &str| Node {
            parent: (!parent.is_empty()).then(|| parent.to_owned()),
            area: area.parse().ok(),
        };
        Tree(BTreeMap::from([
            ("city".to_owned(), node("", "990100")),
            ("north".to_owned(), node("city", "990102")),
            ("street".to_owned(), node("north", "990102003")),
            ("south".to_owned(), node("city", "990103")),
        ]))
    }

    #[test]
    fn the_reach_of_an_authority_is_what_is_below_it() {
        let reach = tree().reach(&Place::Authority("city".into()));
        let Some(Reach::Authority { below, .. }) = reach else {
            panic!("{reach:?}")
        };
        assert_eq!(
            below.into_iter().collect::<Vec<_>>(),
            ["north", "south", "street"]
        );
        assert_eq!(tree().reach(&Place::Authority("gone".into())), None);
    }

    #[test]
    fn the_reach_of_an_area_is_the_authorities_in_it() {
        let code: AreaCode = "990102".parse().unwrap();
        let reach = tree().reach(&Place::Area(code.clone()));
        let authorities = ["north", "street"].map(str::to_owned).into();
        assert_eq!(reach, Some(Reach::Area { code, authorities }));
    }

    #[test]
    fn a_tree_that_runs_in_a_circle_ends() {
        let mut tree = tree();
        tree.0.get_mut("city").unwrap().parent = Some("street".into());
        assert!(tree.reach(&Place::Authority("north".into())).is_some());
    }

    #[test]
    fn a_place_is_written_with_its_kind() {
        let json = serde_json::to_string(&Place::Authority("a1".into())).unwrap();
        assert_eq!(json, r#"{"kind":"authority","id":"a1"}"#);
        assert_eq!(
            serde_json::to_string(&Place::Whole).unwrap(),
            r#"{"kind":"whole"}"#
        );
    }
}
