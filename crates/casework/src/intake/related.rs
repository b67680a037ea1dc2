//! Other cases of the same party or on the same deed, as guards ask of them.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use procedure::World;
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use store::sea_orm;

use crate::casework::{Casework, instant};
use crate::error::CaseError;
use crate::tables::case;
use crate::world::Place;

/// What is asked of another case.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Other {
    pub id: String,
    pub authority_id: String,
    pub subject: String,
    pub item: Option<String>,
    pub party_id: Option<String>,
    pub deed: Option<String>,
    pub fine_fen: Option<i64>,
    pub filed_on: Option<String>,
    pub decided_on: Option<String>,
    pub closed_on: Option<String>,
    pub opened_at_ms: i64,
}

/// Cases by deed and by party, each with its place in the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Related {
    cases: HashMap<String, Other>,
    by_deed: HashMap<String, BTreeSet<String>>,
    by_party: HashMap<String, BTreeSet<String>>,
}

impl Casework {
    /// The cases on these deeds and of these registered parties.
    pub(crate) async fn related(
        &self,
        deeds: Vec<String>,
        parties: Vec<String>,
    ) -> Result<Vec<Other>, CaseError> {
        if deeds.is_empty() && parties.is_empty() {
            return Ok(Vec::new());
        }
        let columns = [
            case::Column::Id,
            case::Column::AuthorityId,
            case::Column::Subject,
            case::Column::Item,
            case::Column::PartyId,
            case::Column::Deed,
            case::Column::FineFen,
            case::Column::FiledOn,
            case::Column::DecidedOn,
            case::Column::ClosedOn,
            case::Column::OpenedAtMs,
        ];
        let mut condition = Condition::any();
        if !deeds.is_empty() {
            condition = condition.add(case::Column::Deed.is_in(deeds));
        }
        if !parties.is_empty() {
            condition = condition.add(case::Column::PartyId.is_in(parties));
        }
        let others = case::Entity::find()
            .select_only()
            .columns(columns)
            .filter(condition)
            .into_model::<Other>()
            .all(self.db().read())
            .await?;
        Ok(others)
    }
}

impl Related {
    /// Puts a case in the place of what was known of it.
    pub fn put(&mut self, other: Other) {
        if let Some(before) = self.cases.get(&other.id) {
            let (id, deed, party) = (&before.id, &before.deed, &before.party_id);
            remove(&mut self.by_deed, deed.as_ref(), id);
            remove(&mut self.by_party, party.as_ref(), id);
        }
        if let Some(deed) = &other.deed {
            let ids = self.by_deed.entry(deed.clone()).or_default();
            ids.insert(other.id.clone());
        }
        if let Some(party) = &other.party_id {
            let ids = self.by_party.entry(party.clone()).or_default();
            ids.insert(other.id.clone());
        }
        self.cases.insert(other.id.clone(), other);
    }

    fn on_deed(&self, deed: Option<&str>) -> impl Iterator<Item = &Other> {
        let ids = deed.and_then(|deed| self.by_deed.get(deed));
        let ids = ids.into_iter().flatten();
        ids.filter_map(|id| self.cases.get(id))
    }

    fn of_party(&self, party: Option<&str>) -> impl Iterator<Item = &Other> {
        let ids = party.and_then(|party| self.by_party.get(party));
        let ids = ids.into_iter().flatten();
        ids.filter_map(|id| self.cases.get(id))
    }

    /// Counts them as `world.rs` counts them in the database.
    pub fn count(&self, world: &mut World, place: &Place<'_>, item: Option<&str>, on: Date) {
        let elsewhere = |other: &&Other| other.id != place.id;
        let on_deed = || self.on_deed(place.deed).filter(elsewhere);
        let of_party = || self.of_party(place.party).filter(elsewhere);
        let fined = on_deed().filter(|other| other.fine_fen.is_some_and(|fen| fen > 0));
        world.fined_before = many(fined.filter(|other| other.decided_on.is_some()));
        let open = on_deed().filter(|other| other.filed_on.is_some() && other.closed_on.is_none());
        let open = open.filter(|other| other.opened_at_ms < place.opened_at_ms);
        world.open_elsewhere = many(open.filter(|other| other.authority_id != place.authority));
        let since = instant(on.first_of_year().at(0, 0, 0, 0));
        let since = since.map_or(0, jiff::Timestamp::as_millisecond);
        let here = of_party().filter(|other| other.authority_id == place.authority);
        let inspections = here.filter(|other| other.subject == "inspection");
        world.inspections_this_year = many(inspections.filter(|other| other.opened_at_ms >= since));
        if item.is_some() {
            let same = of_party().filter(|other| other.item.as_deref() == item);
            let penalties = same.filter(|other| other.subject == "penalty");
            let decided = penalties.filter(|other| other.decided_on.is_some());
            world.earlier_violations =
                many(decided.filter(|other| other.opened_at_ms < place.opened_at_ms));
        }
    }
}

fn remove(index: &mut HashMap<String, BTreeSet<String>>, key: Option<&String>, id: &str) {
    if let Some(ids) = key.and_then(|key| index.get_mut(key)) {
        ids.remove(id);
    }
}

fn many<'o>(others: impl Iterator<Item = &'o Other>) -> i64 {
    i64::try_from(others.count()).unwrap_or(i64::MAX)
}

impl From<&case::Model> for Other {
    fn from(row: &case::Model) -> Self {
        Self {
            id: row.id.clone(),
            authority_id: row.authority_id.clone(),
            subject: row.subject.clone(),
            item: row.item.clone(),
            party_id: row.party_id.clone(),
            deed: row.deed.clone(),
            fine_fen: row.fine_fen,
            filed_on: row.filed_on.clone(),
            decided_on: row.decided_on.clone(),
            closed_on: row.closed_on.clone(),
            opened_at_ms: row.opened_at_ms,
        }
    }
}
