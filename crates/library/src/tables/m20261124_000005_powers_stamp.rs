//! A count of the changes of power lists and of which item follows which, by which those who keep answers in memory see that they
//! have become old.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000005_powers_stamp",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 1] =
    ["ALTER TABLE library_state ADD COLUMN powers_stamp BIGINT NOT NULL DEFAULT 0"];
