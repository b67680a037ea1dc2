//! Personal data of cases: kept apart on the record, put together for those who may see it, erased.

use std::collections::BTreeMap;

use futures::FutureExt as _;
use procedure::{Act, rejoined};
use record::{EntryId, EraseError, NewAct, Record, RecordedAct, Subject};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::{Value, json};
use store::{WriteTx, sea_orm};
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::error::CaseError;
use crate::tables::{case, intake_row, key};
use crate::written::state_of;

/// What was erased of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Erased {
    /// The entry on the record that tells of it.
    #[schema(value_type = Uuid)]
    pub entry: String,
    /// How many blocks of personal data were erased now.
    pub blocks: u32,
}

/// Characters that a reason may have.
const REASON_MAX: usize = 1000;

impl Casework {
    /// Takes what an act states of persons out of what the log commits to for good, into a block of
    /// its own.
    pub(crate) fn keep_apart(&self, act: &mut Act, party_blocks: &mut Vec<Value>) {
        let (open, personal) = self.procedures().parted(&act.states);
        if let Some(personal) = personal {
            act.states = open;
            party_blocks.push(json!({ "states": personal }));
        }
    }

    /// Puts into the acts of a case what they stated of persons, as far as it is not erased.
    pub(crate) async fn put_together(
        &self,
        id: CaseId,
        acts: &mut [RecordedAct],
    ) -> Result<(), CaseError> {
        let mut blocks = self.record().parties_of_case(&id.to_string()).await?;
        for act in acts {
            for block in blocks.remove(&act.entry).into_iter().flatten().flatten() {
                if let Value::Object(personal) = &block["states"] {
                    let states = act.data["act"]["states"].take();
                    let open = states.as_object().cloned().unwrap_or_default();
                    act.data["act"]["states"] = rejoined(open, personal.clone()).into();
                }
            }
        }
        Ok(())
    }

    /// Erases what a closed case of the scope tells of persons, in its row and on the record. Acts,
    /// digests and proofs stay as they are.
    pub async fn erase_personal(
        &self,
        asking: &Asking,
        id: CaseId,
        reason: &str,
    ) -> Result<Erased, CaseError> {
        let reason = reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > REASON_MAX {
            return Err(CaseError::input(
                "请写明删除的理由，不超过1000字。",
                "say why it is erased, in at most 1,000 characters",
            ));
        }
        let row = self.in_scope(asking, id).await?;
        if row.closed_on.is_none() {
            return Err(CaseError::input(
                "案件尚未结案，办案仍需这些信息；请在结案后再删除。",
                "the case is not closed and still needs this data: erase it once the case is closed",
            ));
        }
        let state = self.procedures().impersonal(&state_of(&row)?);
        let state =
            serde_json::to_string(&state).map_err(|_| CaseError::Damaged(id.to_string()))?;
        let blocks = self.record().parties_of_case(&id.to_string()).await?;
        let kind = "casework.personal_data_erased".parse();
        let subject = Subject {
            kind: "case_privacy".to_owned(),
            id: id.to_string(),
        };
        let act = NewAct {
            authority: Some(row.authority_id.clone()),
            case: Some(id.to_string()),
            ..NewAct::new(
                kind.map_err(|_| CaseError::Damaged(id.to_string()))?,
                asking.actor.clone(),
                subject,
                json!({ "reason": reason }),
            )
        };
        let record = self.record().clone();
        self.record()
            .write(move |tx| {
                async move { erase(tx, &record, row, state, blocks, act).await }.boxed()
            })
            .await
    }
}

async fn erase(
    tx: &WriteTx,
    record: &Record,
    row: case::Model,
    state: String,
    blocks: BTreeMap<EntryId, Vec<Option<Value>>>,
    act: NewAct,
) -> Result<Erased, CaseError> {
    let mut erased = 0;
    for (entry, blocks) in blocks {
        for (number, _) in (0..=u8::MAX).zip(blocks) {
            erased += match record.erase(tx, entry, number).await {
                Ok(now) => u32::from(now),
                Err(EraseError::NotFound { .. }) => 0,
                Err(EraseError::Store(error)) => return Err(error.into()),
            };
        }
    }
    // A digest of a name can be guessed.
    let deed = row.party_id.as_ref().and(row.deed.clone());
    let change = case::ActiveModel {
        party_name: Set(None),
        deed: Set(deed),
        state: Set(state),
        ..case::ActiveModel::default()
    };
    let changed = case::Entity::update_many()
        .set(change)
        .filter(case::Column::Id.eq(&row.id))
        .filter(case::Column::Revision.eq(row.revision))
        .exec(&**tx)
        .await?;
    if changed.rows_affected != 1 {
        let seen = u32::try_from(row.revision).unwrap_or_default();
        return Err(CaseError::Stale {
            seen,
            now: seen + 1,
            since: String::new(),
        });
    }
    key::Entity::delete_many()
        .filter(key::Column::CaseId.eq(&row.id))
        .exec(&**tx)
        .await?;
    intake_row::Entity::update_many()
        .col_expr(intake_row::Column::Digest, Expr::value(""))
        .filter(intake_row::Column::CaseId.eq(&row.id))
        .exec(&**tx)
        .await?;
    let receipt = record.append(tx, act).await?;
    Ok(Erased {
        entry: receipt.entry.to_string(),
        blocks: erased,
    })
}
