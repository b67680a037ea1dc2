//! How many lines a finding stands for.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000003_finding_lines",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 1] = ["ALTER TABLE finding ADD COLUMN line_count INTEGER NOT NULL DEFAULT 1"];
