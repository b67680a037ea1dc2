//! The room's handle.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use record::Record;
use rules::RuleSet;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use store::{StoreError, sea_orm};
use thiserror::Error;

use crate::fault::Fault;
use crate::key::{AccessKey, KeyError, Purpose};
use crate::known_roles::KnownRoles;
use crate::lock_out::Failures;
use crate::password::Passwords;
use crate::secret::Secret;
use crate::standings::Standings;
use crate::tables::{Migrations, access_state, session};
use crate::trail::Trail;

/// How long sessions and codes live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// Of a session that is not used.
    pub idle: SignedDuration,
    /// Of a session however much it is used.
    pub session: SignedDuration,
    /// Of a sign-in that lacks its second factor.
    pub sign_in: SignedDuration,
    /// Of the one-time code of the set-up and of an invitation.
    pub code: SignedDuration,
    /// Of a recovery.
    pub recovery: SignedDuration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            idle: SignedDuration::from_mins(30),
            session: SignedDuration::from_hours(12),
            sign_in: SignedDuration::from_mins(10),
            code: SignedDuration::from_hours(24),
            recovery: SignedDuration::from_hours(24),
        }
    }
}

/// Accounts, sessions and rights as a running system. Cheap to clone.
#[derive(Clone)]
pub struct Access(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub record: Record,
    pub key: AccessKey,
    rules: RwLock<Arc<RuleSet>>,
    pub standings: Arc<dyn Standings>,
    pub known_roles: KnownRoles,
    pub passwords: Passwords,
    pub lifetimes: Lifetimes,
    pub trail: Trail,
    /// Failures under names that no account has, so that they look like names that one has.
    pub strangers: Mutex<HashMap<String, Failures>>,
    latest_ms: AtomicI64,
}

/// Why the room cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key file cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key file is gone.
    #[error(
        "the key file {0} is missing, and accounts were made with it: restore it from a backup"
    )]
    KeyLost(PathBuf),
    /// It is another key.
    #[error(
        "the key in {0} is not the one with which the accounts were made: restore it from a backup"
    )]
    OtherKey(PathBuf),
}

impl Access {
    /// Opens the room: brings its tables up to date and reads the key, or makes one where no
    /// account was ever made.
    pub async fn open(
        record: Record,
        rules: Arc<RuleSet>,
        standings: Arc<dyn Standings>,
        key_file: &Path,
        lifetimes: Lifetimes,
    ) -> Result<Self, OpenError> {
        store::migrate::<Migrations>(record.db()).await?;
        let key = open_key(&record, key_file).await?;
        let latest = latest_use(&record).await?;
        Ok(Self(Arc::new(Inner {
            trail: Trail::new(&record),
            record,
            key,
            rules: RwLock::new(rules),
            standings,
            known_roles: KnownRoles::default(),
            passwords: Passwords::new(),
            lifetimes,
            strangers: Mutex::default(),
            latest_ms: AtomicI64::new(latest),
        })))
    }

    /// The rules in use.
    pub fn rules(&self) -> Arc<RuleSet> {
        Arc::clone(&self.0.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Uses other rules from now on.
    pub fn use_rules(&self, rules: Arc<RuleSet>) {
        *self.0.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// How long sessions and codes live.
    pub fn lifetimes(&self) -> &Lifetimes {
        &self.0.lifetimes
    }

    /// The trail of looks, exports and refusals.
    pub fn trail(&self) -> &Trail {
        &self.0.trail
    }

    /// The record on which everything stands.
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// This instant. A clock that went back is refused: it would revive what has ended.
    pub(crate) fn now(&self) -> Result<Timestamp, Fault> {
        let now = self.0.record.clock().now();
        let latest = self
            .0
            .latest_ms
            .fetch_max(now.as_millisecond(), Ordering::Relaxed);
        let back = latest - now.as_millisecond();
        if back > TOLERANCE.as_millis() as i64 {
            let seconds = back / 1_000;
            return Err(Fault::ClockWentBack { seconds });
        }
        Ok(now)
    }

    /// Today, in the legal time of the country.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        self.0.record.clock().today()
    }

    /// Takes the clock as right from now on; for when all sessions have been ended.
    pub(crate) fn trust_clock(&self) {
        let now = self.0.record.clock().now();
        self.0
            .latest_ms
            .store(now.as_millisecond(), Ordering::Relaxed);
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access(…)")
    }
}

/// A clock that is set right by its daemon goes back by less.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

async fn open_key(record: &Record, file: &Path) -> Result<AccessKey, OpenError> {
    let tx = record.db().write_tx().await?;
    let known = access_state::Entity::find_by_id(CHECK).one(&*tx).await;
    let known = known.map_err(StoreError::from)?;
    let is_new = known.is_none();
    let key = match (AccessKey::load(file)?, known) {
        (Some(key), Some(known)) if check(&key) == known.value => key,
        (Some(_), Some(_)) => return Err(OpenError::OtherKey(file.to_owned())),
        (None, Some(_)) => return Err(OpenError::KeyLost(file.to_owned())),
        (Some(key), None) => key,
        (None, None) => AccessKey::create(file)?,
    };
    if is_new {
        remember(&*tx, CHECK, &check(&key)).await?;
        tx.commit().await?;
    }
    Ok(key)
}

const CHECK: &str = "key_check";

fn check(key: &AccessKey) -> String {
    key.digest(Purpose::Check, &Secret::new(CHECK))
}

async fn remember(tx: &impl ConnectionTrait, name: &str, value: &str) -> Result<(), StoreError> {
    let row = access_state::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value.to_owned()),
    };
    access_state::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The latest instant that the room has seen.
async fn latest_use(record: &Record) -> Result<i64, StoreError> {
    let latest: Option<i64> = session::Entity::find()
        .select_only()
        .column(session::Column::SeenAtMs)
        .order_by_desc(session::Column::SeenAtMs)
        .into_tuple()
        .one(record.db().read())
        .await?;
    Ok(latest.unwrap_or(i64::MIN / 2))
}
