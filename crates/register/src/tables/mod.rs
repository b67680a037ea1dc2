//! The register's tables. Nobody else reads or writes them.
//!
//! Days are texts `YYYY-MM-DD`, which sort as they follow one another; intervals are half open:
//! `valid_to` is the first day on which the row no longer holds, and null while it still does.

pub mod authority;
pub mod authority_state;
pub mod authority_succession;
pub mod certificate;
pub mod certificate_status;
pub mod entrustment;
mod m20261124_000001_register;
mod m20261125_000002_legal_qualification;
mod m20261125_000003_marks;
pub mod officer;
pub mod officer_interest;
pub mod officer_post;
pub mod officer_training;
pub mod party;
pub mod party_state;
pub mod register_state;

use jiff::civil::Date;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_query::{DynIden, IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait};
use store::sea_orm::{ColumnTrait, Condition};

/// The dated migrations of the register, the oldest first.
pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_register::MIGRATION),
            Box::new(m20261125_000002_legal_qualification::MIGRATION),
            Box::new(m20261125_000003_marks::MIGRATION),
        ]
    }

    fn migration_table_name() -> DynIden {
        "register_migration".into_iden()
    }
}

/// The condition that a row holds on a day.
pub(crate) fn holds_on(from: impl ColumnTrait, to: impl ColumnTrait, day: Date) -> Condition {
    let day = day.to_string();
    Condition::all()
        .add(from.lte(day.clone()))
        .add(Condition::any().add(to.is_null()).add(to.gt(day)))
}

/// A text of a table as what it stands for; `None` where the row is damaged.
pub(crate) fn read<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// As [`read`], of a column that may be null: the outer `None` says that the row is damaged.
#[expect(
    clippy::option_option,
    reason = "a null and a damaged text are two things"
)]
pub(crate) fn read_optional<T: std::str::FromStr>(text: Option<&String>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => text.parse().ok().map(Some),
    }
}
