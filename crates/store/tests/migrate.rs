//! A migration is done, or it is not there.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};
use store::testing::for_each_database;

/// Whether the power goes in the middle of it.
static DIES: AtomicBool = AtomicBool::new(true);

struct TwoTables;

impl MigrationName for TwoTables {
    fn name(&self) -> &'static str {
        "m20261124_000001_two_tables"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for TwoTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("CREATE TABLE one (id BIGINT PRIMARY KEY)")
            .await?;
        if DIES.load(Ordering::SeqCst) {
            return Err(DbErr::Custom("the power is gone".to_owned()));
        }
        db.execute_unprepared("CREATE TABLE two (id BIGINT PRIMARY KEY)")
            .await?;
        Ok(())
    }
}

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(TwoTables)]
    }
}

#[tokio::test]
async fn a_migration_that_was_interrupted_is_done_from_the_beginning() {
    for_each_database(async |db| {
        DIES.store(true, Ordering::SeqCst);
        store::migrate::<Migrator>(&db).await.unwrap_err();
        DIES.store(false, Ordering::SeqCst);
        store::migrate::<Migrator>(&db).await.unwrap();
        store::migrate::<Migrator>(&db).await.unwrap();
        db.read()
            .query_one_raw(sea_orm::Statement::from_string(
                db.read().get_database_backend(),
                "SELECT COUNT(*) FROM two",
            ))
            .await
            .unwrap();
    })
    .await;
}
