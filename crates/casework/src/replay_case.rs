//! A case made again from its acts on the record.

use std::collections::{BTreeMap, BTreeSet};

use procedure::Case;
use record::RecordedAct;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use store::sea_orm;
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::error::CaseError;
use crate::intake::in_effect;
use crate::tables::{case, due, person, task};
use crate::tasks::rows;
use crate::written::{kept_of, people, row, running, state_of};

/// Whether a case is what its acts make of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Replayed {
    /// How many acts are on the record.
    pub acts: u32,
    /// Whether they make the case that is kept.
    pub is_same: bool,
    /// The parts that differ: `stage`, `facts`, `documents`, `clocks`, `acts`, `number`, `marks`,
    /// `tasks`; and where what lists ask for is not what the case says: `columns`, `people`, `due`, `task_rows`.
    pub differs: Vec<String>,
    /// The packs with which acts were judged, where those are not the packs in use now.
    pub other_packs: Vec<OtherPacks>,
}

/// Packs that are not those in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OtherPacks {
    /// The digest of the nearest pack; none where the act names none.
    pub packs: Option<String>,
    /// The numbers of the acts that were judged with them.
    pub acts: Vec<u32>,
}

/// The number of a recorded act in its case.
fn number_of(act: &RecordedAct) -> u32 {
    let number = act.data["number"].as_u64();
    number
        .and_then(|number| u32::try_from(number).ok())
        .unwrap_or_default()
}

/// The marks that the acts on the record left: number of the act, rule.
fn marked(acts: &[RecordedAct]) -> Vec<(u32, String)> {
    let rules = acts.iter().flat_map(|act| {
        let rules = act.data["broken"].as_array().into_iter().flatten();
        let rules = rules.filter_map(|rule| rule.as_str());
        rules.map(|rule| (number_of(act), rule.to_owned()))
    });
    rules.collect()
}

/// The marks that a case has.
fn marks_of(case: &Case) -> Vec<(u32, String)> {
    let marks = case.marks.iter();
    marks.map(|mark| (mark.act, mark.rule.clone())).collect()
}

/// The packs of acts, where they are not those in use.
fn other_packs(acts: &[RecordedAct], now: Option<&str>) -> Vec<OtherPacks> {
    let mut others: BTreeMap<&Option<String>, Vec<u32>> = BTreeMap::new();
    for act in acts.iter().filter(|act| act.packs.as_deref() != now) {
        others.entry(&act.packs).or_default().push(number_of(act));
    }
    let others = others.into_iter();
    others
        .map(|(packs, acts)| OtherPacks {
            packs: packs.clone(),
            acts,
        })
        .collect()
}

impl Casework {
    /// Makes a case of the scope from its acts, with the rules in use now, and compares. An act that
    /// was judged with other rules may make something else of it.
    pub async fn replay_case(&self, asking: &Asking, id: CaseId) -> Result<Replayed, CaseError> {
        let kept_row = self.in_scope(asking, id).await?;
        let kept = state_of(&kept_row)?;
        let damaged = || CaseError::Damaged(id.to_string());
        let mut acts = self.recorded_acts(id).await?;
        self.put_together(id, &mut acts).await?;
        let marks = marked(&acts);
        let other_packs = other_packs(&acts, self.packs().as_deref());
        let in_effect = in_effect(&acts).ok_or_else(damaged)?;
        let made = self.made_of(&kept.procedure, &in_effect)?;
        let parts = [
            ("stage", made.stage == kept.stage),
            ("facts", made.facts == kept.facts),
            ("documents", made.documents == kept.documents),
            ("clocks", made.clocks == kept.clocks),
            ("acts", made.acts == kept.acts),
            ("number", made.case_number == kept.case_number),
            ("marks", marks == marks_of(&kept)),
            ("tasks", made.tasks == kept.tasks),
        ];
        let differs = parts.iter().filter(|(_, same)| !same);
        let mut differs: Vec<String> = differs.map(|(name, _)| (*name).to_owned()).collect();
        differs.extend(self.rows_that_differ(&kept_row, &kept, acts.len()).await?);
        Ok(Replayed {
            acts: u32::try_from(acts.len()).unwrap_or(u32::MAX),
            is_same: differs.is_empty(),
            differs,
            other_packs,
        })
    }

    /// Which rows beside the case itself are not what the case says.
    async fn rows_that_differ(
        &self,
        kept: &case::Model,
        case: &Case,
        acts: usize,
    ) -> Result<Vec<String>, CaseError> {
        let mut differs = Vec::new();
        let columns = row(&kept_of(kept), case, kept.changed_at_ms)?;
        let counted = usize::try_from(kept.revision) == Ok(acts);
        if columns != *kept || !counted {
            differs.push("columns".to_owned());
        }
        let here = person::Entity::find()
            .filter(person::Column::CaseId.eq(&kept.id))
            .all(self.db().read())
            .await?;
        let here: BTreeSet<_> = here.into_iter().map(|row| (row.person, row.role)).collect();
        if here != people(&kept_of(kept), case) {
            differs.push("people".to_owned());
        }
        let falls_due = due::Entity::find()
            .filter(due::Column::CaseId.eq(&kept.id))
            .all(self.db().read())
            .await?;
        let falls_due: BTreeSet<_> = falls_due
            .into_iter()
            .map(|row| (row.number, row.clock, row.due_on))
            .collect();
        let running = running(case)
            .map(|(number, clock, day)| (number, clock.clock.clone(), day.to_string()));
        if falls_due != running.collect() {
            differs.push("due".to_owned());
        }
        if !self.tasks_are(kept, case).await? {
            differs.push("task_rows".to_owned());
        }
        Ok(differs)
    }

    /// Whether the rows of tasks are what the case says; who took one is not said by the case.
    async fn tasks_are(&self, kept: &case::Model, case: &Case) -> Result<bool, CaseError> {
        let here = task::Entity::find()
            .filter(task::Column::CaseId.eq(&kept.id))
            .all(self.db().read())
            .await?;
        let put_back = |row: task::Model| match row.taken_at_ms {
            Some(_) => task::Model {
                person: None,
                taken_at_ms: None,
                ..row
            },
            None => row,
        };
        let mut here: Vec<_> = here.into_iter().map(put_back).collect();
        let mut said = rows::rows(&kept_of(kept), case);
        here.sort_by(|one, other| one.act.cmp(&other.act));
        said.sort_by(|one, other| one.act.cmp(&other.act));
        Ok(here == said)
    }
}
