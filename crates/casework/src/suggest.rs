//! What benchmarks and leniency lists suggest for a case.

use std::collections::BTreeSet;

use procedure::{ItemRule, Suggestion};
use rules::Citation;
use serde::Serialize;
use serde_json::Map;
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::error::CaseError;
use crate::world::Place;
use crate::written::{kept_of, state_of};

/// A suggestion for a case. A machine suggests; a person signs.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Suggested {
    /// The item of the case.
    pub item: Option<String>,
    /// Whether a person has adopted the item: only then is it known which provision punishes the deed.
    pub item_known: bool,
    /// The addresses by which packs may name the offence, the nearest first.
    pub offences: Vec<String>,
    /// What the item allows to impose: kinds of penalty, bounds of the fine in fen, old law or new.
    #[schema(value_type = Option<Object>)]
    pub item_rule: Option<ItemRule>,
    /// The benchmark with its grades and why one fits, the entries of the leniency lists with what is
    /// met and which facts are missing, and what a departure needs.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub suggestion: Suggestion,
}

/// What registers are asked for: conditions may look at it.
const NEEDS: [&str; 5] = [
    "authority",
    "item_rule",
    "fined_before",
    "earlier_violations",
    "inspections_this_year",
];

impl Casework {
    /// What benchmarks and leniency lists suggest for a case of the scope, today.
    pub async fn suggestion(&self, asking: &Asking, id: CaseId) -> Result<Suggested, CaseError> {
        let row = self.in_scope(asking, id).await?;
        let case = state_of(&row)?;
        let kept = kept_of(&row);
        let today = self.today();
        let place = Place {
            id: &kept.id,
            authority: &kept.authority,
            party: kept.party_id.as_deref(),
            deed: row.deed.as_deref(),
            opened_at_ms: kept.opened_at_ms,
        };
        let needs: BTreeSet<String> = NEEDS.map(str::to_owned).into();
        let world = self
            .world(&case, &Map::new(), &place, &[], today, &needs)
            .await?;
        let offences: Vec<Citation> = match &row.item {
            Some(item) => self.holdings().offences(item, today).await?,
            None => Vec::new(),
        };
        let suggestion = self.procedures().suggest(&case, &offences, &world, today);
        Ok(Suggested {
            item: row.item,
            item_known: !offences.is_empty(),
            offences: offences.iter().map(ToString::to_string).collect(),
            item_rule: world.item_rule,
            suggestion,
        })
    }
}
