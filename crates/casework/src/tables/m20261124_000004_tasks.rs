//! Tasks: what waits for whom, and who took it.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000004_tasks",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 3] = [
    "CREATE TABLE case_task (
        case_id TEXT NOT NULL,
        act TEXT NOT NULL,
        role TEXT NOT NULL,
        authority_id TEXT NOT NULL,
        person TEXT,
        taken_at_ms BIGINT,
        since TEXT NOT NULL,
        due_on TEXT NOT NULL,
        PRIMARY KEY (case_id, act)
    )",
    "CREATE INDEX case_task_person ON case_task (person, due_on, case_id, act)
        WHERE person IS NOT NULL",
    "CREATE INDEX case_task_queue ON case_task (authority_id, role, due_on, case_id, act)
        WHERE person IS NULL",
];
