//! The rules of a pack as values: what the engine, the register and access work with.
//!
//! A value of these types comes out of a pack that the lint found in order; [`crate::RuleSet`]
//! makes them.

mod discretion;
mod document;
mod guard;
mod head;
mod intake;
mod leniency;
mod manifest;
mod parameter;
mod policy;
mod procedure;
mod scope;

pub use discretion::{Benchmark, FineRange, Grade, Measure, Target};
pub use document::{DocumentField, DocumentKind, FieldType, FilePart, Maker};
pub use guard::{Binding, Guard};
pub use head::{Head, JudgedBy, Money};
pub use intake::{IntakeAct, IntakeCase, IntakeDocument, IntakeMapping, IntakeType, IntakeValue};
pub use leniency::{Effect, LeniencyEntry};
pub use manifest::Manifest;
pub use parameter::{
    Parameter, ParameterType, ParameterValue, ParameterValueLine, Parameters, Source,
};
pub use policy::{Action, ActionObject, Grant, Policy, Role};
pub use procedure::{
    Act, Clock, ClockEffect, ClockLine, Derived, LateFeeRule, ListChange, ListEffect, Numbers,
    Over as ClockOver, Procedure, Set, Stage, Subject, Take, Task,
};
pub use scope::{CaseRole, Confidentiality, Person, Record, Scope};
