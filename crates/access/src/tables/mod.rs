//! The tables of access. Nobody else reads or writes them.
//!
//! Days are texts `YYYY-MM-DD`; instants are milliseconds since 1970; intervals are half open. No
//! secret stands here: only digests under the key of the room.

pub mod access_state;
pub mod account;
mod m20261124_000001_access;
pub mod one_time_code;
pub mod provider_attempt;
pub mod provider_identity;
pub mod recovery;
pub mod recovery_code;
pub mod role_grant;
pub mod session;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_query::{DynIden, IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// The dated migrations of access, the oldest first.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261124_000001_access::MIGRATION)]
    }

    fn migration_table_name() -> DynIden {
        "access_migration".into_iden()
    }
}
