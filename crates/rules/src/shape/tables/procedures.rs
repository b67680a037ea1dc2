//! Procedures.

use super::{CASE_CONDITION, CASE_DAY, CASE_VALUE, JUDGED_BY, PROVISIONS, rule};
use crate::shape::Shape::{Bool, Define, List, OneOf, Refer, Text, Words};
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
        may(
            "each",
            Bool,
            "Whether every element of a list has its own, by the id that the act names",
        ),
        may(
            "over",
            OneOf(&["overdue", "open", "lapsed"]),
            "What its end means: overdue, the authority is late (if not said); open, what waited for it may be done; lapsed, a right or a measure is over",
        ),
        must("provisions", PROVISIONS, "What it rests on"),
    ],
};
static DERIVED: Record = Record {
    name: "derived",
    fields: &[
        must(
            "field",
            Words,
            "A field of the case whose snapshot says `from: rules`",
        ),
        must("as", CASE_VALUE, "What it holds"),
    ],
};
static TAKE: Record = Record {
    name: "take",
    fields: &[
        must("field", Words, "A field of the case that acts state"),
        may(
            "required",
            Bool,
            "Whether it must be stated with the act; no if not said",
        ),
    ],
};
static SET: Record = Record {
    name: "set",
    fields: &[
        must("field", Words, "A field of the case that acts state"),
        must(
            "to",
            CASE_VALUE,
            "What it then holds, over the case with what the act takes",
        ),
    ],
};
static LIST_CHANGE: Record = Record {
    name: "list_change",
    fields: &[
        must("list", Words, "A list of the case that acts state"),
        must(
            "does",
            OneOf(&["add", "change"]),
            "add: a new element; change: the element whose id the act names",
        ),
        may(
            "takes",
            List(&Shape::Record(&TAKE), 1),
            "Fields of the element that the act states",
        ),
        may(
            "sets",
            List(&Shape::Record(&SET), 1),
            "Fields of the element that follow",
        ),
    ],
};
static CLOCK_LINE: Record = Record {
    name: "clock_line",
    fields: &[
        must("clock", Refer(Named::Clock), "Which"),
        must(
            "does",
            OneOf(&["start", "suspend", "resume", "extend", "end"]),
            "What the act does to it",
        ),
        may(
            "when",
            CASE_CONDITION,
            "Only where this holds of the case after the act",
        ),
        may(
            "on",
            CASE_DAY,
            "The day that sets it going, of the case after the act; the day of the act if not said",
        ),
        must("provisions", PROVISIONS, "What it rests on"),
    ],
};
static TASK: Record = Record {
    name: "task",
    fields: &[
        may(
            "when",
            CASE_CONDITION,
            "It waits while this holds of the case; in all of its stages if not said. It may not look at registers, the hour or the day",
        ),
        may(
            "role",
            Refer(Named::Role),
            "The role that it waits for, one of those that may do the act; the first of them if not said",
        ),
        may(
            "after",
            List(&Refer(Named::Clock), 1),
            "It waits from the day after the last day of these clocks, where they run",
        ),
        may(
            "during",
            List(&Refer(Named::Clock), 1),
            "It waits only while one of these clocks has not ended",
        ),
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
            "numbers",
            OneOf(&["case"]),
            "case: the case gets its number by this act, where it has none yet",
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
            List(&Refer(Named::Guard), 1),
            "What else must be true",
        ),
        may(
            "takes",
            List(&Shape::Record(&TAKE), 1),
            "Fields of the case that the act states",
        ),
        may(
            "sets",
            List(&Shape::Record(&SET), 1),
            "Fields of the case that follow from the act",
        ),
        may(
            "lists",
            List(&Shape::Record(&LIST_CHANGE), 1),
            "What it does to lists of the case",
        ),
        may(
            "serves",
            List(&Refer(Named::DocumentKind), 1),
            "The documents that it serves: the latest of each kind gets its day of service",
        ),
        may(
            "anyhow",
            Bool,
            "Whether the guards of the procedure do not reach it: what a party, a bank or a court does",
        ),
        may(
            "clocks",
            List(&Shape::Record(&CLOCK_LINE), 1),
            "What it does to clocks",
        ),
        may(
            "task",
            Shape::Record(&TASK),
            "When it waits for somebody; an act without it can be done and waits for nobody",
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
static LATE_FEE: Record = Record {
    name: "late_fee",
    fields: &[
        must(
            "per_day",
            Refer(Named::Parameter),
            "The hundredths of the fine a day",
        ),
        must(
            "cap",
            Refer(Named::Parameter),
            "The hundredths of the fine in all",
        ),
        must(
            "payment",
            Refer(Named::Clock),
            "The clock whose last day is that of payment; days are counted after it, and after the last instalment",
        ),
        must(
            "clock",
            Refer(Named::Clock),
            "The clock that runs while the fee does",
        ),
        may(
            "stands_still",
            List(&Refer(Named::Clock), 1),
            "The clocks during which no day is counted",
        ),
        must("provisions", PROVISIONS, "What it rests on"),
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
        must(
            "subject",
            OneOf(&[
                "penalty",
                "coercion",
                "inspection",
                "licence",
                "transfer",
                "service",
                "norm",
            ]),
            "What kind of case it is"
        ),
        may(
            "number_word",
            Words,
            "The word of its case numbers, between the authority and the year: 罚立"
        ),
        may(
            "guards",
            List(&Refer(Named::Guard), 1),
            "What must be true for every act that is judged by guards at all"
        ),
        may(
            "override_by",
            List(&Refer(Named::Role), 1),
            "Who can override a guard with a reason, where the guard leaves room for it; nobody if not said"
        ),
        may(
            "late_fee",
            Shape::Record(&LATE_FEE),
            "How a late fee on a fine is counted"
        ),
        may(
            "derives",
            List(&Shape::Record(&DERIVED), 1),
            "Fields of the case that follow from others, in this order"
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
