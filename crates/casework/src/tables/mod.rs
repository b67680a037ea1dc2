//! The room's tables. Nobody else reads or writes them. Days are texts `YYYY-MM-DD`.

pub mod case;
pub mod due;
pub mod intake_batch;
pub mod intake_case;
pub mod intake_fault;
pub mod intake_row;
pub mod intake_source;
pub mod key;
mod m20261124_000001_casework;
mod m20261124_000002_numbers;
mod m20261124_000003_intake;
mod m20261124_000004_tasks;
pub mod number;
pub mod person;
pub mod prefix;
pub mod range;
pub mod series;
pub mod task;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_query::{DynIden, IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// The dated migrations of the room, the oldest first.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_casework::MIGRATION),
            Box::new(m20261124_000002_numbers::MIGRATION),
            Box::new(m20261124_000004_tasks::MIGRATION),
            Box::new(m20261124_000003_intake::MIGRATION),
        ]
    }

    fn migration_table_name() -> DynIden {
        "casework_migration".into_iden()
    }
}
