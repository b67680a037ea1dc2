//! One sequencer at a time: elected by a row with an expiry.

use std::time::Duration;

use futures::FutureExt;
use sea_orm::ConnectionTrait;
use store::{StoreError, sea_orm};

use crate::Record;
use crate::append::statement;

const NAME: &str = "sequencer";
const TAKE: &str = "INSERT INTO record_lease (name, holder, expires_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at_ms = excluded.expires_at_ms \
    WHERE record_lease.holder = excluded.holder OR record_lease.expires_at_ms < $4";
const GIVE_BACK: &str = "DELETE FROM record_lease WHERE name = $1 AND holder = $2";

/// Takes or renews the lease; `false` where another holds it.
pub(super) async fn take(
    record: &Record,
    holder: &str,
    lease: Duration,
) -> Result<bool, StoreError> {
    let now_ms = record.clock().now().as_millisecond();
    let lease_ms = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
    let expires_at_ms = now_ms.saturating_add(lease_ms);
    let holder = holder.to_owned();
    record
        .write(move |tx| {
            async move {
                let values = [
                    NAME.into(),
                    holder.into(),
                    expires_at_ms.into(),
                    now_ms.into(),
                ];
                let done = tx.execute_raw(statement(&**tx, TAKE, values)).await?;
                Ok(done.rows_affected() == 1)
            }
            .boxed()
        })
        .await
}

/// Lets the next one in at once.
pub(super) async fn give_back(record: &Record, holder: &str) -> Result<(), StoreError> {
    let holder = holder.to_owned();
    record
        .write(move |tx| {
            async move {
                let values = [NAME.into(), holder.into()];
                tx.execute_raw(statement(&**tx, GIVE_BACK, values)).await?;
                Ok(())
            }
            .boxed()
        })
        .await
}
