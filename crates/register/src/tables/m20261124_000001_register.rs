//! Authorities, officers, parties and their history.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000001_register",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 21] = [
    "CREATE TABLE register_state (
        id INTEGER NOT NULL,
        authorities_version BIGINT NOT NULL,
        key_fingerprint TEXT NOT NULL,
        PRIMARY KEY (id)
    )",
    "CREATE TABLE authority (
        id TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        revision INTEGER NOT NULL,
        PRIMARY KEY (id)
    )",
    "CREATE TABLE authority_state (
        authority_id TEXT NOT NULL REFERENCES authority (id),
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        code TEXT NOT NULL,
        name TEXT NOT NULL,
        name_en TEXT,
        initials TEXT NOT NULL,
        kind TEXT NOT NULL,
        level TEXT NOT NULL,
        parent_id TEXT,
        area TEXT NOT NULL,
        credit_code TEXT,
        legal_head TEXT,
        decision TEXT NOT NULL,
        published_on TEXT,
        PRIMARY KEY (authority_id, valid_from)
    )",
    "CREATE TABLE authority_succession (
        from_id TEXT NOT NULL REFERENCES authority (id),
        to_id TEXT NOT NULL REFERENCES authority (id),
        kind TEXT NOT NULL,
        on_day TEXT NOT NULL,
        PRIMARY KEY (from_id, to_id)
    )",
    "CREATE TABLE entrustment (
        id TEXT NOT NULL,
        to_id TEXT NOT NULL REFERENCES authority (id),
        by_id TEXT NOT NULL REFERENCES authority (id),
        matters TEXT NOT NULL,
        document TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        valid_to TEXT NOT NULL,
        PRIMARY KEY (id)
    )",
    "CREATE TABLE officer (
        id TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        identity_sealed TEXT,
        identity_digest TEXT UNIQUE,
        revision INTEGER NOT NULL,
        PRIMARY KEY (id)
    )",
    "CREATE TABLE officer_post (
        officer_id TEXT NOT NULL REFERENCES officer (id),
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        code TEXT NOT NULL,
        name TEXT NOT NULL,
        initials TEXT NOT NULL,
        authority_id TEXT NOT NULL REFERENCES authority (id),
        post TEXT NOT NULL,
        auxiliary INTEGER NOT NULL,
        PRIMARY KEY (officer_id, valid_from)
    )",
    "CREATE TABLE certificate (
        id TEXT NOT NULL,
        officer_id TEXT NOT NULL REFERENCES officer (id),
        number TEXT NOT NULL UNIQUE,
        field TEXT NOT NULL,
        area TEXT NOT NULL,
        issued_on TEXT NOT NULL,
        expires_on TEXT NOT NULL,
        PRIMARY KEY (id)
    )",
    "CREATE TABLE certificate_status (
        certificate_id TEXT NOT NULL REFERENCES certificate (id),
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        status TEXT NOT NULL,
        PRIMARY KEY (certificate_id, valid_from)
    )",
    "CREATE TABLE officer_training (
        officer_id TEXT NOT NULL REFERENCES officer (id),
        number INTEGER NOT NULL,
        completed_on TEXT NOT NULL,
        topic TEXT NOT NULL,
        hours INTEGER NOT NULL,
        PRIMARY KEY (officer_id, number)
    )",
    "CREATE TABLE party (
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        credit_code TEXT UNIQUE,
        identity_sealed TEXT,
        identity_digest TEXT UNIQUE,
        authority_id TEXT NOT NULL REFERENCES authority (id),
        confidentiality SMALLINT NOT NULL,
        erased_ms BIGINT,
        revision INTEGER NOT NULL,
        PRIMARY KEY (id)
    )",
    "CREATE TABLE party_state (
        party_id TEXT NOT NULL REFERENCES party (id),
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        name TEXT NOT NULL,
        initials TEXT NOT NULL,
        area TEXT NOT NULL,
        details_sealed TEXT,
        PRIMARY KEY (party_id, valid_from)
    )",
    "CREATE TABLE officer_interest (
        id TEXT NOT NULL,
        officer_id TEXT NOT NULL REFERENCES officer (id),
        party_id TEXT REFERENCES party (id),
        relation TEXT NOT NULL,
        note_sealed TEXT,
        valid_from TEXT NOT NULL,
        valid_to TEXT,
        PRIMARY KEY (id)
    )",
    "CREATE INDEX authority_state_code ON authority_state (code, valid_from)",
    "CREATE INDEX authority_state_parent ON authority_state (parent_id)",
    "CREATE INDEX officer_post_code ON officer_post (code, valid_from)",
    "CREATE INDEX officer_post_authority ON officer_post (authority_id)",
    "CREATE INDEX certificate_officer ON certificate (officer_id)",
    "CREATE INDEX officer_interest_officer ON officer_interest (officer_id)",
    "CREATE INDEX entrustment_to ON entrustment (to_id)",
    "CREATE INDEX entrustment_by ON entrustment (by_id)",
];
