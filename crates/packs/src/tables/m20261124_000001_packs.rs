//! Kept packs, and which were in use when.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000001_packs",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 3] = [
    // The archive is the one of `rules::Folder::archive`; its SHA-256 is the digest.
    "CREATE TABLE packs_kept (
        digest TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        title_zh TEXT NOT NULL,
        title_en TEXT NOT NULL,
        version TEXT NOT NULL,
        rules INTEGER NOT NULL,
        archive BYTEA NOT NULL,
        kept_at_ms BIGINT NOT NULL
    )",
    // The rows of one number are the packs in use together, the lowest with layer 0; those of the
    // highest number are in use now.
    "CREATE TABLE packs_in_use (
        number BIGINT NOT NULL,
        layer INTEGER NOT NULL,
        digest TEXT NOT NULL REFERENCES packs_kept (digest),
        since_ms BIGINT NOT NULL,
        PRIMARY KEY (number, layer)
    )",
    "CREATE INDEX packs_in_use_digest ON packs_in_use (digest, number)",
];
