//! What a merge or a split of authorities does: pure, as in `plan.rs`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::error::AuthorityError;
use super::model::{Authority, AuthorityDraft, AuthorityState, Entrustment, Succession};
use super::plan::{Plan, Transfer, changed, existing, head, new_authority_after, then};
use super::registry::{Registry, TreeFault};
use crate::{AuthorityId, EntrustmentId, OfficerId, SuccessionKind};

/// What follows a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "into", rename_all = "snake_case")]
pub enum MergeInto {
    /// One of the merged authorities goes on.
    Existing {
        /// Which.
        #[schema(value_type = Uuid)]
        authority: AuthorityId,
    },
    /// A new one is confirmed.
    New {
        /// What it is.
        authority: AuthorityDraft,
    },
}

/// One part of a split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SplitPart {
    /// The new authority.
    pub authority: AuthorityDraft,
    /// Officers who serve in it. Those whom no part names serve in the first.
    #[schema(value_type = Vec<Uuid>)]
    #[serde(default)]
    pub officers: Vec<OfficerId>,
    /// Authorities under the one that is split that stand under this part. Those whom no part names
    /// stand under the first.
    #[schema(value_type = Vec<Uuid>)]
    #[serde(default)]
    pub children: Vec<AuthorityId>,
}

/// Makes one authority of several on a day: officers, authorities under them and entrustments that
/// they gave go over to it.
pub(crate) fn merge(
    registry: &Registry,
    merged: &[AuthorityId],
    into: &MergeInto,
    new_id: AuthorityId,
    on: Date,
) -> Result<Plan, AuthorityError> {
    let mut sources: Vec<AuthorityId> = merged.to_vec();
    sources.sort_unstable();
    sources.dedup();
    let (target, confirmed) = match into {
        MergeInto::Existing { authority: id } => {
            sources.retain(|source| source != id);
            then(&existing(registry, *id)?, on)?;
            (*id, None)
        }
        MergeInto::New { authority } => (new_id, Some(authority)),
    };
    if sources.len() + usize::from(confirmed.is_none()) < 2 {
        return Err(AuthorityError::TooFew);
    }
    let mut touched = BTreeMap::new();
    if let Some(draft) = confirmed {
        // Its own number and credit code may be those of an authority that ends.
        touched.insert(
            target,
            new_authority_after(registry, target, draft, on, &sources)?,
        );
    }
    for &source in &sources {
        let mut authority = existing(registry, source)?;
        then(&authority, on)?;
        authority.states.end(on);
        touched.insert(source, changed(authority));
    }
    move_children(registry, &mut touched, &sources, on, |_| target)?;
    let codes: Vec<_> = sources
        .iter()
        .filter_map(|id| registry.get(*id))
        .map(|authority| &authority.code)
        .collect();
    let mut plan = Plan::about(target, "register.authorities_merged")
        .telling(json!({"on": on, "from": sources, "from_codes": codes, "to": target,
            "confirmed": confirmed.map(|draft| json!({"code": draft.code, "state": draft.state.public()}))}))
        .naming(confirmed.and_then(|draft| draft.state.legal_head.as_deref()))
        .writing(touched.into_values());
    let link = |&from: &AuthorityId| Succession {
        from,
        to: target,
        kind: SuccessionKind::Merge,
        on,
    };
    plan.successions = sources.iter().map(link).collect();
    plan.entrustments = inherited_entrustments(registry, &sources, target, on);
    plan.transfer = Some(Transfer {
        from: sources,
        on,
        named: BTreeMap::new(),
        others: target,
    });
    plan.checked(registry)
}

/// Makes several authorities of one on a day.
pub(crate) fn split(
    registry: &Registry,
    id: AuthorityId,
    parts: &[(AuthorityId, &SplitPart)],
    on: Date,
) -> Result<Plan, AuthorityError> {
    let [(first, _), _, ..] = parts else {
        return Err(AuthorityError::TooFew);
    };
    let mut authority = existing(registry, id)?;
    then(&authority, on)?;
    authority.states.end(on);
    let mut touched = BTreeMap::from([(id, changed(authority))]);
    let (mut officers, mut children) = (BTreeMap::new(), BTreeMap::new());
    for &(part, draft) in parts {
        let new = new_authority_after(registry, part, &draft.authority, on, &[id])?;
        if touched.values().any(|other| other.code == new.code) {
            return Err(AuthorityError::CodeTaken(new.code));
        }
        touched.insert(part, new);
        officers.extend(draft.officers.iter().map(|officer| (*officer, part)));
        children.extend(draft.children.iter().map(|child| (*child, part)));
    }
    move_children(registry, &mut touched, &[id], on, |child| {
        children.get(&child).copied().unwrap_or(*first)
    })?;
    let made: Vec<_> = parts
        .iter()
        .map(|(id, part)| json!({"id": id, "code": part.authority.code, "state": part.authority.state.public()}))
        .collect();
    let mut plan = Plan::about(id, "register.authority_split")
        .telling(json!({"on": on, "from": id, "to": made}))
        .writing(touched.into_values());
    plan.personal = parts
        .iter()
        .filter_map(|(id, part)| head(*id, part.authority.state.legal_head.as_deref()))
        .collect();
    let link = |&(to, _): &(AuthorityId, &SplitPart)| Succession {
        from: id,
        to,
        kind: SuccessionKind::Split,
        on,
    };
    plan.successions = parts.iter().map(link).collect();
    plan.entrustments = inherited_entrustments(registry, &[id], *first, on);
    plan.transfer = Some(Transfer {
        from: vec![id],
        on,
        named: officers,
        others: *first,
    });
    plan.checked(registry)
}

/// Puts the authorities under those that end under others from this day on.
fn move_children(
    registry: &Registry,
    touched: &mut BTreeMap<AuthorityId, Authority>,
    ending: &[AuthorityId],
    on: Date,
    to: impl Fn(AuthorityId) -> AuthorityId,
) -> Result<(), AuthorityError> {
    for child in registry.all().filter(|child| !ending.contains(&child.id)) {
        let under =
            |state: &AuthorityState| state.parent.is_some_and(|parent| ending.contains(&parent));
        let later = child
            .states
            .spans()
            .iter()
            .filter(|span| span.to.is_none_or(|to| to > on));
        if !later.clone().any(|span| under(&span.value)) {
            continue;
        }
        let mut moved = touched
            .remove(&child.id)
            .unwrap_or_else(|| changed(child.clone()));
        let parent = to(child.id);
        if parent == child.id {
            return Err(AuthorityError::Tree(TreeFault::Circle {
                code: child.code.clone(),
                on,
            }));
        }
        moved.states.edit_from(on, |state| {
            if under(state) {
                state.parent = Some(parent);
            }
        });
        touched.insert(child.id, moved);
    }
    Ok(())
}

/// Entrustments of authorities that end: given or received, they end with them.
pub(super) fn ended_entrustments(
    registry: &Registry,
    ending: &[AuthorityId],
    on: Date,
) -> Vec<Entrustment> {
    let running = ending
        .iter()
        .flat_map(|id| registry.entrustments(*id))
        .filter(|entrustment| entrustment.valid_to > on);
    running
        .cloned()
        .map(|mut entrustment| {
            entrustment.valid_to = on.max(entrustment.valid_from);
            entrustment
        })
        .collect()
}

/// As [`ended_entrustments`], but who follows an authority goes on entrusting in its place.
fn inherited_entrustments(
    registry: &Registry,
    ending: &[AuthorityId],
    heir: AuthorityId,
    on: Date,
) -> Vec<Entrustment> {
    let running = ending
        .iter()
        .flat_map(|id| registry.entrustments(*id))
        .filter(|entrustment| entrustment.valid_to > on);
    let mut after = ended_entrustments(registry, ending, on);
    for entrustment in running
        .filter(|entrustment| ending.contains(&entrustment.by) && !ending.contains(&entrustment.to))
    {
        let name = format!("{}/{heir}/{on}", entrustment.id);
        after.push(Entrustment {
            id: EntrustmentId::derived(&name),
            by: heir,
            valid_from: on.max(entrustment.valid_from),
            ..entrustment.clone()
        });
    }
    after
}
