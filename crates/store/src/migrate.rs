//! Tables brought up to date. Each system has its own list of dated migrations and its own table
//! that records which of them have run.

use sea_orm_migration::MigratorTrait;

use crate::{Database, DatabaseKind, StoreError};

/// Runs the migrations of a system that have not run yet, the oldest first.
pub async fn migrate<M: MigratorTrait>(db: &Database) -> Result<(), StoreError> {
    if db.kind() == DatabaseKind::Sqlite {
        return M::up(db.writer(), None).await.map_err(StoreError::Migrate);
    }
    // Several nodes may start at once; the lock is given back with the transaction.
    let lock = db.write_tx().await?;
    lock.alone(LOCK).await?;
    M::up(db.writer(), None)
        .await
        .map_err(StoreError::Migrate)?;
    lock.commit().await
}

/// Names the lock among all that this database knows.
const LOCK: i64 = 0x7869_657a_6869;
