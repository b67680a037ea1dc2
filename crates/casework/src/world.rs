//! What registers, power lists and other cases say of an act, fetched as far as its rules need it.

use std::collections::BTreeSet;

use base::AreaCode;
use jiff::civil::Date;
use procedure::{AuthorityNow, Case, OfficerNow, World};
use register::officer::Standing;
use register::{AuthorityId, AuthorityKind, OfficerError, OfficerId};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait as _, QueryFilter};
use serde_json::Value;
use store::sea_orm;

use crate::casework::Casework;
use crate::error::CaseError;
use crate::tables::case;

/// The case that an act is to be done in, as far as the world is asked about it.
pub(crate) struct Place<'a> {
    pub id: &'a str,
    pub authority: &'a str,
    pub party: Option<&'a str>,
    pub deed: Option<&'a str>,
    pub opened_at_ms: i64,
}

/// Somebody who does an act, and whether one of their roles wants a legal qualification.
pub(crate) struct Doer {
    pub officer: String,
    pub qualified: bool,
}

impl Casework {
    /// The world of an act; `stated` are the facts with what the act states.
    pub(crate) async fn world(
        &self,
        case: &Case,
        stated: &serde_json::Map<String, Value>,
        place: &Place<'_>,
        acting: &[Doer],
        on: Date,
        needs: &BTreeSet<String>,
    ) -> Result<World, CaseError> {
        let fact = |name: &str| stated.get(name).or_else(|| case.facts.get(name));
        let text = |name: &str| fact(name).and_then(Value::as_str).map(str::to_owned);
        let item = text("item");
        let mut world = World::default();
        let area = fact("place").and_then(|place| place["area"].as_str());
        if needs.contains("authority") {
            world.authority = self
                .authority_now(place.authority, item.as_deref(), area, on)
                .await?;
        }
        for doer in acting {
            world
                .acting
                .push(self.officer_now(doer, place.party, on).await?);
        }
        let officers = fact("officers").and_then(Value::as_array);
        let officers = officers.into_iter().flatten();
        let ids: BTreeSet<&str> = officers
            .filter_map(|officer| officer["id"].as_str())
            .collect();
        for id in ids {
            let here = acting.iter().find(|doer| doer.officer == id);
            let doer = Doer {
                officer: id.to_owned(),
                qualified: here.is_some_and(|doer| doer.qualified),
            };
            world
                .officers
                .push(self.officer_now(&doer, place.party, on).await?);
        }
        if needs.contains("item_rule")
            && let Some(item) = &item
        {
            world.item_rule = self.holdings().rule(item, on).await?;
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

    async fn authority_now(
        &self,
        id: &str,
        item: Option<&str>,
        place: Option<&str>,
        on: Date,
    ) -> Result<AuthorityNow, CaseError> {
        let registry = self.register().authorities_known().await?;
        let known: Option<AuthorityId> = id.parse().ok();
        let state = known.and_then(|known| Some((known, registry.state(known, on)?)));
        let Some((known, state)) = state else {
            return Ok(AuthorityNow {
                id: id.to_owned(),
                ..AuthorityNow::unknown()
            });
        };
        let held = match item {
            Some(item) => self.holdings().held(item, id, on).await?,
            None => crate::HeldItem::default(),
        };
        let place: Option<AreaCode> = place.and_then(|area| area.parse().ok());
        let entrusted = registry
            .entrustments(known)
            .any(|given| given.to == known && given.valid_from <= on && on < given.valid_to);
        Ok(AuthorityNow {
            id: id.to_owned(),
            level: word(&state.level),
            area: state.area.to_string(),
            kind: kind(state.kind).to_owned(),
            holds_item: held.holds,
            delegated_item: held.delegated,
            confirmed: true,
            covers_place: place.is_some_and(|place| state.area.contains(&place)),
            entrustment_valid: state.kind != AuthorityKind::EntrustedOrganisation || entrusted,
        })
    }

    /// What the register says of an officer on a day; nothing good of one whom it does not know.
    async fn officer_now(
        &self,
        doer: &Doer,
        party: Option<&str>,
        on: Date,
    ) -> Result<OfficerNow, CaseError> {
        let unknown = OfficerNow {
            id: doer.officer.clone(),
            authority: String::new(),
            certificate_valid: false,
            auxiliary: false,
            legal_qualification: doer.qualified,
            interested: false,
        };
        let Ok(id) = doer.officer.parse::<OfficerId>() else {
            return Ok(unknown);
        };
        let asking = register::Asking::program("casework");
        let officer = match self.register().officer(&asking, id, on).await {
            Ok(officer) => officer,
            Err(OfficerError::NotFound) => return Ok(unknown),
            Err(error) => return Err(error.into()),
        };
        let standing = self
            .register()
            .certificate_valid(&asking, id, on, None, None)
            .await?;
        let interested = officer.interests.iter().any(|held| {
            let of = held.interest.party.map(|of| of.to_string());
            of.is_some() && of.as_deref() == party
        });
        Ok(OfficerNow {
            authority: officer.row.post.authority.to_string(),
            certificate_valid: matches!(standing, Standing::Valid { .. }),
            auxiliary: officer.row.post.auxiliary,
            interested,
            ..unknown
        })
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
