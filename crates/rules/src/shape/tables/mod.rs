//! The tables themselves. Every field says what it means; the text goes into the JSON Schema.

mod calendar;
mod discretion;
mod documents;
mod guards;
mod intake;
mod parameters;
mod policy;
mod procedures;

use super::Shape::{Bool, Date, Expression, Free, List, OneOf, Provision, Text, Words};
use super::{Record, Shape, may, must};
use crate::expression::{Over, Type};

pub(super) use calendar::{HOLIDAYS, POLYPHONES, SYNONYMS, TERMS};
pub(super) use discretion::{DISCRETION, LENIENCY};
pub(super) use documents::DOCUMENTS;
pub(super) use guards::GUARDS;
pub(super) use intake::INTAKE;
pub(super) use parameters::{FACTS, PARAMETERS};
pub(super) use policy::POLICY;
pub(super) use procedures::PROCEDURES;

const PROVISIONS: Shape = List(&Provision, 0);
const JUDGED_BY: Shape = OneOf(&["violation", "filing", "act"]);
const SECTORS: Shape = Words;

static IN_FORCE: Record = Record {
    name: "in_force",
    fields: &[
        must("from", Date, "The first day"),
        may("until", Date, "The first day on which it holds no longer"),
    ],
};

static CONDITION_EXAMPLE: Record = Record {
    name: "condition_example",
    fields: &[
        must(
            "given",
            Free,
            "What the snapshot holds; the rest of it is absent, empty or zero",
        ),
        may(
            "today",
            Date,
            "The day on which it is asked; 2025-01-02 if not said",
        ),
        must("expect", Bool, "The answer"),
    ],
};
const CONDITION_EXAMPLES: Shape = List(&Shape::Record(&CONDITION_EXAMPLE), 1);
const CASE_CONDITION: Shape = Expression(Over::Case, || Type::Bool);
const CASE_DAY: Shape = Expression(Over::Case, || Type::Date);
const CASE_VALUE: Shape = Expression(Over::Case, || Type::Unknown);

/// What every rule says of itself, before its own fields.
macro_rules! rule {
    ($name:literal, $kind:expr, [$($field:expr),* $(,)?]) => {
        $crate::shape::Record {
            name: $name,
            fields: &[
                $crate::shape::must("id", $crate::shape::Shape::Define($kind), "What other rules call it"),
                $crate::shape::must("name", $crate::shape::Shape::Text, "What people call it"),
                $crate::shape::must("provisions", $crate::shape::tables::PROVISIONS, "What it rests on; where none speaks of it, `because` says why it holds"),
                $crate::shape::may("because", $crate::shape::Shape::Text, "Why it holds although no provision speaks of it, or how the provision is understood"),
                $crate::shape::must("judged_by", $crate::shape::tables::JUDGED_BY, "The day by which it is judged: of the violation, of the filing or of the act"),
                $crate::shape::must("in_force", $crate::shape::Shape::Record(&$crate::shape::tables::IN_FORCE), "From which day until which day it holds"),
                $($field),*
            ],
        }
    };
}
use rule;

pub(super) static MANIFEST: Record = Record {
    name: "manifest",
    fields: &[
        must(
            "id",
            Words,
            "The name of the folder, by which other packs extend it",
        ),
        must("name", Text, "What people call it"),
        must("version", Words, "Its version: three numbers, 1.4.0"),
        may(
            "extends",
            Words,
            "The pack that it stands on, a folder beside it",
        ),
        may("description", Text, "What it holds"),
        may(
            "synthetic",
            Bool,
            "Whether city, law and people in it are made up",
        ),
        may("region", Words, "The region for which it holds"),
        may(
            "statutes",
            Words,
            "The folder of statutes that belong to it",
        ),
    ],
};
