//! A case made again from its acts on the record.

use std::collections::BTreeSet;

use procedure::{Act, Case};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::{Map, Value};
use store::sea_orm;
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::do_act::{kept_of, state_of};
use crate::error::CaseError;
use crate::tables::{case, due, person};
use crate::written::{people, row, running};

/// Whether a case is what its acts make of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Replayed {
    /// How many acts are on the record.
    pub acts: u32,
    /// Whether they make the case that is kept.
    pub is_same: bool,
    /// The parts that differ: `stage`, `facts`, `documents`, `clocks`, `acts`; and where what lists
    /// ask for is not what the case says: `columns`, `people`, `due`.
    pub differs: Vec<String>,
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
        let acts = acts.into_iter().map(|recorded| {
            let act: Act = serde_json::from_value(recorded.data["act"].clone()).ok()?;
            let seen: Map<String, Value> =
                serde_json::from_value(recorded.data["seen"].clone()).ok()?;
            Some((act, seen))
        });
        let acts: Option<Vec<(Act, Map<String, Value>)>> = acts.collect();
        let acts = acts.ok_or_else(damaged)?;
        let (first, _) = acts.first().ok_or_else(damaged)?;
        let pairs = acts.iter().map(|(act, seen)| (act, seen));
        let made = self
            .procedures()
            .replay(&kept.procedure, first.at.date(), pairs)?;
        let parts = [
            ("stage", made.stage == kept.stage),
            ("facts", made.facts == kept.facts),
            ("documents", made.documents == kept.documents),
            ("clocks", made.clocks == kept.clocks),
            ("acts", made.acts == kept.acts),
        ];
        let differs = parts.iter().filter(|(_, same)| !same);
        let mut differs: Vec<String> = differs.map(|(name, _)| (*name).to_owned()).collect();
        differs.extend(self.rows_that_differ(&kept_row, &kept, acts.len()).await?);
        Ok(Replayed {
            acts: u32::try_from(acts.len()).unwrap_or(u32::MAX),
            is_same: differs.is_empty(),
            differs,
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
        Ok(differs)
    }
}
