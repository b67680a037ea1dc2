//! The opening of a leaf, and the erasure of a person from it.

use std::collections::BTreeMap;

use ledger::act::Opening;
use ledger::{CanonicalJson, OpenedAct, Salt};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait as _, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use store::{StoreError, WriteTx, sea_orm};
use thiserror::Error;

use crate::acts::ReadError;
use crate::append::statement;
use crate::tables::{act, party};
use crate::{EntryId, Record};

/// Why a party block is not erased.
#[derive(Debug, Error)]
pub enum EraseError {
    /// There is no such entry, or it has no such block.
    #[error("entry {entry} has no party block {number}")]
    NotFound {
        /// The entry.
        entry: EntryId,
        /// The number of the block, from 0.
        number: u8,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for EraseError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl EraseError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "record.not_found",
            Self::Store(_) => "record.internal",
        }
    }
}

const PARTIES_OF_CASE: &str = "SELECT a.entry_id, p.canonical FROM record_act a \
    JOIN record_party p ON p.arrival = a.arrival WHERE a.case_id = $1 ORDER BY p.arrival, p.number";

impl Record {
    /// The personal data of the acts of a case, a list of blocks an entry; `None` where a block is
    /// erased. For those who may see it.
    pub async fn parties_of_case(
        &self,
        case: &str,
    ) -> Result<BTreeMap<EntryId, Vec<Option<Value>>>, ReadError> {
        let db = self.db().read();
        let asked = statement(db, PARTIES_OF_CASE, [case.into()]);
        let mut blocks = BTreeMap::<EntryId, Vec<Option<Value>>>::new();
        for row in db.query_all_raw(asked).await? {
            let entry: String = row.try_get_by_index(0)?;
            let canonical: Option<String> = row.try_get_by_index(1)?;
            let damaged = || ReadError::Damaged(entry.clone());
            let id = entry.parse().map_err(|_| damaged())?;
            let block = canonical.map(|text| serde_json::from_str(&text));
            let block = block.transpose().map_err(|_| damaged())?;
            blocks.entry(id).or_default().push(block);
        }
        Ok(blocks)
    }

    /// Everything that opens the leaf of an entry, personal data included: for those who may see
    /// it. Erased party blocks are `None`.
    pub async fn opened(&self, entry: EntryId) -> Result<OpenedAct, ReadError> {
        let damaged = || ReadError::Damaged(entry.to_string());
        let row = act::Entity::find()
            .filter(act::Column::EntryId.eq(entry.to_string()))
            .one(self.db().read())
            .await?
            .ok_or(ReadError::NotFound(entry))?;
        let parties = party::Entity::find()
            .filter(party::Column::Arrival.eq(row.arrival))
            .order_by_asc(party::Column::Number)
            .all(self.db().read())
            .await?;
        let parties = parties
            .into_iter()
            .map(|party| match (party.canonical, party.salt) {
                (Some(canonical), Some(salt)) => {
                    opening(&canonical, salt).map(Some).ok_or_else(damaged)
                }
                _ => Ok(None),
            });
        Ok(OpenedAct {
            act: row.opening().ok_or_else(damaged)?,
            parties: parties.collect::<Result<_, _>>()?,
        })
    }

    /// Erases a party block and its salt in the caller's transaction. The leaf stays: the log still
    /// verifies, and the rest of the act can still be opened. To be called with an act that tells
    /// why. `false` where it was erased before.
    pub async fn erase(
        &self,
        tx: &WriteTx,
        entry: EntryId,
        number: u8,
    ) -> Result<bool, EraseError> {
        let missing = || EraseError::NotFound { entry, number };
        let row = act::Entity::find()
            .filter(act::Column::EntryId.eq(entry.to_string()))
            .one(&**tx)
            .await?
            .ok_or_else(missing)?;
        let block = party::Entity::find_by_id((row.arrival, i32::from(number)));
        let block = block.one(&**tx).await?.ok_or_else(missing)?;
        if block.canonical.is_none() {
            return Ok(false);
        }
        let now_ms = self.instant().at_ms;
        party::Entity::update_many()
            .col_expr(party::Column::Canonical, Expr::value(None::<String>))
            .col_expr(party::Column::Salt, Expr::value(None::<Vec<u8>>))
            .col_expr(party::Column::ErasedAtMs, Expr::value(now_ms))
            .filter(party::Column::Arrival.eq(row.arrival))
            .filter(party::Column::Number.eq(i32::from(number)))
            .exec(&**tx)
            .await?;
        Ok(true)
    }
}

fn opening(canonical: &str, salt: Vec<u8>) -> Option<Opening> {
    Some(Opening {
        json: CanonicalJson::parse(canonical.as_bytes()).ok()?,
        salt: Salt::new(salt.try_into().ok()?),
    })
}
