//! The changes of authorities are counted by a mark of the record.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261125_000003_marks",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 1] = ["ALTER TABLE register_state DROP COLUMN authorities_version"];
