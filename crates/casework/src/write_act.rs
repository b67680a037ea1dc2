//! An act that was decided, written with the record in one transaction.

use std::sync::Arc;

use futures::FutureExt as _;
use procedure::{Act, Broken, Case, Effects, Numbered};
use record::{Actor, NewAct, Receipt, Record};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use serde_json::Value;
use store::{WriteTx, sea_orm};

use crate::casework::{Asking, Casework};
use crate::do_act::Done;
use crate::error::CaseError;
use crate::numbers::{self, Numbering};
use crate::recorded_act::{ActDone, recorded_act};
use crate::tables::{case, key};
use crate::written::{Kept, row, write_around};

/// An act that was decided, on its way to the database.
pub(crate) struct Decided {
    pub kept: Kept,
    pub before: Option<Case>,
    pub effects: Box<Effects>,
    pub act: Act,
    pub officers: Vec<String>,
    pub party_blocks: Vec<Value>,
    /// The officer for whom a deputy did it.
    pub in_place_of: Option<String>,
    pub asked: String,
    pub key: Option<String>,
    pub numbering: Option<Numbering>,
}

/// What was written of an act.
struct Written {
    receipt: Receipt,
    broken: Vec<Broken>,
    numbers: Vec<Numbered>,
}

impl Casework {
    /// Writes an act that was decided.
    pub(crate) async fn write_decided(
        &self,
        asking: &Asking,
        mut decided: Decided,
    ) -> Result<Done, CaseError> {
        self.keep_apart(&mut decided.act, &mut decided.party_blocks);
        let record = self.record().clone();
        let packs = self.packs();
        let actor = asking.actor.clone();
        let now_ms = self.record().clock().now().as_millisecond();
        let decided = Arc::new(decided);
        let mine = Arc::clone(&decided);
        let written = self
            .record()
            .write(move |tx| {
                async move { write(tx, &record, &actor, packs, &mine, now_ms).await }.boxed()
            })
            .await;
        done(&decided, written?)
    }
}

async fn write(
    tx: &WriteTx,
    record: &Record,
    actor: &Actor,
    packs: Option<String>,
    decided: &Decided,
    now_ms: i64,
) -> Result<Written, CaseError> {
    let kept = &decided.kept;
    let dealt = numbers::dealt(tx, decided, now_ms).await?;
    let (act, effects) = match &dealt {
        Some(dealt) => (&dealt.act, &dealt.effects),
        None => (&decided.act, &*decided.effects),
    };
    let after = &effects.case;
    let model = row(kept, after, now_ms)?;
    match &decided.before {
        None => {
            case::Entity::insert(model.into_active_model())
                .exec_without_returning(&**tx)
                .await?;
        }
        Some(before) => {
            let mut change = model.into_active_model().reset_all();
            change.id = NotSet;
            let changed = case::Entity::update_many()
                .set(change)
                .filter(case::Column::Id.eq(&kept.id))
                .filter(case::Column::Revision.eq(i32::try_from(before.acts).unwrap_or(i32::MAX)))
                .exec(&**tx)
                .await?;
            if changed.rows_affected != 1 {
                return Err(CaseError::Stale {
                    seen: before.acts,
                    now: before.acts,
                    since: String::new(),
                });
            }
        }
    }
    write_around(tx, kept, decided.before.as_ref(), after, act.at.date()).await?;
    let said = recorded(actor, packs, decided, act, effects)?;
    let receipt = record.append(tx, said).await?;
    if let Some(key) = &decided.key {
        let row = key::ActiveModel {
            actor: Set(actor.id().to_owned()),
            key: Set(key.clone()),
            asked: Set(decided.asked.clone()),
            case_id: Set(kept.id.clone()),
            revision: Set(i32::try_from(after.acts).unwrap_or(i32::MAX)),
            entry: Set(receipt.entry.to_string()),
            at_ms: Set(now_ms),
        };
        key::Entity::insert(row)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(Written {
        receipt,
        broken: effects.broken.clone(),
        numbers: act.numbers.clone(),
    })
}

/// The act as the record keeps it.
fn recorded(
    actor: &Actor,
    packs: Option<String>,
    decided: &Decided,
    act: &Act,
    effects: &Effects,
) -> Result<NewAct, CaseError> {
    let broken = effects.broken.iter().map(|broken| broken.rule.as_str());
    let claims = decided.numbering.iter().flat_map(|of| &of.claims);
    let done = ActDone {
        case: &effects.case,
        act,
        officers: &decided.officers,
        broken: broken.collect(),
        seen: &effects.seen,
        claims: claims.collect(),
    };
    let mut said = recorded_act(actor, packs, &decided.kept, &done, &decided.party_blocks)?;
    if let Some(absent) = &decided.in_place_of {
        said.data["in_place_of"] = absent.clone().into();
    }
    Ok(said)
}

fn done(decided: &Decided, written: Written) -> Result<Done, CaseError> {
    let damaged = || CaseError::Damaged(decided.kept.id.clone());
    Ok(Done {
        id: decided.kept.id.parse().map_err(|_| damaged())?,
        revision: decided.effects.case.acts,
        stage: decided.effects.case.stage.clone(),
        entry: written.receipt.entry.to_string(),
        broken: written.broken,
        numbers: written.numbers,
        repeated: false,
    })
}
