//! What the person who asks could do next in a case, and why not.

use base::Lang;
use procedure::{Broken, Case};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::do_act::ActRequest;
use crate::error::CaseError;
use crate::world::Place;
use crate::written::{kept_of, state_of};

/// An act of the stage of a case.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PossibleAct {
    /// The act: `file_case`.
    pub act: String,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The roles that may do it.
    pub by: Vec<String>,
    /// What it rests on.
    pub provisions: Vec<String>,
    /// What it takes: field, names, type, the words that it may hold, whether it is required.
    #[schema(value_type = Vec<Object>)]
    pub takes: Vec<Value>,
    /// The kinds of document that it puts into the file.
    pub makes: Vec<String>,
    /// The stage to which it leads, where it leads to another.
    pub to: Option<String>,
    /// Every rule that stands in its way for this person; none where they may do it.
    #[schema(value_type = Vec<Object>)]
    pub broken: Vec<Broken>,
}

impl Casework {
    /// The acts of the stage of a case of the scope, for the person who asks, together with as many
    /// of the other officers of the case as an act takes.
    pub async fn possible_acts(
        &self,
        asking: &Asking,
        id: CaseId,
    ) -> Result<Vec<PossibleAct>, CaseError> {
        let row = self.in_scope(asking, id).await?;
        let case = state_of(&row)?;
        let kept = kept_of(&row);
        let at = self.now();
        let place = Place {
            id: &kept.id,
            authority: &kept.authority,
            party: kept.party_id.as_deref(),
            deed: row.deed.as_deref(),
            opened_at_ms: kept.opened_at_ms,
        };
        let rules = self
            .procedures()
            .rules()
            .procedure(&case.procedure, at.date());
        let acts = rules.iter().flat_map(|rules| &rules.acts);
        let needs = acts.flat_map(|act| self.procedures().needs(&case, &act.id, at.date()));
        let needs = needs.collect();
        let mut me: Vec<String> = asking.person.iter().cloned().collect();
        let wanted = self.count_parameter("penalty.officers").unwrap_or(1);
        let others = usize::try_from(wanted)
            .unwrap_or(1)
            .saturating_sub(me.len());
        if asking.person.is_some() {
            me.extend(colleagues(&case, asking.person.as_deref()).take(others));
        }
        let world = self
            .world(
                &case,
                &serde_json::Map::new(),
                &place,
                &me,
                at.date(),
                &needs,
            )
            .await?;
        let possible = self.procedures().possible(&case, &asking.roles, &world, at);
        let shown = possible.into_iter().map(|act| PossibleAct {
            name: act.name.get(Lang::Zh).to_owned(),
            name_en: act.name.get(Lang::En).to_owned(),
            takes: act
                .takes
                .iter()
                .filter_map(|take| serde_json::to_value(take).ok())
                .collect(),
            act: act.act,
            by: act.by,
            provisions: act.provisions,
            makes: act.makes,
            to: act.to,
            broken: act.broken,
        });
        Ok(shown.collect())
    }
}

impl Casework {
    /// Whether an act is ordered, with a reason, by somebody who can override guards.
    pub(crate) fn is_ordered(
        &self,
        asking: &Asking,
        procedure: &str,
        request: &ActRequest,
    ) -> bool {
        let rules = self.procedures().rules().procedure(procedure, self.today());
        let by = |rules: &rules::model::Procedure| {
            let mut roles = asking.roles.iter();
            roles.any(|role| rules.override_by.contains(role))
        };
        request.override_reason.is_some() && rules.is_some_and(by)
    }

    /// The roles that may do an act of a procedure today, with those that may override its guards
    /// where it is ordered; none for an act that there is not.
    pub(crate) fn by(&self, procedure: &str, act: &str, ordered: bool) -> Vec<String> {
        let rules = self.procedures().rules().procedure(procedure, self.today());
        let acts = rules.iter().flat_map(|rules| &rules.acts);
        let found = acts.into_iter().find(|rule| rule.id == act);
        let by = found.map(|rule| rule.by.clone()).unwrap_or_default();
        let over = rules.filter(|_| ordered);
        let over = over.map(|rules| rules.override_by.clone());
        by.into_iter().chain(over.unwrap_or_default()).collect()
    }
}

/// The other officers of a case who can act in it, in the order in which the case names them.
fn colleagues(case: &Case, me: Option<&str>) -> impl Iterator<Item = String> {
    let officers = case.facts.get("officers").and_then(Value::as_array);
    let here = officers.into_iter().flatten().filter(move |officer| {
        officer["recused"] != true
            && matches!(officer["role"].as_str(), Some("handler" | "assistant"))
            && officer["id"].as_str() != me
    });
    here.filter_map(|officer| officer["id"].as_str().map(str::to_owned))
}
