//! Cases by the item that they rest on, for the library.

use std::collections::{HashMap, HashSet};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::civil::Date;
use library::ItemId;
use library::powers::CaseCounter;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait as _, QueryFilter, QuerySelect};
use store::{Scope, StoreError, sea_orm};

use crate::casework::{Casework, columns, instant};
use crate::tables::case::{Column, Entity};

/// Items that one statement asks for.
const ASKED: usize = 500;

impl CaseCounter for Casework {
    fn items_with_cases(
        &self,
        from: Date,
        to: Date,
    ) -> BoxFuture<'_, Result<HashSet<ItemId>, StoreError>> {
        async move {
            let start =
                |day: Date| instant(day.at(0, 0, 0, 0)).map(jiff::Timestamp::as_millisecond);
            let until = to.tomorrow().ok().and_then(start).unwrap_or(i64::MAX);
            let items: Vec<String> = Entity::find()
                .filter(Column::OpenedAtMs.gte(start(from).unwrap_or(i64::MIN)))
                .filter(Column::OpenedAtMs.lt(until))
                .filter(Column::Item.is_not_null())
                .select_only()
                .column(Column::Item)
                .distinct()
                .into_tuple()
                .all(self.db().read())
                .await?;
            // A case of another system may name an item that the library does not have.
            Ok(items.iter().filter_map(|item| item.parse().ok()).collect())
        }
        .boxed()
    }

    fn open_cases_on<'a>(
        &'a self,
        items: &'a [ItemId],
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<HashMap<ItemId, u64>, StoreError>> {
        async move {
            let mut counts = HashMap::new();
            for some in items.chunks(ASKED) {
                let rows: Vec<(String, i64)> = Entity::find()
                    .filter(Column::Item.is_in(some.iter().map(ToString::to_string)))
                    .filter(Column::ClosedOn.is_null())
                    .filter(scope.condition(&columns()))
                    .select_only()
                    .column(Column::Item)
                    .column_as(Expr::col((Entity, Column::Id)).count(), "cases")
                    .group_by(Column::Item)
                    .into_tuple()
                    .all(self.db().read())
                    .await?;
                counts.extend(rows.into_iter().filter_map(|(item, cases)| {
                    Some((item.parse().ok()?, u64::try_from(cases).ok()?))
                }));
            }
            Ok(counts)
        }
        .boxed()
    }
}
