//! The policy table.

use super::rule;
use crate::expression::{Over, Type};
use crate::shape::Shape::{Bool, Choice, Define, Expression, Free, List, OneOf, Refer, Text};
use crate::shape::{Named, Record, Shape, may, must};

/// The closed algebra of scopes.
pub(in crate::shape) static SCOPE: Shape = Choice(
    &[
        "all",
        "none",
        "own_cases",
        "own_authority",
        "subtree",
        "area",
    ],
    &[
        (
            "role_in_case",
            OneOf(&[
                "handler",
                "assistant",
                "reviewer",
                "approver",
                "host",
                "archivist",
            ]),
        ),
        (
            "confidentiality_up_to",
            OneOf(&["public", "internal", "restricted", "secret"]),
        ),
        ("and", List(&SCOPES, 2)),
        ("or", List(&SCOPES, 2)),
    ],
);
static SCOPES: Shape = Shape::Same(&SCOPE);
static ROLE: Record = Record {
    name: "role",
    fields: &[
        must("id", Define(Named::Role), "Its name"),
        must("name", Text, "What people call it"),
    ],
};
static ACTION: Record = Record {
    name: "action",
    fields: &[
        must("id", Define(Named::Action), "Its name: WHAT.VERB"),
        must("name", Text, "What people call it"),
        must(
            "on",
            OneOf(&[
                "case",
                "officer",
                "authority",
                "party",
                "library",
                "pack",
                "power",
                "ledger",
                "account",
                "audit",
            ]),
            "What it is done to",
        ),
    ],
};
static POLICY_EXAMPLE: Record = Record {
    name: "policy_example",
    fields: &[
        must(
            "person",
            Free,
            "Who asks: id, authority, authorities_below, areas, and the officer snapshot under `officer`",
        ),
        must(
            "record",
            Free,
            "What is asked for: owners, authority, area, roles, confidentiality",
        ),
        must("expect", Bool, "Whether it may be done"),
    ],
};
static GRANT: Record = rule!(
    "grant",
    Named::Grant,
    [
        must("role", Refer(Named::Role), "Who"),
        must("actions", List(&Refer(Named::Action), 1), "May do what"),
        must("scope", Shape::Same(&SCOPE), "With which records"),
        may(
            "when",
            Expression(Over::Officer, || Type::Bool),
            "Only while this is true of the person"
        ),
        must(
            "examples",
            List(&Shape::Record(&POLICY_EXAMPLE), 1),
            "Questions with their answers"
        ),
    ]
);
pub(in crate::shape) static POLICY: Record = Record {
    name: "policy_file",
    fields: &[
        may("roles", List(&Shape::Record(&ROLE), 1), "The roles"),
        may(
            "actions",
            List(&Shape::Record(&ACTION), 1),
            "What can be granted",
        ),
        must("grants", List(&Shape::Record(&GRANT), 0), "The table"),
    ],
};
