//! The record's tables. Nobody else reads or writes them.
//!
//! Instants are milliseconds since 1970. `arrival` counts acts in the order in which they were
//! written, with gaps; the index in the log is dense and given later.

pub mod act;
pub mod checkpoint;
pub mod cosignature;
pub mod delivery;
pub mod entry;
pub mod key;
mod m20261124_000001_record;
mod m20261124_000002_log;
mod m20261124_000003_webhooks;
mod m20261124_000004_lean;
mod m20261124_000005_marks;
pub mod mark;
pub mod party;
pub mod webhook;
pub mod witnessed;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_query::{DynIden, IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// The dated migrations of the record, the oldest first.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_record::Migration),
            Box::new(m20261124_000002_log::MIGRATION),
            Box::new(m20261124_000003_webhooks::MIGRATION),
            Box::new(m20261124_000004_lean::MIGRATION),
            Box::new(m20261124_000005_marks::MIGRATION),
        ]
    }

    fn migration_table_name() -> DynIden {
        "record_migration".into_iden()
    }
}
