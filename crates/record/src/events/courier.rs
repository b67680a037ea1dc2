//! Delivering events to webhooks.

use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use ledger::NoteSigner;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use store::{StoreError, WriteTx, insert_new, sea_orm};
use thiserror::Error;

use super::webhook::view;
use super::{Webhook, WebhookError, cloud_event, signature};
use crate::append::statement;
use crate::http::{self, HttpError};
use crate::log::{KeyFileError, RecordLog, blocking};
use crate::tables::{delivery, webhook};
use crate::{ReadError, RecordedAct};

/// Delivers events. Any number may run: none takes what another has taken.
pub struct Courier {
    log: RecordLog,
    http: reqwest::Client,
    signer: NoteSigner,
    times: DeliveryTimes,
}

/// When deliveries are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryTimes {
    /// How long a receiver may take to answer.
    pub timeout: Duration,
    /// The pause after the first failure; it doubles with each.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// Tries until an event is given up.
    pub attempts: u32,
}

impl Default for DeliveryTimes {
    /// 10 s to answer; pauses from 5 s, doubling up to 6 h; 16 tries, which is about three days.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            first_pause: Duration::from_secs(5),
            longest_pause: Duration::from_hours(6),
            attempts: 16,
        }
    }
}

/// Why nothing is delivered for now.
#[derive(Debug, Error)]
pub enum CourierError {
    /// The key that signs events.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// A webhook is damaged.
    #[error(transparent)]
    Webhook(#[from] WebhookError),
    /// An act cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The HTTP client cannot be made.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for CourierError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Entries for which deliveries are made in one transaction.
const ENTRIES: u64 = 1_000;
/// Deliveries that are under way at once.
const AT_ONCE: u64 = 32;
/// Names the lock under which deliveries are made.
const LOCK: i64 = 0x7765_6268;
/// Pause where there was nothing to do.
const IDLE: Duration = Duration::from_millis(500);

struct Parcel {
    row: delivery::Model,
    webhook: Webhook,
    act: RecordedAct,
}

impl Courier {
    /// A courier for the events of a log. The key that signs them is made at first use.
    pub async fn new(log: RecordLog, times: DeliveryTimes) -> Result<Self, CourierError> {
        let (folder, name) = (log.keys_folder(), log.key_name().clone());
        let signer = blocking(move || folder.webhook_signer(&name)).await?;
        let http = http::client(times.timeout, log.settings().ca_file.as_deref())?;
        Ok(Self {
            log,
            http,
            signer,
            times,
        })
    }

    /// The public half of the key that signs events, for their receivers.
    pub fn verifier(&self) -> &ledger::VerifierKey {
        self.signer.verifier()
    }

    /// Delivers until `stop` is ready.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop.fuse());
        loop {
            let rest = match self.round().await {
                Ok(0) => IDLE,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::error!(%error, "events cannot be delivered");
                    IDLE
                }
            };
            futures::select_biased! {
                () = stop => return,
                () = tokio::time::sleep(rest).fuse() => {}
            }
        }
    }

    /// Makes deliveries for what was numbered since, tries those that are due, and tells how many.
    pub async fn round(&self) -> Result<usize, CourierError> {
        self.make().await?;
        let parcels = self.take().await?;
        join_all(parcels.iter().map(|parcel| self.deliver(parcel)))
            .await
            .into_iter()
            .collect::<Result<Vec<()>, _>>()?;
        Ok(parcels.len())
    }

    /// Makes the deliveries of each webhook for entries that were numbered since.
    async fn make(&self) -> Result<(), CourierError> {
        let numbered = self.log.record().numbered().await?;
        for webhook in self.log.record().webhooks().await? {
            let mut from = webhook.next_index;
            while from < numbered {
                let until = numbered.min(from + ENTRIES);
                let acts = self.log.record().acts_between(from, until).await?;
                self.make_for(&webhook, acts, until).await?;
                from = until;
            }
        }
        Ok(())
    }

    async fn make_for(
        &self,
        webhook: &Webhook,
        acts: Vec<RecordedAct>,
        until: u64,
    ) -> Result<(), StoreError> {
        let now_ms = self.log.record().clock().now().as_millisecond();
        let asked =
            |act: &RecordedAct| webhook.kinds.is_empty() || webhook.kinds.contains(&act.kind);
        let rows: Vec<delivery::ActiveModel> = acts
            .into_iter()
            .filter(asked)
            .filter_map(|act| {
                Some(delivery::ActiveModel {
                    webhook_id: Set(webhook.id.to_string()),
                    leaf_index: Set(act.index?.cast_signed()),
                    subject: Set(format!("{}/{}", act.subject.kind, act.subject.id)),
                    case_id: Set(act.case),
                    attempts: Set(0),
                    due_at_ms: Set(now_ms),
                    dead_at_ms: Set(None),
                    fault: Set(None),
                })
            })
            .collect();
        let (id, until) = (webhook.id.to_string(), until.cast_signed());
        let write = self
            .log
            .record()
            .write(move |tx| async move { store_rows(tx, id, until, rows).await }.boxed());
        write.await
    }

    /// Takes deliveries that are due and have none before them of the same subject or case.
    async fn take(&self) -> Result<Vec<Parcel>, CourierError> {
        let now_ms = self.log.record().clock().now().as_millisecond();
        // Longer than a try can take: then it is due again if this process dies.
        let held_ms = now_ms + as_ms(self.times.timeout * 2);
        if !self.is_due(now_ms).await? {
            return Ok(Vec::new());
        }
        let write = self
            .log
            .record()
            .write(move |tx| async move { take_rows(tx, now_ms, held_ms).await }.boxed());
        let rows: Vec<delivery::Model> = write.await?;
        let mut parcels = Vec::with_capacity(rows.len());
        for row in rows {
            let hook = webhook::Entity::find_by_id(row.webhook_id.clone());
            let Some(hook) = hook.one(self.log.record().db().read()).await? else {
                continue;
            };
            let index = row.leaf_index.cast_unsigned();
            let acts = self.log.record().acts_between(index, index + 1).await?;
            let Some(act) = acts.into_iter().next() else {
                continue;
            };
            let webhook = view(hook)?;
            parcels.push(Parcel { row, webhook, act });
        }
        Ok(parcels)
    }

    async fn is_due(&self, now_ms: i64) -> Result<bool, DbErr> {
        let due = delivery::Entity::find()
            .filter(delivery::Column::DeadAtMs.is_null())
            .filter(delivery::Column::DueAtMs.lte(now_ms))
            .one(self.log.record().db().read())
            .await?;
        Ok(due.is_some())
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<(), StoreError> {
        let fault = self.send(parcel).await.err();
        let now_ms = self.log.record().clock().now().as_millisecond();
        let (row, times) = (parcel.row.clone(), self.times);
        if let Some(fault) = &fault {
            tracing::warn!(
                webhook = row.webhook_id,
                index = row.leaf_index,
                fault,
                "an event was not taken"
            );
        }
        let write = self
            .log
            .record()
            .write(move |tx| async move { settle(tx, &row, fault, now_ms, times).await }.boxed());
        write.await
    }

    /// Sends one event; any answer of 2xx takes it.
    async fn send(&self, parcel: &Parcel) -> Result<(), String> {
        let origin = self.log.settings().origin.as_str();
        let body = cloud_event(origin, &parcel.act).to_string();
        let id = parcel.act.entry.to_string();
        let seconds = self.log.record().clock().now().as_second();
        let sent = self
            .http
            .post(&parcel.webhook.url)
            .header(
                "content-type",
                "application/cloudevents+json; charset=utf-8",
            )
            .header("webhook-id", &id)
            .header("webhook-timestamp", seconds.to_string())
            .header(
                "webhook-signature",
                signature(&self.signer, &id, seconds, &body),
            )
            .body(body)
            .send()
            .await;
        // Without the address, which may hold a secret.
        let answer = sent.map_err(|error| error.without_url().to_string())?;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(format!(
                "the receiver answered {}",
                answer.status().as_u16()
            ))
        }
    }
}

async fn store_rows(
    tx: &WriteTx,
    id: String,
    until: i64,
    rows: Vec<delivery::ActiveModel>,
) -> Result<(), StoreError> {
    tx.alone(LOCK).await?;
    let found = webhook::Entity::find_by_id(id.clone()).one(&**tx).await?;
    // Another node was quicker, or the webhook was removed.
    if found.is_none_or(|webhook| webhook.next_index >= until) {
        return Ok(());
    }
    insert_new(&**tx, rows).await?;
    webhook::Entity::update_many()
        .col_expr(webhook::Column::NextIndex, Expr::value(until))
        .filter(webhook::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// An earlier delivery of the same webhook that is not given up, of the same subject or case.
const BLOCKED: &str = "(EXISTS (SELECT 1 FROM record_delivery earlier \
    WHERE earlier.webhook_id = record_delivery.webhook_id AND earlier.dead_at_ms IS NULL \
    AND earlier.leaf_index < record_delivery.leaf_index \
    AND earlier.subject = record_delivery.subject) \
    OR EXISTS (SELECT 1 FROM record_delivery earlier \
    WHERE earlier.webhook_id = record_delivery.webhook_id AND earlier.dead_at_ms IS NULL \
    AND earlier.leaf_index < record_delivery.leaf_index \
    AND earlier.case_id = record_delivery.case_id))";

async fn take_rows(
    tx: &WriteTx,
    now_ms: i64,
    held_ms: i64,
) -> Result<Vec<delivery::Model>, StoreError> {
    let free = Condition::all().not().add(Expr::cust(BLOCKED));
    let mut query = delivery::Entity::find()
        .filter(delivery::Column::DeadAtMs.is_null())
        .filter(delivery::Column::DueAtMs.lte(now_ms))
        .filter(free)
        .order_by_asc(delivery::Column::DueAtMs)
        .order_by_asc(delivery::Column::LeafIndex)
        .limit(AT_ONCE);
    if tx.get_database_backend() == DbBackend::Postgres {
        query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let rows = query.all(&**tx).await?;
    for row in &rows {
        let values = [
            held_ms.into(),
            row.webhook_id.as_str().into(),
            row.leaf_index.into(),
        ];
        tx.execute_raw(statement(&**tx, HOLD, values)).await?;
    }
    Ok(rows)
}

const HOLD: &str =
    "UPDATE record_delivery SET due_at_ms = $1 WHERE webhook_id = $2 AND leaf_index = $3";

/// Strikes a delivery off, puts it back for later, or gives it up.
async fn settle(
    tx: &WriteTx,
    row: &delivery::Model,
    fault: Option<String>,
    now_ms: i64,
    times: DeliveryTimes,
) -> Result<(), StoreError> {
    let key = (row.webhook_id.clone(), row.leaf_index);
    let Some(fault) = fault else {
        delivery::Entity::delete_by_id(key).exec(&**tx).await?;
        return Ok(());
    };
    let attempts = row.attempts.cast_unsigned() + 1;
    let dead_at_ms = (attempts >= times.attempts).then_some(now_ms);
    delivery::Entity::update_many()
        .col_expr(
            delivery::Column::Attempts,
            Expr::value(attempts.cast_signed()),
        )
        .col_expr(
            delivery::Column::DueAtMs,
            Expr::value(now_ms + pause_ms(attempts, times)),
        )
        .col_expr(delivery::Column::DeadAtMs, Expr::value(dead_at_ms))
        .col_expr(delivery::Column::Fault, Expr::value(fault))
        .filter(delivery::Column::WebhookId.eq(key.0))
        .filter(delivery::Column::LeafIndex.eq(key.1))
        .exec(&**tx)
        .await?;
    Ok(())
}

fn pause_ms(attempts: u32, times: DeliveryTimes) -> i64 {
    let doubled = 1_u32
        .checked_shl(attempts.saturating_sub(1).min(20))
        .unwrap_or(u32::MAX);
    as_ms(
        times
            .first_pause
            .saturating_mul(doubled)
            .min(times.longest_pause),
    )
}

fn as_ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let times = DeliveryTimes::default();
        let pauses: Vec<i64> = [1, 2, 3, 12, 13, 16]
            .map(|attempts| pause_ms(attempts, times))
            .to_vec();
        assert_eq!(
            pauses,
            [5_000, 10_000, 20_000, 10_240_000, 20_480_000, 21_600_000]
        );
    }
}
