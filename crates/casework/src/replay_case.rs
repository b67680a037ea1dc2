//! A case made again from its acts on the record.

use procedure::Act;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::do_act::state_of;
use crate::error::CaseError;

/// Whether a case is what its acts make of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Replayed {
    /// How many acts are on the record.
    pub acts: u32,
    /// Whether they make the case that is kept.
    pub is_same: bool,
    /// The parts that differ: `stage`, `facts`, `documents`, `clocks`, `marks`.
    pub differs: Vec<String>,
}

impl Casework {
    /// Makes a case of the scope from its acts, with the rules in use now, and compares. An act that
    /// was judged with other rules may make something else of it.
    pub async fn replay_case(&self, asking: &Asking, id: CaseId) -> Result<Replayed, CaseError> {
        let row = self.in_scope(asking, id).await?;
        let kept = state_of(&row)?;
        let damaged = || CaseError::Damaged(id.to_string());
        let acts = self.recorded_acts(id).await?.into_iter().map(|recorded| {
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
        let differs: Vec<String> = differs.map(|(name, _)| (*name).to_owned()).collect();
        Ok(Replayed {
            acts: u32::try_from(acts.len()).unwrap_or(u32::MAX),
            is_same: differs.is_empty(),
            differs,
        })
    }
}
