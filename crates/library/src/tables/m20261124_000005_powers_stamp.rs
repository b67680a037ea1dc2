//! A count of the changes of power lists and of which item follows which, by which those who keep answers in memory see that they
//! have become old.

use sea_orm_migration::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, sea_orm::DbErr};
use store::sea_orm::ConnectionTrait;

/// See the module.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261124_000005_powers_stamp"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = "ALTER TABLE library_state ADD COLUMN powers_stamp BIGINT NOT NULL DEFAULT 0";
        let db = manager.get_connection();
        db.execute_unprepared(added).await?;
        Ok(())
    }
}
