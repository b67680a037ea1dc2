//! Intake: sources, batches, rows by the ids that their source gave them, rows that were rejected.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000003_intake",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 12] = [
    "CREATE TABLE intake_source (
        name TEXT NOT NULL PRIMARY KEY,
        title TEXT NOT NULL,
        account TEXT,
        authorities TEXT NOT NULL,
        origin TEXT NOT NULL,
        rhythm_hours INTEGER,
        mapping TEXT,
        created_at_ms BIGINT NOT NULL
    )",
    "CREATE TABLE intake_batch (
        id TEXT NOT NULL PRIMARY KEY,
        source TEXT NOT NULL,
        way TEXT NOT NULL,
        key TEXT,
        digest TEXT,
        actor TEXT NOT NULL,
        begun_at_ms BIGINT NOT NULL,
        ended_at_ms BIGINT,
        lines BIGINT NOT NULL,
        accepted BIGINT NOT NULL,
        repeated BIGINT NOT NULL,
        waiting BIGINT NOT NULL,
        rejected BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX intake_batch_key ON intake_batch (source, key) WHERE key IS NOT NULL",
    "CREATE INDEX intake_batch_newest ON intake_batch (source, begun_at_ms, id)",
    "CREATE TABLE intake_case (
        source TEXT NOT NULL,
        external_case TEXT NOT NULL,
        case_id TEXT NOT NULL,
        sequence BIGINT NOT NULL,
        last_at TEXT NOT NULL,
        PRIMARY KEY (source, external_case)
    )",
    "CREATE TABLE intake_row (
        source TEXT NOT NULL,
        external_case TEXT NOT NULL,
        external_act TEXT NOT NULL,
        digest TEXT NOT NULL,
        state TEXT NOT NULL,
        batch TEXT NOT NULL,
        line BIGINT NOT NULL,
        part INTEGER NOT NULL,
        sequence BIGINT,
        case_id TEXT,
        number INTEGER,
        entry TEXT,
        broken TEXT,
        happened_at_ms BIGINT NOT NULL,
        received_at_ms BIGINT NOT NULL,
        is_late INTEGER NOT NULL,
        body TEXT,
        PRIMARY KEY (source, external_case, external_act)
    )",
    "CREATE INDEX intake_row_batch ON intake_row (batch, line, part)",
    "CREATE INDEX intake_row_received ON intake_row (source, received_at_ms)",
    "CREATE INDEX intake_row_waiting ON intake_row (source, external_case, sequence)
        WHERE state = 'waiting'",
    "CREATE TABLE intake_fault (
        batch TEXT NOT NULL,
        line BIGINT NOT NULL,
        part INTEGER NOT NULL,
        source TEXT NOT NULL,
        external_case TEXT,
        external_act TEXT,
        errors TEXT NOT NULL,
        received_at_ms BIGINT NOT NULL,
        PRIMARY KEY (batch, line, part)
    )",
    "CREATE INDEX intake_fault_received ON intake_fault (source, received_at_ms)",
    "CREATE INDEX intake_fault_key ON intake_fault (source, external_case, external_act)",
];
