//! What the lint says.

use std::fmt;

use base::{Lang, Text};

use crate::expression::FaultKind;
use crate::yaml::Place;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// Something was not checked, or is worth knowing.
    Note,
}

/// Something that the lint found, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub code: Code,
    /// The pack in which it stands.
    pub pack: String,
    /// The file, relative to the folder of the pack.
    pub file: String,
    /// Line and column.
    pub at: Place,
    /// What is wrong, and what to do.
    pub message: Text,
}

/// What the lint can find; the text is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The file is not YAML, or holds too much.
    Yaml,
    /// No kind of file bears this name.
    UnknownFile,
    /// A key that the shape does not have.
    UnknownKey,
    /// A required key is not there.
    MissingKey,
    /// A value of another kind than the shape has.
    WrongType,
    /// The day by which the rule is judged is not named.
    AnchorMissing,
    /// A text lacks a language.
    TranslationMissing,
    /// An id that is not written as ids are.
    IdMalformed,
    /// An id that stands twice.
    IdDuplicate,
    /// A reference to something that does not exist.
    ReferenceUnknown,
    /// The manifest names a pack that is not there, or none is there.
    Manifest,
    /// An address that cannot be read.
    ProvisionMalformed,
    /// A statute or provision that the library does not hold.
    ProvisionUnknown,
    /// A provision that is not in force when the rule is.
    ProvisionNotInForce,
    /// No library was asked.
    ProvisionsUnchecked,
    /// A rule that rests on no provision and does not say why.
    GroundMissing,
    /// An interval that ends before it begins.
    IntervalEmpty,
    /// Two lines hold for the same on one day.
    IntervalOverlap,
    /// A fault of an expression.
    Expression(FaultKind),
    /// No stage, or more than one, is the first.
    InitialStage,
    /// A stage that no walk reaches.
    StageUnreachable,
    /// An act that no walk can do.
    ActImpossible,
    /// A clock that nothing starts.
    ClockNeverStarts,
    /// A clock that nothing ends.
    ClockNeverEnds,
    /// A case that is never numbered, a number without a word, or a word of cases and documents.
    NumberWord,
    /// A task for a role that may not do the act, or that looks at what changes without an act.
    Task,
    /// An act or a derivation names a field that the case does not have, or that is not its to say.
    CaseField,
    /// A value between two grades belongs to neither.
    GradeGap,
    /// A value belongs to two grades.
    GradeOverlap,
    /// A fine outside the range of the provision, or a range upside down.
    GradeRange,
    /// An example whose answer is another.
    ExampleFails,
    /// An example that cannot be tried.
    ExampleMalformed,
    /// A file of terms or holidays that `base` refuses.
    Calendar,
}

impl Code {
    /// The stable text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yaml => "pack.yaml",
            Self::UnknownFile => "pack.unknown_file",
            Self::UnknownKey => "pack.unknown_key",
            Self::MissingKey => "pack.missing_key",
            Self::WrongType => "pack.wrong_type",
            Self::AnchorMissing => "pack.anchor_missing",
            Self::TranslationMissing => "pack.translation_missing",
            Self::IdMalformed => "pack.id_malformed",
            Self::IdDuplicate => "pack.id_duplicate",
            Self::ReferenceUnknown => "pack.reference_unknown",
            Self::Manifest => "pack.manifest",
            Self::ProvisionMalformed => "pack.provision_malformed",
            Self::ProvisionUnknown => "pack.provision_unknown",
            Self::ProvisionNotInForce => "pack.provision_not_in_force",
            Self::ProvisionsUnchecked => "pack.provisions_unchecked",
            Self::GroundMissing => "pack.ground_missing",
            Self::IntervalEmpty => "pack.interval_empty",
            Self::IntervalOverlap => "pack.interval_overlap",
            Self::Expression(fault) => match fault {
                FaultKind::Syntax => "pack.expression_syntax",
                FaultKind::UnknownField => "pack.expression_unknown_field",
                FaultKind::UnknownFunction => "pack.expression_unknown_function",
                FaultKind::ArgumentCount => "pack.expression_argument_count",
                FaultKind::Type => "pack.expression_type",
                FaultKind::Unguarded => "pack.expression_unguarded",
                FaultKind::Float => "pack.expression_float",
                FaultKind::Cost => "pack.expression_cost",
                FaultKind::UnknownReference => "pack.reference_unknown",
            },
            Self::InitialStage => "pack.initial_stage",
            Self::StageUnreachable => "pack.stage_unreachable",
            Self::ActImpossible => "pack.act_impossible",
            Self::ClockNeverStarts => "pack.clock_never_starts",
            Self::ClockNeverEnds => "pack.clock_never_ends",
            Self::NumberWord => "pack.number_word",
            Self::Task => "pack.task",
            Self::CaseField => "pack.case_field",
            Self::GradeGap => "pack.grade_gap",
            Self::GradeOverlap => "pack.grade_overlap",
            Self::GradeRange => "pack.grade_range",
            Self::ExampleFails => "pack.example_fails",
            Self::ExampleMalformed => "pack.example_malformed",
            Self::Calendar => "pack.calendar",
        }
    }

    /// How bad it is.
    pub const fn severity(self) -> Severity {
        match self {
            Self::ProvisionsUnchecked => Severity::Note,
            _ => Severity::Error,
        }
    }
}

impl Finding {
    /// The finding as a line in one language: `cn/terms.yaml:3:5: error[pack.unknown_key] …`.
    pub fn line(&self, lang: Lang) -> String {
        let severity = match (self.code.severity(), lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Error, Lang::En) => "error",
            (Severity::Note, Lang::Zh) => "提示",
            (Severity::Note, Lang::En) => "note",
        };
        let (code, message) = (self.code.as_str(), self.message.get(lang));
        format!(
            "{}/{}:{}: {severity}[{code}] {message}",
            self.pack, self.file, self.at
        )
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
