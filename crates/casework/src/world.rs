//! What registers, power lists and other cases say of an act, fetched as far as its rules need it.

use std::collections::{BTreeSet, HashMap};

use base::AreaCode;
use jiff::civil::Date;
use procedure::{AuthorityNow, Case, ItemRule, OfficerNow, World};
use register::officer::InService;
use register::{AuthorityId, AuthorityKind, OfficerId, Registry};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait as _, QueryFilter};
use serde_json::Value;
use store::sea_orm;

use crate::casework::Casework;
use crate::error::CaseError;
use crate::powers::{HeldItem, ItemRules};
use crate::tables::case;

/// The case that an act is to be done in, as far as the world is asked about it.
pub(crate) struct Place<'a> {
    pub id: &'a str,
    pub authority: &'a str,
    pub party: Option<&'a str>,
    pub deed: Option<&'a str>,
    pub opened_at_ms: i64,
}

impl Casework {
    /// The world of an act; `stated` are the facts with what the act states.
    pub(crate) async fn world(
        &self,
        case: &Case,
        stated: &serde_json::Map<String, Value>,
        place: &Place<'_>,
        acting: &[String],
        on: Date,
        needs: &BTreeSet<String>,
    ) -> Result<World, CaseError> {
        let fact = |name: &str| stated.get(name).or_else(|| case.facts.get(name));
        let text = |name: &str| fact(name).and_then(Value::as_str).map(str::to_owned);
        let item = text("item");
        let mut world = World::default();
        let registry = self.register().authorities_known().await?;
        let is_asked = needs.contains("authority") || needs.contains("item_rule");
        let lists = match &item {
            Some(_) if is_asked => Some(self.holdings().as_of(&registry, self.today()).await?),
            _ => None,
        };
        let area = fact("place").and_then(|place| place["area"].as_str());
        if needs.contains("authority") {
            let held = match (&item, &lists) {
                (Some(item), Some(lists)) => {
                    let holdings = self.holdings();
                    holdings.held(lists, item, place.authority, on).await?
                }
                _ => HeldItem::default(),
            };
            world.authority = authority_now(&registry, place.authority, held, area, on);
        }
        let known = [case.facts.get("officers"), stated.get("officers")];
        let here: BTreeSet<&str> = known.into_iter().flatten().flat_map(ids_in).collect();
        let acting_ids = acting.iter().map(String::as_str);
        let all: Vec<&str> = acting_ids.chain(here).collect();
        world.acting = self.officers_now(&registry, &all, place.party, on).await?;
        world.officers = world.acting.split_off(acting.len());
        if needs.contains("item_rule")
            && let (Some(item), Some(lists)) = (&item, &lists)
        {
            let rules = self.holdings().rules(lists, item, on).await?;
            world.item_rule = rules.map(|rules| self.holding(rules, on));
        }
        if needs.contains("fined_before") {
            world.fined_before = self.fined_before(place).await?;
        }
        if needs.contains("open_elsewhere") {
            world.open_elsewhere = self.open_elsewhere(place).await?;
        }
        if needs.contains("inspections_this_year") {
            world.inspections_this_year = self.inspections(place, on).await?;
        }
        if needs.contains("earlier_violations") {
            world.earlier_violations = self.earlier(place, item.as_deref()).await?;
        }
        Ok(world)
    }

    /// The rule of an item that holds on a day (行政处罚法 art. 37).
    pub(crate) fn holding(&self, rules: ItemRules, on: Date) -> ItemRule {
        match rules.later {
            Some(later) => {
                let procedures = self.procedures();
                procedures.law_of_the_day(rules.own, Some(later), on)
            }
            None => rules.own,
        }
    }

    /// What the register says of officers on a day, in their order; nothing good of one whom it does
    /// not know.
    async fn officers_now(
        &self,
        registry: &Registry,
        doers: &[&str],
        party: Option<&str>,
        on: Date,
    ) -> Result<Vec<OfficerNow>, CaseError> {
        let ids: BTreeSet<OfficerId> = doers.iter().filter_map(|doer| doer.parse().ok()).collect();
        let ids: Vec<OfficerId> = ids.into_iter().collect();
        let found = self.register().in_service(registry, &ids, on).await?;
        let known: HashMap<String, InService> = ids
            .iter()
            .zip(found)
            .filter_map(|(id, found)| Some((id.to_string(), found?)))
            .collect();
        let now = doers
            .iter()
            .map(|doer| officer_now(doer, known.get(*doer), party));
        Ok(now.collect())
    }

    async fn fined_before(&self, place: &Place<'_>) -> Result<i64, CaseError> {
        let Some(deed) = place.deed else { return Ok(0) };
        let cases = case::Entity::find()
            .filter(case::Column::Deed.eq(deed))
            .filter(case::Column::Id.ne(place.id))
            .filter(case::Column::FineFen.gt(0))
            .filter(case::Column::DecidedOn.is_not_null());
        Ok(count(cases.count(self.db().read()).await?))
    }

    async fn open_elsewhere(&self, place: &Place<'_>) -> Result<i64, CaseError> {
        let Some(deed) = place.deed else { return Ok(0) };
        let cases = case::Entity::find()
            .filter(case::Column::Deed.eq(deed))
            .filter(case::Column::AuthorityId.ne(place.authority))
            .filter(case::Column::FiledOn.is_not_null())
            .filter(case::Column::ClosedOn.is_null())
            .filter(case::Column::OpenedAtMs.lt(place.opened_at_ms));
        Ok(count(cases.count(self.db().read()).await?))
    }

    async fn inspections(&self, place: &Place<'_>, on: Date) -> Result<i64, CaseError> {
        let Some(party) = place.party else {
            return Ok(0);
        };
        let year = on.first_of_year().at(0, 0, 0, 0);
        let since = crate::casework::instant(year).map_or(0, jiff::Timestamp::as_millisecond);
        let cases = case::Entity::find()
            .filter(case::Column::PartyId.eq(party))
            .filter(case::Column::AuthorityId.eq(place.authority))
            .filter(case::Column::Subject.eq("inspection"))
            .filter(case::Column::Id.ne(place.id))
            .filter(case::Column::OpenedAtMs.gte(since));
        Ok(count(cases.count(self.db().read()).await?))
    }

    async fn earlier(&self, place: &Place<'_>, item: Option<&str>) -> Result<i64, CaseError> {
        let (Some(party), Some(item)) = (place.party, item) else {
            return Ok(0);
        };
        let cases = case::Entity::find()
            .filter(case::Column::PartyId.eq(party))
            .filter(case::Column::Item.eq(item))
            .filter(case::Column::Subject.eq("penalty"))
            .filter(case::Column::DecidedOn.is_not_null())
            .filter(case::Column::OpenedAtMs.lt(place.opened_at_ms))
            .filter(case::Column::Id.ne(place.id));
        Ok(count(cases.count(self.db().read()).await?))
    }
}

/// What the register says of an authority on a day.
pub(crate) fn authority_now(
    registry: &Registry,
    id: &str,
    held: HeldItem,
    place: Option<&str>,
    on: Date,
) -> AuthorityNow {
    let known: Option<AuthorityId> = id.parse().ok();
    let state = known.and_then(|known| Some((known, registry.state(known, on)?)));
    let Some((known, state)) = state else {
        return AuthorityNow {
            id: id.to_owned(),
            ..AuthorityNow::unknown()
        };
    };
    let place: Option<AreaCode> = place.and_then(|area| area.parse().ok());
    let entrusted = registry
        .entrustments(known)
        .any(|given| given.to == known && given.valid_from <= on && on < given.valid_to);
    AuthorityNow {
        id: id.to_owned(),
        level: word(&state.level),
        area: state.area.to_string(),
        kind: kind(state.kind).to_owned(),
        holds_item: held.holds,
        delegated_item: held.delegated,
        confirmed: true,
        covers_place: place.is_some_and(|place| state.area.contains(&place)),
        entrustment_valid: state.kind != AuthorityKind::EntrustedOrganisation || entrusted,
    }
}

/// The ids of officers in a list of them, or of the one whose place in the list an act changes.
pub(crate) fn ids_in(officers: &Value) -> Vec<&str> {
    match officers {
        Value::Array(all) => all.iter().filter_map(|one| one["id"].as_str()).collect(),
        one => one["ref"].as_str().into_iter().collect(),
    }
}

/// What the register says of an officer on a day; nothing good of one whom it does not know.
pub(crate) fn officer_now(
    doer: &str,
    known: Option<&InService>,
    party: Option<&str>,
) -> OfficerNow {
    let unknown = OfficerNow {
        id: doer.to_owned(),
        authority: String::new(),
        certificate_valid: false,
        auxiliary: false,
        legal_qualification: false,
        interested: false,
    };
    let Some(InService { view, standing }) = known else {
        return unknown;
    };
    let interested = view.interests.iter().any(|held| {
        let of = held.interest.party.map(|of| of.to_string());
        of.is_some() && of.as_deref() == party
    });
    OfficerNow {
        authority: view.row.post.authority.to_string(),
        certificate_valid: standing.is_valid(),
        auxiliary: view.row.post.auxiliary,
        legal_qualification: view.legal_qualification.is_some(),
        interested,
        ..unknown
    }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The kind of an authority as the snapshot names it.
const fn kind(kind: AuthorityKind) -> &'static str {
    match kind {
        AuthorityKind::AdministrativeOrgan => "administrative",
        AuthorityKind::AuthorisedOrganisation => "authorised",
        AuthorityKind::EntrustedOrganisation => "entrusted",
    }
}

/// A word of the register as the snapshot has it.
fn word(word: &impl serde::Serialize) -> String {
    let word = serde_json::to_value(word).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}
