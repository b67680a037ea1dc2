//! Merging items into one: they are withdrawn, and the whole descends from them.

use std::collections::HashSet;

use law::EnforcementItem;
use serde::Deserialize;
use store::sea_orm::ActiveValue::Set;
use utoipa::ToSchema;

use super::acts::{open, write};
use super::split_item::{link, make};
use super::{Deed, ItemError};
use crate::import::new_stamp;
use crate::tables::item;
use crate::view::{Act, Item, ItemState};
use crate::{ItemId, Library};

/// An item, as a person saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
pub struct SeenItem {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: ItemId,
    /// The revision that the person saw.
    pub revision: u32,
}

impl Library {
    /// Merges items of one version into one, which counts as reviewed. `seen` of the deed is not
    /// looked at: each item comes with the revision that the person saw.
    pub async fn merge_items(
        &self,
        items: &[SeenItem],
        record: &EnforcementItem,
        deed: &Deed,
    ) -> Result<Item, ItemError> {
        let distinct: HashSet<ItemId> = items.iter().map(|item| item.id).collect();
        if distinct.len() < 2 || distinct.len() != items.len() {
            return Err(ItemError::TooFew);
        }
        let json = self.check_record(items[0].id, record).await?;
        let now = self.clock().now();
        let tx = self.db().write_tx().await?;
        let mut parts: Vec<item::Model> = Vec::with_capacity(items.len());
        for SeenItem { id, revision } in items {
            let seen = Deed {
                seen: *revision,
                ..deed.clone()
            };
            parts.push(open(&tx, *id, &seen).await?);
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
        let whole = made[0].to_string();
        self.tell(&tx, Act::Merged, deed, (&whole, 1), &from)
            .await?;
        let stamp = new_stamp(&tx).await?;
        tx.commit().await?;
        let mut touched = from;
        touched.extend(made.iter().map(ToString::to_string));
        self.index_items(&touched, stamp).await?;
        self.item(made[0]).await
    }
}
