//! Discretion benchmarks and leniency lists.

use super::{CASE_CONDITION, CONDITION_EXAMPLES, SECTORS, rule};
use crate::shape::Shape::{Date, Define, Free, Int, List, Money, OneOf, Provision, Refer, Text};
use crate::shape::{Named, Record, Shape, may, must};

static FINE_RANGE: Record = Record {
    name: "fine_range",
    fields: &[
        must("least", Money, "The least"),
        must("most", Money, "The most"),
    ],
};
static MEASURE: Record = Record {
    name: "grade_measure",
    fields: &[
        must(
            "fact",
            Refer(Named::Fact),
            "The count or amount that decides the grade",
        ),
        must(
            "from",
            Int(0, 1_000_000_000_000),
            "Where the first grade begins",
        ),
    ],
};
static GRADE: Record = Record {
    name: "grade",
    fields: &[
        must("id", Define(Named::Grade), "Its name"),
        must("name", Text, "What people call it"),
        may(
            "from",
            Int(0, 1_000_000_000_000),
            "The first value of the measure that belongs here",
        ),
        may(
            "below",
            Int(0, 1_000_000_000_000),
            "The first value that does not; none for the last grade",
        ),
        may(
            "when",
            CASE_CONDITION,
            "What makes a case belong here, where no measure decides",
        ),
        must("fine", Shape::Record(&FINE_RANGE), "The range of the fine"),
    ],
};
static BENCHMARK_EXAMPLE: Record = Record {
    name: "benchmark_example",
    fields: &[
        must("given", Free, "What the snapshot holds"),
        may("today", Date, "The day on which it is asked"),
        must("grade", Refer(Named::Grade), "The grade"),
    ],
};
static BENCHMARK: Record = rule!(
    "benchmark",
    Named::Benchmark,
    [
        must("offence", Provision, "The provision that punishes the deed"),
        must(
            "target",
            OneOf(&["individual", "organisation", "any"]),
            "Whom the range is for"
        ),
        must(
            "range",
            Shape::Record(&FINE_RANGE),
            "The range that the provision allows"
        ),
        may(
            "measure",
            Shape::Record(&MEASURE),
            "What decides the grade; none where conditions do"
        ),
        must(
            "grades",
            List(&Shape::Record(&GRADE), 1),
            "The grades, lightest first"
        ),
        must(
            "examples",
            List(&Shape::Record(&BENCHMARK_EXAMPLE), 1),
            "Cases with their grade"
        ),
    ]
);
pub(in crate::shape) static DISCRETION: Record = Record {
    name: "discretion_file",
    fields: &[must(
        "benchmarks",
        List(&Shape::Record(&BENCHMARK), 1),
        "Discretion benchmarks 裁量基准",
    )],
};

static LENIENCY_ENTRY: Record = rule!(
    "leniency_entry",
    Named::LeniencyEntry,
    [
        must("sector", SECTORS, "The field of enforcement"),
        must("offence", Provision, "The provision that punishes the deed"),
        must(
            "effect",
            OneOf(&["no_penalty", "lighter", "mitigated", "no_coercion"]),
            "不予处罚, 从轻, 减轻, 不予强制"
        ),
        must("when", CASE_CONDITION, "When it fits"),
        must("examples", CONDITION_EXAMPLES, "Cases with the answer"),
    ]
);
pub(in crate::shape) static LENIENCY: Record = Record {
    name: "leniency_file",
    fields: &[must(
        "entries",
        List(&Shape::Record(&LENIENCY_ENTRY), 1),
        "Leniency lists 包容审慎清单",
    )],
};
