//! Legal qualifications of officers.

use sea_orm_migration::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, sea_orm::DbErr};
use store::sea_orm::ConnectionTrait;

/// See the module.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261125_000002_legal_qualification"
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
const UP: [&str; 2] = [
    "ALTER TABLE officer ADD COLUMN legal_qualification TEXT",
    "ALTER TABLE officer ADD COLUMN legally_qualified_on TEXT",
];
