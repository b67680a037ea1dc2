//! Keys, lease and checkpoints of the log, and what witnesses said.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000002_log",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 5] = [
    // Public halves only. A key signs the checkpoints of `since_size` to `until_size` leaves.
    "CREATE TABLE record_key (
        verifier TEXT PRIMARY KEY,
        created_at_ms BIGINT NOT NULL,
        since_size BIGINT,
        until_size BIGINT,
        rotated_by TEXT
    )",
    "CREATE TABLE record_lease (
        name TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        expires_at_ms BIGINT NOT NULL
    )",
    "CREATE TABLE record_checkpoint (
        size BIGINT PRIMARY KEY,
        note TEXT NOT NULL,
        published_at_ms BIGINT NOT NULL,
        is_cosigned INTEGER NOT NULL
    )",
    "CREATE TABLE record_cosignature (
        size BIGINT NOT NULL REFERENCES record_checkpoint (size) ON DELETE CASCADE,
        witness TEXT NOT NULL,
        line TEXT NOT NULL,
        PRIMARY KEY (size, witness)
    )",
    // What this platform cosigned as a witness of others.
    "CREATE TABLE record_witnessed (
        origin TEXT PRIMARY KEY,
        size BIGINT NOT NULL,
        root TEXT NOT NULL
    )",
];
