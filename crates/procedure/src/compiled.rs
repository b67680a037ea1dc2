//! The procedures of the packs, with what each of their acts needs worked out beforehand.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use rules::model::{self, Procedure};
use rules::{Origin, RuleSet};
use serde_json::{Map, Value};

use crate::act::Act;
use crate::apply::{Frame, apply};
use crate::case::Case;
use crate::stated::{Malformed, schema};
use crate::task::TaskLooks;

/// The procedures of the packs in use.
#[derive(Debug)]
pub struct Procedures {
    pub(crate) rules: Arc<RuleSet>,
    /// What the snapshot of a case holds as long as nobody said.
    pub(crate) blank: Map<String, Value>,
    /// The region of the nearest pack, for parameters.
    pub(crate) region: String,
    needs: HashMap<Key, Needs>,
    pub(crate) task_looks: TaskLooks,
}

/// Procedure, first day in force, act.
type Key = (String, Date, String);

/// What an act looks at.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// The fields of the case that its guards and effects look at, through what is derived too.
    pub looks: BTreeSet<String>,
    /// Those of the world on which the case depends afterwards.
    kept: BTreeSet<String>,
}

impl Procedures {
    /// The procedures of these packs.
    pub fn new(rules: Arc<RuleSet>) -> Self {
        let case = schema(&rules).records().get("case");
        let fields = case
            .into_iter()
            .flatten()
            .filter(|(_, field)| !field.optional);
        let blank =
            fields.map(|(name, field)| (name.clone(), schema(&rules).blank_of(&field.holds)));
        let mut packs = rules.packs().iter().rev();
        let region = packs.find_map(|pack| pack.manifest.region.clone());
        let mut procedures = Self {
            blank: blank.collect(),
            region: region.unwrap_or_default(),
            needs: HashMap::new(),
            task_looks: TaskLooks::of(rules.procedures().iter()),
            rules,
        };
        procedures.needs = procedures.all_needs();
        procedures
    }

    /// The rules that they are of.
    pub const fn rules(&self) -> &Arc<RuleSet> {
        &self.rules
    }

    /// The region of the nearest pack, for parameters; empty where no pack names one.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// A case of a procedure in which nothing was done yet; `None` where no pack has the procedure
    /// on that day.
    pub fn opened(&self, procedure: &str, on: Date) -> Option<Case> {
        let found = self.rules.procedure(procedure, on)?;
        let initial = found.stages.iter().find(|stage| stage.initial)?;
        Some(Case::new(procedure, &initial.id))
    }

    /// The fields of the snapshot that registers must say for an act; empty for an act that there is
    /// not.
    pub fn needs(&self, case: &Case, act: &str, on: Date) -> BTreeSet<String> {
        let found = self.rules.procedure(&case.procedure, on);
        let needs = found.and_then(|procedure| self.needs_of(procedure, act));
        let looks = needs.into_iter().flat_map(|needs| &needs.looks);
        let asked = looks.filter(|name| self.is_of_world(name) || name.as_str() == "officers");
        asked.cloned().collect()
    }

    /// The case that these acts make, without asking any register: each act comes with what was
    /// [`seen`](crate::Effects::seen) when it was done.
    pub fn replay<'a>(
        &self,
        procedure: &str,
        on: Date,
        acts: impl IntoIterator<Item = (&'a Act, &'a Map<String, Value>)>,
    ) -> Result<Case, Malformed> {
        let opened = self.opened(procedure, on);
        let mut case =
            opened.ok_or_else(|| Malformed::UnknownProcedure(procedure.to_owned(), on))?;
        for (act, seen) in acts {
            let frame = Frame::new(self, &case, act)?.seeing(seen.clone());
            let mut next = apply(&frame, &case, act)?.case;
            next.tasks = self.tasks(frame.procedure, &next, act.at);
            case = next;
        }
        Ok(case)
    }

    pub(crate) fn find(
        &self,
        case: &Case,
        act: &Act,
    ) -> Result<(&Procedure, &model::Act), Malformed> {
        let on = act.at.date();
        let procedure = self.rules.procedure(&case.procedure, on);
        let procedure =
            procedure.ok_or_else(|| Malformed::UnknownProcedure(case.procedure.clone(), on))?;
        let rule = procedure.acts.iter().find(|rule| rule.id == act.kind);
        let rule = rule.ok_or_else(|| Malformed::UnknownAct {
            procedure: case.procedure.clone(),
            act: act.kind.clone(),
        })?;
        Ok((procedure, rule))
    }

    /// What of the world the case depends on after an act.
    pub(crate) fn kept(&self, procedure: &Procedure, act: &str) -> Vec<&String> {
        let needs = self.needs_of(procedure, act);
        needs
            .map(|needs| needs.kept.iter().collect())
            .unwrap_or_default()
    }

    pub(crate) fn needs_of(&self, procedure: &Procedure, act: &str) -> Option<&Needs> {
        let from = procedure.head.in_force.from;
        let key = (procedure.head.id.clone(), from, act.to_owned());
        self.needs.get(&key)
    }

    fn is_of_world(&self, name: &str) -> bool {
        let field = schema(&self.rules).field("case", name);
        field.is_some_and(|field| field.from == Origin::World)
    }

    fn all_needs(&self) -> HashMap<Key, Needs> {
        let mut all = HashMap::new();
        for procedure in self.rules.procedures() {
            for act in &procedure.acts {
                let from = procedure.head.in_force.from;
                let key = (procedure.head.id.clone(), from, act.id.clone());
                all.insert(key, self.needs_in(procedure, act));
            }
        }
        all
    }

    fn needs_in(&self, procedure: &Procedure, act: &model::Act) -> Needs {
        let mut needs = Needs::default();
        let sets = act
            .sets
            .iter()
            .chain(act.lists.iter().flat_map(|change| &change.sets));
        let effects = sets.map(|set| set.to.as_str()).chain(
            act.clocks
                .iter()
                .flat_map(|line| line.when.as_deref().into_iter().chain(line.on.as_deref())),
        );
        for expression in effects {
            looked_at(procedure, expression, &mut needs.looks);
        }
        let kept = needs.looks.iter().filter(|name| self.is_of_world(name));
        needs.kept = kept.cloned().collect();
        let general = procedure.guards.iter().filter(|_| !act.anyhow);
        for id in general.chain(&act.guards) {
            let all = self.rules.guards().iter();
            for guard in all.filter(|guard| guard.head.id == *id) {
                looked_at(procedure, &guard.require, &mut needs.looks);
            }
        }
        needs
    }
}

/// Adds the fields that an expression looks at, through what is derived too.
pub(crate) fn looked_at(procedure: &Procedure, expression: &str, found: &mut BTreeSet<String>) {
    for name in case_fields(expression) {
        let derived = procedure.derives.iter().find(|line| line.field == name);
        if found.insert(name.to_owned())
            && let Some(derived) = derived
        {
            looked_at(procedure, &derived.expression, found);
        }
    }
}

/// The names that follow `case.` in an expression.
fn case_fields(expression: &str) -> impl Iterator<Item = &str> {
    expression.split("case.").skip(1).map(|rest| {
        let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}
