//! Expressions of rules: CEL over typed snapshots.
//!
//! [`Expression::read`] parses an expression and checks it against the schema of its snapshot;
//! [`Engine::evaluate`] computes it. What is checked cannot fail for its types, and cannot run long.

mod arguments;
mod check;
mod checker;
mod engine;
mod functions;
mod legal;
mod operators;
mod parts;
mod snapshot;
#[cfg(test)]
mod tests;
mod tree;
mod types;

pub use check::{Expression, ExpressionFault, FaultKind, Vocabulary};
pub use engine::{Engine, EvaluationError, Looking, Outcome, Question};
pub use functions::{FUNCTIONS, Function, Parameter};
pub use legal::Legal;
pub use snapshot::{Origin, Over, Schema, SnapshotField, UnknownOver};
pub use types::{Bound, Type};

pub(crate) use snapshot::Misfit;
