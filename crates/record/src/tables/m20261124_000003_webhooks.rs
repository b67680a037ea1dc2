//! Webhooks, and what is to be delivered to them.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000003_webhooks",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 5] = [
    // `next_index` is the entry of the log from which on deliveries are still to be made.
    "CREATE TABLE record_webhook (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        kinds TEXT NOT NULL,
        next_index BIGINT NOT NULL,
        created_at_ms BIGINT NOT NULL
    )",
    // Deliveries about one subject, and those of one case, go one after another.
    "CREATE TABLE record_delivery (
        webhook_id TEXT NOT NULL REFERENCES record_webhook (id) ON DELETE CASCADE,
        leaf_index BIGINT NOT NULL,
        subject TEXT NOT NULL,
        case_id TEXT,
        attempts INTEGER NOT NULL,
        due_at_ms BIGINT NOT NULL,
        dead_at_ms BIGINT,
        fault TEXT,
        PRIMARY KEY (webhook_id, leaf_index)
    )",
    "CREATE INDEX record_delivery_subject ON record_delivery (webhook_id, subject, leaf_index)
        WHERE dead_at_ms IS NULL",
    "CREATE INDEX record_delivery_case ON record_delivery (webhook_id, case_id, leaf_index)
        WHERE dead_at_ms IS NULL AND case_id IS NOT NULL",
    "CREATE INDEX record_delivery_due ON record_delivery (due_at_ms) WHERE dead_at_ms IS NULL",
];
