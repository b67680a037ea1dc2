//! Officers between tables and memory.

use std::collections::HashMap;

use record::marks::count_change;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use store::{WriteTx, insert_all};

use super::error::OfficerError;
use super::model::{
    Certificate, CertificateDraft, Interest, InterestDraft, LegalQualification, Officer, Post,
    SealedIdentity, Training,
};
use crate::initials::initials;
use crate::register::OFFICERS;
use crate::sealed::Sealer;
use crate::tables::{
    certificate, certificate_status, officer, officer_interest, officer_post, officer_training,
    read, read_optional,
};
use crate::timeline::{Span, Timeline};
use crate::{CertificateStatus, InterestId, OfficerId, Relation};

/// Reads an officer; `None` where there is none.
pub(crate) async fn load(
    db: &impl ConnectionTrait,
    sealer: &Sealer,
    id: OfficerId,
) -> Result<Option<Officer>, OfficerError> {
    let key = id.to_string();
    let Some(row) = officer::Entity::find_by_id(key.clone()).one(db).await? else {
        return Ok(None);
    };
    let damaged = || OfficerError::Damaged(key.clone());
    let posts = officer_post::Entity::find()
        .filter(officer_post::Column::OfficerId.eq(&key))
        .all(db)
        .await?;
    let posts: Option<Vec<_>> = posts.into_iter().map(post_span).collect();
    let legal_qualification = qualification(&row).ok_or_else(damaged)?;
    Ok(Some(Officer {
        id,
        code: row.code,
        revision: u32::try_from(row.revision).map_err(|_| damaged())?,
        identity: row
            .identity_sealed
            .zip(row.identity_digest)
            .map(|(sealed, digest)| SealedIdentity { sealed, digest }),
        posts: Timeline::stored(posts.ok_or_else(damaged)?),
        certificates: certificates(db, &key).await?,
        legal_qualification,
        training: training(db, &key).await?,
        interests: interests(db, sealer, &key).await?,
    }))
}

/// The legal qualification of a row; the outer `None` says that the row is damaged.
#[expect(
    clippy::option_option,
    reason = "no qualification and a damaged row are two things"
)]
pub(super) fn qualification(row: &officer::Model) -> Option<Option<LegalQualification>> {
    match (&row.legal_qualification, &row.legally_qualified_on) {
        (None, None) => Some(None),
        (Some(number), Some(on)) => Some(Some(LegalQualification {
            number: number.clone(),
            granted_on: read(on)?,
        })),
        _ => None,
    }
}

/// A post as it stands in the table; `None` where the row is damaged.
pub(crate) fn post_span(row: officer_post::Model) -> Option<Span<Post>> {
    Some(Span {
        from: read(&row.valid_from)?,
        to: read_optional(row.valid_to.as_ref())?,
        value: Post {
            name: row.name,
            authority: read(&row.authority_id)?,
            post: row.post,
            auxiliary: row.auxiliary != 0,
        },
    })
}

/// The certificates of an officer, by number.
pub(super) async fn certificates(
    db: &impl ConnectionTrait,
    officer: &str,
) -> Result<Vec<Certificate>, OfficerError> {
    let mut held = certificates_of(db, &[officer.to_owned()]).await?;
    Ok(held.remove(officer).unwrap_or_default())
}

/// The certificates of several officers, by the id of the officer, each list by number.
pub(super) async fn certificates_of(
    db: &impl ConnectionTrait,
    officers: &[String],
) -> Result<HashMap<String, Vec<Certificate>>, OfficerError> {
    let rows = certificate::Entity::find()
        .filter(certificate::Column::OfficerId.is_in(officers))
        .order_by_asc(certificate::Column::Number)
        .all(db)
        .await?;
    let ids = rows.iter().map(|row| row.id.as_str());
    let statuses = certificate_status::Entity::find()
        .filter(certificate_status::Column::CertificateId.is_in(ids))
        .all(db)
        .await?;
    let mut spans: HashMap<String, Vec<Span<CertificateStatus>>> = HashMap::new();
    for row in statuses {
        let span =
            status_span(&row).ok_or_else(|| OfficerError::Damaged(row.certificate_id.clone()))?;
        spans.entry(row.certificate_id).or_default().push(span);
    }
    let mut held: HashMap<String, Vec<Certificate>> = HashMap::new();
    for row in rows {
        let statuses = spans.remove(&row.id).unwrap_or_default();
        let certificate =
            certificate_of(&row, statuses).ok_or_else(|| OfficerError::Damaged(row.id.clone()))?;
        held.entry(row.officer_id).or_default().push(certificate);
    }
    Ok(held)
}

fn status_span(row: &certificate_status::Model) -> Option<Span<CertificateStatus>> {
    Some(Span {
        from: read(&row.valid_from)?,
        to: read_optional(row.valid_to.as_ref())?,
        value: CertificateStatus::named(&row.status)?,
    })
}

fn certificate_of(
    row: &certificate::Model,
    statuses: Vec<Span<CertificateStatus>>,
) -> Option<Certificate> {
    Some(Certificate {
        id: read(&row.id)?,
        draft: CertificateDraft {
            number: row.number.clone(),
            field: row.field.clone(),
            area: read(&row.area)?,
            issued_on: read(&row.issued_on)?,
            expires_on: read(&row.expires_on)?,
        },
        statuses: Timeline::stored(statuses),
    })
}

async fn training(db: &impl ConnectionTrait, officer: &str) -> Result<Vec<Training>, OfficerError> {
    let rows = officer_training::Entity::find()
        .filter(officer_training::Column::OfficerId.eq(officer))
        .order_by_asc(officer_training::Column::Number)
        .all(db)
        .await?;
    let held = rows.into_iter().map(|row| {
        let completed_on = read(&row.completed_on);
        let hours = u16::try_from(row.hours).ok();
        match (completed_on, hours) {
            (Some(completed_on), Some(hours)) => Ok(Training {
                completed_on,
                topic: row.topic,
                hours,
            }),
            _ => Err(OfficerError::Damaged(row.officer_id)),
        }
    });
    held.collect()
}

async fn interests(
    db: &impl ConnectionTrait,
    sealer: &Sealer,
    officer: &str,
) -> Result<Vec<Interest>, OfficerError> {
    let rows = officer_interest::Entity::find()
        .filter(officer_interest::Column::OfficerId.eq(officer))
        .order_by_asc(officer_interest::Column::Id)
        .all(db)
        .await?;
    let mut held = Vec::new();
    for row in rows {
        let note = row
            .note_sealed
            .as_ref()
            .map(|note| sealer.open(&note_place(&row.id), note))
            .transpose()?;
        held.push(interest(&row, note).ok_or(OfficerError::Damaged(row.id))?);
    }
    Ok(held)
}

pub(super) fn interest(row: &officer_interest::Model, note: Option<String>) -> Option<Interest> {
    Some(Interest {
        id: read::<InterestId>(&row.id)?,
        draft: InterestDraft {
            party: read_optional(row.party_id.as_ref())?,
            relation: Relation::named(&row.relation)?,
            note,
            valid_from: read(&row.valid_from)?,
        },
        valid_to: read_optional(row.valid_to.as_ref())?,
    })
}

fn note_place(interest: &str) -> String {
    format!("officer_interest/{interest}/note")
}

/// Writes new officers.
pub(crate) async fn insert(
    tx: &WriteTx,
    sealer: &Sealer,
    officers: &[Officer],
) -> Result<(), OfficerError> {
    insert_all(&**tx, officers.iter().map(row).collect::<Vec<_>>()).await?;
    insert_parts(tx, sealer, officers).await
}

/// Writes an officer in the place of what was known of them.
pub(crate) async fn replace(
    tx: &WriteTx,
    sealer: &Sealer,
    officer: &Officer,
) -> Result<(), OfficerError> {
    let key = officer.id.to_string();
    officer::Entity::update(row(officer)).exec(&**tx).await?;
    count_change(tx, OFFICERS).await?;
    for certificate in &officer.certificates {
        let of_it = certificate_status::Column::CertificateId.eq(certificate.id.to_string());
        certificate_status::Entity::delete_many()
            .filter(of_it)
            .exec(&**tx)
            .await?;
    }
    certificate::Entity::delete_many()
        .filter(certificate::Column::OfficerId.eq(&key))
        .exec(&**tx)
        .await?;
    officer_post::Entity::delete_many()
        .filter(officer_post::Column::OfficerId.eq(&key))
        .exec(&**tx)
        .await?;
    officer_training::Entity::delete_many()
        .filter(officer_training::Column::OfficerId.eq(&key))
        .exec(&**tx)
        .await?;
    officer_interest::Entity::delete_many()
        .filter(officer_interest::Column::OfficerId.eq(&key))
        .exec(&**tx)
        .await?;
    insert_parts(tx, sealer, std::slice::from_ref(officer)).await
}

/// Writes only where an officer serves, which is all that a merge of authorities changes.
pub(super) async fn replace_posts(tx: &WriteTx, officer: &Officer) -> Result<(), OfficerError> {
    let of_them = officer_post::Column::OfficerId.eq(officer.id.to_string());
    officer::Entity::update(row(officer)).exec(&**tx).await?;
    count_change(tx, OFFICERS).await?;
    officer_post::Entity::delete_many()
        .filter(of_them)
        .exec(&**tx)
        .await?;
    Ok(insert_all(&**tx, post_rows(officer)).await?)
}

async fn insert_parts(
    tx: &WriteTx,
    sealer: &Sealer,
    officers: &[Officer],
) -> Result<(), OfficerError> {
    let (mut posts, mut certificates, mut statuses) = (Vec::new(), Vec::new(), Vec::new());
    let (mut training, mut interests) = (Vec::new(), Vec::new());
    for officer in officers {
        posts.extend(post_rows(officer));
        certificates.extend(
            officer
                .certificates
                .iter()
                .map(|held| certificate_row(officer, held)),
        );
        statuses.extend(officer.certificates.iter().flat_map(status_rows));
        training.extend(training_rows(officer));
        for held in &officer.interests {
            interests.push(interest_row(sealer, officer, held)?);
        }
    }
    insert_all(&**tx, posts).await?;
    insert_all(&**tx, certificates).await?;
    insert_all(&**tx, statuses).await?;
    insert_all(&**tx, training).await?;
    Ok(insert_all(&**tx, interests).await?)
}

fn row(officer: &Officer) -> officer::ActiveModel {
    let held = officer.legal_qualification.as_ref();
    officer::ActiveModel {
        id: Set(officer.id.to_string()),
        code: Set(officer.code.clone()),
        identity_sealed: Set(officer
            .identity
            .as_ref()
            .map(|identity| identity.sealed.clone())),
        identity_digest: Set(officer
            .identity
            .as_ref()
            .map(|identity| identity.digest.clone())),
        legal_qualification: Set(held.map(|held| held.number.clone())),
        legally_qualified_on: Set(held.map(|held| held.granted_on.to_string())),
        revision: Set(officer.revision.cast_signed()),
    }
}

fn post_rows(officer: &Officer) -> Vec<officer_post::ActiveModel> {
    let row = |span: &Span<Post>| officer_post::ActiveModel {
        officer_id: Set(officer.id.to_string()),
        valid_from: Set(span.from.to_string()),
        valid_to: Set(span.to.map(|to| to.to_string())),
        code: Set(officer.code.clone()),
        name: Set(span.value.name.clone()),
        initials: Set(initials(&span.value.name)),
        authority_id: Set(span.value.authority.to_string()),
        post: Set(span.value.post.clone()),
        auxiliary: Set(i32::from(span.value.auxiliary)),
    };
    officer.posts.spans().iter().map(row).collect()
}

fn certificate_row(officer: &Officer, held: &Certificate) -> certificate::ActiveModel {
    certificate::ActiveModel {
        id: Set(held.id.to_string()),
        officer_id: Set(officer.id.to_string()),
        number: Set(held.draft.number.clone()),
        field: Set(held.draft.field.clone()),
        area: Set(held.draft.area.to_string()),
        issued_on: Set(held.draft.issued_on.to_string()),
        expires_on: Set(held.draft.expires_on.to_string()),
    }
}

fn status_rows(held: &Certificate) -> Vec<certificate_status::ActiveModel> {
    let row = |span: &Span<CertificateStatus>| certificate_status::ActiveModel {
        certificate_id: Set(held.id.to_string()),
        valid_from: Set(span.from.to_string()),
        valid_to: Set(span.to.map(|to| to.to_string())),
        status: Set(span.value.as_str().to_owned()),
    };
    held.statuses.spans().iter().map(row).collect()
}

fn training_rows(officer: &Officer) -> Vec<officer_training::ActiveModel> {
    let row = |(number, training): (i32, &Training)| officer_training::ActiveModel {
        officer_id: Set(officer.id.to_string()),
        number: Set(number),
        completed_on: Set(training.completed_on.to_string()),
        topic: Set(training.topic.clone()),
        hours: Set(training.hours.into()),
    };
    (1..).zip(&officer.training).map(row).collect()
}

fn interest_row(
    sealer: &Sealer,
    officer: &Officer,
    held: &Interest,
) -> Result<officer_interest::ActiveModel, OfficerError> {
    let id = held.id.to_string();
    let note = held
        .draft
        .note
        .as_ref()
        .map(|note| sealer.seal(&note_place(&id), note))
        .transpose()?;
    Ok(officer_interest::ActiveModel {
        id: Set(id),
        officer_id: Set(officer.id.to_string()),
        party_id: Set(held.draft.party.map(|party| party.to_string())),
        relation: Set(held.draft.relation.as_str().to_owned()),
        note_sealed: Set(note),
        valid_from: Set(held.draft.valid_from.to_string()),
        valid_to: Set(held.valid_to.map(|to| to.to_string())),
    })
}
