//! The values that items can be filtered by.

use store::sea_orm::sea_query::IntoColumnRef;
use store::sea_orm::{
    ColumnTrait, QueryFilter as _, QueryOrder, QuerySelect, sea_query::Expr,
    sea_query::ExprTrait as _,
};

use super::list_items::joined;
use super::{ItemError, ItemFilter};
use crate::Library;
use crate::tables::{item, statute};
use crate::view::{Facet, Facets};

/// Authorities that are offered.
const MOST_AUTHORITIES: u64 = 200;

impl Library {
    /// The values that the filtered items have, with counts; words of the filter do not count.
    pub async fn facets(&self, filter: &ItemFilter) -> Result<Facets, ItemError> {
        Ok(Facets {
            kinds: self
                .facet(filter, (item::Entity, item::Column::Kind), 10)
                .await?,
            levels: self
                .facet(filter, (statute::Entity, statute::Column::Level), 50)
                .await?,
            regions: self
                .facet(filter, (statute::Entity, statute::Column::Region), 100)
                .await?,
            states: self
                .facet(filter, (item::Entity, item::Column::State), 10)
                .await?,
            authorities: self
                .facet(
                    filter,
                    (item::Entity, item::Column::Subject),
                    MOST_AUTHORITIES,
                )
                .await?,
        })
    }

    async fn facet(
        &self,
        filter: &ItemFilter,
        column: impl IntoColumnRef + Clone,
        most: u64,
    ) -> Result<Vec<Facet>, ItemError> {
        let value = Expr::col(column);
        let counts: Vec<(String, i64)> = joined(filter)
            .filter(value.clone().is_not_null())
            .select_only()
            .column_as(value.clone(), "value")
            .column_as(item::Column::Id.count(), "count")
            .group_by(value.clone())
            .order_by_desc(item::Column::Id.count())
            .order_by_asc(value)
            .limit(most)
            .into_tuple()
            .all(self.db().read())
            .await?;
        let facets = counts.into_iter().map(|(value, count)| Facet {
            value,
            count: count.cast_unsigned(),
        });
        Ok(facets.collect())
    }
}
