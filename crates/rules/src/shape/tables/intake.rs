//! How the rows of a source of cases are read.

use crate::shape::Shape::{Bool, Free, List, OneOf, Table, Text, Words};
use crate::shape::{Record, Shape, may, must};

static VALUE: Record = Record {
    name: "intake_value",
    fields: &[
        may("column", Words, "The key of the row that holds it"),
        may("is", Free, "The value itself, the same in every row"),
        may("or", Free, "The value where the column is empty or absent"),
        may(
            "as",
            OneOf(&[
                "text",
                "count",
                "boolean",
                "date",
                "time",
                "yuan",
                "ten_thousand_yuan",
                "fen",
            ]),
            "What the column holds; text if not said. Amounts become whole fen",
        ),
        may(
            "pattern",
            Words,
            "How a date or a time is written: %Y/%m/%d; YYYY-MM-DD[THH:MM:SS] if not said",
        ),
        may(
            "words",
            Table(&Free),
            "What the codes of the column mean; a code that is not here is an error",
        ),
        may(
            "split_by",
            Words,
            "The column holds several values with this between them",
        ),
    ],
};
const VALUE_OF: Shape = Shape::Record(&VALUE);

static CASE: Record = Record {
    name: "intake_case",
    fields: &[
        must("id", VALUE_OF, "The number that the source gives the case"),
        must("procedure", VALUE_OF, "The procedure: penalty.ordinary"),
        must(
            "authority",
            VALUE_OF,
            "The credit code or the id of the authority",
        ),
        may("item", VALUE_OF, "The id of the item"),
        may("party_name", VALUE_OF, "What the party is called"),
        may("party_code", VALUE_OF, "The credit code of the party"),
        may("party_id", VALUE_OF, "The id of the party in the register"),
    ],
};
static DOCUMENT: Record = Record {
    name: "intake_document",
    fields: &[
        must("kind", Words, "The kind of document"),
        may("number", VALUE_OF, "Its number"),
        may(
            "filled",
            List(&Words, 0),
            "The fields that are filled in, all of them required ones",
        ),
        may("signed", Bool, "Whether it is signed"),
        may("sealed", Bool, "Whether it bears the seal"),
    ],
};
static ACT: Record = Record {
    name: "intake_act",
    fields: &[
        must("kind", Words, "The act of the procedure"),
        may(
            "id",
            VALUE_OF,
            "What names the act within the case; its kind if not said",
        ),
        may(
            "when",
            List(&Words, 1),
            "The row states the act only where all of these columns are filled",
        ),
        must(
            "happened_at",
            VALUE_OF,
            "When it happened: a date or a time",
        ),
        may(
            "clock",
            Words,
            "The hour where happened_at is a date: 09:00, midnight if not said",
        ),
        may(
            "officers",
            List(&VALUE_OF, 0),
            "Staff codes of those who did it; empty ones are left out",
        ),
        may(
            "states",
            Table(&VALUE_OF),
            "What it states: fine, place.area, officers.0.id",
        ),
        may(
            "documents",
            List(&Shape::Record(&DOCUMENT), 0),
            "The documents that come with it",
        ),
        may(
            "numbers",
            Table(&VALUE_OF),
            "The numbers that the source gave with it: of case, or of a kind of document",
        ),
    ],
};
pub(in crate::shape) static INTAKE: Record = Record {
    name: "intake_file",
    fields: &[
        must("name", Text, "What people call the format"),
        must(
            "gives",
            OneOf(&["xiezhi.case-act.v1"]),
            "The format that the rows become",
        ),
        must("case", Shape::Record(&CASE), "The case of a row"),
        must(
            "acts",
            List(&Shape::Record(&ACT), 1),
            "The acts that a row may state, in the order in which they are done",
        ),
    ],
};
