//! Authorities between tables and memory.

use std::collections::HashMap;

use base::{AreaCode, CreditCode};
use store::sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use store::{WriteTx, insert_all};

use super::error::AuthorityError;
use super::model::{Authority, AuthorityState, Entrustment, Succession};
use super::registry::Registry;
use crate::initials::initials;
use crate::tables::{
    authority, authority_state, authority_succession, entrustment, read, read_optional,
};
use crate::timeline::{Span, Timeline};
use crate::{AuthorityId, AuthorityKind, AuthorityLevel, SuccessionKind};

/// Reads every authority with its history.
pub(crate) async fn load(db: &impl ConnectionTrait) -> Result<Registry, AuthorityError> {
    let mut states: HashMap<String, Vec<Span<AuthorityState>>> = HashMap::new();
    for row in authority_state::Entity::find().all(db).await? {
        let id = row.authority_id.clone();
        let span = span(row).ok_or_else(|| AuthorityError::Damaged(id.clone()))?;
        states.entry(id).or_default().push(span);
    }
    let mut authorities = Vec::new();
    for row in authority::Entity::find().all(db).await? {
        let damaged = || AuthorityError::Damaged(row.id.clone());
        authorities.push(Authority {
            id: read(&row.id).ok_or_else(damaged)?,
            code: row.code.clone(),
            revision: u32::try_from(row.revision).map_err(|_| damaged())?,
            states: Timeline::stored(states.remove(&row.id).unwrap_or_default()),
        });
    }
    let mut successions = Vec::new();
    for row in authority_succession::Entity::find().all(db).await? {
        successions.push(succession(&row).ok_or(AuthorityError::Damaged(row.from_id))?);
    }
    let mut entrustments = Vec::new();
    for row in entrustment::Entity::find().all(db).await? {
        entrustments.push(held_entrustment(&row).ok_or(AuthorityError::Damaged(row.id))?);
    }
    Ok(Registry::new(authorities, successions, entrustments))
}

/// A state as it stands in the table; `None` where the row is damaged.
pub(super) fn span(row: authority_state::Model) -> Option<Span<AuthorityState>> {
    Some(Span {
        from: read(&row.valid_from)?,
        to: read_optional(row.valid_to.as_ref())?,
        value: AuthorityState {
            kind: AuthorityKind::named(&row.kind)?,
            level: AuthorityLevel::named(&row.level)?,
            parent: read_optional(row.parent_id.as_ref())?,
            area: read::<AreaCode>(&row.area)?,
            credit_code: read_optional::<CreditCode>(row.credit_code.as_ref())?,
            published_on: read_optional(row.published_on.as_ref())?,
            name: row.name,
            name_en: row.name_en,
            legal_head: row.legal_head,
            decision: row.decision,
        },
    })
}

fn succession(row: &authority_succession::Model) -> Option<Succession> {
    Some(Succession {
        from: read(&row.from_id)?,
        to: read(&row.to_id)?,
        kind: SuccessionKind::named(&row.kind)?,
        on: read(&row.on_day)?,
    })
}

fn held_entrustment(row: &entrustment::Model) -> Option<Entrustment> {
    Some(Entrustment {
        id: read(&row.id)?,
        to: read(&row.to_id)?,
        by: read(&row.by_id)?,
        matters: row.matters.clone(),
        document: row.document.clone(),
        valid_from: read(&row.valid_from)?,
        valid_to: read(&row.valid_to)?,
    })
}

/// Writes authorities as they are now: new ones, and changed ones in the place of what was there.
pub(crate) async fn write(tx: &WriteTx, authorities: &[Authority]) -> Result<(), AuthorityError> {
    let (new, old): (Vec<_>, Vec<_>) = authorities
        .iter()
        .partition(|authority| authority.revision == 1);
    insert_all(&**tx, new.into_iter().map(row).collect::<Vec<_>>()).await?;
    for authority in &old {
        authority::Entity::update(row(authority))
            .exec(&**tx)
            .await?;
        authority_state::Entity::delete_many()
            .filter(authority_state::Column::AuthorityId.eq(authority.id.to_string()))
            .exec(&**tx)
            .await?;
    }
    insert_all(
        &**tx,
        authorities.iter().flat_map(state_rows).collect::<Vec<_>>(),
    )
    .await?;
    Ok(())
}

/// Writes links between authorities.
pub(crate) async fn write_successions(
    tx: &WriteTx,
    links: &[Succession],
) -> Result<(), AuthorityError> {
    let rows = links.iter().map(|link| authority_succession::ActiveModel {
        from_id: Set(link.from.to_string()),
        to_id: Set(link.to.to_string()),
        kind: Set(link.kind.as_str().to_owned()),
        on_day: Set(link.on.to_string()),
    });
    Ok(insert_all(&**tx, rows.collect::<Vec<_>>()).await?)
}

/// Writes entrustments as they are now.
pub(crate) async fn write_entrustments(
    tx: &WriteTx,
    entrustments: &[Entrustment],
) -> Result<(), AuthorityError> {
    for held in entrustments {
        entrustment::Entity::delete_by_id(held.id.to_string())
            .exec(&**tx)
            .await?;
    }
    let rows = entrustments.iter().map(|held| entrustment::ActiveModel {
        id: Set(held.id.to_string()),
        to_id: Set(held.to.to_string()),
        by_id: Set(held.by.to_string()),
        matters: Set(held.matters.clone()),
        document: Set(held.document.clone()),
        valid_from: Set(held.valid_from.to_string()),
        valid_to: Set(held.valid_to.to_string()),
    });
    Ok(insert_all(&**tx, rows.collect::<Vec<_>>()).await?)
}

fn row(authority: &Authority) -> authority::ActiveModel {
    authority::ActiveModel {
        id: Set(authority.id.to_string()),
        code: Set(authority.code.clone()),
        revision: Set(authority.revision.cast_signed()),
    }
}

fn state_rows(authority: &Authority) -> Vec<authority_state::ActiveModel> {
    let spans = authority.states.spans().iter();
    spans
        .map(|span| state_row(authority.id, &authority.code, span))
        .collect()
}

fn state_row(
    id: AuthorityId,
    code: &str,
    span: &Span<AuthorityState>,
) -> authority_state::ActiveModel {
    let state = &span.value;
    authority_state::ActiveModel {
        authority_id: Set(id.to_string()),
        valid_from: Set(span.from.to_string()),
        valid_to: Set(span.to.map(|to| to.to_string())),
        code: Set(code.to_owned()),
        name: Set(state.name.clone()),
        name_en: Set(state.name_en.clone()),
        initials: Set(initials(&state.name)),
        kind: Set(state.kind.as_str().to_owned()),
        level: Set(state.level.as_str().to_owned()),
        parent_id: Set(state.parent.map(|parent| parent.to_string())),
        area: Set(state.area.to_string()),
        credit_code: Set(state.credit_code.as_ref().map(ToString::to_string)),
        legal_head: Set(state.legal_head.clone()),
        decision: Set(state.decision.clone()),
        published_on: Set(state.published_on.map(|day| day.to_string())),
    }
}
