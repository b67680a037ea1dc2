//! What can be done with authorities. Each change is one durable write with its act.

use jiff::civil::Date;

use super::error::AuthorityError;
use super::merge_split::{self, MergeInto, SplitPart};
use super::model::{AuthorityDraft, AuthorityPatch, Entrustment};
use super::plan;
use crate::ids::new_id;
use crate::register::{Asking, Deed, Register};
use crate::{AuthorityId, EntrustmentId};

/// A change of an authority's name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
pub struct NewName {
    /// In Chinese.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// In English.
    #[schema(max_length = 200)]
    #[serde(default)]
    pub name_en: Option<String>,
}

/// What an entrustment says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
pub struct EntrustmentDraft {
    /// In whose name the organisation acts.
    #[schema(value_type = Uuid)]
    pub by: AuthorityId,
    /// With what it is entrusted.
    #[schema(min_length = 1, max_length = 2000)]
    pub matters: String,
    /// The written entrustment.
    #[schema(min_length = 1, max_length = 500)]
    pub document: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day on which it no longer holds.
    #[schema(value_type = String, format = Date)]
    pub valid_to: Date,
}

impl Register {
    /// Confirms an authority from a day on.
    pub async fn confirm_authority(
        &self,
        asking: &Asking,
        draft: AuthorityDraft,
        on: Date,
        deed: &Deed,
    ) -> Result<AuthorityId, AuthorityError> {
        let id = new_id(self.record().clock());
        self.perform(asking, deed, Vec::new(), move |registry| {
            plan::confirm(registry, id, &draft, on)
        })
        .await
    }

    /// Changes fields of an authority from a day on.
    pub async fn change_authority(
        &self,
        asking: &Asking,
        id: AuthorityId,
        patch: AuthorityPatch,
        on: Date,
        deed: &Deed,
    ) -> Result<AuthorityId, AuthorityError> {
        let seen = vec![(id, deed.seen)];
        self.perform(asking, deed, seen, move |registry| {
            plan::change(registry, id, &patch, on)
        })
        .await
    }

    /// Gives an authority another name from a day on. It stays the same authority.
    pub async fn rename_authority(
        &self,
        asking: &Asking,
        id: AuthorityId,
        name: NewName,
        on: Date,
        deed: &Deed,
    ) -> Result<AuthorityId, AuthorityError> {
        let seen = vec![(id, deed.seen)];
        let decide =
            move |registry: &_| plan::rename(registry, id, &name.name, name.name_en.as_deref(), on);
        self.perform(asking, deed, seen, decide).await
    }

    /// Ends an authority on a day. Officers and authorities under it are moved before.
    pub async fn end_authority(
        &self,
        asking: &Asking,
        id: AuthorityId,
        on: Date,
        deed: &Deed,
    ) -> Result<AuthorityId, AuthorityError> {
        let seen = vec![(id, deed.seen)];
        self.perform(asking, deed, seen, move |registry| {
            plan::end(registry, id, on)
        })
        .await
    }

    /// Makes one authority of several on a day, and gives its id. Of each the revision that was seen
    /// is named; the same for the one that goes on, where it is one of them.
    pub async fn merge_authorities(
        &self,
        asking: &Asking,
        merged: Vec<(AuthorityId, u32)>,
        into: MergeInto,
        on: Date,
        deed: &Deed,
    ) -> Result<AuthorityId, AuthorityError> {
        let id = new_id(self.record().clock());
        let ids: Vec<_> = merged.iter().map(|(id, _)| *id).collect();
        if let MergeInto::Existing { authority } = &into
            && !ids.contains(authority)
        {
            return Err(AuthorityError::TooFew);
        }
        self.perform(asking, deed, merged, move |registry| {
            merge_split::merge(registry, &ids, &into, id, on)
        })
        .await
    }

    /// Makes several authorities of one on a day, and gives their ids in the order of the parts.
    pub async fn split_authority(
        &self,
        asking: &Asking,
        id: AuthorityId,
        parts: Vec<SplitPart>,
        on: Date,
        deed: &Deed,
    ) -> Result<Vec<AuthorityId>, AuthorityError> {
        let clock = self.record().clock();
        let ids: Vec<AuthorityId> = parts.iter().map(|_| new_id(clock)).collect();
        let made = ids.clone();
        let decide = move |registry: &_| {
            let parts: Vec<_> = ids.iter().copied().zip(&parts).collect();
            merge_split::split(registry, id, &parts, on)
        };
        self.perform(asking, deed, vec![(id, deed.seen)], decide)
            .await?;
        Ok(made)
    }

    /// Lets an organisation act in the name of an authority: 行政处罚法 articles 20 and 21.
    pub async fn entrust(
        &self,
        asking: &Asking,
        to: AuthorityId,
        draft: EntrustmentDraft,
        deed: &Deed,
    ) -> Result<EntrustmentId, AuthorityError> {
        let id = new_id(self.record().clock());
        let entrustment = Entrustment {
            id,
            to,
            by: draft.by,
            matters: draft.matters,
            document: draft.document,
            valid_from: draft.valid_from,
            valid_to: draft.valid_to,
        };
        let seen = vec![(to, deed.seen)];
        self.perform(asking, deed, seen, move |registry| {
            plan::entrust(registry, entrustment)
        })
        .await?;
        Ok(id)
    }

    /// Ends an entrustment on a day before its term.
    pub async fn withdraw_entrustment(
        &self,
        asking: &Asking,
        to: AuthorityId,
        id: EntrustmentId,
        on: Date,
        deed: &Deed,
    ) -> Result<AuthorityId, AuthorityError> {
        let seen = vec![(to, deed.seen)];
        let decide = move |registry: &super::registry::Registry| match registry.entrustment(id) {
            Some(held) if held.to == to => plan::withdraw(registry, id, on),
            _ => Err(AuthorityError::NoEntrustment),
        };
        self.perform(asking, deed, seen, decide).await
    }
}
