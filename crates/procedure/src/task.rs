//! Tasks of a case 待办: what waits for whom.
//!
//! An act is a task while its pack says so: the case stands in one of its stages, its documents are in
//! the file, and what the pack asks of the case holds. Acts alone change that, never the hour or a
//! register, so a case made again from its acts has the same tasks.

use std::collections::{BTreeSet, HashMap};

use base::Text;
use jiff::civil::{Date, DateTime};
use rules::model::{self, ClockEffect, ClockOver, Procedure};
use serde::{Deserialize, Serialize};
use serde_json::Map;

use crate::case::Case;
use crate::clock::{ClockRun, ClockState};
use crate::compiled::{Procedures, looked_at};
use crate::snapshot::Surroundings;

/// An act that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The act of the procedure.
    pub act: String,
    /// The role of the policy table that it waits for.
    pub role: String,
    /// The day from which it waits; in the future where a period has to be over first.
    pub since: Date,
    /// The last day for it: of the earliest clock that it ends, or by which somebody would be late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
}

/// Procedure, first day in force, stage.
type Key = (String, Date, String);

/// The fields of the case that the tasks of a stage look at; none where a stage has no task.
#[derive(Debug, Default)]
pub(crate) struct TaskLooks(HashMap<Key, BTreeSet<String>>);

impl TaskLooks {
    /// Those of every procedure.
    pub fn of<'a>(procedures: impl Iterator<Item = &'a Procedure>) -> Self {
        let mut all: HashMap<Key, BTreeSet<String>> = HashMap::new();
        for procedure in procedures {
            for act in &procedure.acts {
                let Some(task) = &act.task else { continue };
                for stage in &act.from {
                    let looks = all.entry(key(procedure, stage)).or_default();
                    if let Some(when) = &task.when {
                        looked_at(procedure, when, looks);
                    }
                }
            }
        }
        Self(all)
    }
}

fn key(procedure: &Procedure, stage: &str) -> Key {
    let head = &procedure.head;
    (head.id.clone(), head.in_force.from, stage.to_owned())
}

impl Procedures {
    /// What waits in a case after an act at this moment. What waited before waits since then.
    pub(crate) fn tasks(&self, procedure: &Procedure, case: &Case, at: DateTime) -> Vec<Task> {
        let Some(looks) = self.task_looks.0.get(&key(procedure, &case.stage)) else {
            return Vec::new();
        };
        let surroundings = Surroundings {
            procedures: self,
            procedure,
            at,
            looks: Some(looks),
            world: Map::new(),
            acting: &[],
            officers: &[],
        };
        let mut snapshot = surroundings.snapshot(case, &case.facts);
        let looking = surroundings.look_at(&mut snapshot, &case.facts);
        let here = procedure.acts.iter().filter_map(|act| {
            let task = act.task.as_ref()?;
            let documents = &mut act.documents.iter();
            let in_file = |kind: &String| case.documents.iter().any(|given| given.kind == *kind);
            let holds = |when: &String| {
                let expression = surroundings.expression(when);
                expression.is_some_and(|when| looking.holds(when).unwrap_or(false))
            };
            let runs = |run: &ClockRun| task.during.contains(&run.clock);
            let waits = act.from.contains(&case.stage)
                && documents.all(in_file)
                && (task.during.is_empty() || open(case).any(runs))
                && task.when.as_ref().is_none_or(holds);
            waits.then_some((act, task))
        });
        here.filter_map(|(act, task)| waiting(procedure, case, act, task, at.date()))
            .collect()
    }

    /// What people call an act of a procedure on a day; `None` where there is no such act.
    pub fn act_name(&self, procedure: &str, act: &str, on: Date) -> Option<&Text> {
        let found = self.rules.procedure(procedure, on)?;
        let act = found.acts.iter().find(|rule| rule.id == act)?;
        Some(&act.name)
    }
}

/// The task of an act that waits; none while a clock that it waits for stands still.
fn waiting(
    procedure: &Procedure,
    case: &Case,
    act: &model::Act,
    task: &model::Task,
    today: Date,
) -> Option<Task> {
    let before = case.tasks.iter().find(|before| before.act == act.id);
    let mut since = before.map_or(today, |before| before.since.min(today));
    for clock in open(case).filter(|run| task.after.contains(&run.clock)) {
        since = since.max(clock.due_on?.tomorrow().ok()?);
    }
    let role = task.role.as_ref().or_else(|| act.by.first())?;
    Some(Task {
        act: act.id.clone(),
        role: role.clone(),
        since,
        due_on: last_day(procedure, case, act),
    })
}

fn open(case: &Case) -> impl Iterator<Item = &ClockRun> {
    case.clocks.iter().filter(|run| run.is_open())
}

fn last_day(procedure: &Procedure, case: &Case, act: &model::Act) -> Option<Date> {
    let ends = |id: &str| {
        let mut lines = act.clocks.iter();
        lines.any(|line| line.clock == id && line.does == ClockEffect::End)
    };
    let is_duty = |id: &str| {
        let mut clocks = procedure.clocks.iter();
        clocks.any(|clock| clock.id == id && clock.over == ClockOver::Overdue)
    };
    let earliest = |wanted: &dyn Fn(&str) -> bool| {
        let runs = open(case).filter(|run| run.state() == ClockState::Running);
        let runs = runs.filter(|run| wanted(&run.clock));
        runs.filter_map(|run| run.due_on).min()
    };
    earliest(&ends).or_else(|| earliest(&is_duty))
}
