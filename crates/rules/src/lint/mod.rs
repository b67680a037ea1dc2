//! What is wrong with a pack, with file, line and column, in both languages.

mod case_fields;
mod examples;
mod finding;
mod grades;
mod ground;
mod parameters;
mod procedures;
mod provisions;
mod tasks;

use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;

use crate::Citation;
use crate::expression::Over;
use crate::folder::Folder;
use crate::reading;
use crate::rule_set::RuleSet;
use crate::shape::What;

pub use finding::{Code, Finding, Severity};
pub use provisions::{Holding, ProvisionIndex};

/// What the lint found, and over how much.
#[derive(Debug, Clone)]
pub struct Report {
    /// The findings, by pack, file and place.
    pub findings: Vec<Finding>,
    /// How many rules were looked at.
    pub rules: usize,
    /// How many expressions were checked.
    pub expressions: usize,
    /// How many provisions were asked for.
    pub provisions: usize,
}

impl Report {
    /// Whether something must be put right before the pack can be used.
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.code.severity() == Severity::Error)
    }
}

/// Checks packs, the lowest first, as [`Folder::read_with_parents`] gives them.
///
/// Provisions are asked of `provisions`; without one a note says that they were not checked.
pub fn lint(folders: &[Folder], provisions: Option<&dyn ProvisionIndex>) -> Report {
    let mut findings = Vec::new();
    let parsed = reading::parse(folders, &mut findings);
    let reading = reading::read(&parsed, &mut findings);
    let asked = provisions::check(&reading.files, provisions, &mut findings);
    for file in &reading.files {
        ground::check(file.file, &mut findings);
        parameters::check(file.file, &mut findings);
        procedures::check(file.file, &parsed, &mut findings);
        case_fields::check(file.file, &reading, &mut findings);
        grades::check(file.file, &mut findings);
        tasks::check(file.file, reading.schema(Over::Case), &mut findings);
    }
    let expressions = reading.expressions.len();
    let rules = parsed.iter().map(rules_in).sum();
    provisions::manifests(folders, &parsed, &mut findings);
    if let Some(rules) = RuleSet::of_reading(folders, reading, &mut findings) {
        // An example of a file that is broken otherwise would only fail for that.
        let broken: HashSet<_> = findings
            .iter()
            .filter(|finding| finding.code.severity() == Severity::Error)
            .map(|finding| (finding.pack.clone(), finding.file.clone()))
            .collect();
        let whole = |file: &&reading::ParsedFile<'_>| {
            !broken.contains(&(file.pack.to_owned(), file.path.to_owned()))
        };
        for file in parsed.iter().filter(whole) {
            examples::check(file, &rules, &mut findings);
        }
    }
    findings
        .sort_by(|a, b| (&a.pack, &a.file, a.at, a.code).cmp(&(&b.pack, &b.file, b.at, b.code)));
    findings.dedup();
    Report {
        findings,
        rules,
        expressions,
        provisions: asked,
    }
}

/// The provisions that packs cite, each with the days on which it must be in force; for a caller
/// that must fetch what a [`ProvisionIndex`] answers from.
pub fn cited(folders: &[Folder]) -> BTreeSet<(Citation, Option<Date>)> {
    let mut findings = Vec::new();
    let parsed = reading::parse(folders, &mut findings);
    let reading = reading::read(&parsed, &mut findings);
    let mut cited = BTreeSet::new();
    for used in reading.files.iter().flat_map(|file| &file.uses) {
        if let What::Provision(citation, days) = &used.what {
            cited.extend(days_or_none(days).map(|day| (citation.clone(), day)));
        }
    }
    cited
}

fn days_or_none(days: &[Date]) -> impl Iterator<Item = Option<Date>> {
    let none = days.is_empty().then_some(None);
    none.into_iter().chain(days.iter().copied().map(Some))
}

fn rules_in(file: &reading::ParsedFile<'_>) -> usize {
    let key = file.kind.rules_key();
    key.map_or(0, |key| file.root.list(key).len())
}
