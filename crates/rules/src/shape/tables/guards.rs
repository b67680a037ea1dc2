//! Guards: what must be true for an act, by name.

use super::{CASE_CONDITION, CONDITION_EXAMPLES, rule};
use crate::shape::Shape::{List, OneOf, Text, Words};
use crate::shape::{Named, Record, Shape, may, must};

static GUARD: Record = rule!(
    "guard",
    Named::Guard,
    [
        may(
            "codes",
            List(&Words, 1),
            "The warnings and review criteria that it answers to: W19, V08"
        ),
        must(
            "binding",
            OneOf(&["void", "override"]),
            "void: the law says must not, nobody can override it; override: a head can, with a reason"
        ),
        must("require", CASE_CONDITION, "What must be true of the case"),
        must(
            "refusal",
            Text,
            "What a person reads when it is not: what is wrong and what to do"
        ),
        must("examples", CONDITION_EXAMPLES, "Cases with the answer"),
    ]
);
pub(in crate::shape) static GUARDS: Record = Record {
    name: "guards_file",
    fields: &[must("guards", List(&Shape::Record(&GUARD), 1), "Guards")],
};
