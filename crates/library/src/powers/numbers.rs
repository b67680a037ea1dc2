//! The numbers that stand for the ids of items and authorities in lines: given once, never again.

use std::collections::HashMap;

use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use store::{StoreError, WriteTx, insert_all};

use crate::tables::listed_id;

/// Ids that one statement asks for.
const CHUNK: usize = 1_000;

/// The numbers of those of these ids that have one.
pub(super) async fn known(
    db: &impl ConnectionTrait,
    ids: &[String],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut known = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows = listed_id::Entity::find()
            .filter(listed_id::Column::Id.is_in(chunk))
            .all(db)
            .await?;
        known.extend(rows.into_iter().map(|row| (row.id, row.number)));
    }
    Ok(known)
}

/// The ids of these numbers.
pub(super) async fn ids(
    db: &impl ConnectionTrait,
    numbers: &[i64],
) -> Result<HashMap<i64, String>, StoreError> {
    let mut ids = HashMap::with_capacity(numbers.len());
    for chunk in numbers.chunks(CHUNK) {
        let rows = listed_id::Entity::find()
            .filter(listed_id::Column::Number.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        ids.extend(rows.into_iter().map(|row| (row.number, row.id)));
    }
    Ok(ids)
}

/// The numbers of these ids; new ones are given in their order. Nobody else gives numbers meanwhile:
/// the caller holds the lock of lists.
pub(super) async fn give(tx: &WriteTx, ids: &[String]) -> Result<HashMap<String, i64>, StoreError> {
    let mut numbers = known(&**tx, ids).await?;
    let last: Option<i64> = listed_id::Entity::find()
        .select_only()
        .column(listed_id::Column::Number)
        .order_by_desc(listed_id::Column::Number)
        .into_tuple()
        .one(&**tx)
        .await?;
    let mut next = last.unwrap_or(0) + 1;
    let mut rows = Vec::new();
    for id in ids {
        if numbers.contains_key(id) {
            continue;
        }
        numbers.insert(id.clone(), next);
        rows.push(listed_id::ActiveModel {
            number: Set(next),
            id: Set(id.clone()),
        });
        next += 1;
    }
    insert_all(&**tx, rows).await?;
    Ok(numbers)
}

/// Numbers as the inside of `IN (…)`; for none, a number that nothing has.
pub(super) fn list(numbers: impl IntoIterator<Item = i64>) -> String {
    let written: Vec<String> = numbers
        .into_iter()
        .map(|number| number.to_string())
        .collect();
    if written.is_empty() {
        "-1".to_owned()
    } else {
        written.join(",")
    }
}
