//! Parameters and facts.

use super::{IN_FORCE, PROVISIONS, SECTORS, rule};
use crate::shape::Shape::{Date, Define, Free, List, OneOf, Text, Words};
use crate::shape::{Named, Record, Shape, may, must};

static PARAMETER_VALUE: Record = Record {
    name: "parameter_value",
    fields: &[
        must(
            "value",
            Free,
            "An amount, a number or a yes, by the type of the parameter",
        ),
        must(
            "in_force",
            Shape::Record(&IN_FORCE),
            "When this value holds",
        ),
        may("sector", SECTORS, "Only in this field of enforcement"),
        may("region", Words, "Only in this region"),
        may(
            "provisions",
            PROVISIONS,
            "What this value rests on, where it is not what the parameter rests on",
        ),
        must(
            "source",
            OneOf(&["statute", "publication", "unverified"]),
            "How well the value is known",
        ),
    ],
};
static PARAMETER_EXAMPLE: Record = Record {
    name: "parameter_example",
    fields: &[
        must("on", Date, "The day that is asked for"),
        may("sector", SECTORS, "The field of enforcement"),
        may("region", Words, "The region"),
        must("expect", Free, "The value; null where there is none"),
    ],
};
static PARAMETER: Record = rule!(
    "parameter",
    Named::Parameter,
    [
        must(
            "type",
            OneOf(&["money", "count", "percent", "boolean"]),
            "What the value is; money is exact, a percent a whole number"
        ),
        must(
            "values",
            List(&Shape::Record(&PARAMETER_VALUE), 1),
            "The values by sector, region and day"
        ),
        must(
            "examples",
            List(&Shape::Record(&PARAMETER_EXAMPLE), 1),
            "Questions with their answers; the lint asks them"
        ),
    ]
);
pub(in crate::shape) static PARAMETERS: Record = Record {
    name: "parameters_file",
    fields: &[must(
        "parameters",
        List(&Shape::Record(&PARAMETER), 1),
        "Numbers that provisions set",
    )],
};

static FACT: Record = Record {
    name: "fact",
    fields: &[
        must(
            "id",
            Define(Named::Fact),
            "Its name in expressions: case.facts.ID",
        ),
        must("name", Text, "What people call it"),
        must(
            "type",
            OneOf(&["boolean", "count", "money", "date", "choice"]),
            "What it is",
        ),
        may("unit", Text, "What a count counts"),
        may("choices", List(&Words, 2), "The words of a choice"),
    ],
};
pub(in crate::shape) static FACTS: Record = Record {
    name: "facts_file",
    fields: &[must(
        "facts",
        List(&Shape::Record(&FACT), 1),
        "What a case may state, for benchmarks and lists",
    )],
};
