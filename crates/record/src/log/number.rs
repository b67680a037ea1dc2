//! Committed entries get their indexes: dense, each once, whoever does it.

use futures::FutureExt;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Database, StoreError, sea_orm};

use crate::Record;
use crate::append::statement;
use crate::tables::entry;

/// Entries numbered in one transaction.
const BATCH: i64 = 8_192;
/// Names the lock under which entries are numbered.
const LOCK: i64 = 0x7265_636f_7264;

/// Takes rows that have no index yet, never those beyond the last one seen: an act whose
/// transaction began early and was committed late is not skipped.
const NUMBER: &str = "UPDATE record_entry SET leaf_index = numbered.leaf_index FROM ( \
    SELECT arrival, $1 + ROW_NUMBER() OVER (ORDER BY arrival) - 1 AS leaf_index FROM record_entry \
    WHERE leaf_index IS NULL ORDER BY arrival LIMIT $2) AS numbered \
    WHERE record_entry.arrival = numbered.arrival";
const NEXT: &str = "SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM record_entry";

/// Numbers all entries that wait, and tells how many there were.
pub(crate) async fn number(record: &Record) -> Result<u64, StoreError> {
    let mut numbered = 0;
    while is_waiting(record.db()).await? {
        let batch: u64 = record
            .write(|tx| {
                async move {
                    tx.alone(LOCK).await?;
                    let next = tx.query_one_raw(statement(&**tx, NEXT, [])).await?;
                    let next: i64 = next.map_or(Ok(0), |row| row.try_get_by_index(0))?;
                    let values = [next.into(), BATCH.into()];
                    let done = tx.execute_raw(statement(&**tx, NUMBER, values)).await?;
                    Ok::<_, StoreError>(done.rows_affected())
                }
                .boxed()
            })
            .await?;
        if batch == 0 {
            break;
        }
        numbered += batch;
    }
    Ok(numbered)
}

async fn is_waiting(db: &Database) -> Result<bool, StoreError> {
    let first = entry::Entity::find()
        .select_only()
        .column(entry::Column::Arrival)
        .filter(entry::Column::LeafIndex.is_null())
        .order_by_asc(entry::Column::Arrival)
        .into_tuple::<i64>()
        .one(db.read())
        .await?;
    Ok(first.is_some())
}

/// How many entries have an index.
pub(crate) async fn count(db: &Database) -> Result<u64, StoreError> {
    let next = db
        .read()
        .query_one_raw(statement(db.read(), NEXT, []))
        .await?;
    let next: i64 = next.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(next.cast_unsigned())
}

/// Leaves from an index on, in order: a batch at most.
pub(super) async fn leaves(db: &Database, from: u64) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
    let rows: Vec<(Option<i64>, Vec<u8>)> = entry::Entity::find()
        .select_only()
        .columns([entry::Column::LeafIndex, entry::Column::Leaf])
        .filter(entry::Column::LeafIndex.gte(from.cast_signed()))
        .order_by_asc(entry::Column::LeafIndex)
        .limit(BATCH.cast_unsigned())
        .into_tuple()
        .all(db.read())
        .await?;
    let leaves = rows.into_iter();
    Ok(leaves
        .filter_map(|(index, leaf)| Some((index?.cast_unsigned(), leaf)))
        .collect())
}
