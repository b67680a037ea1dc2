//! The changes of power lists are counted by a mark of the record.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261125_000006_marks",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 1] = ["ALTER TABLE library_state DROP COLUMN powers_stamp"];
