//! The room's tables. Nobody else reads or writes them.

pub mod in_use;
pub mod kept;
mod m20261124_000001_packs;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_query::{DynIden, IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// The dated migrations of the room, the oldest first.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261124_000001_packs::MIGRATION)]
    }

    fn migration_table_name() -> DynIden {
        "packs_migration".into_iden()
    }
}
