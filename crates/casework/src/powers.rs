//! What casework asks of the library: who holds an item on a day, and what it allows to impose.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::civil::Date;
use library::powers::{Asking, PowerKind, Powers, Stamp};
use library::view::{Item, ItemState, LineageRelation};
use library::{ItemError, ItemId};
use procedure::ItemRule;
use rules::Citation;
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

/// What an item allows to impose, by its own law and by the law that followed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRules {
    /// By the version of its statute that it is of.
    pub own: ItemRule,
    /// By the latest version in force on the day, where that is another and its item is adopted.
    pub later: Option<ItemRule>,
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

    /// Whether there is such an item, adopted or not; yes where nobody keeps items.
    fn knows<'a>(&'a self, _item: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        async { Ok(true) }.boxed()
    }

    /// What an item allows to impose, by its own law and by the law of a day; which of them holds is
    /// said by 行政处罚法 art. 37. `None` where nobody has adopted the item.
    fn rules<'a>(
        &'a self,
        item: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Option<ItemRules>, StoreError>>;

    /// The addresses by which rules may name the provision of an item that punishes the deed, the
    /// nearest first: `law/…#25.1.2`, `law/…#25.1`, `law/…#25`, each with the version of the item too.
    /// None where nobody has adopted the item.
    fn offences<'a>(
        &'a self,
        item: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Vec<Citation>, StoreError>>;
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

    fn rules<'a>(
        &'a self,
        _: &'a str,
        _: Date,
    ) -> BoxFuture<'a, Result<Option<ItemRules>, StoreError>> {
        async { Ok(None) }.boxed()
    }

    fn offences<'a>(
        &'a self,
        _: &'a str,
        _: Date,
    ) -> BoxFuture<'a, Result<Vec<Citation>, StoreError>> {
        async { Ok(Vec::new()) }.boxed()
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

    fn knows<'a>(&'a self, item: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let Ok(item) = item.parse() else {
                return Ok(false);
            };
            match self.library().item(item).await {
                Ok(_) => Ok(true),
                Err(ItemError::NotFound(_)) => Ok(false),
                Err(error) => Err(DbErr::Custom(error.to_string()).into()),
            }
        }
        .boxed()
    }

    fn rules<'a>(
        &'a self,
        item: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Option<ItemRules>, StoreError>> {
        async move {
            let Ok(item) = item.parse() else {
                return Ok(None);
            };
            let Some(item) = adopted(self, item, on).await? else {
                return Ok(None);
            };
            Ok(Some(ItemRules {
                own: item_rule(&item.record),
                later: latest(self, &item, on)
                    .await?
                    .map(|next| item_rule(&next.record)),
            }))
        }
        .boxed()
    }

    fn offences<'a>(
        &'a self,
        item: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Vec<Citation>, StoreError>> {
        async move {
            let Ok(item) = item.parse() else {
                return Ok(Vec::new());
            };
            let item = adopted(self, item, on).await?;
            Ok(item.map_or_else(Vec::new, |item| addresses(&item.row.address)))
        }
        .boxed()
    }
}

/// An address and those of what it stands in, the nearest first, without and with the version.
fn addresses(address: &str) -> Vec<Citation> {
    let Some((statute, path)) = address.split_once('#') else {
        return Vec::new();
    };
    let any_version = statute.split_once('@').map_or(statute, |(name, _)| name);
    let levels: Vec<&str> = path.split('.').collect();
    let paths = (1..=levels.len())
        .rev()
        .map(|kept| levels[..kept].join("."));
    paths
        .flat_map(|path| [statute, any_version].map(|statute| format!("{statute}#{path}")))
        .filter_map(|address| address.parse().ok())
        .collect()
}

/// The item of the latest version that follows another and is in force on a day.
async fn latest(powers: &Powers, item: &Item, on: Date) -> Result<Option<Item>, StoreError> {
    let mut found = None;
    let mut next = following(item);
    while let Some(id) = next {
        let Some(item) = adopted(powers, id, on).await? else {
            break;
        };
        next = following(&item);
        if item.row.in_force {
            found = Some(item);
        }
    }
    Ok(found)
}

fn following(item: &Item) -> Option<ItemId> {
    let mut lines = item.lineage.iter();
    let line = lines.find(|line| line.relation == LineageRelation::NextVersion);
    line.map(|line| line.id)
}

/// An item as it stands on a day, where a person has adopted it: a reading of the machine is not law.
async fn adopted(powers: &Powers, id: ItemId, on: Date) -> Result<Option<Item>, StoreError> {
    match powers.library().item_on(id, on).await {
        Ok(item) => Ok(Some(item).filter(|item| item.row.state == ItemState::Adopted)),
        Err(ItemError::NotFound(_)) => Ok(None),
        Err(error) => Err(DbErr::Custom(error.to_string()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offence_is_named_from_the_nearest_address_outwards() {
        let named = |address: &str| -> Vec<String> {
            let all = addresses(address);
            all.iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            named("law/云麓市灯会管理条例@2023-03-01#4.1"),
            [
                "law/云麓市灯会管理条例@2023-03-01#4.1",
                "law/云麓市灯会管理条例#4.1",
                "law/云麓市灯会管理条例@2023-03-01#4",
                "law/云麓市灯会管理条例#4",
            ]
        );
        assert_eq!(
            named("law/云麓市灯会管理条例@undated#4"),
            ["law/云麓市灯会管理条例#4"]
        );
    }
}
