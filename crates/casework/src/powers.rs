//! What casework asks of the library: who holds an item on a day, and what it allows to impose.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::civil::Date;
use law::VersionKey;
use library::powers::{Asking, PowerKind, Powers, Stamp};
use library::view::{Item, ItemState, LineageRelation};
use library::{ItemError, ItemId};
use procedure::{ItemRule, law_of_the_day};
use store::StoreError;
use store::sea_orm::DbErr;

use crate::item_rule::item_rule;

/// How an authority holds an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldItem {
    /// By a published list.
    pub holds: bool,
    /// By the list of delegated powers.
    pub delegated: bool,
}

/// Who knows the published power lists.
pub trait Holdings: Send + Sync {
    /// Changes whenever an answer might, but for what authorities and the day change.
    fn stamp(&self) -> BoxFuture<'_, Result<Stamp, StoreError>>;

    /// How an authority holds an item on a day.
    fn held<'a>(
        &'a self,
        item: &'a str,
        authority: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<HeldItem, StoreError>>;

    /// What an item allows to impose on a day: by its own law, or by the next version of it where
    /// that is lighter (行政处罚法 art. 37). `None` where nobody has adopted the item.
    fn rule<'a>(
        &'a self,
        item: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Option<ItemRule>, StoreError>>;
}

/// Nobody holds anything: for tools that work without a library.
#[derive(Debug, Clone, Copy)]
pub struct NoHoldings;

impl Holdings for NoHoldings {
    fn stamp(&self) -> BoxFuture<'_, Result<Stamp, StoreError>> {
        async { Ok(Stamp::default()) }.boxed()
    }

    fn held<'a>(
        &'a self,
        _: &'a str,
        _: &'a str,
        _: Date,
    ) -> BoxFuture<'a, Result<HeldItem, StoreError>> {
        async { Ok(HeldItem::default()) }.boxed()
    }

    fn rule<'a>(
        &'a self,
        _: &'a str,
        _: Date,
    ) -> BoxFuture<'a, Result<Option<ItemRule>, StoreError>> {
        async { Ok(None) }.boxed()
    }
}

impl Holdings for Powers {
    fn stamp(&self) -> BoxFuture<'_, Result<Stamp, StoreError>> {
        self.stamp().boxed()
    }

    fn held<'a>(
        &'a self,
        item: &'a str,
        authority: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<HeldItem, StoreError>> {
        async move {
            let Ok(item) = item.parse() else {
                return Ok(HeldItem::default());
            };
            let asking = Asking::program("casework");
            let rows = self.who_holds(&asking, item, None, on).await;
            let rows = rows.map_err(|error| StoreError::from(DbErr::Custom(error.to_string())))?;
            let mine = rows.iter().filter(|row| row.holder.id == authority);
            Ok(mine.fold(HeldItem::default(), |held, row| HeldItem {
                holds: true,
                delegated: held.delegated || row.terms.power_kind == PowerKind::Delegated,
            }))
        }
        .boxed()
    }

    fn rule<'a>(
        &'a self,
        item: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Option<ItemRule>, StoreError>> {
        async move {
            let Ok(item) = item.parse() else {
                return Ok(None);
            };
            let Some(item) = adopted(self, item).await? else {
                return Ok(None);
            };
            let mut rule = item_rule(&item.record);
            for next in item
                .lineage
                .iter()
                .filter(|line| line.relation == LineageRelation::NextVersion)
            {
                let next = adopted(self, next.id).await?;
                let next = next.filter(|next| {
                    next.row.in_force
                        && matches!(next.row.version, VersionKey::On(day) if day <= on)
                });
                if let Some(next) = next {
                    rule = law_of_the_day(rule, Some(item_rule(&next.record)));
                }
            }
            Ok(Some(rule))
        }
        .boxed()
    }
}

/// An item, where a person has adopted it: a reading of the machine is not law.
async fn adopted(powers: &Powers, id: ItemId) -> Result<Option<Item>, StoreError> {
    match powers.library().item(id).await {
        Ok(item) => Ok(Some(item).filter(|item| item.row.state == ItemState::Adopted)),
        Err(ItemError::NotFound(_)) => Ok(None),
        Err(error) => Err(DbErr::Custom(error.to_string()).into()),
    }
}
