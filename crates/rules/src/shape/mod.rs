//! What each kind of file of a pack looks like, as tables: the lint walks a file along its table,
//! and the published JSON Schemas are written from it.

mod check;
mod files;
mod json_schema;
mod tables;

use crate::expression::{Over, Type};

pub(crate) use check::{Use, Walk, What};
pub use files::FileKind;
pub use json_schema::json_schema;

/// What has an id in a pack. The last five are known within one rule only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A term of terms.yaml.
    Term,
    /// A number that a provision sets.
    Parameter,
    /// A fact that a case may state.
    Fact,
    /// A kind of document.
    DocumentKind,
    /// A guard.
    Guard,
    /// A procedure.
    Procedure,
    /// A discretion benchmark.
    Benchmark,
    /// An entry of a leniency list.
    LeniencyEntry,
    /// A role of a person.
    Role,
    /// An action that needs a right.
    Action,
    /// A line of the policy table.
    Grant,
    /// A stage of a procedure.
    Stage,
    /// An act of a procedure.
    Act,
    /// A clock of a procedure.
    Clock,
    /// A field of a document kind.
    DocumentField,
    /// A grade of a benchmark.
    Grade,
}

impl Named {
    /// Whether the id is known within its rule only.
    pub const fn is_local(self) -> bool {
        matches!(
            self,
            Self::Stage | Self::Act | Self::Clock | Self::DocumentField | Self::Grade
        )
    }

    /// The Chinese and the English word.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Term => ("期限", "term"),
            Self::Parameter => ("参数", "parameter"),
            Self::Fact => ("案件事实", "fact"),
            Self::DocumentKind => ("文书种类", "document kind"),
            Self::Guard => ("条件", "guard"),
            Self::Procedure => ("程序", "procedure"),
            Self::Benchmark => ("裁量基准", "benchmark"),
            Self::LeniencyEntry => ("包容审慎清单条目", "leniency entry"),
            Self::Role => ("角色", "role"),
            Self::Action => ("操作", "action"),
            Self::Grant => ("授权", "grant"),
            Self::Stage => ("阶段", "stage"),
            Self::Act => ("行为", "act"),
            Self::Clock => ("时钟", "clock"),
            Self::DocumentField => ("文书字段", "field"),
            Self::Grade => ("裁量档次", "grade"),
        }
    }
}

/// What a value looks like.
pub(crate) enum Shape {
    /// A text in both languages.
    Text,
    /// Free words.
    Words,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Yes or no.
    Bool,
    /// A whole number within these bounds.
    Int(i64, i64),
    /// A number; only for weights of the search, never for money.
    Number,
    /// A day, `2021-07-15`.
    Date,
    /// An amount, `200元`.
    Money,
    /// The address of a provision.
    Provision,
    /// The id of something that is defined here.
    Define(Named),
    /// The id of something that is defined somewhere.
    Refer(Named),
    /// An expression over a snapshot that gives a value of a type.
    Expression(Over, fn() -> Type),
    /// Values of one shape, so many at least.
    List(&'static Shape, usize),
    /// Free keys with values of one shape.
    Table(&'static Shape),
    /// Named fields.
    Record(&'static Record),
    /// A word, or a map of exactly one of these keys.
    Choice(&'static [&'static str], &'static [(&'static str, Shape)]),
    /// A shape that has a name of its own, because it holds itself.
    Same(&'static Shape),
    /// A value whose shape depends on its neighbours; the lint's own rules read it.
    Free,
}

/// A value with named fields.
pub(crate) struct Record {
    /// Its name in the JSON Schema.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

/// A field of a record.
pub(crate) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    pub docs: &'static str,
}

/// A field that must be there.
pub(crate) const fn must(name: &'static str, shape: Shape, docs: &'static str) -> Field {
    Field {
        name,
        shape,
        required: true,
        docs,
    }
}

/// A field that may be there.
pub(crate) const fn may(name: &'static str, shape: Shape, docs: &'static str) -> Field {
    Field {
        name,
        shape,
        required: false,
        docs,
    }
}
