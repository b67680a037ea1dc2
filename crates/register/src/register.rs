//! The room's handle.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use problem::{ErrorCode, Explained, INTERNAL, internal_zh};
use record::marks::marks_in;
use record::{Actor, AppendError, Mark, NewAct, Record, Subject};
use serde_json::Value;
use store::sea_orm::{ActiveValue::Set, EntityTrait};
use store::{Scope, StoreError, WriteTx};
use thiserror::Error;

use crate::authority::Registry;
use crate::keys::{KeyError, KeyFile};
use crate::officer::KnownOfficers;
use crate::sealed::Sealer;
use crate::tables::{Migrations, register_state};

/// The register: everything that can be asked of it and done with it is a method, in the file that
/// is named after it. Cheap to clone.
#[derive(Clone)]
pub struct Register(Arc<Inner>);

struct Inner {
    record: Record,
    sealer: Sealer,
    /// The authorities as they were last read, with the version that they had.
    known: RwLock<Option<(i64, Arc<Registry>)>>,
    known_officers: KnownOfficers,
}

/// Who asks, and which records they may see or change: made by the sign-in for one action.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Who.
    pub actor: Actor,
    /// Which records.
    pub scope: Scope,
}

/// Why something is done, and what the person saw when they decided it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deed {
    /// Why.
    pub reason: String,
    /// The revision that the person saw; of no use where something new is made.
    pub seen: u32,
}

/// Why the register cannot be opened.
#[derive(Debug, Error)]
pub enum RegisterError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key file cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What an act says, before the person, the reason and the place are added.
pub(crate) struct Told {
    pub(crate) kind: &'static str,
    pub(crate) subject: (&'static str, String),
    pub(crate) authority: Option<String>,
    pub(crate) data: Value,
    pub(crate) personal: Vec<Value>,
}

impl Asking {
    /// The program itself, which may see and change everything: for the command line, whose user
    /// may read the database anyway.
    pub fn program(name: &str) -> Self {
        Self {
            actor: Actor::System {
                name: name.to_owned(),
            },
            scope: Scope::All,
        }
    }
}

impl Deed {
    /// A deed on what had this revision.
    pub fn on(seen: u32, reason: &str) -> Self {
        Self {
            reason: reason.to_owned(),
            seen,
        }
    }

    /// A deed that makes something new.
    pub fn new(reason: &str) -> Self {
        Self::on(0, reason)
    }

    /// Whether a reason is given.
    pub(crate) fn has_reason(&self) -> bool {
        crate::text::is_reason(&self.reason)
    }
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Register(…)")
    }
}

impl Register {
    /// Opens the register on the database of the record: brings its tables up to date, and reads
    /// the key file in the data folder, or makes it where nothing was ever sealed.
    pub async fn open(record: Record, data: &Path) -> Result<Self, RegisterError> {
        store::migrate::<Migrations>(record.db()).await?;
        let sealer = sealer(&record, &KeyFile::of(data)).await?;
        Ok(Self(Arc::new(Inner {
            record,
            sealer,
            known: RwLock::new(None),
            known_officers: KnownOfficers::default(),
        })))
    }

    /// The record on which its acts stand.
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// Today, in Beijing.
    pub fn today(&self) -> Date {
        self.0.record.clock().today()
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    pub(crate) fn known_officers(&self) -> &KnownOfficers {
        &self.0.known_officers
    }

    /// All authorities with their history, as they are now. What is in memory is used as long as
    /// no process has changed an authority.
    pub async fn authorities_known(&self) -> Result<Arc<Registry>, crate::AuthorityError> {
        let version = self.0.record.marks().await?.of(AUTHORITIES);
        if let Some(known) = self.known(version) {
            return Ok(known);
        }
        let db = self.0.record.db().read();
        let registry = Arc::new(crate::authority::load(db).await?);
        // Somebody may have written between the two reads: then the next question reads again.
        if marks_in(db).await?.of(AUTHORITIES) == version {
            *self.0.known.write().unwrap_or_else(PoisonError::into_inner) =
                Some((version, Arc::clone(&registry)));
        }
        Ok(registry)
    }

    /// The same inside a write transaction, which nobody else can change any more.
    pub(crate) async fn authorities_in(
        &self,
        tx: &WriteTx,
    ) -> Result<Arc<Registry>, crate::AuthorityError> {
        tx.alone(LOCK).await?;
        let version = marks_in(&**tx).await?.of(AUTHORITIES);
        match self.known(version) {
            Some(known) => Ok(known),
            None => Ok(Arc::new(crate::authority::load(&**tx).await?)),
        }
    }

    fn known(&self, version: i64) -> Option<Arc<Registry>> {
        let known = self.0.known.read().unwrap_or_else(PoisonError::into_inner);
        known
            .as_ref()
            .filter(|(held, _)| *held == version)
            .map(|(_, registry)| Arc::clone(registry))
    }

    /// Appends the act of a change, with the reason.
    pub(crate) async fn tell(
        &self,
        tx: &WriteTx,
        asking: &Asking,
        deed: &Deed,
        told: Told,
    ) -> Result<(), AppendError> {
        self.record().append(tx, act(asking, deed, told)).await?;
        Ok(())
    }

    /// The same for many changes, in few statements.
    pub(crate) async fn tell_all(
        &self,
        tx: &WriteTx,
        asking: &Asking,
        deed: &Deed,
        told: impl Iterator<Item = Told>,
    ) -> Result<(), AppendError> {
        let acts = told.map(|told| self.record().prepare(act(asking, deed, told)));
        let acts: Vec<_> = acts.collect::<Result<_, _>>()?;
        self.record().append_all(tx, &acts).await
    }
}

fn act(asking: &Asking, deed: &Deed, told: Told) -> NewAct {
    let mut data = told.data;
    if let Some(fields) = data.as_object_mut() {
        fields.insert("reason".to_owned(), deed.reason.clone().into());
    }
    NewAct {
        kind: told
            .kind
            .parse()
            .expect("the kinds of the register are dotted words"),
        actor: asking.actor.clone(),
        authority: told.authority,
        subject: Subject {
            kind: told.subject.0.to_owned(),
            id: told.subject.1,
        },
        case: None,
        happened_at: None,
        packs: None,
        data,
        party_blocks: told.personal,
        // Numbers are unique and revisions named: a request that is repeated is refused.
        idempotency_key: None,
    }
}

/// Names the lock of those who change the register, on PostgreSQL.
pub(crate) const LOCK: i64 = 0x7265_6769_7374;

/// Counts the changes of authorities.
pub(crate) const AUTHORITIES: Mark = Mark("register.authorities");
/// Counts the changes of officers.
pub(crate) const OFFICERS: Mark = Mark("register.officers");

async fn sealer(record: &Record, keys: &KeyFile) -> Result<Sealer, RegisterError> {
    let tx = record.db().write_tx().await?;
    tx.alone(LOCK).await?;
    let state = register_state::Entity::find_by_id(1)
        .one(&*tx)
        .await
        .map_err(StoreError::from)?;
    let sealer = match (state, keys.read()?) {
        (Some(state), Some(sealer)) if state.key_fingerprint == sealer.fingerprint() => {
            return Ok(sealer);
        }
        (Some(_), Some(_)) => return Err(KeyError::Other(keys.path().to_owned()).into()),
        (Some(_), None) => return Err(KeyError::Lost(keys.path().to_owned()).into()),
        (None, Some(sealer)) => sealer,
        (None, None) => keys.create()?,
    };
    let row = register_state::ActiveModel {
        id: Set(1),
        key_fingerprint: Set(sealer.fingerprint()),
    };
    register_state::Entity::insert(row)
        .exec_without_returning(&*tx)
        .await
        .map_err(StoreError::from)?;
    tx.commit().await?;
    Ok(sealer)
}

impl Explained for RegisterError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        crate::code::ALL
    }

    fn code(&self) -> &'static str {
        INTERNAL
    }

    fn zh(&self) -> String {
        match self {
            Self::Store(_) => internal_zh(),
            Self::Key(error) => error.zh(),
        }
    }
}
