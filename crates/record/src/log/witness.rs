//! This platform as a witness of other logs (C2SP tlog-witness): whoever mounts the route hands the
//! body over and sends the answer.

use futures::FutureExt;
use ledger::Cosigner;
use ledger::witness::{AddCheckpoint, KnownLog, WitnessAnswer, WitnessState, decide};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use std::sync::Arc;
use store::{StoreError, WriteTx, sea_orm};
use thiserror::Error;

use crate::Record;
use crate::tables::witnessed;

/// Names the lock under which states are checked and stored.
const LOCK: i64 = 0x7769_746e;

/// A witness. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Witness {
    record: Record,
    cosigner: Arc<Cosigner>,
    logs: Arc<Vec<KnownLog>>,
}

/// Why a witness cannot answer: the answer is 500.
#[derive(Debug, Error)]
pub enum WitnessError {
    /// What was cosigned last cannot be read.
    #[error("the state of the log {0} is damaged in the database: nothing more is cosigned for it")]
    Damaged(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Witness {
    /// A witness of these logs; what it cosigned is kept in the database of the record.
    pub fn new(record: Record, cosigner: Cosigner, logs: Vec<KnownLog>) -> Self {
        Self {
            record,
            cosigner: Arc::new(cosigner),
            logs: Arc::new(logs),
        }
    }

    /// Answers `POST add-checkpoint`. What is cosigned was stored before, in the same transaction
    /// in which it was checked.
    pub async fn add_checkpoint(&self, body: &[u8]) -> Result<WitnessAnswer, WitnessError> {
        let Ok(request) = AddCheckpoint::parse(body) else {
            return Ok(WitnessAnswer::BadRequest);
        };
        let witness = self.clone();
        let write = self
            .record
            .write(move |tx| async move { witness.decide(tx, &request).await }.boxed());
        write.await
    }

    async fn decide(
        &self,
        tx: &WriteTx,
        request: &AddCheckpoint,
    ) -> Result<WitnessAnswer, WitnessError> {
        tx.alone(LOCK).await?;
        let origin = request.checkpoint.origin.as_str();
        let row = witnessed::Entity::find_by_id(origin)
            .one(&**tx)
            .await
            .map_err(StoreError::from)?;
        let state = match row {
            None => WitnessState::default(),
            Some(row) => WitnessState {
                size: row.size.cast_unsigned(),
                root: row
                    .root
                    .parse()
                    .map_err(|_| WitnessError::Damaged(origin.to_owned()))?,
            },
        };
        let log = self
            .logs
            .iter()
            .find(|log| log.origin == request.checkpoint.origin);
        let now = self.record.clock().now().as_second();
        let answer = decide(
            request,
            log,
            &state,
            &self.cosigner,
            now.max(0).cast_unsigned(),
        );
        if let WitnessAnswer::Cosigned { state, .. } = &answer {
            store_state(tx, origin, state).await?;
        }
        Ok(answer)
    }
}

async fn store_state(tx: &WriteTx, origin: &str, state: &WitnessState) -> Result<(), StoreError> {
    let row = witnessed::ActiveModel {
        origin: Set(origin.to_owned()),
        size: Set(state.size.cast_signed()),
        root: Set(state.root.to_string()),
    };
    let newer = OnConflict::column(witnessed::Column::Origin)
        .update_columns([witnessed::Column::Size, witnessed::Column::Root])
        .to_owned();
    witnessed::Entity::insert(row)
        .on_conflict(newer)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
