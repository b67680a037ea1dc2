//! Enforcement items, what happened to them, and how they descend from one another.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000002_items",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 7] = [
    "CREATE TABLE item (
        id TEXT PRIMARY KEY,
        version_id BIGINT NOT NULL REFERENCES version (id),
        sort BIGINT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        path TEXT NOT NULL,
        article TEXT NOT NULL,
        behaviour TEXT NOT NULL,
        subject TEXT,
        object TEXT,
        record TEXT NOT NULL,
        machine_record TEXT,
        machine_reading TEXT NOT NULL,
        by_person INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        first_read_ms BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX item_sort ON item (sort)",
    "CREATE INDEX item_version ON item (version_id)",
    "CREATE INDEX item_subject ON item (subject)",
    "CREATE TABLE item_event (
        item_id TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        at_ms BIGINT NOT NULL,
        actor TEXT NOT NULL,
        act TEXT NOT NULL,
        reason TEXT NOT NULL,
        changes TEXT NOT NULL,
        PRIMARY KEY (item_id, revision)
    )",
    "CREATE TABLE item_lineage (
        from_item TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        to_item TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        relation TEXT NOT NULL,
        PRIMARY KEY (from_item, to_item)
    )",
    "CREATE INDEX item_lineage_to ON item_lineage (to_item)",
];
