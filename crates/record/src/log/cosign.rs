//! Asking witnesses to cosign (C2SP tlog-witness), all at once, one checkpoint at a time.
//!
//! All witnesses are asked for the same checkpoint, since those of different ones would not add up.
//! A round ends when enough have answered; a slow witness goes on beside the next round.

use std::time::Duration;

use futures::FutureExt;
use ledger::note::parse_signatures;
use ledger::{AddCheckpoint, NoteSignature, Reader, SignedNote};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use store::{StoreError, insert_new, sea_orm};
use thiserror::Error;
use tokio::task::JoinSet;

use super::{RecordLog, WitnessAddress, blocking};
use crate::http::{self, HttpError};
use crate::tables::{checkpoint, cosignature};

/// The witnesses of a log, each with what it is known to have cosigned.
pub(super) struct Cosigning {
    log: RecordLog,
    http: reqwest::Client,
    /// What each is known to have cosigned last.
    known_sizes: Vec<u64>,
    busy: Vec<bool>,
    asked: JoinSet<Asked>,
}

struct Asked {
    witness: usize,
    size: u64,
    result: Result<NoteSignature, AskError>,
}

/// Why a witness gave no cosignature. It is asked again with the next checkpoint.
#[derive(Debug, Error)]
enum AskError {
    #[error("the witness cannot be reached: {0}")]
    Http(#[from] reqwest::Error),
    #[error("the witness answered {status}: {body}")]
    Refused { status: u16, body: String },
    #[error("the answer of the witness is no cosignature of its key")]
    Signature,
    #[error("the proof cannot be read: {0}")]
    Read(String),
}

/// Characters of an answer that are shown.
const SHOWN: usize = 200;

impl Cosigning {
    pub(super) fn new(log: RecordLog) -> Result<Self, HttpError> {
        let settings = log.settings();
        let witnesses = settings.witnesses.len();
        let http = http::client(settings.witness_timeout, settings.ca_file.as_deref())?;
        Ok(Self {
            log,
            http,
            known_sizes: vec![0; witnesses],
            busy: vec![false; witnesses],
            asked: JoinSet::new(),
        })
    }

    /// Asks for each new checkpoint, for ever.
    pub(super) async fn run(mut self) {
        if self.busy.is_empty() {
            return;
        }
        // Often enough that a proof is there within a second.
        let pause = (self.log.settings().interval / 4).max(Duration::from_millis(10));
        loop {
            if let Err(error) = self.round().await {
                tracing::error!(%error, "cosignatures cannot be stored");
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// Asks all witnesses that are free for the newest checkpoint that is not cosigned by enough.
    pub(super) async fn round(&mut self) -> Result<(), StoreError> {
        let Some((size, note, mut lacking)) = self.newest().await? else {
            return Ok(());
        };
        let quorum = self.log.settings().quorum;
        for witness in lacking.clone() {
            self.ask(witness, size, &note);
        }
        let mut found = self.busy.len() - lacking.len();
        while found < quorum {
            let Some(asked) = self.asked.join_next().await else {
                break;
            };
            let Ok(asked) = asked else { continue };
            self.busy[asked.witness] = false;
            if self.take(&asked).await? && asked.size == size {
                lacking.retain(|witness| *witness != asked.witness);
                found += 1;
            } else if asked.size != size {
                self.ask(asked.witness, size, &note);
            }
        }
        if found < quorum {
            // Nobody is pressed: they are asked again in a moment.
            tokio::time::sleep(self.log.settings().interval).await;
            return Ok(());
        }
        self.mark(size).await
    }

    /// The newest checkpoint, and who has not cosigned it; `None` where enough have.
    async fn newest(&self) -> Result<Option<(u64, SignedNote, Vec<usize>)>, StoreError> {
        let db = self.log.record().db().read();
        let newest = checkpoint::Entity::find()
            .order_by_desc(checkpoint::Column::Size)
            .one(db)
            .await?;
        let Some(row) = newest.filter(|row| row.is_cosigned == 0) else {
            return Ok(None);
        };
        let lines = cosignature::Entity::find()
            .filter(cosignature::Column::Size.eq(row.size))
            .all(db)
            .await?;
        let note = SignedNote::parse(row.note.as_bytes())
            .map_err(|error| DbErr::Custom(format!("checkpoint {}: {error}", row.size)))?;
        let has = |name: &str| lines.iter().any(|line| line.witness == name);
        let witnesses = self.log.settings().witnesses.iter().enumerate();
        let lacking = witnesses.filter(|(_, witness)| !has(witness.key.name().as_str()));
        let lacking = lacking.map(|(number, _)| number).collect();
        Ok(Some((row.size.cast_unsigned(), note, lacking)))
    }

    fn ask(&mut self, witness: usize, size: u64, note: &SignedNote) {
        if std::mem::replace(&mut self.busy[witness], true) {
            return;
        }
        let asking = Asking {
            log: self.log.clone(),
            http: self.http.clone(),
            address: self.log.settings().witnesses[witness].clone(),
            note: note.clone(),
            size,
        };
        let known = self.known_sizes[witness].min(size);
        self.asked.spawn(async move {
            let result = asking.run(known).await;
            Asked {
                witness,
                size,
                result,
            }
        });
    }

    /// Stores a cosignature; `false` where there is none.
    async fn take(&mut self, asked: &Asked) -> Result<bool, StoreError> {
        let witness = &self.log.settings().witnesses[asked.witness];
        let line = match &asked.result {
            Ok(line) => line.to_string(),
            Err(error) => {
                tracing::warn!(witness = %witness.key.name(), %error, "a witness gave no cosignature");
                return Ok(false);
            }
        };
        let row = cosignature::ActiveModel {
            size: Set(asked.size.cast_signed()),
            witness: Set(witness.key.name().to_string()),
            line: Set(line),
        };
        self.known_sizes[asked.witness] = asked.size;
        let write = self
            .log
            .record()
            .write(move |tx| async move { insert_new(&**tx, [row]).await }.boxed());
        write.await.map(|()| true)
    }

    async fn mark(&self, size: u64) -> Result<(), StoreError> {
        let write = self.log.record().write(move |tx| {
            async move {
                checkpoint::Entity::update_many()
                    .col_expr(checkpoint::Column::IsCosigned, Expr::value(1))
                    .filter(checkpoint::Column::Size.eq(size.cast_signed()))
                    .exec(&**tx)
                    .await?;
                Ok(())
            }
            .boxed()
        });
        write.await
    }
}

/// One witness is asked for one checkpoint.
struct Asking {
    log: RecordLog,
    http: reqwest::Client,
    address: WitnessAddress,
    note: SignedNote,
    size: u64,
}

impl Asking {
    /// Asks; where the witness has cosigned another size than was thought, once more from there.
    async fn run(&self, known: u64) -> Result<NoteSignature, AskError> {
        let (status, body) = self.post(known).await?;
        if status != 409 {
            return self.read(status, &body);
        }
        let size = body.trim().parse().ok().filter(|size| *size <= self.size);
        let size: u64 = size.ok_or_else(|| refused(status, &body))?;
        let (status, body) = self.post(size).await?;
        self.read(status, &body)
    }

    async fn post(&self, old_size: u64) -> Result<(u16, String), AskError> {
        let proof = self.proof(old_size).await?;
        let request = AddCheckpoint::new(old_size, proof, self.note.clone());
        let request = request.map_err(|error| AskError::Read(error.to_string()))?;
        let url = format!("{}/add-checkpoint", self.address.url.trim_end_matches('/'));
        let response = self.http.post(url).body(request.to_body()).send().await?;
        let status = response.status().as_u16();
        Ok((status, response.text().await?))
    }

    async fn proof(&self, old_size: u64) -> Result<Vec<ledger::Hash>, AskError> {
        if old_size == 0 || old_size == self.size {
            return Ok(Vec::new());
        }
        let (log, size) = (self.log.clone(), self.size);
        let read = blocking(move || {
            let tiles = log.tiles().map_err(|error| error.to_string())?;
            let proof = Reader::new(&tiles).consistency_proof(old_size, size);
            proof.map_err(|error| error.to_string())
        });
        read.await.map_err(AskError::Read)
    }

    fn read(&self, status: u16, body: &str) -> Result<NoteSignature, AskError> {
        if status != 200 {
            return Err(refused(status, body));
        }
        let lines = parse_signatures(body).map_err(|_| AskError::Signature)?;
        let key = &self.address.key;
        let own = lines.into_iter().find(|line| key.matches(line));
        let own = own.ok_or(AskError::Signature)?;
        let verified = key.verify(self.note.text(), &own.bytes);
        verified.map(|_| own).map_err(|_| AskError::Signature)
    }
}

fn refused(status: u16, body: &str) -> AskError {
    let body = body.chars().take(SHOWN).collect();
    AskError::Refused { status, body }
}
