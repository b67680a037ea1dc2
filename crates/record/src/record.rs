//! The room's handle.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base::Clock;
use sea_orm::{ColumnTrait, EntityTrait, QuerySelect};
use store::{Database, StoreError, sea_orm};

use crate::group::GroupWriter;
use crate::tables::{Migrations, act};

/// A clock that may be asked from any thread.
pub type SharedClock = Arc<dyn Clock + Send + Sync>;

/// The running record. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Record {
    inner: Arc<Inner>,
}

struct Inner {
    db: Database,
    clock: SharedClock,
    /// The latest instant at which something was recorded, milliseconds since 1970.
    latest_ms: AtomicI64,
    group: Option<GroupWriter>,
}

/// The instant of a recording.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instant {
    pub at_ms: i64,
    /// The clock shows an earlier time than an act that is on the record.
    pub held: bool,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").finish_non_exhaustive()
    }
}

impl Record {
    /// Opens the record of a database and brings its tables up to date. Needs a tokio runtime.
    pub async fn open(db: Database, clock: SharedClock) -> Result<Self, StoreError> {
        store::migrate::<Migrations>(&db).await?;
        let latest: Option<Option<i64>> = act::Entity::find()
            .select_only()
            .column_as(ColumnTrait::max(&act::Column::RecordedAtMs), "latest")
            .into_tuple()
            .one(db.read())
            .await?;
        Ok(Self {
            inner: Arc::new(Inner {
                group: GroupWriter::for_database(&db),
                db,
                clock,
                latest_ms: AtomicI64::new(latest.flatten().unwrap_or(i64::MIN)),
            }),
        })
    }

    /// The clock, the only one of the platform.
    pub fn clock(&self) -> &(dyn Clock + Send + Sync) {
        &*self.inner.clock
    }

    /// The database.
    pub fn db(&self) -> &Database {
        &self.inner.db
    }

    pub(crate) fn group(&self) -> Option<&GroupWriter> {
        self.inner.group.as_ref()
    }

    /// Lets nothing be recorded at an earlier instant from now on.
    pub(crate) fn seen(&self, at_ms: i64) {
        self.inner.latest_ms.fetch_max(at_ms, Ordering::Relaxed);
    }

    /// Now, or the latest recorded instant where the clock has gone back: time on the record of
    /// one node never decreases.
    pub(crate) fn instant(&self) -> Instant {
        let now = self.clock().now().as_millisecond();
        let before = self.inner.latest_ms.fetch_max(now, Ordering::Relaxed);
        Instant {
            at_ms: now.max(before),
            held: before > now,
        }
    }
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives out random bytes");
    bytes
}
