//! The library's tables. Nobody else reads or writes them.
//!
//! Days are texts `YYYY-MM-DD`, which sort as they follow one another; instants are milliseconds
//! since 1970; ids of items and imports are texts; what is only read as a whole is JSON.

pub mod article;
pub mod citation;
pub mod finding;
pub mod import_run;
pub mod item;
pub mod item_event;
pub mod item_lineage;
pub mod library_state;
pub mod listed_id;
mod m20261124_000001_statutes;
mod m20261124_000002_items;
mod m20261124_000003_finding_lines;
mod m20261124_000004_powers;
mod m20261124_000005_powers_stamp;
mod m20261125_000006_marks;
pub mod power_list;
pub mod power_list_content;
pub mod power_list_event;
pub mod power_list_line;
pub mod power_list_version;
pub mod power_withdrawal;
pub mod source;
pub mod statute;
pub mod version;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_query::{DynIden, IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// The dated migrations of the library, the oldest first.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_statutes::MIGRATION),
            Box::new(m20261124_000002_items::MIGRATION),
            Box::new(m20261124_000003_finding_lines::MIGRATION),
            Box::new(m20261124_000004_powers::MIGRATION),
            Box::new(m20261124_000005_powers_stamp::MIGRATION),
            Box::new(m20261125_000006_marks::MIGRATION),
        ]
    }

    fn migration_table_name() -> DynIden {
        "library_migration".into_iden()
    }
}
