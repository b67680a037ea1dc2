//! The sequencer: numbers committed entries, puts them into the tiles, publishes checkpoints.
//!
//! Each step can be cut off anywhere. Entries are numbered in a transaction first; the tiles are
//! fed from the numbered rows beyond the published size; so what was published is a beginning of
//! what is numbered, and the next sequencer goes on from there.

use std::time::Duration;

use base::Kind as _;
use futures::FutureExt;
use ledger::byte_store::StoreError as TileError;
use ledger::log::{AppendError as FeedError, CreateLogError, OpenLogError, PublishError};
use ledger::note::NoteError;
use ledger::{FolderStore, Log, NoteSigner, RealFiles, SignedNote, VerifierKey};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use store::{StoreError, insert_new, sea_orm};
use thiserror::Error;

use super::cosign::Cosigning;
use super::{KeysError, RecordLog, blocking, lease, number};
use crate::act::EntryMark;
use crate::http::HttpError;
use crate::record::random;
use crate::tables::{checkpoint, cosignature};

type FolderLog = Log<FolderStore<RealFiles>>;

/// Feeds the log of a record. Any number may run; one at a time leads.
pub struct Sequencer {
    log: RecordLog,
    /// Names this sequencer in the lease.
    holder: String,
    open: Option<FolderLog>,
    /// When the lease was taken or renewed last, milliseconds since 1970.
    leading_since_ms: Option<i64>,
}

/// What a step has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Another sequencer leads.
    Standby,
    /// This one leads.
    Led {
        /// Entries that were numbered.
        numbered: u64,
        /// Leaves of the published checkpoint.
        size: u64,
    },
}

/// Why the sequencer cannot go on. Appending acts goes on without it.
#[derive(Debug, Error)]
pub enum SequencerError {
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The log cannot be begun.
    #[error(transparent)]
    Create(#[from] CreateLogError),
    /// The log cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenLogError),
    /// The tiles are gone, and the database knows them.
    #[error(
        "the folder of the ledger holds no log, but {entries} entries of the database were published in one: put the folder back from its copy"
    )]
    TilesLost {
        /// Entries that have an index.
        entries: u64,
    },
    /// The database is older than the tiles.
    #[error(
        "the ledger has {published} leaves, but the database only {entries} numbered entries: the database was replaced by an older copy. Put the newer one back; what was published cannot be taken back"
    )]
    DatabaseBehind {
        /// Leaves of the published checkpoint.
        published: u64,
        /// Entries that have an index.
        entries: u64,
    },
    /// A numbered entry is missing.
    #[error("entry {index} of the ledger is missing in the database: run xiezhi ledger audit")]
    Gap {
        /// Its index.
        index: u64,
    },
    /// A leaf cannot be put into the log.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The checkpoint cannot be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The checkpoint cannot be read again.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The folder of the tiles.
    #[error(transparent)]
    Tiles(#[from] TileError),
    /// No witness can be asked.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for SequencerError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl SequencerError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Keys(error) => error.code(),
            Self::Create(error) => error.code(),
            Self::Open(error) => error.code(),
            Self::Feed(error) => error.code(),
            Self::Publish(error) => error.code(),
            Self::Note(error) => error.code(),
            Self::Tiles(error) => error.code(),
            Self::TilesLost { .. } => "record.tiles_lost",
            Self::DatabaseBehind { .. } => "record.database_behind",
            Self::Gap { .. } => "record.entry_missing",
            Self::Http(_) => "record.certificates_invalid",
            Self::Store(_) => "record.internal",
        }
    }
}

/// How long a sequencer that failed waits before it tries again.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

impl Sequencer {
    /// A sequencer of this log.
    pub fn new(log: RecordLog) -> Self {
        let holder = u128::from_be_bytes(random());
        Self {
            log,
            holder: format!("{}-{holder:032x}", EntryMark::NAME),
            open: None,
            leading_since_ms: None,
        }
    }

    /// Runs until `stop` is ready, and asks the witnesses beside it. A failure is logged and tried
    /// again: acts go on being recorded meanwhile.
    pub async fn run(mut self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop.fuse());
        let cosigning = match Cosigning::new(self.log.clone()) {
            Ok(cosigning) => Some(tokio::spawn(cosigning.run())),
            Err(error) => {
                tracing::error!(%error, "no witness can be asked");
                None
            }
        };
        loop {
            let rest = match self.step().await {
                Ok(_) => self.log.settings().interval,
                Err(error) => {
                    tracing::error!(code = error.code(), %error, "the sequencer failed");
                    AFTER_FAILURE
                }
            };
            futures::select_biased! {
                () = stop => break,
                () = tokio::time::sleep(rest).fuse() => {}
            }
        }
        if let Some(cosigning) = cosigning {
            cosigning.abort();
        }
        if let Err(error) = lease::give_back(self.log.record(), &self.holder).await {
            tracing::warn!(%error, "the lease of the sequencer runs out by itself");
        }
    }

    /// Takes the lease, numbers what waits, puts it into the tiles and publishes a checkpoint.
    pub async fn step(&mut self) -> Result<Step, SequencerError> {
        if !self.lead().await? {
            self.open = None;
            return Ok(Step::Standby);
        }
        let done = self.advance().await;
        if done.is_err() {
            // What is in memory may be ahead of the tiles: read them again.
            self.open = None;
        }
        done
    }

    /// Gives the lease back, so that another leads at once.
    pub async fn resign(&mut self) -> Result<(), StoreError> {
        self.open = None;
        self.leading_since_ms = None;
        lease::give_back(self.log.record(), &self.holder).await
    }

    /// Whether this one leads. The lease is renewed when a third of it has run out.
    async fn lead(&mut self) -> Result<bool, StoreError> {
        let (record, lease) = (self.log.record(), self.log.settings().lease);
        let now_ms = record.clock().now().as_millisecond();
        let third_ms = i64::try_from(lease.as_millis() / 3).unwrap_or(i64::MAX);
        let is_fresh =
            |since_ms: i64| (since_ms..since_ms.saturating_add(third_ms)).contains(&now_ms);
        if self.leading_since_ms.is_some_and(is_fresh) {
            return Ok(true);
        }
        let leads = lease::take(record, &self.holder, lease).await?;
        self.leading_since_ms = leads.then_some(now_ms);
        Ok(leads)
    }

    async fn advance(&mut self) -> Result<Step, SequencerError> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open().await?,
        };
        let numbered = number::number(self.log.record()).await?;
        open = self.feed(open).await?;
        if open.size() > open.published_size() {
            // Nobody else may have taken over while the tiles were written.
            if !self.lead().await? {
                return Ok(Step::Standby);
            }
            open = publish(open, self.log.signers().await?).await?;
            self.note(&open).await?;
        }
        open = self.show_cosignatures(open).await?;
        let size = open.published_size();
        self.open = Some(open);
        Ok(Step::Led { numbered, size })
    }

    /// Opens the log, or begins it where nothing was ever published.
    async fn open(&self) -> Result<FolderLog, SequencerError> {
        let signers = self.log.signers().await?;
        let entries = number::count(self.log.record().db()).await?;
        let keys = self.log.keys().await?.into_iter().map(|key| key.verifier);
        let keys: Vec<VerifierKey> = keys.collect();
        let origin = self.log.settings().origin.clone();
        let tiles = self.log.durable_tiles()?;
        let opened = blocking(move || Log::open(tiles, origin, &keys)).await;
        let open = match opened {
            Err(OpenLogError::NoCheckpoint) if entries == 0 => self.create(&signers)?,
            Err(OpenLogError::NoCheckpoint) => return Err(SequencerError::TilesLost { entries }),
            opened => opened?,
        };
        let published = open.published_size();
        if published > entries {
            return Err(SequencerError::DatabaseBehind { published, entries });
        }
        // A predecessor may have been cut off between the checkpoint and its row.
        self.note(&open).await?;
        Ok(open)
    }

    fn create(&self, signers: &[NoteSigner]) -> Result<FolderLog, SequencerError> {
        let signers: Vec<&NoteSigner> = signers.iter().collect();
        let origin = self.log.settings().origin.clone();
        Ok(Log::create(self.log.tiles()?, origin, &signers)?)
    }

    async fn feed(&self, mut open: FolderLog) -> Result<FolderLog, SequencerError> {
        loop {
            let index = open.size();
            let rows = number::leaves(self.log.record().db(), index).await?;
            if rows.is_empty() {
                return Ok(open);
            }
            if let Some((at, _)) = (index..).zip(&rows).find(|(at, (index, _))| at != index) {
                return Err(SequencerError::Gap { index: at });
            }
            let leaves: Vec<Vec<u8>> = rows.into_iter().map(|(_, leaf)| leaf).collect();
            open = blocking(move || open.append(&leaves).map(|_| open)).await?;
        }
    }

    /// Writes down what was published, and which keys have signed it.
    async fn note(&self, open: &FolderLog) -> Result<(), SequencerError> {
        let size = open.published_size();
        let row = checkpoint::ActiveModel {
            size: Set(size.cast_signed()),
            note: Set(open.published().to_string()),
            published_at_ms: Set(self.log.record().clock().now().as_millisecond()),
            is_cosigned: Set(i32::from(self.log.settings().quorum == 0)),
        };
        let write = self
            .log
            .record()
            .write(move |tx| async move { insert_new(&**tx, [row]).await }.boxed());
        write.await?;
        self.log.settle_keys(open.published(), size).await?;
        Ok(())
    }

    /// Adds to the published checkpoint what witnesses have said of it meanwhile.
    async fn show_cosignatures(&self, mut open: FolderLog) -> Result<FolderLog, SequencerError> {
        let size = open.published_size().cast_signed();
        let rows = cosignature::Entity::find()
            .filter(cosignature::Column::Size.eq(size))
            .all(self.log.record().db().read())
            .await?;
        let lines: Vec<_> = rows
            .iter()
            .filter_map(|row| row.line.parse().ok())
            .collect();
        let shown = open.published().signatures();
        if lines.iter().all(|line| shown.contains(line)) {
            return Ok(open);
        }
        let witnesses = self.log.settings().witness_keys();
        let shown = blocking(move || {
            let text = open.published().text().to_owned();
            open.add_cosignatures(&text, &lines, &witnesses)
                .map(drop)
                .map(|()| open)
        });
        Ok(shown.await?)
    }
}

async fn publish(mut open: FolderLog, signers: Vec<NoteSigner>) -> Result<FolderLog, PublishError> {
    blocking(move || {
        let signers: Vec<&NoteSigner> = signers.iter().collect();
        open.publish(&signers).map(drop).map(|()| open)
    })
    .await
}

/// The checkpoint of a row with all cosignatures that are known.
pub(super) fn cosigned(
    row: &checkpoint::Model,
    lines: &[cosignature::Model],
) -> Result<SignedNote, NoteError> {
    let note = SignedNote::parse(row.note.as_bytes())?;
    let lines: Vec<_> = lines
        .iter()
        .filter_map(|row| row.line.parse().ok())
        .collect();
    Ok(note.with_signatures(&lines))
}
