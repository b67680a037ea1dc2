//! Registering webhooks, and looking after what could not be delivered.

use base::{Id, Kind};
use futures::FutureExt;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use store::{Cursor, CursorError, PageRequest, StoreError, sea_orm, split_page};
use thiserror::Error;
use uuid::Uuid;

use crate::append::timestamp;
use crate::tables::{delivery, webhook};
use crate::{ActKind, Record};

/// Marks the ids of webhooks.
#[derive(Debug)]
pub struct WebhookMark;

impl Kind for WebhookMark {
    const NAME: &'static str = "webhook";
}

/// A webhook that is to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhook {
    /// Where to: `http://…` or `https://…`.
    pub url: String,
    /// Kinds of act; empty for all.
    pub kinds: Vec<ActKind>,
    /// The entry from which on it is told, from 0; `None` for those that are numbered from now on.
    pub from_index: Option<u64>,
}

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: Id<WebhookMark>,
    /// Where to.
    pub url: String,
    /// Kinds of act; empty for all.
    pub kinds: Vec<ActKind>,
    /// The first entry for which no delivery was made yet.
    pub next_index: u64,
}

/// An event that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Where to.
    pub webhook: Id<WebhookMark>,
    /// Index of the entry.
    pub index: u64,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was given up.
    pub dead_at: Timestamp,
    /// Why it failed last.
    pub fault: String,
}

/// Why something cannot be done with webhooks.
#[derive(Debug, Error)]
pub enum WebhookError {
    /// The address is none.
    #[error("the address of a webhook begins with http:// or https:// and names a host")]
    Url,
    /// There is no such webhook.
    #[error("there is no webhook {0}")]
    NotFound(Id<WebhookMark>),
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// A row cannot be read.
    #[error("the webhook {0} is damaged in the database")]
    Damaged(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for WebhookError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl WebhookError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Url => "record.webhook_url_invalid",
            Self::NotFound(_) => "record.webhook_not_found",
            Self::Cursor(_) => "record.cursor_invalid",
            Self::Damaged(_) | Self::Store(_) => "record.internal",
        }
    }
}

impl Record {
    /// Registers a webhook.
    pub async fn add_webhook(&self, new: NewWebhook) -> Result<Webhook, WebhookError> {
        let url = reqwest::Url::parse(&new.url).map_err(|_| WebhookError::Url)?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(WebhookError::Url);
        }
        let next_index = match new.from_index {
            Some(index) => index,
            None => self.numbered().await?,
        };
        let uuid: Uuid = uuid::Builder::from_random_bytes(crate::record::random()).into_uuid();
        let made = Webhook {
            id: uuid
                .try_into()
                .map_err(|_| WebhookError::Damaged(uuid.to_string()))?,
            url: new.url,
            kinds: new.kinds,
            next_index,
        };
        let row = webhook::ActiveModel {
            id: Set(made.id.to_string()),
            url: Set(made.url.clone()),
            kinds: Set(serde_json::to_string(&made.kinds).expect("codes are JSON")),
            next_index: Set(next_index.cast_signed()),
            created_at_ms: Set(self.clock().now().as_millisecond()),
        };
        let write = self.write(move |tx| {
            async move {
                webhook::Entity::insert(row)
                    .exec_without_returning(&**tx)
                    .await?;
                Ok::<_, WebhookError>(())
            }
            .boxed()
        });
        write.await?;
        Ok(made)
    }

    /// All webhooks, the oldest first.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, WebhookError> {
        let rows = webhook::Entity::find()
            .order_by_asc(webhook::Column::CreatedAtMs)
            .all(self.db().read())
            .await?;
        rows.into_iter().map(view).collect()
    }

    /// Removes a webhook with all that was still to be delivered to it.
    pub async fn remove_webhook(&self, id: Id<WebhookMark>) -> Result<(), WebhookError> {
        let write = self.write(move |tx| {
            async move {
                let done = webhook::Entity::delete_by_id(id.to_string())
                    .exec(&**tx)
                    .await?;
                if done.rows_affected == 0 {
                    return Err(WebhookError::NotFound(id));
                }
                Ok(())
            }
            .boxed()
        });
        write.await
    }

    /// Events that were given up, the oldest entry first.
    pub async fn dead_letters(
        &self,
        id: Id<WebhookMark>,
        page: &PageRequest,
    ) -> Result<(Vec<DeadLetter>, Option<Cursor>), WebhookError> {
        let after = page.after::<i64>()?.unwrap_or(-1);
        let rows = delivery::Entity::find()
            .filter(delivery::Column::WebhookId.eq(id.to_string()))
            .filter(delivery::Column::DeadAtMs.is_not_null())
            .filter(delivery::Column::LeafIndex.gt(after))
            .order_by_asc(delivery::Column::LeafIndex)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.leaf_index);
        let letter = |row: delivery::Model| DeadLetter {
            webhook: id,
            index: row.leaf_index.cast_unsigned(),
            attempts: row.attempts.cast_unsigned(),
            dead_at: timestamp(row.dead_at_ms.unwrap_or_default()),
            fault: row.fault.unwrap_or_default(),
        };
        Ok((rows.into_iter().map(letter).collect(), next))
    }

    /// Tries all dead letters of a webhook again from the beginning; tells how many.
    pub async fn revive_dead_letters(&self, id: Id<WebhookMark>) -> Result<u64, WebhookError> {
        let now_ms = self.clock().now().as_millisecond();
        let write = self.write(move |tx| {
            async move {
                let done = delivery::Entity::update_many()
                    .col_expr(delivery::Column::DeadAtMs, Expr::value(None::<i64>))
                    .col_expr(delivery::Column::Attempts, Expr::value(0))
                    .col_expr(delivery::Column::DueAtMs, Expr::value(now_ms))
                    .filter(delivery::Column::WebhookId.eq(id.to_string()))
                    .filter(delivery::Column::DeadAtMs.is_not_null())
                    .exec(&**tx)
                    .await?;
                Ok::<_, WebhookError>(done.rows_affected)
            }
            .boxed()
        });
        write.await
    }
}

pub(super) fn view(row: webhook::Model) -> Result<Webhook, WebhookError> {
    let damaged = || WebhookError::Damaged(row.id.clone());
    Ok(Webhook {
        id: row.id.parse().map_err(|_| damaged())?,
        kinds: serde_json::from_str(&row.kinds).map_err(|_| damaged())?,
        next_index: row.next_index.cast_unsigned(),
        url: row.url,
    })
}
