//! Splitting an item into parts: it is withdrawn, and the parts descend from it.

use law::EnforcementItem;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use store::{StoreError, WriteTx, insert_all};
use uuid::Uuid;

use super::acts::{event, open, write};
use super::{Deed, ItemError, NewItem, row};
use crate::import::new_stamp;
use crate::tables::{item, item_event, item_lineage};
use crate::view::{Act, Item, ItemState};
use crate::{ItemId, Library};

impl Library {
    /// Splits an item into parts, which count as reviewed.
    pub async fn split_item(
        &self,
        id: ItemId,
        parts: &[EnforcementItem],
        deed: &Deed,
    ) -> Result<Vec<Item>, ItemError> {
        if parts.len() < 2 {
            return Err(ItemError::TooFew);
        }
        let mut records = Vec::with_capacity(parts.len());
        for part in parts {
            records.push((part, self.check_record(id, part).await?));
        }
        let now = self.clock().now();
        let tx = self.db().write_tx().await?;
        let whole = open(&tx, id, deed).await?;
        let withdrawn = item::ActiveModel {
            state: Set(ItemState::Withdrawn.as_str().to_owned()),
            ..Default::default()
        };
        write(&tx, &whole, withdrawn, Act::Split, deed, Vec::new(), now).await?;
        let made = make(&tx, whole.version_id, &records, Act::Split, deed, now).await?;
        link(&tx, std::slice::from_ref(&whole.id), &made, "split").await?;
        let parts: Vec<String> = made.iter().map(ToString::to_string).collect();
        let revision = whole.revision + 1;
        self.tell(&tx, Act::Split, deed, (&whole.id, revision), &parts)
            .await?;
        let stamp = new_stamp(&tx).await?;
        tx.commit().await?;
        let mut touched = vec![whole.id];
        touched.extend(parts);
        self.index_items(&touched, stamp).await?;
        let mut items = Vec::with_capacity(made.len());
        for id in made {
            items.push(self.item(id).await?);
        }
        Ok(items)
    }
}

/// Makes items by a person's hand, after those that the version has.
pub(super) async fn make(
    tx: &WriteTx,
    version_id: i64,
    records: &[(&EnforcementItem, String)],
    act: Act,
    deed: &Deed,
    now: jiff::Timestamp,
) -> Result<Vec<ItemId>, ItemError> {
    let last: Option<i64> = item::Entity::find()
        .select_only()
        .column(item::Column::Sort)
        .filter(item::Column::VersionId.eq(version_id))
        .order_by_desc(item::Column::Sort)
        .into_tuple()
        .one(&**tx)
        .await?;
    let first = last.map_or(0, |sort| row::ordinal(sort) + 1);
    let mut ids = Vec::with_capacity(records.len());
    let mut rows = Vec::with_capacity(records.len());
    let mut events = Vec::with_capacity(records.len());
    for ((record, json), ordinal) in records.iter().zip(first..) {
        let id = new_item_id(now);
        let new = NewItem {
            id,
            version_id,
            ordinal,
            item: record,
            record: json.clone(),
            by_person: true,
            first_read_at: now,
        };
        rows.push(new.row().into_active_model());
        events.push(event(&id.to_string(), 1, act, deed, &[], now));
        ids.push(id);
    }
    insert_all::<item::ActiveModel>(&**tx, rows).await?;
    insert_all::<item_event::ActiveModel>(&**tx, events).await?;
    Ok(ids)
}

/// Writes that each of `to` descends from each of `from`.
pub(super) async fn link(
    tx: &WriteTx,
    from: &[String],
    to: &[ItemId],
    relation: &str,
) -> Result<(), StoreError> {
    let links = from.iter().flat_map(|from| {
        to.iter().map(move |to| item_lineage::ActiveModel {
            from_item: Set(from.clone()),
            to_item: Set(to.to_string()),
            relation: Set(relation.to_owned()),
        })
    });
    insert_all(&**tx, links.collect::<Vec<_>>()).await
}

/// An id that sorts by the time at which the item was made.
fn new_item_id(now: jiff::Timestamp) -> ItemId {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanoseconds);
    ItemId::try_from(Uuid::new_v7(time)).expect("an id of version 7 is not nil")
}
