//! Accounts, what they may do, and how they sign in.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000001_access",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 14] = [
    "CREATE TABLE account (
        id TEXT PRIMARY KEY,
        login TEXT NOT NULL UNIQUE,
        officer_id TEXT UNIQUE,
        name TEXT NOT NULL,
        authority_id TEXT,
        state TEXT NOT NULL,
        password TEXT,
        factor_nonce TEXT,
        factor_enrolled BOOLEAN NOT NULL,
        factor_step BIGINT NOT NULL,
        failures INTEGER NOT NULL,
        failed_at_ms BIGINT,
        made_at_ms BIGINT NOT NULL
    )",
    "CREATE TABLE role_grant (
        id TEXT PRIMARY KEY,
        account_id TEXT NOT NULL REFERENCES account (id),
        role TEXT NOT NULL,
        place_kind TEXT NOT NULL,
        place_id TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        granted_by TEXT NOT NULL,
        granted_at_ms BIGINT NOT NULL,
        reason TEXT NOT NULL
    )",
    "CREATE INDEX role_grant_account ON role_grant (account_id)",
    "CREATE TABLE session (
        digest TEXT PRIMARY KEY,
        account_id TEXT NOT NULL REFERENCES account (id),
        stage TEXT NOT NULL,
        made_at_ms BIGINT NOT NULL,
        seen_at_ms BIGINT NOT NULL,
        ends_at_ms BIGINT NOT NULL
    )",
    "CREATE INDEX session_account ON session (account_id)",
    "CREATE INDEX session_end ON session (ends_at_ms)",
    "CREATE TABLE one_time_code (
        digest TEXT PRIMARY KEY,
        purpose TEXT NOT NULL,
        account_id TEXT REFERENCES account (id),
        ends_at_ms BIGINT NOT NULL
    )",
    "CREATE TABLE recovery_code (
        digest TEXT PRIMARY KEY,
        account_id TEXT NOT NULL REFERENCES account (id)
    )",
    "CREATE INDEX recovery_code_account ON recovery_code (account_id)",
    "CREATE TABLE recovery (
        id TEXT PRIMARY KEY,
        account_id TEXT NOT NULL REFERENCES account (id),
        requested_by TEXT NOT NULL,
        reason TEXT NOT NULL,
        requested_at_ms BIGINT NOT NULL,
        ends_at_ms BIGINT NOT NULL,
        first_by TEXT,
        first_digest TEXT,
        second_by TEXT,
        second_digest TEXT,
        used_at_ms BIGINT
    )",
    "CREATE INDEX recovery_account ON recovery (account_id)",
    "CREATE TABLE provider_identity (
        provider TEXT NOT NULL,
        subject TEXT NOT NULL,
        account_id TEXT NOT NULL REFERENCES account (id),
        PRIMARY KEY (provider, subject)
    )",
    "CREATE TABLE provider_attempt (
        digest TEXT PRIMARY KEY,
        provider TEXT NOT NULL,
        ends_at_ms BIGINT NOT NULL
    )",
    "CREATE TABLE access_state (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    )",
];
