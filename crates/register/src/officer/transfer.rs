//! Officers who serve elsewhere when authorities are merged or split.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use store::WriteTx;
use store::sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};

use super::error::OfficerError;
use super::load::{post_span, qualification, replace_posts};
use super::model::{Officer, Post, SealedIdentity};
use crate::authority::plan::Transfer;
use crate::tables::{officer, officer_post, read};
use crate::timeline::{Span, Timeline};
use crate::{AuthorityError, AuthorityId, OfficerId};

/// Moves the officers of a plan, and says how many.
pub(crate) async fn perform(tx: &WriteTx, transfer: &Transfer) -> Result<u64, AuthorityError> {
    let mut officers = serving(tx, &transfer.from, transfer.on).await?;
    for named in transfer.named.keys() {
        if !officers.contains_key(named) {
            return Err(AuthorityError::Assignment(named.to_string()));
        }
    }
    for officer in officers.values_mut() {
        let to = transfer
            .named
            .get(&officer.id)
            .copied()
            .unwrap_or(transfer.others);
        officer.posts.edit_from(transfer.on, |post| {
            if transfer.from.contains(&post.authority) {
                post.authority = to;
            }
        });
        officer.revision += 1;
        replace_posts(tx, officer).await.map_err(of_authority)?;
    }
    Ok(officers.len() as u64)
}

/// How many officers serve in an authority on a day or later.
pub(crate) async fn officers_from(
    tx: &WriteTx,
    id: AuthorityId,
    on: Date,
) -> Result<u64, AuthorityError> {
    Ok(officer_post::Entity::find()
        .filter(later(&[id], on))
        .count(&**tx)
        .await?)
}

fn later(authorities: &[AuthorityId], on: Date) -> Condition {
    let open = Condition::any()
        .add(officer_post::Column::ValidTo.is_null())
        .add(officer_post::Column::ValidTo.gt(on.to_string()));
    Condition::all()
        .add(officer_post::Column::AuthorityId.is_in(authorities.iter().map(ToString::to_string)))
        .add(open)
}

/// Those who serve in one of the authorities on the day or later, with all their posts.
async fn serving(
    tx: &WriteTx,
    from: &[AuthorityId],
    on: Date,
) -> Result<BTreeMap<OfficerId, Officer>, AuthorityError> {
    let there = officer_post::Entity::find()
        .filter(later(from, on))
        .all(&**tx)
        .await?;
    let ids: BTreeSet<String> = there.into_iter().map(|row| row.officer_id).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let mut officers = BTreeMap::new();
    for ids in ids.chunks(1000) {
        let rows = officer::Entity::find()
            .filter(officer::Column::Id.is_in(ids))
            .all(&**tx)
            .await?;
        let posts = officer_post::Entity::find()
            .filter(officer_post::Column::OfficerId.is_in(ids))
            .all(&**tx)
            .await?;
        let mut spans: BTreeMap<String, Vec<Span<Post>>> = BTreeMap::new();
        for row in posts {
            let id = row.officer_id.clone();
            let span = post_span(row).ok_or_else(|| AuthorityError::Damaged(id.clone()))?;
            spans.entry(id).or_default().push(span);
        }
        for row in rows {
            let posts = spans.remove(&row.id).unwrap_or_default();
            let officer = bare(&row, posts).ok_or(AuthorityError::Damaged(row.id))?;
            officers.insert(officer.id, officer);
        }
    }
    Ok(officers)
}

/// An officer with posts only.
fn bare(row: &officer::Model, posts: Vec<Span<Post>>) -> Option<Officer> {
    let identity = row.identity_sealed.clone().zip(row.identity_digest.clone());
    Some(Officer {
        id: read(&row.id)?,
        code: row.code.clone(),
        revision: u32::try_from(row.revision).ok()?,
        identity: identity.map(|(sealed, digest)| SealedIdentity { sealed, digest }),
        posts: Timeline::stored(posts),
        certificates: Vec::new(),
        legal_qualification: qualification(row)?,
        training: Vec::new(),
        interests: Vec::new(),
    })
}

fn of_authority(error: OfficerError) -> AuthorityError {
    match error {
        OfficerError::Store(error) => AuthorityError::Store(error),
        other => AuthorityError::Damaged(other.to_string()),
    }
}
