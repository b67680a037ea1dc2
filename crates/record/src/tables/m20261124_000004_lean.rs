//! Indexes that hold each key once: where an act has arrived is not part of them any more.
//!
//! PostgreSQL keeps equal keys of an index once, with a list of rows; SQLite adds the row number,
//! which is the arrival, to every index anyway.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000004_lean",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 6] = [
    "DROP INDEX record_act_subject",
    "DROP INDEX record_act_actor",
    "DROP INDEX record_act_case",
    "CREATE INDEX record_act_subject ON record_act (subject_kind, subject_id)",
    "CREATE INDEX record_act_actor ON record_act (actor_kind, actor_id)",
    "CREATE INDEX record_act_case ON record_act (case_id) WHERE case_id IS NOT NULL",
];
