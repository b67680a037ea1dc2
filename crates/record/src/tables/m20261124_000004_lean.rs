//! Indexes that hold each key once: where an act has arrived is not part of them any more.
//!
//! PostgreSQL keeps equal keys of an index once, with a list of rows; SQLite adds the row number,
//! which is the arrival, to every index anyway.

use sea_orm_migration::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, sea_orm::DbErr};
use store::sea_orm::ConnectionTrait;

/// See the module.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261124_000004_lean"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in UP {
            manager
                .get_connection()
                .execute_unprepared(statement)
                .await?;
        }
        Ok(())
    }
}

/// One text for both databases.
const UP: [&str; 6] = [
    "DROP INDEX record_act_subject",
    "DROP INDEX record_act_actor",
    "DROP INDEX record_act_case",
    "CREATE INDEX record_act_subject ON record_act (subject_kind, subject_id)",
    "CREATE INDEX record_act_actor ON record_act (actor_kind, actor_id)",
    "CREATE INDEX record_act_case ON record_act (case_id) WHERE case_id IS NOT NULL",
];
