//! Proofs that need no network: that an act stands in the log, and what it says.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::act::{LeafError, OpeningError};
use ledger::byte_store::StoreError as TileError;
use ledger::note::NoteError;
use ledger::policy::PolicyError;
use ledger::proof::{ProofError, ProofFormError};
use ledger::reader::ReadError as LogReadError;
use ledger::{Leaf, OpenedAct, Policy, Reader, SignedNote, TlogProof, Verified};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use store::{StoreError, sea_orm};
use thiserror::Error;

use super::sequencer::cosigned;
use super::{KeysError, RecordLog, blocking};
use crate::tables::{act, checkpoint, cosignature, entry};
use crate::{EntryId, ReadError};

/// The first field of a proof file.
const FORMAT: &str = "xiezhi.dev/entry-proof/v1";

/// What a citizen takes home: an act, and the proof that it stands in the log. Erased party blocks
/// are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryProof {
    /// The entry.
    pub entry: EntryId,
    /// The bytes of the leaf.
    pub leaf: Vec<u8>,
    /// That the leaf stands in the log.
    pub proof: TlogProof,
    /// What the leaf commits to.
    pub opened: OpenedAct,
}

/// Why an entry cannot be proved.
#[derive(Debug, Error)]
pub enum ProveError {
    /// The act cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No checkpoint holds it yet.
    #[error(
        "entry {0} is on the record, but no checkpoint that enough witnesses have cosigned holds it yet: ask again in a moment"
    )]
    NotYet(EntryId),
    /// The tiles cannot be read.
    #[error(transparent)]
    Log(#[from] LogReadError),
    /// The folder of the tiles.
    #[error(transparent)]
    Tiles(#[from] TileError),
    /// The stored checkpoint is damaged.
    #[error("the checkpoint in the database is damaged: {0}")]
    Note(#[from] NoteError),
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The settings name no one to believe.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for ProveError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl ProveError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => error.code(),
            Self::NotYet(_) => "record.not_yet_proved",
            Self::Log(error) => error.code(),
            Self::Tiles(error) => error.code(),
            Self::Note(error) => error.code(),
            Self::Keys(error) => error.code(),
            Self::Policy(_) | Self::Store(_) => "record.internal",
        }
    }
}

/// Why a proof proves nothing.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// The file is no proof.
    #[error("the file is no proof of an entry: {0}")]
    Form(String),
    /// The proof does not verify.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The leaf is none.
    #[error(transparent)]
    Leaf(#[from] LeafError),
    /// The act is another.
    #[error(transparent)]
    Opening(#[from] OpeningError),
    /// The act is that of another entry.
    #[error("the act is that of another entry than the file says")]
    OtherEntry,
}

impl VerifyError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Form(_) => "record.proof_malformed",
            Self::Proof(error) => error.code(),
            Self::Leaf(error) => error.code(),
            Self::Opening(error) => error.code(),
            Self::OtherEntry => "record.proof_of_another",
        }
    }
}

impl RecordLog {
    /// The newest checkpoint that enough witnesses have cosigned, with all cosignatures.
    pub async fn checkpoint(&self) -> Result<Option<SignedNote>, ProveError> {
        let db = self.record().db().read();
        let newest = checkpoint::Entity::find()
            .filter(checkpoint::Column::IsCosigned.eq(1))
            .order_by_desc(checkpoint::Column::Size)
            .one(db)
            .await?;
        let Some(row) = newest else { return Ok(None) };
        let lines = cosignature::Entity::find()
            .filter(cosignature::Column::Size.eq(row.size))
            .all(db)
            .await?;
        Ok(Some(cosigned(&row, &lines)?))
    }

    /// Proves an entry against the newest cosigned checkpoint, with the opening of its leaf.
    pub async fn prove(&self, entry: EntryId) -> Result<EntryProof, ProveError> {
        let opened = self.record().opened(entry).await?;
        let db = self.record().db().read();
        let missing = || ReadError::NotFound(entry);
        let row = act::Entity::find().filter(act::Column::EntryId.eq(entry.to_string()));
        let row = row.one(db).await?.ok_or_else(missing)?;
        let row = entry::Entity::find_by_id(row.arrival).one(db).await?;
        let row = row.ok_or_else(missing)?;
        let index = row
            .leaf_index
            .ok_or(ProveError::NotYet(entry))?
            .cast_unsigned();
        let note = self.checkpoint().await?.ok_or(ProveError::NotYet(entry))?;
        let (_, size) = head(&note)?;
        if index >= size {
            return Err(ProveError::NotYet(entry));
        }
        let proof = self.prove_index(index, note).await?;
        Ok(EntryProof {
            entry,
            leaf: row.leaf,
            proof,
            opened,
        })
    }

    /// The entry at an index of the log.
    pub async fn entry_at(&self, index: u64) -> Result<Option<EntryId>, ProveError> {
        let db = self.record().db().read();
        let Ok(index) = i64::try_from(index) else {
            return Ok(None);
        };
        let row = entry::Entity::find().filter(entry::Column::LeafIndex.eq(index));
        let Some(row) = row.one(db).await? else {
            return Ok(None);
        };
        let row = act::Entity::find_by_id(row.arrival).one(db).await?;
        let Some(row) = row else { return Ok(None) };
        let damaged = |_| ReadError::Damaged(row.entry_id.clone());
        Ok(Some(row.entry_id.parse().map_err(damaged)?))
    }

    pub(super) async fn prove_index(
        &self,
        index: u64,
        note: SignedNote,
    ) -> Result<TlogProof, ProveError> {
        let log = self.clone();
        blocking(move || {
            let tiles = log.tiles()?;
            Ok(Reader::new(&tiles).prove(index, &note)?)
        })
        .await
    }

    /// Whom to believe about a checkpoint of this size: the keys that signed then, and the
    /// witnesses of the settings.
    pub async fn policy(&self, size: u64) -> Result<Policy, ProveError> {
        let keys = self.keys().await?.into_iter().filter(|key| key.signs(size));
        let keys = keys.map(|key| key.verifier).collect();
        let settings = self.settings();
        let policy = Policy::new(
            settings.origin.clone(),
            keys,
            settings.witness_keys(),
            settings.quorum,
        );
        Ok(policy?)
    }
}

/// Origin and size of a checkpoint.
pub(super) fn head(note: &SignedNote) -> Result<(ledger::Origin, u64), LogReadError> {
    let checkpoint: ledger::Checkpoint = note.text().parse()?;
    Ok((checkpoint.origin, checkpoint.size))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProofFile {
    format: String,
    entry: EntryId,
    leaf: String,
    proof: String,
    opened: OpenedAct,
}

impl EntryProof {
    /// The same without what is known of the parties, for whoever may see the act and not them. The
    /// proof holds as it did: each party is committed to apart.
    #[must_use]
    pub fn without_parties(mut self) -> Self {
        self.opened.parties.fill(None);
        self
    }

    /// The proof as a JSON file.
    pub fn to_json(&self) -> String {
        let file = ProofFile {
            format: FORMAT.to_owned(),
            entry: self.entry,
            leaf: STANDARD.encode(&self.leaf),
            proof: self.proof.to_string(),
            opened: self.opened.clone(),
        };
        serde_json::to_string_pretty(&file).expect("texts and base64 are JSON")
    }

    /// Reads the JSON file.
    pub fn parse(json: &str) -> Result<Self, VerifyError> {
        let form = |error: &dyn std::fmt::Display| VerifyError::Form(error.to_string());
        let file: ProofFile = serde_json::from_str(json).map_err(|error| form(&error))?;
        if file.format != FORMAT {
            return Err(form(&format!("its format is not {FORMAT}")));
        }
        let leaf = STANDARD.decode(&file.leaf).map_err(|error| form(&error))?;
        let proof = TlogProof::parse(&file.proof).map_err(|error: ProofFormError| form(&error))?;
        Ok(Self {
            entry: file.entry,
            leaf,
            proof,
            opened: file.opened,
        })
    }

    /// Checks without any network that this act stands in the log that the policy trusts.
    pub fn verify(&self, policy: &Policy) -> Result<Verified, VerifyError> {
        let verified = self.proof.verify(&self.leaf, policy)?;
        self.opened.verify(&Leaf::decode(&self.leaf)?)?;
        let said = self.opened.act.json.to_value();
        if said["entry"].as_str() != Some(self.entry.to_string().as_str()) {
            return Err(VerifyError::OtherEntry);
        }
        Ok(verified)
    }
}
