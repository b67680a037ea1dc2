//! Acts, their party blocks and their entries in the log.

use sea_orm_migration::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, sea_orm::DbErr};
use store::sea_orm::{ConnectionTrait, DbBackend};

/// See the module.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261124_000001_record"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        // The one thing that the databases write in two ways.
        let counted = match db.get_database_backend() {
            DbBackend::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            _ => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        };
        for statement in UP {
            let statement = statement.replace("COUNTED", counted);
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

const UP: [&str; 9] = [
    "CREATE TABLE record_act (
        arrival COUNTED,
        entry_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        actor_kind TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        authority TEXT,
        subject_kind TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        case_id TEXT,
        happened_at_ms BIGINT NOT NULL,
        recorded_at_ms BIGINT NOT NULL,
        packs TEXT,
        idempotency_key TEXT,
        canonical TEXT NOT NULL,
        salt BYTEA NOT NULL
    )",
    "CREATE INDEX record_act_subject ON record_act (subject_kind, subject_id, arrival)",
    "CREATE INDEX record_act_actor ON record_act (actor_kind, actor_id, arrival)",
    "CREATE INDEX record_act_case ON record_act (case_id, arrival) WHERE case_id IS NOT NULL",
    "CREATE INDEX record_act_recorded ON record_act (recorded_at_ms)",
    "CREATE UNIQUE INDEX record_act_idempotency
        ON record_act (actor_kind, actor_id, idempotency_key) WHERE idempotency_key IS NOT NULL",
    "CREATE TABLE record_party (
        arrival BIGINT NOT NULL REFERENCES record_act (arrival),
        number INTEGER NOT NULL,
        canonical TEXT,
        salt BYTEA,
        erased_at_ms BIGINT,
        PRIMARY KEY (arrival, number)
    )",
    // `leaf` keeps the commitments when a party block is erased.
    "CREATE TABLE record_entry (
        arrival BIGINT PRIMARY KEY REFERENCES record_act (arrival),
        leaf BYTEA NOT NULL,
        leaf_index BIGINT UNIQUE
    )",
    "CREATE INDEX record_entry_unnumbered ON record_entry (arrival) WHERE leaf_index IS NULL",
];
