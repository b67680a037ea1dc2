//! What can be done with officers. Each change is one durable write with its act.

use std::collections::BTreeSet;

use base::CitizenNumber;
use jiff::civil::Date;
use serde_json::{Value, json};
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{Scope, WriteTx};

use super::error::OfficerError;
use super::load;
use super::model::{
    Certificate, CertificateDraft, Interest, InterestDraft, LegalQualification, Officer,
    OfficerDraft, Post, SealedIdentity, Training,
};
use crate::authority::{InScope, Registry};
use crate::ids::new_id;
use crate::register::{Asking, Deed, Register, Told};
use crate::sealed::Sealer;
use crate::tables::{certificate, officer, party};
use crate::timeline::Timeline;
use crate::{CertificateId, CertificateStatus, InterestId, OfficerId};

/// What a change of one officer tells: the act, its data, and what of it is personal.
type Change = (&'static str, Value, Vec<Value>);

impl Register {
    /// Registers an officer.
    pub async fn register_officer(
        &self,
        asking: &Asking,
        draft: OfficerDraft,
        deed: &Deed,
    ) -> Result<OfficerId, OfficerError> {
        if !deed.has_reason() {
            return Err(OfficerError::NoReason);
        }
        let clock = self.record().clock();
        let officer = new_officer(self.sealer(), new_id(clock), new_id(clock), &draft)?;
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    let registry = room.authorities_in(tx).await?;
                    check_posts(&registry, &asking.scope, &officer)?;
                    check_free(tx, std::slice::from_ref(&officer)).await?;
                    load::insert(tx, room.sealer(), std::slice::from_ref(&officer)).await?;
                    room.tell(tx, &asking, &deed, registered(&officer)).await?;
                    Ok(officer.id)
                })
            })
            .await
    }

    /// Lets an officer serve elsewhere, as something else or under another name from a day on.
    pub async fn move_officer(
        &self,
        asking: &Asking,
        id: OfficerId,
        post: Post,
        on: Date,
        deed: &Deed,
    ) -> Result<(), OfficerError> {
        self.change(asking, id, deed, move |officer, _| {
            let before = officer.posts.at(on).cloned();
            if before.as_ref() == Some(&post) {
                return Err(OfficerError::Unchanged);
            }
            let data = json!({"code": officer.code, "on": on, "from": before.map(|post| post.authority),
                "to": post.authority, "post": post.post, "auxiliary": post.auxiliary});
            let personal = vec![json!({"officer": officer.id, "name": post.name})];
            officer.posts.put(on, post);
            Ok(("register.officer_moved", data, personal))
        })
        .await
    }

    /// Lets an officer serve nowhere from a day on.
    pub async fn end_officer(
        &self,
        asking: &Asking,
        id: OfficerId,
        on: Date,
        deed: &Deed,
    ) -> Result<(), OfficerError> {
        self.change(asking, id, deed, move |officer, _| {
            officer.posts.at(on).ok_or(OfficerError::NotInPost(on))?;
            officer.posts.end(on);
            if officer.posts.spans().is_empty() {
                return Err(OfficerError::NotInPost(on));
            }
            Ok((
                "register.officer_left",
                json!({"code": officer.code, "on": on}),
                Vec::new(),
            ))
        })
        .await
    }

    /// Issues a certificate.
    pub async fn issue_certificate(
        &self,
        asking: &Asking,
        id: OfficerId,
        draft: CertificateDraft,
        deed: &Deed,
    ) -> Result<CertificateId, OfficerError> {
        check_certificate(&draft)?;
        let new = new_id(self.record().clock());
        self.change(asking, id, deed, move |officer, _| {
            let data = json!({"code": officer.code, "certificate": draft});
            officer.certificates.push(Certificate::issued(new, draft));
            Ok(("register.certificate_issued", data, Vec::new()))
        })
        .await?;
        Ok(new)
    }

    /// Says what a certificate is worth from a day on.
    pub async fn set_certificate_status(
        &self,
        asking: &Asking,
        id: OfficerId,
        certificate: CertificateId,
        status: CertificateStatus,
        on: Date,
        deed: &Deed,
    ) -> Result<(), OfficerError> {
        self.change(asking, id, deed, move |officer, _| {
            let held = officer.certificates.iter_mut().find(|held| held.id == certificate);
            let held = held.filter(|held| held.draft.issued_on <= on).ok_or(OfficerError::NoCertificate)?;
            if held.statuses.at(on) == Some(&status) {
                return Err(OfficerError::Unchanged);
            }
            held.statuses.put(on, status);
            let data = json!({"code": officer.code, "certificate": held.draft.number, "status": status, "on": on});
            Ok(("register.certificate_status_set", data, Vec::new()))
        })
        .await
    }

    /// Records the legal qualification of an officer, in the place of what was known.
    pub async fn record_legal_qualification(
        &self,
        asking: &Asking,
        id: OfficerId,
        qualification: LegalQualification,
        deed: &Deed,
    ) -> Result<(), OfficerError> {
        check_text("number", &qualification.number, 50)?;
        self.change(asking, id, deed, move |officer, _| {
            if officer.legal_qualification.as_ref() == Some(&qualification) {
                return Err(OfficerError::Unchanged);
            }
            let data = json!({"code": officer.code, "legal_qualification": qualification});
            officer.legal_qualification = Some(qualification);
            Ok(("register.legal_qualification_recorded", data, Vec::new()))
        })
        .await
    }

    /// Records training that an officer completed.
    pub async fn record_training(
        &self,
        asking: &Asking,
        id: OfficerId,
        training: Training,
        deed: &Deed,
    ) -> Result<(), OfficerError> {
        check_text("topic", &training.topic, 200)?;
        if !(1..=2000).contains(&training.hours) {
            return Err(OfficerError::Field {
                field: "hours",
                max: 4,
            });
        }
        self.change(asking, id, deed, move |officer, _| {
            let data = json!({"code": officer.code, "training": training});
            officer.training.push(training);
            Ok(("register.training_recorded", data, Vec::new()))
        })
        .await
    }

    /// Records for what an officer withdraws.
    pub async fn declare_interest(
        &self,
        asking: &Asking,
        id: OfficerId,
        draft: InterestDraft,
        deed: &Deed,
    ) -> Result<InterestId, OfficerError> {
        if let Some(note) = &draft.note {
            check_text("note", note, 500)?;
        }
        let new: InterestId = new_id(self.record().clock());
        self.change(asking, id, deed, move |officer, _| {
            let data = json!({"code": officer.code, "interest": new, "party": draft.party,
                "relation": draft.relation, "from": draft.valid_from});
            let personal = draft
                .note
                .iter()
                .map(|note| json!({"interest": new, "note": note}))
                .collect();
            officer.interests.push(Interest {
                id: new,
                draft,
                valid_to: None,
            });
            Ok(("register.interest_declared", data, personal))
        })
        .await?;
        Ok(new)
    }

    /// Ends an interest on a day.
    pub async fn end_interest(
        &self,
        asking: &Asking,
        id: OfficerId,
        interest: InterestId,
        on: Date,
        deed: &Deed,
    ) -> Result<(), OfficerError> {
        self.change(asking, id, deed, move |officer, _| {
            let held = officer
                .interests
                .iter_mut()
                .find(|held| held.id == interest);
            let held = held
                .filter(|held| held.holds_on(on))
                .ok_or(OfficerError::NoInterest)?;
            held.valid_to = Some(on);
            let data = json!({"code": officer.code, "interest": interest, "on": on});
            Ok(("register.interest_ended", data, Vec::new()))
        })
        .await
    }

    /// Changes one officer: only who may see them changes them, on the revision that was seen.
    async fn change(
        &self,
        asking: &Asking,
        id: OfficerId,
        deed: &Deed,
        change: impl FnOnce(&mut Officer, &Registry) -> Result<Change, OfficerError> + Send + 'static,
    ) -> Result<(), OfficerError> {
        if !deed.has_reason() {
            return Err(OfficerError::NoReason);
        }
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    let registry = room.authorities_in(tx).await?;
                    let before = load::load(&**tx, room.sealer(), id)
                        .await?
                        .ok_or(OfficerError::NotFound)?;
                    if !may_change(&registry, &asking.scope, &before) {
                        return Err(OfficerError::NotFound);
                    }
                    if before.revision != deed.seen {
                        return Err(OfficerError::Changed {
                            seen: deed.seen,
                            is: before.revision,
                        });
                    }
                    let mut after = before.clone();
                    after.revision += 1;
                    let (kind, data, personal) = change(&mut after, &registry)?;
                    if after.posts != before.posts {
                        check_posts(&registry, &asking.scope, &after)?;
                    }
                    check_links(tx, &before, &after).await?;
                    load::replace(tx, room.sealer(), &after).await?;
                    room.tell(tx, &asking, &deed, told(&after, kind, data, personal))
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

/// An officer as they are first registered.
pub(crate) fn new_officer(
    sealer: &Sealer,
    id: OfficerId,
    certificate: CertificateId,
    draft: &OfficerDraft,
) -> Result<Officer, OfficerError> {
    check_text("code", &draft.code, 50)?;
    if let Some(draft) = &draft.certificate {
        check_certificate(draft)?;
    }
    if let Some(held) = &draft.legal_qualification {
        check_text("number", &held.number, 50)?;
    }
    let seal =
        |number: &CitizenNumber| seal_identity(sealer, &format!("officer/{id}/identity"), number);
    Ok(Officer {
        id,
        code: draft.code.clone(),
        revision: 1,
        identity: draft.identity.as_ref().map(seal).transpose()?,
        posts: Timeline::since(draft.valid_from, draft.post.clone()),
        certificates: draft
            .certificate
            .clone()
            .map(|draft| Certificate::issued(certificate, draft))
            .into_iter()
            .collect(),
        legal_qualification: draft.legal_qualification.clone(),
        training: Vec::new(),
        interests: Vec::new(),
    })
}

/// Seals an identity number for its place, with the digest by which its person is found.
pub(crate) fn seal_identity(
    sealer: &Sealer,
    place: &str,
    number: &CitizenNumber,
) -> Result<SealedIdentity, getrandom::Error> {
    Ok(SealedIdentity {
        sealed: sealer.seal(place, number.reveal())?,
        digest: sealer.digest("identity", number.reveal()),
    })
}

/// The act of a registration.
pub(crate) fn registered(officer: &Officer) -> Told {
    let post = officer.posts.spans().first();
    let numbers: Vec<_> = officer
        .certificates
        .iter()
        .map(|held| &held.draft)
        .collect();
    let data = json!({"code": officer.code, "on": post.map(|span| span.from),
        "authority": post.map(|span| span.value.authority), "post": post.map(|span| &span.value.post),
        "auxiliary": post.map(|span| span.value.auxiliary), "certificates": numbers, "legal_qualification": officer.legal_qualification});
    let personal = vec![json!({"officer": officer.id, "name": post.map(|span| &span.value.name)})];
    told(officer, "register.officer_registered", data, personal)
}

fn told(officer: &Officer, kind: &'static str, data: Value, personal: Vec<Value>) -> Told {
    let last = officer.posts.spans().last();
    Told {
        kind,
        subject: ("officer", officer.id.to_string()),
        authority: last.map(|span| span.value.authority.to_string()),
        data,
        personal,
    }
}

/// Whether the last post lies in the scope.
fn may_change(registry: &Registry, scope: &Scope, officer: &Officer) -> bool {
    let last = officer.posts.spans().last();
    last.is_some_and(|span| {
        let state = registry.state(span.value.authority, span.from);
        state.is_some_and(|state| scope.allows(&InScope::new(span.value.authority, &state.area)))
    })
}

/// Each post must lie in the life of its authority, and the last in the scope.
pub(crate) fn check_posts(
    registry: &Registry,
    scope: &Scope,
    officer: &Officer,
) -> Result<(), OfficerError> {
    for span in officer.posts.spans() {
        check_text("name", &span.value.name, 100)?;
        check_text("post", &span.value.post, 100)?;
        let authority = registry.get(span.value.authority);
        if !authority.is_some_and(|authority| authority.states.covers(span.from, span.to)) {
            return Err(OfficerError::NoAuthority { on: span.from });
        }
    }
    if may_change(registry, scope, officer) {
        Ok(())
    } else {
        Err(OfficerError::OutOfScope)
    }
}

pub(crate) fn check_certificate(draft: &CertificateDraft) -> Result<(), OfficerError> {
    check_text("number", &draft.number, 50)?;
    check_text("field", &draft.field, 100)?;
    if draft.expires_on < draft.issued_on {
        Err(OfficerError::Term)
    } else {
        Ok(())
    }
}

fn check_text(field: &'static str, text: &str, max: usize) -> Result<(), OfficerError> {
    if crate::text::is_plain(text, max) {
        Ok(())
    } else {
        Err(OfficerError::Field { field, max })
    }
}

/// The numbers of new officers must belong to nobody.
pub(crate) async fn check_free(tx: &WriteTx, officers: &[Officer]) -> Result<(), OfficerError> {
    for chunk in officers.chunks(5000) {
        let codes = officer::Column::Code.is_in(chunk.iter().map(|officer| officer.code.as_str()));
        if let Some(taken) = officer::Entity::find().filter(codes).one(&**tx).await? {
            return Err(OfficerError::CodeTaken(taken.code));
        }
        let digests = chunk
            .iter()
            .filter_map(|officer| Some(officer.identity.as_ref()?.digest.as_str()));
        let digests = officer::Column::IdentityDigest.is_in(digests);
        if officer::Entity::find()
            .filter(digests)
            .one(&**tx)
            .await?
            .is_some()
        {
            return Err(OfficerError::IdentityTaken);
        }
        let numbers = chunk
            .iter()
            .flat_map(|officer| &officer.certificates)
            .map(|held| held.draft.number.clone());
        check_numbers(tx, numbers.collect()).await?;
    }
    Ok(())
}

async fn check_numbers(tx: &WriteTx, numbers: Vec<String>) -> Result<(), OfficerError> {
    let numbers = certificate::Column::Number.is_in(numbers);
    let taken = certificate::Entity::find()
        .filter(numbers)
        .one(&**tx)
        .await?;
    taken.map_or(Ok(()), |taken| Err(OfficerError::NumberTaken(taken.number)))
}

/// New certificates must have new numbers, new interests parties that there are.
async fn check_links(tx: &WriteTx, before: &Officer, after: &Officer) -> Result<(), OfficerError> {
    let known: BTreeSet<_> = before.certificates.iter().map(|held| held.id).collect();
    let new = after
        .certificates
        .iter()
        .filter(|held| !known.contains(&held.id));
    check_numbers(tx, new.map(|held| held.draft.number.clone()).collect()).await?;
    let new = after.interests.iter().skip(before.interests.len());
    let parties: Vec<_> = new.filter_map(|held| held.draft.party).collect();
    for party in parties {
        let found = party::Entity::find_by_id(party.to_string())
            .one(&**tx)
            .await?;
        found.ok_or(OfficerError::NoParty)?;
    }
    Ok(())
}
