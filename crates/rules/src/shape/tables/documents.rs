//! Document kinds.

use super::{PROVISIONS, rule};
use crate::shape::Shape::{Bool, Define, List, OneOf, Text, Words};
use crate::shape::{Named, Record, Shape, may, must};

static DOCUMENT_FIELD: Record = Record {
    name: "document_field",
    fields: &[
        must("id", Define(Named::DocumentField), "Its name"),
        must("name", Text, "What people call it"),
        must(
            "type",
            OneOf(&[
                "text",
                "date",
                "instant",
                "money",
                "count",
                "boolean",
                "officers",
                "party",
                "provision",
                "list",
                "digest",
                "signature",
            ]),
            "What it holds",
        ),
        must(
            "required",
            Bool,
            "Whether the document is incomplete without it",
        ),
        may("provisions", PROVISIONS, "What asks for it"),
    ],
};
static DOCUMENT_EXAMPLE: Record = Record {
    name: "document_example",
    fields: &[
        must("given", List(&Words, 0), "The fields that are filled in"),
        must(
            "missing",
            List(&Words, 0),
            "The required fields that are then missing",
        ),
    ],
};
static DOCUMENT_KIND: Record = rule!(
    "document_kind",
    Named::DocumentKind,
    [
        may("code", Words, "Its number in the house list: D02"),
        must(
            "made_by",
            OneOf(&["authority", "party", "third"]),
            "Who makes it"
        ),
        must(
            "file_part",
            OneOf(&["main", "inner"]),
            "正卷, open to the party and the court, or 副卷"
        ),
        must("sealed", Bool, "Whether it bears the seal of the authority"),
        may(
            "number_word",
            Words,
            "The word of its numbers, between the authority and the year: 罚决; it has no number if not said"
        ),
        must(
            "fields",
            List(&Shape::Record(&DOCUMENT_FIELD), 1),
            "What it holds beyond the common header"
        ),
        must(
            "examples",
            List(&Shape::Record(&DOCUMENT_EXAMPLE), 1),
            "Fillings with what is missing; the lint tries them"
        ),
    ]
);
pub(in crate::shape) static DOCUMENTS: Record = Record {
    name: "documents_file",
    fields: &[must(
        "document_kinds",
        List(&Shape::Record(&DOCUMENT_KIND), 1),
        "Kinds of document",
    )],
};
