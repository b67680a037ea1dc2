//! Terms, holidays, and the words of the search.

use super::{IN_FORCE, PROVISIONS};
use crate::shape::Shape::{
    Choice, Date, Define, Int, List, Number, OneOf, Provision, Table, Text, Words,
};
use crate::shape::{Named, Record, Shape, may, must};

static SIDE: Record = Record {
    name: "side",
    fields: &[
        must(
            "working_days",
            Choice(
                &["all", "none"],
                &[
                    ("at_most", Int(0, 4_294_967_295)),
                    ("named", List(&Int(0, 4_294_967_295), 1)),
                ],
            ),
            "Which periods written in days are working days",
        ),
        must(
            "roll_over",
            List(&OneOf(&["rest_day", "statutory_holiday"]), 0),
            "The kinds of day on which a term does not end",
        ),
        must(
            "start_hour",
            OneOf(&["excluded", "counted"]),
            "Whether the hour of the start counts",
        ),
        must("provisions", PROVISIONS, "What it rests on"),
        must("because", Text, "The reason in words"),
    ],
};
static SIDES: Record = Record {
    name: "sides",
    fields: &[
        must(
            "authority",
            Shape::Record(&SIDE),
            "Periods of the agency or court",
        ),
        must("party", Shape::Record(&SIDE), "Periods of the party"),
    ],
};
static COUNTING: Record = Record {
    name: "counting",
    fields: &[
        must(
            "start_day",
            PROVISIONS,
            "That the day of the start is not counted",
        ),
        must("months", PROVISIONS, "How months and years end"),
    ],
};
static TERM_RULE: Record = Record {
    name: "term_rule",
    fields: &[
        must("statute", Words, "Title without 中华人民共和国"),
        must("in_force", Shape::Record(&IN_FORCE), "When it counts so"),
        must(
            "sides",
            Shape::Record(&SIDES),
            "By who must keep the period",
        ),
    ],
};
static PERIOD: Record = Record {
    name: "period",
    fields: &[
        must("length", Int(0, 4_294_967_295), "How many"),
        must(
            "unit",
            OneOf(&["hour", "day", "working_day", "month", "year"]),
            "Of what, as the statute writes it",
        ),
    ],
};
static EXTENSION: Record = Record {
    name: "extension",
    fields: &[
        must(
            "length",
            Int(0, 4_294_967_295),
            "By how much each time, in the unit of the term",
        ),
        must("max_times", Int(0, 4_294_967_295), "How many times"),
    ],
};
static TERM: Record = Record {
    name: "term",
    fields: &[
        must("id", Define(Named::Term), "What rules call it"),
        must("name", Text, "What people call it"),
        must(
            "provision",
            Provision,
            "The provision that sets it; its statute says how it is counted",
        ),
        must("in_force", Shape::Record(&IN_FORCE), "When it holds"),
        must("bound", OneOf(&["authority", "party"]), "Who must keep it"),
        must("period", Shape::Record(&PERIOD), "How long"),
        must(
            "runs",
            OneOf(&["after", "before"]),
            "On which side of its event it lies",
        ),
        must("anchor", Text, "The event"),
        may(
            "extension",
            Shape::Record(&EXTENSION),
            "How it can be extended",
        ),
    ],
};
pub(in crate::shape) static TERMS: Record = Record {
    name: "terms_file",
    fields: &[
        must(
            "counting",
            Shape::Record(&COUNTING),
            "The provisions of what is common to all statutes",
        ),
        must(
            "rules",
            List(&Shape::Record(&TERM_RULE), 0),
            "How each statute counts",
        ),
        must(
            "fallback",
            Shape::Record(&SIDES),
            "For statutes without a rule",
        ),
        must(
            "terms",
            List(&Shape::Record(&TERM), 0),
            "The terms that have names",
        ),
    ],
};

static SOURCE: Record = Record {
    name: "source",
    fields: &[
        must("name", Words, "Its name"),
        must("version", Words, "Its version"),
    ],
};
static HOLIDAY: Record = Record {
    name: "holiday",
    fields: &[
        must("name", Text, "What people call it"),
        may(
            "statutory",
            List(&Date, 1),
            "法定节假日: the days of 全国年节及纪念日放假办法 art. 2",
        ),
        may(
            "rest",
            List(&Date, 1),
            "Days off around them: weekend days, moved rest days, days made good",
        ),
        may(
            "make_up_working",
            List(&Date, 1),
            "调休: weekend days that are worked",
        ),
    ],
};
pub(in crate::shape) static HOLIDAYS: Record = Record {
    name: "holidays_file",
    fields: &[
        must("year", Int(1950, 9999), "The year of the notice"),
        must(
            "source",
            Shape::Record(&SOURCE),
            "Where the days were taken from",
        ),
        must(
            "holidays",
            List(&Shape::Record(&HOLIDAY), 1),
            "The holidays",
        ),
    ],
};

static SYNONYM: Record = Record {
    name: "synonym",
    fields: &[
        must("said", List(&Words, 1), "What people say"),
        must(
            "meant",
            List(&Words, 1),
            "What statutes write; the terms of one belong together, separated by spaces",
        ),
    ],
};
static SHORT_TITLE: Record = Record {
    name: "short_title",
    fields: &[
        must("said", List(&Words, 1), "Short titles"),
        must("meant", Words, "The title without 中华人民共和国"),
    ],
};
pub(in crate::shape) static SYNONYMS: Record = Record {
    name: "synonyms_file",
    fields: &[
        must(
            "synonyms",
            List(&Shape::Record(&SYNONYM), 0),
            "Each of `said` may stand for each of `meant`",
        ),
        must(
            "titles",
            List(&Shape::Record(&SHORT_TITLE), 0),
            "Short titles of statutes",
        ),
        must(
            "not_titles",
            List(&Words, 0),
            "Words that end as titles do and are none",
        ),
        must(
            "questions",
            List(&Words, 0),
            "Words that ask for the consequence of a deed",
        ),
        must("fillers", List(&Words, 0), "Words that ask for nothing"),
        must(
            "deeds",
            List(&Words, 0),
            "Words that show that a deed is described",
        ),
        must(
            "light",
            List(&Words, 0),
            "Words that carry little meaning alone",
        ),
        must(
            "settings",
            List(&Words, 0),
            "Words that tell who and where, and not what is done",
        ),
        must(
            "sanctions",
            List(&Words, 0),
            "Words of a text that sets a sanction",
        ),
        must(
            "levels",
            Table(&Number),
            "How much a hit in a statute of each level counts; 1 for others",
        ),
    ],
};
pub(in crate::shape) static POLYPHONES: Record = Record {
    name: "polyphones_file",
    fields: &[must(
        "words",
        Table(&Words),
        "Each word with the syllables of its characters, ü is v",
    )],
};
