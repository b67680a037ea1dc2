//! The values that items can be filtered by.

use std::cmp::Reverse;
use std::collections::HashMap;

use store::sea_orm::{ColumnTrait, QuerySelect};

use super::list_items::joined;
use super::{ItemError, ItemFilter};
use crate::Library;
use crate::tables::{item, statute};
use crate::view::{Facet, Facets};

/// Authorities that are offered.
const MOST_AUTHORITIES: usize = 200;

/// Items that agree in all that can be filtered by: kind, state, authority, level, region, count.
type Group = (String, String, Option<String>, String, String, i64);

impl Library {
    /// The values that the filtered items have, with counts; words of the filter do not count.
    pub async fn facets(&self, filter: &ItemFilter) -> Result<Facets, ItemError> {
        // One pass over the items, in place of one for each list.
        let groups: Vec<Group> = joined(filter)
            .select_only()
            .columns([
                item::Column::Kind,
                item::Column::State,
                item::Column::Subject,
            ])
            .columns([statute::Column::Level, statute::Column::Region])
            .column_as(item::Column::Id.count(), "items")
            .group_by(item::Column::Kind)
            .group_by(item::Column::State)
            .group_by(item::Column::Subject)
            .group_by(statute::Column::Level)
            .group_by(statute::Column::Region)
            .into_tuple()
            .all(self.db().read())
            .await?;
        let mut authorities = facet(&groups, |group| group.2.as_deref());
        authorities.truncate(MOST_AUTHORITIES);
        Ok(Facets {
            kinds: facet(&groups, |group| Some(&group.0)),
            states: facet(&groups, |group| Some(&group.1)),
            authorities,
            levels: facet(&groups, |group| Some(&group.3)),
            regions: facet(&groups, |group| Some(&group.4)),
        })
    }
}

/// The values of one column, the commonest first.
fn facet<'g>(groups: &'g [Group], value: impl Fn(&'g Group) -> Option<&'g str>) -> Vec<Facet> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for group in groups {
        if let Some(value) = value(group) {
            *counts.entry(value).or_default() += group.5.cast_unsigned();
        }
    }
    let facets = counts.into_iter().map(|(value, count)| Facet {
        value: value.to_owned(),
        count,
    });
    let mut facets: Vec<Facet> = facets.collect();
    facets.sort_unstable_by(|one, other| {
        (Reverse(one.count), &one.value).cmp(&(Reverse(other.count), &other.value))
    });
    facets
}
