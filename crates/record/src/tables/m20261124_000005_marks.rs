//! How often what processes hold in memory has changed.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000005_marks",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 1] = ["CREATE TABLE record_mark (name TEXT PRIMARY KEY, number BIGINT NOT NULL)"];
