//! Power lists, discretion benchmarks and leniency lists, with their versions and lines.
//!
//! A city has millions of lines (28,000 items × 95 authorities), so a line is a few numbers: items
//! and authorities are numbered (`listed_id`), what many lines say is kept once
//! (`power_list_content`), and a line that later versions keep is not written again: it stands in
//! the versions from `since_version` until (not in) `until_version`.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000004_powers",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 9] = [
    "CREATE TABLE listed_id (
        number BIGINT PRIMARY KEY,
        id TEXT NOT NULL UNIQUE
    )",
    "CREATE TABLE power_list (
        number BIGINT PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        title_en TEXT,
        authority_id TEXT NOT NULL,
        lines_written BIGINT NOT NULL,
        made_ms BIGINT NOT NULL
    )",
    "CREATE TABLE power_list_version (
        list_number BIGINT NOT NULL REFERENCES power_list (number),
        version INTEGER NOT NULL,
        state TEXT NOT NULL,
        revision INTEGER NOT NULL,
        lines BIGINT NOT NULL,
        decision TEXT,
        published_on TEXT,
        published_in TEXT,
        effective_from TEXT,
        effective_to TEXT,
        PRIMARY KEY (list_number, version)
    )",
    "CREATE TABLE power_list_content (
        number BIGINT PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE,
        body TEXT NOT NULL
    )",
    "CREATE TABLE power_list_line (
        list_number BIGINT NOT NULL REFERENCES power_list (number),
        number BIGINT NOT NULL,
        item_number BIGINT NOT NULL,
        authority_number BIGINT,
        content_number BIGINT NOT NULL,
        since_version INTEGER NOT NULL,
        until_version INTEGER,
        valid_from TEXT,
        valid_to TEXT,
        PRIMARY KEY (list_number, number)
    )",
    // These hold all that is asked of a line's days, so that questions about many lines read them alone.
    "CREATE INDEX power_list_line_item ON power_list_line (item_number, authority_number, list_number,
        since_version, until_version, valid_from, valid_to)",
    "CREATE INDEX power_list_line_authority ON power_list_line (authority_number, item_number, list_number,
        since_version, until_version, valid_from, valid_to)",
    "CREATE TABLE power_withdrawal (
        list_number BIGINT NOT NULL,
        line_number BIGINT NOT NULL,
        withdrawn_from TEXT NOT NULL,
        decision TEXT NOT NULL,
        PRIMARY KEY (list_number, line_number)
    )",
    "CREATE TABLE power_list_event (
        list_number BIGINT NOT NULL REFERENCES power_list (number),
        seq INTEGER NOT NULL,
        version INTEGER NOT NULL,
        at_ms BIGINT NOT NULL,
        person TEXT NOT NULL,
        step TEXT NOT NULL,
        reason TEXT NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (list_number, seq)
    )",
];
