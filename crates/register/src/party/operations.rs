//! What can be done with parties. Each change is one durable write with its act; personal data goes
//! into the blocks of the act that can be erased, never into its data.

use std::collections::HashSet;

use base::{CitizenNumber, CreditCode};
use jiff::civil::Date;
use record::{ActFilter, EntryId, EraseError, Subject};
use serde_json::{Value, json};
use store::sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use store::{PageRequest, Scope, WriteTx};

use super::error::PartyError;
use super::load;
use super::model::{Party, PartyDetails, PartyDraft, PartyState};
use crate::authority::InScope;
use crate::ids::new_id;
use crate::officer::operations::seal_identity;
use crate::register::{Asking, Deed, Register, Told};
use crate::sealed::Sealer;
use crate::tables::party;
use crate::timeline::Timeline;
use crate::{PartyId, PartyKind};

/// What a change of one party tells: the act, its data, and what of it is personal.
type Change = (&'static str, Value, Vec<Value>);

impl Register {
    /// Registers a party.
    pub async fn register_party(
        &self,
        asking: &Asking,
        draft: PartyDraft,
        deed: &Deed,
    ) -> Result<PartyId, PartyError> {
        if !deed.has_reason() {
            return Err(PartyError::NoReason);
        }
        let party = new_party(self.sealer(), new_id(self.record().clock()), &draft)?;
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    let registry = room.authorities_in(tx).await?;
                    registry
                        .state(party.authority, draft.valid_from)
                        .ok_or(PartyError::NoAuthority)?;
                    if !may_change(&asking.scope, &party) {
                        return Err(PartyError::OutOfScope);
                    }
                    check_new(tx, &party).await?;
                    load::insert(tx, room.sealer(), std::slice::from_ref(&party)).await?;
                    room.tell(tx, &asking, &deed, registered(&party, &draft))
                        .await?;
                    Ok(party.id)
                })
            })
            .await
    }

    /// Registers parties at once: all or none, each with the checks and the act of its own. Gives
    /// their ids in the order of the drafts.
    pub async fn register_parties(
        &self,
        asking: &Asking,
        drafts: Vec<PartyDraft>,
        deed: &Deed,
    ) -> Result<Vec<PartyId>, PartyError> {
        if !deed.has_reason() {
            return Err(PartyError::NoReason);
        }
        let clock = self.record().clock();
        let parties = drafts
            .iter()
            .map(|draft| new_party(self.sealer(), new_id(clock), draft));
        let parties: Vec<Party> = parties.collect::<Result<_, _>>()?;
        let ids = parties.iter().map(|party| party.id).collect();
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    let registry = room.authorities_in(tx).await?;
                    for (party, draft) in parties.iter().zip(&drafts) {
                        let from = draft.valid_from;
                        registry
                            .state(party.authority, from)
                            .ok_or(PartyError::NoAuthority)?;
                        if !may_change(&asking.scope, party) {
                            return Err(PartyError::OutOfScope);
                        }
                    }
                    check_all_new(tx, &parties).await?;
                    load::insert(tx, room.sealer(), &parties).await?;
                    let told = parties.iter().zip(&drafts);
                    let told = told.map(|(party, draft)| registered(party, draft));
                    room.tell_all(tx, &asking, &deed, told).await?;
                    Ok(())
                })
            })
            .await
            .map(|()| ids)
    }

    /// Lets a party be something else from a day on.
    pub async fn change_party(
        &self,
        asking: &Asking,
        id: PartyId,
        state: PartyState,
        on: Date,
        deed: &Deed,
    ) -> Result<(), PartyError> {
        check_state(&state)?;
        self.change_one_party(asking, id, deed, move |party| {
            let before = party.states.at(on).ok_or(PartyError::NotFound)?;
            if *before == state {
                return Err(PartyError::Unchanged);
            }
            let personal = vec![json!({"party": party.id, "state": state})];
            party.states.put(on, state);
            Ok(("register.party_changed", json!({"on": on}), personal))
        })
        .await
    }

    /// Shows the identity number of a party; that it was looked at, by whom and why, is recorded.
    pub async fn reveal_identity(
        &self,
        asking: &Asking,
        id: PartyId,
        deed: &Deed,
    ) -> Result<String, PartyError> {
        if !deed.has_reason() {
            return Err(PartyError::NoReason);
        }
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    let party = room.seen_party(tx, &asking.scope, id).await?;
                    let identity = party.identity.as_ref().ok_or(PartyError::NoIdentity)?;
                    let number = room
                        .sealer()
                        .open(&load::identity_place(id), &identity.sealed)?;
                    room.tell(
                        tx,
                        &asking,
                        &deed,
                        told(&party, "register.identity_viewed", json!({}), Vec::new()),
                    )
                    .await?;
                    Ok(number)
                })
            })
            .await
    }

    /// Erases the personal data of a party, here and in the blocks of its acts. Its id stays, and
    /// the record can still be verified.
    pub async fn erase_party(
        &self,
        asking: &Asking,
        id: PartyId,
        deed: &Deed,
    ) -> Result<(), PartyError> {
        let now = self.record().clock().now().as_millisecond();
        self.change_one_party(asking, id, deed, move |party| {
            if party.kind == PartyKind::Organisation {
                return Err(PartyError::NotPersonal);
            }
            party.identity = None;
            party.credit_code = None;
            party.erased_ms = Some(now);
            party.states.edit_from(Date::MIN, |state| {
                state.name.clear();
                state.details = PartyDetails::default();
            });
            Ok(("register.party_erased", json!({}), Vec::new()))
        })
        .await
    }

    async fn change_one_party(
        &self,
        asking: &Asking,
        id: PartyId,
        deed: &Deed,
        change: impl FnOnce(&mut Party) -> Result<Change, PartyError> + Send + 'static,
    ) -> Result<(), PartyError> {
        if !deed.has_reason() {
            return Err(PartyError::NoReason);
        }
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    tx.alone(crate::register::LOCK).await?;
                    let mut party = room.seen_party(tx, &asking.scope, id).await?;
                    if party.erased_ms.is_some() {
                        return Err(PartyError::Erased);
                    }
                    if party.revision != deed.seen {
                        return Err(PartyError::Changed {
                            seen: deed.seen,
                            is: party.revision,
                        });
                    }
                    party.revision += 1;
                    let (kind, data, personal) = change(&mut party)?;
                    if !may_change(&asking.scope, &party) {
                        return Err(PartyError::OutOfScope);
                    }
                    load::replace(tx, room.sealer(), &party).await?;
                    if party.erased_ms.is_some() {
                        room.erase_blocks(tx, id).await?;
                    }
                    room.tell(tx, &asking, &deed, told(&party, kind, data, personal))
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Erases the personal blocks of every act about a party.
    async fn erase_blocks(&self, tx: &WriteTx, id: PartyId) -> Result<(), PartyError> {
        let subject = Subject {
            kind: "party".to_owned(),
            id: id.to_string(),
        };
        let filter = ActFilter {
            subject: Some(subject),
            ..ActFilter::default()
        };
        let mut page = PageRequest::default();
        loop {
            let acts = self.record().acts(&filter, &page).await?;
            for act in &acts.acts {
                self.erase_blocks_of(tx, act.entry).await?;
            }
            let Some(next) = acts.next else { return Ok(()) };
            page.cursor = Some(next);
        }
    }

    async fn erase_blocks_of(&self, tx: &WriteTx, entry: EntryId) -> Result<(), PartyError> {
        for number in 0..=u8::MAX {
            match self.record().erase(tx, entry, number).await {
                Ok(_) => {}
                Err(EraseError::NotFound { .. }) => break,
                Err(EraseError::Store(error)) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn seen_party(
        &self,
        tx: &WriteTx,
        scope: &Scope,
        id: PartyId,
    ) -> Result<Party, PartyError> {
        let party = load::load(&**tx, self.sealer(), id)
            .await?
            .ok_or(PartyError::NotFound)?;
        if may_change(scope, &party) {
            Ok(party)
        } else {
            Err(PartyError::NotFound)
        }
    }
}

/// A party as it is first registered.
fn new_party(sealer: &Sealer, id: PartyId, draft: &PartyDraft) -> Result<Party, PartyError> {
    check_state(&draft.state)?;
    let known = match draft.kind {
        PartyKind::NaturalPerson => draft.identity.is_some() && draft.credit_code.is_none(),
        PartyKind::Organisation => draft.credit_code.is_some() && draft.identity.is_none(),
        PartyKind::IndividualBusiness => draft.credit_code.is_some(),
    };
    if !known {
        return Err(PartyError::Unknown);
    }
    let place = load::identity_place(id);
    Ok(Party {
        id,
        kind: draft.kind,
        credit_code: draft.credit_code.clone(),
        identity: draft
            .identity
            .as_ref()
            .map(|number| seal_identity(sealer, &place, number))
            .transpose()?,
        authority: draft.authority,
        erased_ms: None,
        revision: 1,
        states: Timeline::since(draft.valid_from, draft.state.clone()),
    })
}

/// The act of a registration.
fn registered(party: &Party, draft: &PartyDraft) -> Told {
    let number = draft.identity.as_ref().map(CitizenNumber::reveal);
    let personal = vec![
        json!({"party": party.id, "state": draft.state, "credit_code": party.credit_code, "identity": number}),
    ];
    let data = json!({"kind": party.kind, "on": draft.valid_from});
    told(party, "register.party_registered", data, personal)
}

fn told(party: &Party, kind: &'static str, data: Value, personal: Vec<Value>) -> Told {
    Told {
        kind,
        subject: ("party", party.id.to_string()),
        authority: Some(party.authority.to_string()),
        data,
        personal,
    }
}

fn may_change(scope: &Scope, party: &Party) -> bool {
    let last = party.states.spans().last();
    last.is_some_and(|span| {
        scope.allows(&InScope::at_level(
            party.authority,
            &span.value.area,
            party.kind.confidentiality(),
        ))
    })
}

fn check_state(state: &PartyState) -> Result<(), PartyError> {
    let details = &state.details;
    let fields = [
        ("name", Some(&state.name), 200),
        ("address", details.address.as_ref(), 300),
        ("phone", details.phone.as_ref(), 50),
        ("representative", details.representative.as_ref(), 100),
    ];
    for (field, text, max) in fields {
        if text.is_some_and(|text| !crate::text::is_plain(text, max)) {
            return Err(PartyError::Field { field, max });
        }
    }
    Ok(())
}

/// Nobody is registered twice.
/// As [`check_new`], of many: none is known, and none stands twice among them.
async fn check_all_new(tx: &WriteTx, parties: &[Party]) -> Result<(), PartyError> {
    let mut seen = HashSet::new();
    let numbers = |party: &Party| {
        let code = party
            .credit_code
            .as_ref()
            .map(|code| code.as_str().to_owned());
        [
            code,
            party
                .identity
                .as_ref()
                .map(|identity| identity.digest.clone()),
        ]
    };
    if !parties
        .iter()
        .flat_map(numbers)
        .flatten()
        .all(|number| seen.insert(number))
    {
        return Err(PartyError::Known);
    }
    for chunk in parties.chunks(1_000) {
        let codes = chunk.iter().filter_map(|party| party.credit_code.as_ref());
        let codes = party::Column::CreditCode.is_in(codes.map(CreditCode::as_str));
        let digests = chunk.iter().filter_map(|party| party.identity.as_ref());
        let digests = digests.map(|identity| identity.digest.as_str());
        let same = Condition::any()
            .add(codes)
            .add(party::Column::IdentityDigest.is_in(digests));
        if party::Entity::find()
            .filter(same)
            .one(&**tx)
            .await?
            .is_some()
        {
            return Err(PartyError::Known);
        }
    }
    Ok(())
}

async fn check_new(tx: &WriteTx, new: &Party) -> Result<(), PartyError> {
    let same = Condition::any()
        .add_option(
            new.credit_code
                .as_ref()
                .map(|code| party::Column::CreditCode.eq(code.as_str())),
        )
        .add_option(
            new.identity
                .as_ref()
                .map(|identity| party::Column::IdentityDigest.eq(identity.digest.as_str())),
        );
    match party::Entity::find().filter(same).one(&**tx).await? {
        Some(_) => Err(PartyError::Known),
        None => Ok(()),
    }
}
