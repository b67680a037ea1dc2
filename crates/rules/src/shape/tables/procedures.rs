//! Procedures.

use super::{CASE_CONDITION, CONDITION_EXAMPLES, JUDGED_BY, PROVISIONS, rule};
use crate::shape::Shape::{Bool, Define, List, OneOf, Provision, Refer, Text};
use crate::shape::{Named, Record, Shape, may, must};

static STAGE: Record = Record {
    name: "stage",
    fields: &[
        must("id", Define(Named::Stage), "Its name"),
        must("name", Text, "What people call it"),
        may(
            "initial",
            Bool,
            "Whether a case begins here; exactly one does",
        ),
        may("final", Bool, "Whether a case ends here"),
    ],
};
static CLOCK: Record = Record {
    name: "clock",
    fields: &[
        must("id", Define(Named::Clock), "Its name"),
        must("name", Text, "What people call it"),
        must("term", Refer(Named::Term), "The term that it counts"),
        must("provisions", PROVISIONS, "What it rests on"),
    ],
};
static GUARD: Record = Record {
    name: "guard",
    fields: &[
        must("require", CASE_CONDITION, "What must be true of the case"),
        must(
            "refusal",
            Text,
            "What a person reads when it is not: what is wrong and what to do",
        ),
        must(
            "provisions",
            List(&Provision, 1),
            "The provision that the refusal rests on",
        ),
        must("examples", CONDITION_EXAMPLES, "Cases with the answer"),
    ],
};
static CLOCK_LINE: Record = Record {
    name: "clock_line",
    fields: &[
        must("clock", Refer(Named::Clock), "Which"),
        must(
            "does",
            OneOf(&["start", "suspend", "resume", "end"]),
            "What the act does to it",
        ),
        must("provisions", PROVISIONS, "What it rests on"),
    ],
};
static ACT: Record = Record {
    name: "act",
    fields: &[
        must("id", Define(Named::Act), "Its name"),
        must("name", Text, "What people call it"),
        must("provisions", PROVISIONS, "What it rests on"),
        may(
            "because",
            Text,
            "Why it is there although no provision speaks of it",
        ),
        must("judged_by", JUDGED_BY, "The day by which it is judged"),
        must("by", List(&Refer(Named::Role), 1), "Who may do it"),
        must(
            "from",
            List(&Refer(Named::Stage), 1),
            "The stages in which it can be done",
        ),
        may(
            "to",
            Refer(Named::Stage),
            "The stage to which it leads; none where the stage stays",
        ),
        may(
            "officers",
            Refer(Named::Parameter),
            "The parameter that says how many officers it takes",
        ),
        may(
            "documents",
            List(&Refer(Named::DocumentKind), 1),
            "What must be in the file",
        ),
        may(
            "makes",
            List(&Refer(Named::DocumentKind), 1),
            "What it puts into the file",
        ),
        may(
            "guards",
            List(&Shape::Record(&GUARD), 1),
            "What else must be true",
        ),
        may(
            "clocks",
            List(&Shape::Record(&CLOCK_LINE), 1),
            "What it does to clocks",
        ),
    ],
};
static PROCEDURE_EXAMPLE: Record = Record {
    name: "procedure_example",
    fields: &[
        must("name", Text, "What happens"),
        must(
            "acts",
            List(&Refer(Named::Act), 1),
            "The acts, one after another",
        ),
        must("ends_in", Refer(Named::Stage), "Where the case then stands"),
    ],
};
pub(in crate::shape) static PROCEDURE: Record = rule!(
    "procedure",
    Named::Procedure,
    [
        must(
            "stages",
            List(&Shape::Record(&STAGE), 1),
            "Where a case can stand"
        ),
        may("clocks", List(&Shape::Record(&CLOCK), 1), "What can run"),
        must("acts", List(&Shape::Record(&ACT), 1), "What can be done"),
        must(
            "examples",
            List(&Shape::Record(&PROCEDURE_EXAMPLE), 1),
            "Walks through it"
        ),
    ]
);
pub(in crate::shape) static PROCEDURES: Record = Record {
    name: "procedures_file",
    fields: &[must(
        "procedures",
        List(&Shape::Record(&PROCEDURE), 1),
        "Procedures",
    )],
};
