//! Which items: one value for lists, counts, facets and exports.

use jiff::civil::Date;
use law::{ItemKind, StatuteKey};
use store::sea_orm::sea_query::{Expr, ExprTrait as _};
use store::sea_orm::{ColumnTrait, Condition};

use super::row::kind_name;
use crate::search::Filter;
use crate::tables::{item, statute, version};
use crate::view::ItemState;

/// Which items. Without a state, withdrawn ones are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// What a person typed.
    pub query: Option<String>,
    /// Of this kind.
    pub kind: Option<ItemKind>,
    /// 法律, 行政法规, …
    pub level: Option<String>,
    /// A province; the empty text for the whole country.
    pub region: Option<String>,
    /// The enforcing authority as written.
    pub authority: Option<String>,
    /// In this state.
    pub state: Option<ItemState>,
    /// Of a version that is in force on this day; of any version where none is given.
    pub as_of: Option<Date>,
    /// Of this statute.
    pub statute: Option<StatuteKey>,
}

impl ItemFilter {
    /// The filter as a condition on item, version and statute.
    pub(crate) fn condition(&self) -> Condition {
        let state = match self.state {
            Some(state) => item::Column::State.eq(state.as_str()),
            None => item::Column::State.ne(ItemState::Withdrawn.as_str()),
        };
        Condition::all()
            .add(state)
            .add_option(self.kind.map(|kind| item::Column::Kind.eq(kind_name(kind))))
            .add_option(
                self.authority
                    .as_ref()
                    .map(|name| item::Column::Subject.eq(name)),
            )
            .add_option(
                self.level
                    .as_ref()
                    .map(|level| statute::Column::Level.eq(level)),
            )
            .add_option(
                self.region
                    .as_ref()
                    .map(|region| statute::Column::Region.eq(region)),
            )
            .add_option(
                self.statute
                    .as_ref()
                    .map(|key| statute::Column::Key.eq(key.as_str())),
            )
            .add_option(self.as_of.map(in_force_on))
    }

    /// The same for the search index.
    pub(crate) fn search_filter(&self) -> Filter {
        Filter {
            kinds: self.kind.into_iter().collect(),
            states: self
                .state
                .iter()
                .map(|state| state.as_str().to_owned())
                .collect(),
            authorities: self.authority.clone().into_iter().collect(),
            levels: self.level.clone().into_iter().collect(),
            regions: self.region.clone().into_iter().collect(),
            statute: self.statute.clone(),
        }
    }
}

/// As `HeldVersion::state_on` has it.
fn in_force_on(day: Date) -> Condition {
    let day = day.to_string();
    let column = |column: version::Column| Expr::col((version::Entity, column));
    Condition::all()
        .add(
            Condition::any()
                .add(column(version::Column::InForceFrom).is_null())
                .add(column(version::Column::InForceFrom).lte(day.clone())),
        )
        .add(
            Condition::any()
                .add(column(version::Column::InForceUntil).gt(day))
                .add(
                    Condition::all()
                        .add(column(version::Column::InForceUntil).is_null())
                        .add(column(version::Column::Repealed).eq(0)),
                ),
        )
}
