//! The rules of a pack and of the packs below it, ready to be asked.

use std::collections::HashMap;
use std::sync::Arc;

use base::calendar::{Calendar, HolidayYear};
use base::term::TermRules;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use crate::Citation;
use crate::expression::{Engine, EvaluationError, Expression, Legal, Over, Question, Schema};
use crate::folder::{Digest, Folder};
use crate::lint::{Code, Finding, Severity};
use crate::model::{
    Action, Benchmark, DocumentKind, Grade, Grant, Guard, Head, LeniencyEntry, Manifest, Parameter,
    Parameters, Policy, Procedure, Role,
};
use crate::reading::{self, Reading};
use crate::shape::FileKind;

/// The rules of a pack on top of the packs that it extends.
///
/// Where packs have a rule of one id for one day, that of the nearest pack (the city's) holds.
/// Every look-up names the day for which it is asked: which one, says [`crate::model::JudgedBy`].
#[derive(Debug)]
pub struct RuleSet {
    packs: Vec<PackVersion>,
    legal: Arc<Legal>,
    engine: Engine,
    case_schema: Schema,
    expressions: HashMap<(Over, String), Expression>,
    document_kinds: Vec<DocumentKind>,
    guards: Vec<Guard>,
    procedures: Vec<Procedure>,
    benchmarks: Vec<Benchmark>,
    leniency: Vec<LeniencyEntry>,
    policy: Policy,
}

/// A pack with the digest of what it held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackVersion {
    /// Its manifest.
    pub manifest: Manifest,
    /// The digest of its files: what each act records.
    pub digest: Digest,
}

/// Why packs cannot be used.
#[derive(Debug, Error)]
#[error("the pack has {} error(s); the first is {}", .0.len(), .0.first().map(|finding| finding.line(base::Lang::En)).unwrap_or_default())]
pub struct LoadError(pub Vec<Finding>);

impl RuleSet {
    /// Reads packs, the lowest first, as [`Folder::read_with_parents`] gives them.
    ///
    /// Shapes, references and expressions are checked; a pack with a fault in them is refused.
    /// [`crate::lint()`] checks more: provisions, procedures, grades and examples.
    pub fn load(folders: &[Folder]) -> Result<Self, LoadError> {
        let mut findings = Vec::new();
        let parsed = reading::parse(folders, &mut findings);
        let reading = reading::read(&parsed, &mut findings);
        findings.retain(|finding| finding.code.severity() == Severity::Error);
        if !findings.is_empty() {
            return Err(LoadError(findings));
        }
        let rules = Self::of_reading(folders, reading, &mut findings);
        match rules {
            Some(rules) if findings.is_empty() => Ok(rules),
            _ => Err(LoadError(findings)),
        }
    }

    /// The rules of files that were read; those that are not clean are left out.
    pub(crate) fn of_reading(
        folders: &[Folder],
        reading: Reading<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let legal = Arc::new(Legal {
            calendar: calendar(&reading, findings),
            terms: terms(&reading, findings),
            parameters: Arc::new(Parameters::new(rules::<Parameter>(
                &reading,
                FileKind::Parameters,
                "parameters",
                findings,
            ))),
        });
        let packs = packs(folders, &reading, findings)?;
        let policy = Policy {
            roles: rules::<Role>(&reading, FileKind::Policy, "roles", findings),
            actions: rules::<Action>(&reading, FileKind::Policy, "actions", findings),
            grants: rules::<Grant>(&reading, FileKind::Policy, "grants", findings),
        };
        Some(Self {
            packs,
            engine: Engine::new(&legal),
            legal,
            document_kinds: rules(&reading, FileKind::Documents, "document_kinds", findings),
            guards: rules(&reading, FileKind::Guards, "guards", findings),
            procedures: rules(&reading, FileKind::Procedures, "procedures", findings),
            benchmarks: rules(&reading, FileKind::Discretion, "benchmarks", findings),
            leniency: rules(&reading, FileKind::Leniency, "entries", findings),
            policy,
            case_schema: reading.case_schema,
            expressions: reading.expressions,
        })
    }

    /// The packs with their digests, the lowest first.
    pub fn packs(&self) -> &[PackVersion] {
        &self.packs
    }

    /// Calendar, terms and parameters.
    pub fn legal(&self) -> &Legal {
        &self.legal
    }

    /// The schema of a snapshot, with the facts that the packs declare.
    pub fn schema(&self, over: Over) -> &Schema {
        if over == Over::Case {
            &self.case_schema
        } else {
            Schema::of(over)
        }
    }

    /// The document kind of this id as of a day.
    pub fn document_kind(&self, id: &str, on: Date) -> Option<&DocumentKind> {
        self.document_kinds
            .iter()
            .find(|kind| is(&kind.head, id, on))
    }

    /// All document kinds, the nearest pack first.
    pub fn document_kinds(&self) -> &[DocumentKind] {
        &self.document_kinds
    }

    /// The guard of this id as of a day.
    pub fn guard(&self, id: &str, on: Date) -> Option<&Guard> {
        self.guards.iter().find(|guard| is(&guard.head, id, on))
    }

    /// All guards, the nearest pack first.
    pub fn guards(&self) -> &[Guard] {
        &self.guards
    }

    /// The procedure of this id as of a day.
    pub fn procedure(&self, id: &str, on: Date) -> Option<&Procedure> {
        self.procedures
            .iter()
            .find(|procedure| is(&procedure.head, id, on))
    }

    /// All procedures, the nearest pack first.
    pub fn procedures(&self) -> &[Procedure] {
        &self.procedures
    }

    /// The benchmarks for an offence as of a day.
    pub fn benchmarks_for<'a>(
        &'a self,
        offence: &'a Citation,
        on: Date,
    ) -> impl Iterator<Item = &'a Benchmark> {
        self.benchmarks.iter().filter(move |benchmark| {
            benchmark.offence == *offence && benchmark.head.in_force.covers(on)
        })
    }

    /// All benchmarks, the nearest pack first.
    pub fn benchmarks(&self) -> &[Benchmark] {
        &self.benchmarks
    }

    /// The entries of the leniency lists for an offence as of a day.
    pub fn leniency_for<'a>(
        &'a self,
        offence: &'a Citation,
        on: Date,
    ) -> impl Iterator<Item = &'a LeniencyEntry> {
        self.leniency
            .iter()
            .filter(move |entry| entry.offence == *offence && entry.head.in_force.covers(on))
    }

    /// All entries of the leniency lists, the nearest pack first.
    pub fn leniency(&self) -> &[LeniencyEntry] {
        &self.leniency
    }

    /// The policy table.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// An expression of a rule, checked: the words of `guard.require`, `grade.when` and so on.
    pub fn expression(&self, over: Over, source: &str) -> Option<&Expression> {
        self.expressions.get(&(over, source.to_owned()))
    }

    /// What expressions are computed with.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Whether a condition of a rule holds for a snapshot (JSON of its schema, amounts in fen).
    ///
    /// A condition that is not of these packs, or cannot be computed, is an error and never a yes.
    pub fn holds(
        &self,
        over: Over,
        condition: &str,
        snapshot: &Value,
        question: &Question,
    ) -> Result<bool, EvaluationError> {
        let expression = self.expression(over, condition);
        let expression = expression.ok_or_else(|| EvaluationError::Failed {
            source_words: condition.to_owned(),
            reason: "it is no expression of these packs".to_owned(),
        })?;
        self.engine.holds(expression, over, snapshot, question)
    }

    /// The grade of a case under a benchmark: by its measure, else the first whose condition holds.
    pub fn grade_of<'b>(
        &self,
        benchmark: &'b Benchmark,
        case: &Value,
        question: &Question,
    ) -> Result<Option<&'b Grade>, EvaluationError> {
        if benchmark.measure.is_some() {
            return Ok(benchmark.grade_by_measure(case));
        }
        for grade in &benchmark.grades {
            if let Some(when) = &grade.when
                && self.holds(Over::Case, when, case, question)?
            {
                return Ok(Some(grade));
            }
        }
        Ok(None)
    }
}

fn is(head: &Head, id: &str, on: Date) -> bool {
    head.id == id && head.in_force.covers(on)
}

/// The rules under a key of the files of a kind, the nearest pack first.
fn rules<T: DeserializeOwned>(
    reading: &Reading<'_>,
    kind: FileKind,
    key: &str,
    findings: &mut Vec<Finding>,
) -> Vec<T> {
    let mut rules = Vec::new();
    let files = reading
        .files
        .iter()
        .filter(|file| file.file.kind == kind && file.is_clean);
    for file in files.rev() {
        let values = file.json.get(key).and_then(Value::as_array);
        for (at, value) in values.into_iter().flatten().enumerate() {
            match T::deserialize(value) {
                Ok(rule) => rules.push(rule),
                Err(error) => {
                    let node = file.file.root.list(key).get(at).unwrap_or(&file.file.root);
                    findings.push(file.finding(
                        Code::WrongType,
                        node.at,
                        &format!("规则无法读取：{error}"),
                        &format!("the rule cannot be read: {error}"),
                    ));
                }
            }
        }
    }
    rules
}

fn packs(
    folders: &[Folder],
    reading: &Reading<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Vec<PackVersion>> {
    let mut packs = Vec::new();
    for (layer, folder) in folders.iter().enumerate() {
        let mut files = reading.files.iter();
        let file =
            files.find(|file| file.file.layer == layer && file.file.kind == FileKind::Manifest)?;
        match Manifest::deserialize_checked(&file.json) {
            Some(manifest) if manifest.id == folder.name() => packs.push(PackVersion {
                manifest,
                digest: folder.digest(),
            }),
            Some(_) => findings.push(
                file.finding(
                    Code::Manifest,
                    file.file
                        .root
                        .get("id")
                        .map_or(file.file.root.at, |id| id.at),
                    &format!("pack.yaml 的 id 应与目录名“{}”一致", folder.name()),
                    &format!(
                        "the id in pack.yaml is that of the folder: {:?}",
                        folder.name()
                    ),
                ),
            ),
            None => return None,
        }
    }
    (packs.len() == folders.len()).then_some(packs)
}

/// The term rules of the packs, the nearest first.
fn terms(reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Vec<Arc<TermRules>> {
    let mut terms = Vec::new();
    let files = reading
        .files
        .iter()
        .filter(|file| file.file.kind == FileKind::Terms && file.is_clean);
    for file in files.rev() {
        match TermRules::parse(file.file.text) {
            Ok(rules) => terms.push(Arc::new(rules)),
            Err(error) => findings.push(refused(file, &error)),
        }
    }
    terms
}

fn calendar(reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Calendar {
    let mut years = Vec::new();
    let files = reading
        .files
        .iter()
        .filter(|file| file.file.kind == FileKind::Holidays && file.is_clean);
    for file in files {
        match HolidayYear::parse(file.file.text) {
            Ok(year) => years.push(year),
            Err(error) => findings.push(refused(file, &error)),
        }
    }
    Calendar::new(years)
}

fn refused(file: &reading::WalkedFile<'_>, error: &dyn std::error::Error) -> Finding {
    file.finding(
        Code::Calendar,
        file.file.root.at,
        &format!("文件内容有误：{error}"),
        &format!("the file is not in order: {error}"),
    )
}

impl Manifest {
    fn deserialize_checked(json: &Value) -> Option<Self> {
        serde::Deserialize::deserialize(json).ok()
    }
}
