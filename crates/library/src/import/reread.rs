//! Reading a version again: what a person made of its items stays.

use jiff::Timestamp;
use law::{EnforcementItem, StatuteKey, VersionKey};
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use store::{StoreError, WriteTx, insert_all};

use super::prepare::PreparedItem;
use crate::items::matching::{Trait, match_items};
use crate::items::{IdGiver, NewItem, row};
use crate::tables::{article, citation, finding, item, item_event, source};
use crate::view::{Act, ItemState, MachineReading};

/// Removes what a version was made of; its items stay.
pub(super) async fn clear(tx: &WriteTx, version_id: i64, file: &str) -> Result<(), StoreError> {
    article::Entity::delete_many()
        .filter(article::Column::VersionId.eq(version_id))
        .exec(&**tx)
        .await?;
    citation::Entity::delete_many()
        .filter(citation::Column::VersionId.eq(version_id))
        .exec(&**tx)
        .await?;
    finding::Entity::delete_many()
        .filter(finding::Column::VersionId.eq(version_id))
        .filter(finding::Column::File.eq(file))
        .exec(&**tx)
        .await?;
    source::Entity::delete_many()
        .filter(source::Column::VersionId.eq(version_id))
        .filter(source::Column::File.eq(file))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Brings the items of a version in line with what is read now.
pub(super) async fn items(
    tx: &WriteTx,
    version_id: i64,
    key: &StatuteKey,
    version: VersionKey,
    read: &[PreparedItem],
    now: Timestamp,
) -> Result<(), StoreError> {
    let before = item::Entity::find()
        .filter(item::Column::VersionId.eq(version_id))
        .order_by_asc(item::Column::Sort)
        .all(&**tx)
        .await?;
    let (by_machine, by_hand): (Vec<_>, Vec<_>) = before
        .into_iter()
        .partition(|row| row.machine_reading != MachineReading::None.as_str());
    let known: Vec<Trait> = by_machine.iter().map(machine_trait).collect();
    let now_read: Vec<Trait> = read.iter().map(|new| Trait::of(&new.item)).collect();
    let matched = match_items(&known, &now_read);
    let mut places = Places::after(by_machine.iter().chain(&by_hand));
    let mut is_read = vec![false; by_machine.len()];
    let mut fresh = Vec::new();
    for (new, old) in read.iter().zip(&matched) {
        match old {
            Some(old) => {
                is_read[*old] = true;
                keep(tx, &by_machine[*old], new, now).await?;
            }
            None => fresh.push(new),
        }
    }
    for (row, _) in by_machine
        .iter()
        .zip(&is_read)
        .filter(|(_, is_read)| !**is_read)
    {
        let is_deleted = gone(tx, row, now).await?;
        places.free(row, is_deleted);
    }
    let rows = new_rows(fresh, &places, version_id, IdGiver::new(key, version), now);
    insert_all(&**tx, rows).await
}

/// Ids and places that are in use.
struct Places {
    ids: std::collections::HashSet<String>,
    next_ordinal: u32,
}

impl Places {
    fn after<'a>(rows: impl Iterator<Item = &'a item::Model>) -> Self {
        let mut places = Self {
            ids: std::collections::HashSet::new(),
            next_ordinal: 0,
        };
        for row in rows {
            places.ids.insert(row.id.clone());
            places.next_ordinal = places.next_ordinal.max(row::ordinal(row.sort) + 1);
        }
        places
    }

    fn free(&mut self, row: &item::Model, is_deleted: bool) {
        if is_deleted {
            self.ids.remove(&row.id);
        }
    }
}

fn new_rows(
    fresh: Vec<&PreparedItem>,
    places: &Places,
    version_id: i64,
    mut names: IdGiver,
    now: Timestamp,
) -> Vec<item::ActiveModel> {
    let rows = fresh
        .into_iter()
        .zip(places.next_ordinal..)
        .map(|(new, ordinal)| {
            // An id that an older reading has is not given again.
            let mut id = names.give(&new.item);
            while places.ids.contains(&id.to_string()) {
                id = names.give(&new.item);
            }
            let new = NewItem {
                id,
                version_id,
                ordinal,
                item: &new.item,
                record: new.record.clone(),
                by_person: false,
                first_read_at: now,
            };
            new.row().into_active_model()
        });
    rows.collect()
}

/// By what the machine's reading of an item is known again.
fn machine_trait(row: &item::Model) -> Trait {
    let record = row.machine_record.as_ref().unwrap_or(&row.record);
    match serde_json::from_str::<EnforcementItem>(record) {
        Ok(item) => Trait::of(&item),
        // A record of an older shape: its columns still tell it.
        Err(_) => Trait {
            kind: row::kind_named(&row.kind).unwrap_or(law::ItemKind::Penalty),
            path: row
                .path
                .parse()
                .unwrap_or_else(|_| law::ProvisionPath::article(law::ArticleNumber::new(0))),
            behaviour: row.behaviour.clone(),
        },
    }
}

/// An item that is read again: one that nobody touched follows the machine, another keeps its record.
async fn keep(
    tx: &WriteTx,
    old: &item::Model,
    new: &PreparedItem,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut row = item::ActiveModel {
        id: Set(old.id.clone()),
        ..Default::default()
    };
    if old.by_person == 0 {
        if old.record == new.record && old.machine_reading == MachineReading::Same.as_str() {
            return Ok(());
        }
        let revision = old.revision + 1;
        reread_event(tx, old, revision, &new.record, now).await?;
        row = item::ActiveModel {
            revision: Set(revision),
            machine_record: Set(None),
            machine_reading: Set(MachineReading::Same.as_str().to_owned()),
            ..record_columns(row, &new.item, &new.record)
        };
    } else {
        let is_same = old.record == new.record;
        let reading = if is_same {
            MachineReading::Same
        } else {
            MachineReading::Differs
        };
        row.machine_record = Set((!is_same).then(|| new.record.clone()));
        row.machine_reading = Set(reading.as_str().to_owned());
    }
    item::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// The columns that follow from a record.
pub(crate) fn record_columns(
    row: item::ActiveModel,
    item: &EnforcementItem,
    record: &str,
) -> item::ActiveModel {
    item::ActiveModel {
        kind: Set(row::kind_name(item.kind).to_owned()),
        path: Set(row::path_of(item).to_string()),
        article: Set(item.article.to_string()),
        behaviour: Set(item.behaviour.clone()),
        subject: Set(item.subject.clone()),
        object: Set(item.object.clone()),
        record: Set(record.to_owned()),
        ..row
    }
}

/// An item that is read no longer; gives whether it was deleted.
async fn gone(tx: &WriteTx, old: &item::Model, _now: Timestamp) -> Result<bool, StoreError> {
    if old.by_person == 0 && old.state == ItemState::Read.as_str() {
        item::Entity::delete_by_id(old.id.clone())
            .exec(&**tx)
            .await?;
        return Ok(true);
    }
    let row = item::ActiveModel {
        id: Set(old.id.clone()),
        machine_record: Set(None),
        machine_reading: Set(MachineReading::Gone.as_str().to_owned()),
        ..Default::default()
    };
    item::Entity::update(row).exec(&**tx).await?;
    Ok(false)
}

async fn reread_event(
    tx: &WriteTx,
    old: &item::Model,
    revision: i32,
    record: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changes = crate::items::changes::between(&old.record, record);
    let event = item_event::ActiveModel {
        item_id: Set(old.id.clone()),
        revision: Set(revision),
        at_ms: Set(now.as_millisecond()),
        actor: Set(String::new()),
        act: Set(Act::Reread.as_str().to_owned()),
        reason: Set(String::new()),
        changes: Set(crate::items::changes::json(&changes)),
    };
    item_event::Entity::insert(event)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
