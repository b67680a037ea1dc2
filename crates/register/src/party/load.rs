//! Parties between tables and memory.

use base::CreditCode;
use store::sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use store::{WriteTx, insert_all};

use super::error::PartyError;
use super::model::{Party, PartyDetails, PartyState};
use crate::initials::initials;
use crate::officer::SealedIdentity;
use crate::sealed::Sealer;
use crate::tables::{party, party_state, read, read_optional};
use crate::timeline::{Span, Timeline};
use crate::{PartyId, PartyKind};

/// Reads a party; `None` where there is none.
pub(super) async fn load(
    db: &impl ConnectionTrait,
    sealer: &Sealer,
    id: PartyId,
) -> Result<Option<Party>, PartyError> {
    let Some(row) = party::Entity::find_by_id(id.to_string()).one(db).await? else {
        return Ok(None);
    };
    let states = party_state::Entity::find()
        .filter(party_state::Column::PartyId.eq(id.to_string()))
        .all(db)
        .await?;
    let states = states
        .into_iter()
        .map(|row| span(sealer, row))
        .collect::<Result<_, _>>()?;
    let damaged = PartyError::Damaged(row.id.clone());
    of_row(row, Timeline::stored(states))
        .map(Some)
        .ok_or(damaged)
}

/// A party as it stands in the table; `None` where the row is damaged.
pub(super) fn of_row(row: party::Model, states: Timeline<PartyState>) -> Option<Party> {
    Some(Party {
        id: read(&row.id)?,
        kind: PartyKind::named(&row.kind)?,
        credit_code: read_optional::<CreditCode>(row.credit_code.as_ref())?,
        identity: row
            .identity_sealed
            .zip(row.identity_digest)
            .map(|(sealed, digest)| SealedIdentity { sealed, digest }),
        authority: read(&row.authority_id)?,
        erased_ms: row.erased_ms,
        revision: u32::try_from(row.revision).ok()?,
        states,
    })
}

/// A state as it stands in the table.
pub(super) fn span(
    sealer: &Sealer,
    row: party_state::Model,
) -> Result<Span<PartyState>, PartyError> {
    let damaged = || PartyError::Damaged(row.party_id.clone());
    let details = match &row.details_sealed {
        None => PartyDetails::default(),
        Some(sealed) => {
            let place = details_place(&row.party_id, &row.valid_from);
            serde_json::from_str(&sealer.open(&place, sealed)?).map_err(|_| damaged())?
        }
    };
    Ok(Span {
        from: read(&row.valid_from).ok_or_else(damaged)?,
        to: read_optional(row.valid_to.as_ref()).ok_or_else(damaged)?,
        value: PartyState {
            area: read(&row.area).ok_or_else(damaged)?,
            name: row.name,
            details,
        },
    })
}

fn details_place(party: &str, from: &str) -> String {
    format!("party/{party}/{from}/details")
}

/// The place of an identity number.
pub(super) fn identity_place(id: PartyId) -> String {
    format!("party/{id}/identity")
}

/// Writes a new party.
pub(super) async fn insert(
    tx: &WriteTx,
    sealer: &Sealer,
    parties: &[Party],
) -> Result<(), PartyError> {
    insert_all(&**tx, parties.iter().map(row).collect::<Vec<_>>()).await?;
    let mut states = Vec::new();
    for party in parties {
        for span in party.states.spans() {
            states.push(state_row(sealer, party, span)?);
        }
    }
    Ok(insert_all(&**tx, states).await?)
}

/// Writes a party in the place of what was known of it.
pub(super) async fn replace(
    tx: &WriteTx,
    sealer: &Sealer,
    party: &Party,
) -> Result<(), PartyError> {
    party::Entity::update(row(party)).exec(&**tx).await?;
    let of_it = party_state::Column::PartyId.eq(party.id.to_string());
    party_state::Entity::delete_many()
        .filter(of_it)
        .exec(&**tx)
        .await?;
    let rows = party
        .states
        .spans()
        .iter()
        .map(|span| state_row(sealer, party, span));
    Ok(insert_all(&**tx, rows.collect::<Result<Vec<_>, _>>()?).await?)
}

fn row(party: &Party) -> party::ActiveModel {
    party::ActiveModel {
        id: Set(party.id.to_string()),
        kind: Set(party.kind.as_str().to_owned()),
        credit_code: Set(party.credit_code.as_ref().map(ToString::to_string)),
        identity_sealed: Set(party
            .identity
            .as_ref()
            .map(|identity| identity.sealed.clone())),
        identity_digest: Set(party
            .identity
            .as_ref()
            .map(|identity| identity.digest.clone())),
        authority_id: Set(party.authority.to_string()),
        confidentiality: Set(party.kind.confidentiality()),
        erased_ms: Set(party.erased_ms),
        revision: Set(party.revision.cast_signed()),
    }
}

fn state_row(
    sealer: &Sealer,
    party: &Party,
    span: &Span<PartyState>,
) -> Result<party_state::ActiveModel, PartyError> {
    let (id, from) = (party.id.to_string(), span.from.to_string());
    let details = &span.value.details;
    let sealed = if *details == PartyDetails::default() {
        None
    } else {
        let json = serde_json::to_string(details).expect("texts become JSON");
        Some(sealer.seal(&details_place(&id, &from), &json)?)
    };
    Ok(party_state::ActiveModel {
        initials: Set(initials(&span.value.name)),
        name: Set(span.value.name.clone()),
        area: Set(span.value.area.to_string()),
        details_sealed: Set(sealed),
        valid_to: Set(span.to.map(|to| to.to_string())),
        party_id: Set(id),
        valid_from: Set(from),
    })
}
