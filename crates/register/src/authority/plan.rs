//! What a change of authorities does, decided without a database: each function takes the registry
//! and the request and gives the [`Plan`] that is to be performed, or the refusal.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::error::AuthorityError;
use super::merge_split::ended_entrustments;
use super::model::{
    Authority, AuthorityDraft, AuthorityPatch, AuthorityState, Entrustment, Succession,
};
use super::registry::Registry;
use crate::register::Told;
use crate::timeline::Timeline;
use crate::{AuthorityId, AuthorityKind, EntrustmentId, OfficerId};

/// What is to be written for a change.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Authorities as they are afterwards, with their new revision.
    pub(crate) authorities: Vec<Authority>,
    /// New links between authorities.
    pub(crate) successions: Vec<Succession>,
    /// Entrustments as they are afterwards.
    pub(crate) entrustments: Vec<Entrustment>,
    /// Officers who serve elsewhere from a day on.
    pub(crate) transfer: Option<Transfer>,
    /// Authorities that must have no officers from a day on.
    pub(crate) must_be_empty: Option<(AuthorityId, Date)>,
    /// What happened: `register.authority_merged`.
    pub(crate) act: &'static str,
    /// Which authority it is about.
    pub(crate) subject: AuthorityId,
    /// What the ledger keeps of it.
    pub(crate) data: Value,
    /// What it keeps apart, since it is personal.
    pub(crate) personal: Vec<Value>,
}

/// Officers who serve elsewhere from a day on.
#[derive(Debug, Clone)]
pub(crate) struct Transfer {
    /// The authorities that they leave.
    pub(crate) from: Vec<AuthorityId>,
    /// From which day.
    pub(crate) on: Date,
    /// Where each serves who is named; the others serve at `others`.
    pub(crate) named: BTreeMap<OfficerId, AuthorityId>,
    /// Where the others serve.
    pub(crate) others: AuthorityId,
}

const MAX_NAME: usize = 200;
const MAX_CODE: usize = 50;
const MAX_PERSON: usize = 100;
const MAX_DECISION: usize = 500;

/// Confirms an authority from a day on.
pub(crate) fn confirm(
    registry: &Registry,
    id: AuthorityId,
    draft: &AuthorityDraft,
    on: Date,
) -> Result<Plan, AuthorityError> {
    let authority = new_authority(registry, id, draft, on)?;
    let told = confirmed(&authority);
    let mut plan = Plan::about(id, told.kind)
        .telling(told.data)
        .writing([authority]);
    plan.personal = told.personal;
    plan.checked(registry)
}

/// The act of a confirmation.
pub(crate) fn confirmed(authority: &Authority) -> Told {
    let first = authority.states.spans().first();
    let state = first.map(|span| span.value.public());
    let id = authority.id.to_string();
    Told {
        kind: "register.authority_confirmed",
        subject: ("authority", id.clone()),
        authority: Some(id),
        data: json!({"code": authority.code, "on": first.map(|span| span.from), "state": state}),
        personal: first
            .and_then(|span| head(authority.id, span.value.legal_head.as_deref()))
            .into_iter()
            .collect(),
    }
}

/// Changes fields of an authority from a day on.
pub(crate) fn change(
    registry: &Registry,
    id: AuthorityId,
    patch: &AuthorityPatch,
    on: Date,
) -> Result<Plan, AuthorityError> {
    let mut authority = existing(registry, id)?;
    let was = then(&authority, on)?.clone();
    authority
        .states
        .edit_from(on, |state| patch.apply(state, &was));
    let now = then(&authority, on)?.clone();
    if now == was {
        return Err(AuthorityError::Unchanged);
    }
    check_state(registry, id, &now, &authority.states)?;
    let plan = Plan::about(id, "register.authority_changed")
        .telling(json!({"code": authority.code, "on": on, "changes": patch.public()}))
        .naming(patch.legal_head.as_deref())
        .writing([changed(authority)]);
    plan.checked(registry)
}

/// Gives an authority another name from a day on. It stays the same authority.
pub(crate) fn rename(
    registry: &Registry,
    id: AuthorityId,
    name: &str,
    name_en: Option<&str>,
    on: Date,
) -> Result<Plan, AuthorityError> {
    let mut authority = existing(registry, id)?;
    let was = then(&authority, on)?.clone();
    if was.name == name && was.name_en.as_deref() == name_en {
        return Err(AuthorityError::Unchanged);
    }
    authority.states.edit_from(on, |state| {
        if state.name == was.name {
            name.clone_into(&mut state.name);
            state.name_en = name_en.map(str::to_owned);
        }
    });
    check_state(registry, id, then(&authority, on)?, &authority.states)?;
    let plan = Plan::about(id, "register.authority_renamed")
        .telling(json!({"code": authority.code, "on": on, "from": was.name, "to": name, "to_en": name_en}))
        .writing([changed(authority)]);
    plan.checked(registry)
}

/// Ends an authority on a day. It must have neither officers nor authorities under it.
pub(crate) fn end(registry: &Registry, id: AuthorityId, on: Date) -> Result<Plan, AuthorityError> {
    let mut authority = existing(registry, id)?;
    then(&authority, on)?;
    authority.states.end(on);
    let mut plan = Plan::about(id, "register.authority_ended")
        .telling(json!({"code": authority.code, "on": on}))
        .writing([changed(authority)]);
    plan.entrustments = ended_entrustments(registry, &[id], on);
    plan.must_be_empty = Some((id, on));
    plan.checked(registry)
}

/// Lets an organisation act in the name of an authority for a term.
pub(crate) fn entrust(
    registry: &Registry,
    entrustment: Entrustment,
) -> Result<Plan, AuthorityError> {
    let on = entrustment.valid_from;
    let (by, to) = (
        existing(registry, entrustment.by)?,
        existing(registry, entrustment.to)?,
    );
    if then(&by, on)?.kind == AuthorityKind::EntrustedOrganisation {
        return Err(AuthorityError::ReEntrustment);
    }
    if then(&to, on)?.kind != AuthorityKind::EntrustedOrganisation {
        return Err(AuthorityError::NotEntrustable);
    }
    if entrustment.valid_to <= on {
        return Err(AuthorityError::Term);
    }
    for authority in [&by, &to] {
        if !authority.states.covers(on, Some(entrustment.valid_to)) {
            let on = authority.states.ends().unwrap_or(on);
            return Err(AuthorityError::NotThen {
                code: authority.code.clone(),
                on,
            });
        }
    }
    check_text("matters", &entrustment.matters, 2000)?;
    check_text("document", &entrustment.document, MAX_DECISION)?;
    let mut plan = Plan::about(to.id, "register.entrustment_made").telling(json!({
        "entrustment": entrustment.id, "by": by.id, "by_code": by.code, "to": to.id, "to_code": to.code,
        "matters": entrustment.matters, "document": entrustment.document,
        "from": on, "until": entrustment.valid_to,
    }));
    plan.authorities = vec![changed(to), changed(by)];
    plan.entrustments = vec![entrustment];
    Ok(plan)
}

/// Ends an entrustment before its term.
pub(crate) fn withdraw(
    registry: &Registry,
    id: EntrustmentId,
    on: Date,
) -> Result<Plan, AuthorityError> {
    let mut entrustment = registry
        .entrustment(id)
        .cloned()
        .ok_or(AuthorityError::NoEntrustment)?;
    if on >= entrustment.valid_to || on < entrustment.valid_from {
        return Err(AuthorityError::Term);
    }
    entrustment.valid_to = on;
    let (by, to) = (
        existing(registry, entrustment.by)?,
        existing(registry, entrustment.to)?,
    );
    let mut plan = Plan::about(to.id, "register.entrustment_ended")
        .telling(json!({"entrustment": id, "by": entrustment.by, "to": to.id, "on": on}));
    plan.authorities = vec![changed(to), changed(by)];
    plan.entrustments = vec![entrustment];
    Ok(plan)
}

impl Plan {
    pub(super) fn about(subject: AuthorityId, act: &'static str) -> Self {
        Self {
            authorities: Vec::new(),
            successions: Vec::new(),
            entrustments: Vec::new(),
            transfer: None,
            must_be_empty: None,
            act,
            subject,
            data: Value::Null,
            personal: Vec::new(),
        }
    }

    pub(super) fn telling(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    pub(super) fn naming(mut self, legal_head: Option<&str>) -> Self {
        self.personal.extend(head(self.subject, legal_head));
        self
    }

    pub(super) fn writing(mut self, authorities: impl IntoIterator<Item = Authority>) -> Self {
        self.authorities.extend(authorities);
        self
    }

    /// The plan, where the tree of authorities stands afterwards.
    pub(super) fn checked(self, registry: &Registry) -> Result<Self, AuthorityError> {
        let mut after = registry.clone();
        for authority in &self.authorities {
            after.insert(authority.clone());
        }
        after.check_tree().map_err(AuthorityError::Tree)?;
        Ok(self)
    }
}

pub(super) fn head(authority: AuthorityId, name: Option<&str>) -> Option<Value> {
    name.map(|name| json!({"authority": authority, "legal_head": name}))
}

pub(super) fn existing(registry: &Registry, id: AuthorityId) -> Result<Authority, AuthorityError> {
    registry.get(id).cloned().ok_or(AuthorityError::NotFound)
}

pub(super) fn then(authority: &Authority, on: Date) -> Result<&AuthorityState, AuthorityError> {
    authority
        .states
        .at(on)
        .ok_or_else(|| AuthorityError::NotThen {
            code: authority.code.clone(),
            on,
        })
}

pub(super) fn changed(mut authority: Authority) -> Authority {
    authority.revision += 1;
    authority
}

fn new_authority(
    registry: &Registry,
    id: AuthorityId,
    draft: &AuthorityDraft,
    on: Date,
) -> Result<Authority, AuthorityError> {
    new_authority_after(registry, id, draft, on, &[])
}

/// A new authority; those that end on its first day may leave it their credit code.
pub(super) fn new_authority_after(
    registry: &Registry,
    id: AuthorityId,
    draft: &AuthorityDraft,
    on: Date,
    ending: &[AuthorityId],
) -> Result<Authority, AuthorityError> {
    check_text("code", &draft.code, MAX_CODE)?;
    if registry.by_code(&draft.code).is_some() {
        return Err(AuthorityError::CodeTaken(draft.code.clone()));
    }
    let states = Timeline::since(on, draft.state.clone());
    check_fields(&draft.state)?;
    check_credit_code(registry, id, &draft.state, &states, ending)?;
    Ok(Authority {
        id,
        code: draft.code.clone(),
        revision: 1,
        states,
    })
}

fn check_state(
    registry: &Registry,
    id: AuthorityId,
    state: &AuthorityState,
    states: &Timeline<AuthorityState>,
) -> Result<(), AuthorityError> {
    check_fields(state)?;
    check_credit_code(registry, id, state, states, &[])
}

pub(crate) fn check_fields(state: &AuthorityState) -> Result<(), AuthorityError> {
    check_text("name", &state.name, MAX_NAME)?;
    check_text("decision", &state.decision, MAX_DECISION)?;
    for (field, value, max) in [
        ("name_en", &state.name_en, MAX_NAME),
        ("legal_head", &state.legal_head, MAX_PERSON),
    ] {
        if let Some(value) = value {
            check_text(field, value, max)?;
        }
    }
    Ok(())
}

fn check_text(field: &'static str, text: &str, max: usize) -> Result<(), AuthorityError> {
    if crate::text::is_plain(text, max) {
        Ok(())
    } else {
        Err(AuthorityError::Field { field, max })
    }
}

/// No two authorities bear one credit code on one day.
fn check_credit_code(
    registry: &Registry,
    id: AuthorityId,
    state: &AuthorityState,
    states: &Timeline<AuthorityState>,
    ending: &[AuthorityId],
) -> Result<(), AuthorityError> {
    let Some(code) = &state.credit_code else {
        return Ok(());
    };
    let from = states.begins().unwrap_or(Date::MIN);
    let others = registry
        .all()
        .filter(|other| other.id != id && !ending.contains(&other.id));
    for other in others {
        let bears = other.states.spans().iter().any(|span| {
            span.value.credit_code.as_ref() == Some(code)
                && span.to.is_none_or(|to| to > from)
                && states.ends().is_none_or(|end| span.from < end)
        });
        if bears {
            return Err(AuthorityError::CreditCodeTaken(other.code.clone()));
        }
    }
    Ok(())
}
