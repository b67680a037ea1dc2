//! Statutes, versions, articles, citations, and where they were read from.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000001_statutes",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 17] = [
    "CREATE TABLE library_state (
        id INTEGER PRIMARY KEY,
        stamp BIGINT NOT NULL
    )",
    "INSERT INTO library_state (id, stamp) VALUES (1, 0)",
    "CREATE TABLE import_run (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        actor TEXT NOT NULL,
        state TEXT NOT NULL,
        started_ms BIGINT NOT NULL,
        alive_ms BIGINT NOT NULL,
        ended_ms BIGINT,
        files_total INTEGER NOT NULL,
        files_done INTEGER NOT NULL,
        files_failed INTEGER NOT NULL,
        statutes INTEGER NOT NULL,
        versions INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        items INTEGER NOT NULL,
        findings INTEGER NOT NULL,
        error TEXT
    )",
    "CREATE INDEX import_run_started ON import_run (started_ms)",
    "CREATE TABLE statute (
        id BIGINT PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        level TEXT NOT NULL,
        region TEXT NOT NULL
    )",
    "CREATE TABLE version (
        id BIGINT PRIMARY KEY,
        statute_id BIGINT NOT NULL REFERENCES statute (id),
        version TEXT NOT NULL,
        title TEXT NOT NULL,
        passed_on TEXT,
        published_on TEXT,
        in_force_from TEXT,
        in_force_until TEXT,
        stated_repealed INTEGER NOT NULL,
        repealed INTEGER NOT NULL,
        file TEXT NOT NULL,
        digest TEXT NOT NULL,
        head TEXT NOT NULL,
        articles INTEGER NOT NULL,
        items INTEGER NOT NULL,
        findings INTEGER NOT NULL,
        UNIQUE (statute_id, version)
    )",
    "CREATE INDEX version_in_force_from ON version (in_force_from)",
    "CREATE INDEX version_in_force_until ON version (in_force_until)",
    "CREATE TABLE article (
        version_id BIGINT NOT NULL REFERENCES version (id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        number TEXT NOT NULL,
        division INTEGER,
        line INTEGER NOT NULL,
        paragraphs TEXT NOT NULL,
        PRIMARY KEY (version_id, seq)
    )",
    "CREATE TABLE source (
        digest TEXT PRIMARY KEY,
        file TEXT NOT NULL,
        version_id BIGINT REFERENCES version (id),
        import_id TEXT NOT NULL REFERENCES import_run (id)
    )",
    "CREATE INDEX source_version ON source (version_id)",
    "CREATE TABLE citation (
        version_id BIGINT NOT NULL REFERENCES version (id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        path TEXT NOT NULL,
        start_byte INTEGER NOT NULL,
        target_key TEXT NOT NULL,
        target_article TEXT NOT NULL,
        target_path TEXT NOT NULL,
        PRIMARY KEY (version_id, seq)
    )",
    "CREATE INDEX citation_target ON citation (target_key, target_article)",
    "CREATE TABLE finding (
        id BIGINT PRIMARY KEY,
        import_id TEXT NOT NULL REFERENCES import_run (id),
        version_id BIGINT REFERENCES version (id) ON DELETE CASCADE,
        file TEXT NOT NULL,
        code TEXT NOT NULL,
        line INTEGER NOT NULL,
        path TEXT,
        excerpt TEXT NOT NULL,
        repaired INTEGER NOT NULL
    )",
    "CREATE INDEX finding_version ON finding (version_id)",
    "CREATE INDEX finding_import ON finding (import_id)",
    "CREATE INDEX finding_code ON finding (code)",
];
