//! Numbers of cases and documents: series, their numbers, ranges lent to devices.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000002_numbers",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 11] = [
    "ALTER TABLE cases ADD COLUMN number TEXT",
    "CREATE INDEX cases_number ON cases (number) WHERE number IS NOT NULL",
    "CREATE TABLE number_series (
        authority_id TEXT NOT NULL,
        word TEXT NOT NULL,
        year INTEGER NOT NULL,
        area TEXT NOT NULL,
        prefix TEXT NOT NULL,
        last BIGINT NOT NULL,
        PRIMARY KEY (authority_id, word, year)
    )",
    "CREATE TABLE case_number (
        authority_id TEXT NOT NULL,
        word TEXT NOT NULL,
        year INTEGER NOT NULL,
        number BIGINT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        of_kind TEXT,
        case_id TEXT,
        act INTEGER,
        range_id TEXT,
        reason TEXT,
        at_ms BIGINT NOT NULL,
        PRIMARY KEY (authority_id, word, year, number)
    )",
    "CREATE INDEX case_number_text ON case_number (text)",
    "CREATE INDEX case_number_case ON case_number (case_id, act) WHERE case_id IS NOT NULL",
    "CREATE INDEX case_number_range ON case_number (range_id) WHERE range_id IS NOT NULL",
    "CREATE TABLE number_range (
        id TEXT NOT NULL PRIMARY KEY,
        authority_id TEXT NOT NULL,
        word TEXT NOT NULL,
        year INTEGER NOT NULL,
        first BIGINT NOT NULL,
        last BIGINT NOT NULL,
        device TEXT NOT NULL,
        until TEXT NOT NULL,
        state TEXT NOT NULL,
        lent_at_ms BIGINT NOT NULL,
        ended_at_ms BIGINT
    )",
    "CREATE INDEX number_range_authority ON number_range (authority_id, id)",
    "CREATE INDEX number_range_open ON number_range (until) WHERE state = 'open'",
    "CREATE TABLE number_prefix (
        authority_id TEXT NOT NULL PRIMARY KEY,
        prefix TEXT NOT NULL UNIQUE
    )",
];
