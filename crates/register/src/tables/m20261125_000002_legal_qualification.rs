//! Legal qualifications of officers.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261125_000002_legal_qualification",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 2] = [
    "ALTER TABLE officer ADD COLUMN legal_qualification TEXT",
    "ALTER TABLE officer ADD COLUMN legally_qualified_on TEXT",
];
