//! What can go wrong with terms and their rules.

use jiff::civil::Date;
use thiserror::Error;

use crate::calendar::BeyondKnown;

/// Why the end of a term cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TermError {
    /// The term runs into a year of which no holidays are known.
    #[error(transparent)]
    BeyondKnown(#[from] BeyondKnown),
    /// The term ends after the year 9999, or before the year -9999.
    #[error("the term ends beyond the years that a date can have")]
    OutOfRange,
    /// A term in hours has no last day on which it can start.
    #[error("a term in hours cannot be counted back from a day")]
    HoursFromDay,
}

/// Why a term cannot be extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ExtensionError {
    /// The provision does not allow so many extensions.
    #[error("the term can be extended {allowed} time(s), but {asked} were asked for")]
    TooOften {
        /// How many are allowed.
        allowed: u32,
        /// How many were asked for.
        asked: u32,
    },
    /// The sum does not fit.
    #[error("the extended term is too long to be counted")]
    TooLong,
}

/// A list of kinds of day that a term is to pass over, with working days among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a term cannot pass over working days: it would never end")]
pub struct RollOverError;

/// Why no rule says how to count.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TermRuleError {
    /// The statute has rules, but none for that day.
    #[error(
        "how days count under 《{statute}》 is known from {known_from}, not for {as_of}: add the rule of the older version to terms.yaml"
    )]
    NotInForce {
        /// The statute.
        statute: String,
        /// The day that was asked for.
        as_of: Date,
        /// The first day for which there is a rule.
        known_from: Date,
    },
    /// The term exists, but not on that day.
    #[error(
        "the term {id:?} is known from {known_from}, not for {as_of}: add the older version to terms.yaml"
    )]
    TermNotInForce {
        /// The term.
        id: String,
        /// The day that was asked for.
        as_of: Date,
        /// The first day on which it is known.
        known_from: Date,
    },
    /// No term has this id.
    #[error("no term is called {0:?} in terms.yaml")]
    UnknownTerm(String),
}

/// What is wrong with a file of term rules.
#[derive(Debug, Error)]
pub enum TermRulesFileError {
    /// It is not YAML of the expected shape; the message gives line and column.
    #[error("the term rules cannot be read: {0}")]
    Shape(#[from] serde_yaml_ng::Error),
    /// Two lines of one name hold on one day.
    #[error("two lines hold for {name} on {on}")]
    Overlap {
        /// The statute of the rules, or the id of the terms.
        name: String,
        /// The first such day.
        on: Date,
    },
    /// An interval that ends before it begins.
    #[error("the line for {name} from {from} ends before it begins")]
    Interval {
        /// The statute of the rule, or the id of the term.
        name: String,
        /// Its first day.
        from: Date,
    },
}

impl TermRulesFileError {
    /// The line and column of a fault of shape, both from 1.
    pub fn position(&self) -> Option<(usize, usize)> {
        match self {
            Self::Shape(error) => error.location().map(|at| (at.line(), at.column())),
            _ => None,
        }
    }
}
