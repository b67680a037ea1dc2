//! What a person does with one item: correct, review, adopt, withdraw. Each act names the person and
//! the reason, and is refused when somebody changed the item since it was seen.

use law::EnforcementItem;
use record::{ActKind, Actor, NewAct, Subject};
use serde_json::json;
use store::WriteTx;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait as _, DatabaseTransaction, DbBackend,
    EntityTrait, QueryFilter, QuerySelect as _,
};

use super::{ItemError, changes, row};
use crate::feed::{indexed, item_document};
use crate::import::{new_stamp, record_columns};
use crate::tables::{item, item_event};
use crate::view::{Act, Item, ItemState, MachineReading, RecordChange};
use crate::{ItemId, Library};

/// Who does something, and why, with the revision of the item that they saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What the person is called.
    pub actor: String,
    /// The account of the person.
    pub account: String,
    /// Why.
    pub reason: String,
    /// The revision that the person saw.
    pub seen: u32,
}

impl Deed {
    /// Refuses a deed without name or reason.
    pub(super) fn check(&self) -> Result<(), ItemError> {
        if self.account.is_empty() || self.actor.trim().is_empty() || self.reason.trim().is_empty()
        {
            return Err(ItemError::Unsigned);
        }
        Ok(())
    }
}

impl Library {
    /// Puts a corrected record in the place of an item's record. An item that was adopted must be
    /// adopted again.
    pub async fn correct_item(
        &self,
        id: ItemId,
        record: &EnforcementItem,
        deed: &Deed,
    ) -> Result<Item, ItemError> {
        let json = self.check_record(id, record).await?;
        let tx = self.db().write_tx().await?;
        let before = open(&tx, id, deed).await?;
        let changes = changes::between(&before.record, &json);
        if changes.is_empty() {
            return Err(ItemError::Unchanged);
        }
        let machine = before.machine_record.clone().or_else(|| {
            (before.machine_reading == MachineReading::Same.as_str()).then(|| before.record.clone())
        });
        let is_same = machine.as_ref().is_some_and(|machine| *machine == json);
        let reading = match (MachineReading::named(&before.machine_reading), is_same) {
            (Some(MachineReading::Same | MachineReading::Differs), true) => MachineReading::Same,
            (Some(MachineReading::Same | MachineReading::Differs), false) => {
                MachineReading::Differs
            }
            (Some(kept), _) => kept,
            (None, _) => MachineReading::None,
        };
        let row = item::ActiveModel {
            state: Set(ItemState::Reviewed.as_str().to_owned()),
            machine_record: Set(machine.filter(|_| !is_same)),
            machine_reading: Set(reading.as_str().to_owned()),
            ..record_columns(item::ActiveModel::default(), record, &json)
        };
        self.write_act(tx, before, row, Act::Corrected, deed, changes)
            .await
    }

    /// Marks an item as looked at by a person.
    pub async fn review_item(&self, id: ItemId, deed: &Deed) -> Result<Item, ItemError> {
        self.set_state(id, ItemState::Reviewed, Act::Reviewed, deed)
            .await
    }

    /// Adopts an item: it may be used as law from now on.
    pub async fn adopt_item(&self, id: ItemId, deed: &Deed) -> Result<Item, ItemError> {
        self.set_state(id, ItemState::Adopted, Act::Adopted, deed)
            .await
    }

    /// Withdraws an item for good.
    pub async fn withdraw_item(&self, id: ItemId, deed: &Deed) -> Result<Item, ItemError> {
        self.set_state(id, ItemState::Withdrawn, Act::Withdrawn, deed)
            .await
    }

    async fn set_state(
        &self,
        id: ItemId,
        to: ItemState,
        act: Act,
        deed: &Deed,
    ) -> Result<Item, ItemError> {
        let tx = self.db().write_tx().await?;
        let before = open(&tx, id, deed).await?;
        if before.state == to.as_str() {
            return Err(ItemError::AlreadySo);
        }
        let row = item::ActiveModel {
            state: Set(to.as_str().to_owned()),
            ..Default::default()
        };
        self.write_act(tx, before, row, act, deed, Vec::new()).await
    }

    /// Writes an act on one item: row, event, count of changes, search index.
    async fn write_act(
        &self,
        tx: WriteTx,
        before: item::Model,
        row: item::ActiveModel,
        act: Act,
        deed: &Deed,
        changes: Vec<RecordChange>,
    ) -> Result<Item, ItemError> {
        let id: ItemId = before
            .id
            .parse()
            .map_err(|_| ItemError::Damaged(before.id.clone()))?;
        write(&tx, &before, row, act, deed, changes, self.clock().now()).await?;
        self.tell(&tx, act, deed, (&before.id, before.revision + 1), &[])
            .await?;
        let stamp = new_stamp(&tx).await?;
        tx.commit().await?;
        self.index_items(&[before.id], stamp).await?;
        self.item(id).await
    }

    /// Puts what was done with an item on the record.
    pub(super) async fn tell(
        &self,
        tx: &WriteTx,
        act: Act,
        deed: &Deed,
        (item, revision): (&str, i32),
        others: &[String],
    ) -> Result<(), ItemError> {
        let kind = format!("library.item_{}", act.as_str());
        let kind: ActKind = kind.parse().expect("acts are named in lower case");
        let actor = Actor::Person {
            account: deed.account.clone(),
        };
        let subject = Subject {
            kind: "item".to_owned(),
            id: item.to_owned(),
        };
        let data = json!({"revision": revision, "reason": deed.reason.trim(), "others": others});
        let new = NewAct::new(kind, actor, subject, data);
        self.record().append(tx, new).await?;
        Ok(())
    }

    /// Refuses a record that cannot be one of the item's version, and gives it as JSON.
    pub(super) async fn check_record(
        &self,
        id: ItemId,
        record: &EnforcementItem,
    ) -> Result<String, ItemError> {
        let found = item::Entity::find_by_id(id.to_string())
            .one(self.db().read())
            .await?;
        let found = found.ok_or(ItemError::NotFound(id))?;
        let holdings = self.holdings().await?;
        let (_, version) = holdings
            .version(found.version_id)
            .ok_or_else(|| ItemError::Damaged(found.id.clone()))?;
        if record.behaviour.trim().is_empty() {
            return Err(ItemError::Record("the behaviour is empty"));
        }
        let text = self.text(version).await?;
        let paths = record.obligation_refs.iter().copied();
        let mut paths = paths
            .chain([row::path_of(record)])
            .chain(record.spans.iter().map(|span| span.path));
        if !paths.all(|path| text.has(&path)) {
            return Err(ItemError::Record("the version has no such provision"));
        }
        Ok(serde_json::to_string(record).expect("a record is JSON"))
    }

    /// Takes items up in the search index as they are now.
    pub(super) async fn index_items(&self, ids: &[String], stamp: i64) -> Result<(), ItemError> {
        let holdings = self.reload_holdings().await?;
        let _turn = self.indexing.lock().await;
        if self.index_stamp() != stamp - 1 {
            // It lags for another reason; it will be made anew.
            return Ok(());
        }
        let mut rows = Vec::with_capacity(ids.len());
        for ids in ids.chunks(1_000) {
            let chunk = item::Entity::find().filter(item::Column::Id.is_in(ids));
            rows.extend(chunk.all(self.db().read()).await?);
        }
        let mut documents = Vec::with_capacity(rows.len());
        for row in rows {
            let Some((statute, version)) = holdings.version(row.version_id) else {
                continue;
            };
            let text = self.text(version).await?;
            let document = item_document(&row, &text);
            documents.extend(
                document.map(|document| (std::sync::Arc::new(indexed(statute, version)), document)),
            );
        }
        let index = std::sync::Arc::clone(self.search_index());
        let writing = tokio::task::spawn_blocking(move || {
            let mut writer = index.writer()?;
            for (version, document) in documents {
                writer.replace_item(&version, document)?;
            }
            writer.commit(&stamp.to_string())
        });
        Ok(writing.await.map_err(|_| crate::FeedError::BrokeOff)??)
    }
}

/// The item to act on, locked: refused when it changed since it was seen, or was withdrawn.
pub(super) async fn open(
    tx: &DatabaseTransaction,
    id: ItemId,
    deed: &Deed,
) -> Result<item::Model, ItemError> {
    deed.check()?;
    let mut query = item::Entity::find_by_id(id.to_string());
    if tx.get_database_backend() == DbBackend::Postgres {
        query = query.lock_exclusive();
    }
    let found = query.one(tx).await?.ok_or(ItemError::NotFound(id))?;
    if found.revision.cast_unsigned() != deed.seen {
        return Err(ItemError::Changed {
            seen: deed.seen,
            is: found.revision.cast_unsigned(),
        });
    }
    if found.state == ItemState::Withdrawn.as_str() {
        return Err(ItemError::Withdrawn);
    }
    Ok(found)
}

/// Writes the row and the event of an act.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    before: &item::Model,
    row: item::ActiveModel,
    act: Act,
    deed: &Deed,
    changes: Vec<RecordChange>,
    now: jiff::Timestamp,
) -> Result<(), ItemError> {
    let revision = before.revision + 1;
    let row = item::ActiveModel {
        id: Set(before.id.clone()),
        revision: Set(revision),
        by_person: Set(1),
        ..row
    };
    item::Entity::update(row).exec(tx).await?;
    let event = event(&before.id, revision, act, deed, &changes, now);
    item_event::Entity::insert(event)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The event of an act.
pub(super) fn event(
    item_id: &str,
    revision: i32,
    act: Act,
    deed: &Deed,
    changes: &[RecordChange],
    now: jiff::Timestamp,
) -> item_event::ActiveModel {
    item_event::ActiveModel {
        item_id: Set(item_id.to_owned()),
        revision: Set(revision),
        at_ms: Set(now.as_millisecond()),
        actor: Set(deed.actor.trim().to_owned()),
        act: Set(act.as_str().to_owned()),
        reason: Set(deed.reason.trim().to_owned()),
        changes: Set(changes::json(changes)),
    }
}
