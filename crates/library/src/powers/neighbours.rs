//! What power lists ask of other rooms: who the authorities are, that an act is put on record, and
//! which items have cases. The composition answers.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::civil::Date;
use record::Actor;
use serde_json::Value;
use store::{Scope, StoreError, WriteTx};

use super::AuthorityBook;
use crate::ItemId;

/// The register of authorities.
pub trait Authorities: Send + Sync {
    /// All authorities with their history, as they are known now.
    fn book(&self) -> BoxFuture<'_, Result<Arc<AuthorityBook>, StoreError>>;
}

/// An act on a list, as it goes on record.
#[derive(Debug, Clone, PartialEq)]
pub struct ListAct {
    /// `library.list_published`
    pub kind: String,
    /// Who does it.
    pub actor: Actor,
    /// The id of the list, which the act is about.
    pub list: String,
    /// The authority whose list it is.
    pub authority: String,
    /// What was done, with the reason: texts and whole numbers, no personal data.
    pub data: Value,
}

/// The record of acts.
pub trait ActLog: Send + Sync {
    /// Appends the act in the caller's transaction; the error says why it cannot be recorded.
    fn append<'t>(
        &'t self,
        tx: &'t WriteTx,
        act: ListAct,
    ) -> BoxFuture<'t, Result<(), ActLogError>>;
}

/// An act that could not be put on record; nothing is changed then.
#[derive(Debug, thiserror::Error)]
#[error("the act could not be put on record: {0}")]
pub struct ActLogError(pub String);

/// Who counts cases: `casework`.
pub trait CaseCounter: Send + Sync {
    /// The items on which cases were opened on these days, both included.
    fn items_with_cases(
        &self,
        from: Date,
        to: Date,
    ) -> BoxFuture<'_, Result<HashSet<ItemId>, StoreError>>;

    /// How many cases of the scope that are not closed rest on each of the items; an item without
    /// one is left out.
    fn open_cases_on<'a>(
        &'a self,
        items: &'a [ItemId],
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<HashMap<ItemId, u64>, StoreError>>;
}
