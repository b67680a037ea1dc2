//! Tables brought up to date. Each system has its own list of dated migrations and its own table
//! that records which of them have run.

use sea_orm::{ConnectionTrait as _, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};

use crate::{Database, DatabaseKind, StoreError};

/// A migration of statements that both databases read alike.
#[derive(Debug, Clone, Copy)]
pub struct Statements {
    /// Its name, which begins with the day: `m20261124_000001_record`.
    pub name: &'static str,
    /// The statements, in their order.
    pub up: &'static [&'static str],
}

impl MigrationName for Statements {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Statements {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in self.up {
            manager
                .get_connection()
                .execute_unprepared(statement)
                .await?;
        }
        Ok(())
    }
}

/// Runs the migrations of a system that have not run yet, the oldest first. A process that is killed
/// meanwhile leaves no migration half done.
pub async fn migrate<M: MigratorTrait>(db: &Database) -> Result<(), StoreError> {
    // Several nodes may start at once; the lock is given back with the transaction.
    let lock = db.write_tx().await?;
    if db.kind() == DatabaseKind::Sqlite {
        // Here nothing else would join a migration and the note that it has run.
        M::up(&*lock, None).await.map_err(StoreError::Migrate)?;
        return lock.commit().await;
    }
    lock.alone(LOCK).await?;
    M::up(db.writer(), None)
        .await
        .map_err(StoreError::Migrate)?;
    lock.commit().await
}

/// Names the lock among all that this database knows.
const LOCK: i64 = 0x7869_657a_6869;
