//! Merging items into one: they are withdrawn, and the whole descends from them.

use std::collections::HashSet;

use law::EnforcementItem;
use store::sea_orm::{ActiveValue::Set, EntityTrait};

use super::acts::{open, write};
use super::split_item::{link, make};
use super::{Deed, ItemError};
use crate::import::new_stamp;
use crate::tables::item;
use crate::view::{Act, Item, ItemState};
use crate::{ItemId, Library};

impl Library {
    /// Merges items of one version into one, which counts as reviewed. `seen` of the deed is not
    /// looked at: each item comes with the revision that the person saw, or `None` for whichever.
    pub async fn merge_items(
        &self,
        ids: &[(ItemId, Option<u32>)],
        record: &EnforcementItem,
        deed: &Deed,
    ) -> Result<Item, ItemError> {
        let distinct: HashSet<ItemId> = ids.iter().map(|(id, _)| *id).collect();
        if distinct.len() < 2 || distinct.len() != ids.len() {
            return Err(ItemError::TooFew);
        }
        let json = self.check_record(ids[0].0, record).await?;
        let now = self.clock().now();
        let tx = self.db().write_tx().await?;
        let mut parts: Vec<item::Model> = Vec::with_capacity(ids.len());
        for (id, seen) in ids {
            parts.push(part(&tx, *id, *seen, deed).await?);
        }
        let version_id = parts[0].version_id;
        if parts.iter().any(|part| part.version_id != version_id) {
            return Err(ItemError::TooFew);
        }
        for part in &parts {
            let withdrawn = item::ActiveModel {
                state: Set(ItemState::Withdrawn.as_str().to_owned()),
                ..Default::default()
            };
            write(&tx, part, withdrawn, Act::Merged, deed, Vec::new(), now).await?;
        }
        let made = make(&tx, version_id, &[(record, json)], Act::Merged, deed, now).await?;
        let from: Vec<String> = parts.into_iter().map(|part| part.id).collect();
        link(&tx, &from, &made, "merged").await?;
        let stamp = new_stamp(&tx).await?;
        tx.commit().await?;
        let mut touched = from;
        touched.extend(made.iter().map(ToString::to_string));
        self.index_items(&touched, stamp).await?;
        self.item(made[0]).await
    }
}

async fn part(
    tx: &store::WriteTx,
    id: ItemId,
    seen: Option<u32>,
    deed: &Deed,
) -> Result<item::Model, ItemError> {
    let seen = if let Some(seen) = seen {
        seen
    } else {
        let found = item::Entity::find_by_id(id.to_string()).one(&**tx).await?;
        let found = found.ok_or(ItemError::NotFound(id))?;
        found.revision.cast_unsigned()
    };
    open(
        tx,
        id,
        &Deed {
            seen,
            ..deed.clone()
        },
    )
    .await
}
