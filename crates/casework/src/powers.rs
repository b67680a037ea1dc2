//! What casework asks of the library: who holds an item on a day.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::civil::Date;
use library::powers::{Asking, PowerKind, Powers};
use store::StoreError;
use store::sea_orm::DbErr;

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
    /// How an authority holds an item on a day.
    fn held<'a>(
        &'a self,
        item: &'a str,
        authority: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<HeldItem, StoreError>>;
}

/// Nobody holds anything: for tools that work without a library.
#[derive(Debug, Clone, Copy)]
pub struct NoHoldings;

impl Holdings for NoHoldings {
    fn held<'a>(
        &'a self,
        _: &'a str,
        _: &'a str,
        _: Date,
    ) -> BoxFuture<'a, Result<HeldItem, StoreError>> {
        async { Ok(HeldItem::default()) }.boxed()
    }
}

impl Holdings for Powers {
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
}
