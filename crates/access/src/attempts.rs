//! Counting attempts before they are checked, so that many at once are as slow as one after another.

use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect};
use store::StoreError;
use store::sea_orm;
use store::sea_orm::sea_query::Expr;

use crate::access::Inner;
use crate::lock_out::Failures;
use crate::tables::account;

/// An attempt that was counted.
pub(crate) enum Attempt {
    /// It may be checked. What the row was before.
    Open(Option<Box<account::Model>>),
    /// It must wait.
    LockedUntil(Timestamp),
}

/// Names that no account has and whose failures are remembered; beyond it all are forgotten.
const STRANGERS: usize = 10_000;

impl Inner {
    /// Counts an attempt to use an account, as if it failed.
    pub async fn count_attempt(
        &self,
        tx: &impl ConnectionTrait,
        found: account::Model,
        now: Timestamp,
    ) -> Result<Attempt, StoreError> {
        let failures = failures(&found);
        if let Some(until) = failures.locked_until(now) {
            return Ok(Attempt::LockedUntil(until));
        }
        set_failures(tx, &found.id, failures.and_one(now)).await?;
        Ok(Attempt::Open(Some(Box::new(found))))
    }

    /// The same under a name that no account has.
    pub fn count_stranger(&self, name: &str, now: Timestamp) -> Attempt {
        let mut strangers = self
            .strangers
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if strangers.len() >= STRANGERS && !strangers.contains_key(name) {
            strangers.clear();
        }
        let name: String = name.chars().take(64).collect();
        let failures = strangers.entry(name).or_default();
        if let Some(until) = failures.locked_until(now) {
            return Attempt::LockedUntil(until);
        }
        *failures = failures.and_one(now);
        Attempt::Open(None)
    }
}

/// The account of a login name, kept from others until the end of the transaction.
pub(crate) async fn lock_by_login(
    tx: &impl ConnectionTrait,
    login: &str,
) -> Result<Option<account::Model>, StoreError> {
    let query = account::Entity::find().filter(account::Column::Login.eq(login));
    Ok(locked(tx, query).one(tx).await?)
}

/// The account of an id, likewise.
pub(crate) async fn lock_by_id(
    tx: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<account::Model>, StoreError> {
    Ok(locked(tx, account::Entity::find_by_id(id)).one(tx).await?)
}

fn locked(
    tx: &impl ConnectionTrait,
    query: sea_orm::Select<account::Entity>,
) -> sea_orm::Select<account::Entity> {
    if tx.get_database_backend() == DbBackend::Postgres {
        query.lock_exclusive()
    } else {
        query
    }
}

pub(crate) fn failures(row: &account::Model) -> Failures {
    Failures {
        count: row.failures.try_into().unwrap_or(0),
        last: row
            .failed_at_ms
            .and_then(|at| Timestamp::from_millisecond(at).ok()),
    }
}

pub(crate) async fn set_failures(
    tx: &impl ConnectionTrait,
    id: &str,
    failures: Failures,
) -> Result<(), StoreError> {
    let count = i32::try_from(failures.count).unwrap_or(i32::MAX);
    let at = failures.last.map(Timestamp::as_millisecond);
    account::Entity::update_many()
        .col_expr(account::Column::Failures, Expr::value(count))
        .col_expr(account::Column::FailedAtMs, Expr::value(at))
        .filter(account::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
