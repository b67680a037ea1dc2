//! Rule packs: law as data. Reading a pack, checking it, and evaluating its rules.
//!
//! A pack is a folder of YAML files, each of a published shape (`packs/schema`); a city's pack
//! stands on the national one. Conditions are CEL over typed snapshots.
//!
//! It is not for running a procedure (`procedure`), for rights as conditions of a database
//! (`access`) or for statutes (`law`, `library`): what a provision says and when it was in force
//! is asked through [`ProvisionIndex`]. Nothing here reads a clock, and only [`Folder::read`]
//! opens files, those of the folder it is given.
//!
//! Read first [`RuleSet`], what rules are used through, and [`lint()`], which says what is wrong
//! with a pack and where.

mod citation;
mod diff;
mod draw;
mod expression;
mod folder;
mod intake;
mod lint;
mod manual;
pub mod model;
mod near;
mod reading;
mod rule_set;
mod shape;
mod yaml;

pub use citation::{Citation, CitationError};
pub use diff::{Change, ChangeKind, Difference, FieldChange, diff};
pub use draw::draw;
pub use expression::{
    Bound, Engine, EvaluationError, Expression, ExpressionFault, FUNCTIONS, FaultKind, Function,
    Legal, Looking, Origin, Outcome, Over, Parameter, Question, Schema, SnapshotField, Type,
    UnknownOver, Vocabulary,
};
pub use folder::{Digest, DigestError, Folder, FolderError};
pub use intake::intake_mapping;
pub use lint::{Code, Finding, Holding, ProvisionIndex, Report, Severity, cited, lint};
pub use manual::manual;
pub use rule_set::{LoadError, PackVersion, RuleSet};
pub use shape::{FileKind, Named, json_schema};
pub use yaml::Place;

/// A file of a pack as JSON, plain scalars read by the core schema of YAML; for checking it against
/// its JSON Schema with any validator. The error says where and why it cannot be read.
pub fn yaml_as_json(text: &str) -> Result<serde_json::Value, String> {
    let node = yaml::Node::parse(text);
    node.map(|node| node.json())
        .map_err(|fault| format!("{}: {}", fault.at, fault.message.get(base::Lang::En)))
}
