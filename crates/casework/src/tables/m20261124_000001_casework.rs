//! Cases, who takes part in them, what falls due, keys of requests.

use store::Statements;

/// See the module.
pub const MIGRATION: Statements = Statements {
    name: "m20261124_000001_casework",
    up: &UP,
};

/// One text for both databases.
const UP: [&str; 14] = [
    "CREATE TABLE cases (
        id TEXT NOT NULL PRIMARY KEY,
        procedure TEXT NOT NULL,
        subject TEXT NOT NULL,
        stage TEXT NOT NULL,
        authority_id TEXT NOT NULL,
        area TEXT NOT NULL,
        confidentiality SMALLINT NOT NULL,
        item TEXT,
        sector TEXT,
        source TEXT,
        cause TEXT,
        party_name TEXT,
        party_id TEXT,
        deed TEXT,
        opened_by TEXT,
        opened_at_ms BIGINT NOT NULL,
        filed_on TEXT,
        decided_on TEXT,
        served_on TEXT,
        closed_on TEXT,
        fine_fen BIGINT,
        marks INTEGER NOT NULL,
        due_on TEXT,
        revision INTEGER NOT NULL,
        changed_at_ms BIGINT NOT NULL,
        state TEXT NOT NULL
    )",
    "CREATE INDEX cases_newest ON cases (opened_at_ms, id)",
    "CREATE INDEX cases_of_authority ON cases (authority_id, opened_at_ms, id)",
    "CREATE INDEX cases_of_area ON cases (area, opened_at_ms, id)",
    "CREATE INDEX cases_of_party ON cases (party_id) WHERE party_id IS NOT NULL",
    "CREATE INDEX cases_of_deed ON cases (deed) WHERE deed IS NOT NULL",
    "CREATE INDEX cases_of_item ON cases (item, decided_on) WHERE item IS NOT NULL",
    "CREATE TABLE case_people (
        case_id TEXT NOT NULL,
        person TEXT NOT NULL,
        role TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (case_id, person, role)
    )",
    "CREATE INDEX case_people_person ON case_people (person, case_id)",
    "CREATE TABLE case_due (
        case_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        clock TEXT NOT NULL,
        element TEXT,
        due_on TEXT NOT NULL,
        PRIMARY KEY (case_id, number)
    )",
    "CREATE INDEX case_due_day ON case_due (due_on, case_id)",
    "CREATE TABLE case_key (
        actor TEXT NOT NULL,
        key TEXT NOT NULL,
        asked TEXT NOT NULL,
        case_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        entry TEXT NOT NULL,
        at_ms BIGINT NOT NULL,
        PRIMARY KEY (actor, key)
    )",
    "CREATE INDEX case_key_at ON case_key (at_ms)",
    "CREATE INDEX cases_open_due ON cases (due_on) WHERE due_on IS NOT NULL",
];
