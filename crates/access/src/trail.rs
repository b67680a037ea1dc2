//! What was looked at, taken out and refused, on the record.
//!
//! A flood must not fill the disk: refusals are put on the record at once the first time in a
//! minute for an account, and after that minute as one act with their number.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use record::{AppendError, NewAct, Record};
use serde_json::json;
use store::StoreError;
use thiserror::Error;

use crate::acts::{By, act};

/// The trail of this process. Cheap to clone.
#[derive(Clone)]
pub struct Trail {
    record: Record,
    minutes: Arc<Mutex<Minutes>>,
}

/// Why something could not be put on the record. Then it must not be done either.
#[derive(Debug, Error)]
pub enum TrailError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record refused.
    #[error(transparent)]
    Append(#[from] AppendError),
}

/// What was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<'a> {
    /// Whom: the id of an account; none for who is not signed in.
    pub account: Option<&'a str>,
    /// What they wanted: an action of the policy table, or `sign_in`.
    pub action: &'a str,
    /// Why: a stable code.
    pub code: &'a str,
}

#[derive(Default)]
struct Minutes {
    /// The minute that is being counted, since 1970.
    now: i64,
    /// Of each account: how often was refused what, beyond what is on the record already.
    refused: HashMap<String, BTreeMap<String, u64>>,
    /// Who has looked at what in this minute.
    looked: HashSet<(String, String)>,
}

/// Accounts that are counted apart in one minute; those beyond it are counted together.
const ACCOUNTS: usize = 4_096;
/// Different refusals of an account that are counted apart in one minute.
const KINDS: usize = 32;
/// Looks of one minute that are remembered; those beyond it are put on the record each time.
const LOOKS: usize = 65_536;

impl Trail {
    /// The trail on this record.
    pub fn new(record: &Record) -> Self {
        Self {
            record: record.clone(),
            minutes: Arc::default(),
        }
    }

    /// Puts a look at personal data on the record: the same one once a minute. Call it before the
    /// data is shown, and show nothing where it fails.
    pub async fn note_look(
        &self,
        account: &str,
        (subject, id): (&str, &str),
        why: &str,
    ) -> Result<(), TrailError> {
        let (ended, is_new) = {
            let mut minutes = self.lock();
            let ended = minutes.turn(self.minute());
            let look = (account.to_owned(), format!("{subject}:{id}"));
            let known = minutes.looked.contains(&look);
            if !known && minutes.looked.len() < LOOKS {
                minutes.looked.insert(look.clone());
            }
            (ended, (!known).then_some(look))
        };
        self.append(ended).await?;
        let Some(look) = is_new else { return Ok(()) };
        let data = json!({"why": why});
        let by = By::Account(account.to_owned());
        let done = self
            .append(vec![act("access.looked", &by, (subject, id), data)])
            .await;
        if done.is_err() {
            self.lock().looked.remove(&look);
        }
        done
    }

    /// Puts an export on the record: of what, how many rows where that is known, and the digest of the filter by which
    /// they were chosen.
    pub async fn note_export(
        &self,
        account: &str,
        what: &str,
        rows: Option<u64>,
        filter: &str,
    ) -> Result<(), TrailError> {
        let mut data = json!({"filter": filter});
        if let Some(rows) = rows {
            data["rows"] = json!(rows);
        }
        let by = By::Account(account.to_owned());
        self.append(vec![act("access.exported", &by, ("export", what), data)])
            .await
    }

    /// Puts a refusal on the record, at most twice a minute for each account.
    pub async fn note_refusal(&self, refused: &Refused<'_>) -> Result<(), TrailError> {
        let acts = {
            let mut minutes = self.lock();
            let mut acts = minutes.turn(self.minute());
            acts.extend(minutes.refuse(refused));
            acts
        };
        self.append(acts).await
    }

    /// Puts what was only counted on the record, where its minute has ended. To be called once in
    /// a while, and with `all` at the end of the process.
    pub async fn flush(&self, all: bool) -> Result<(), TrailError> {
        let acts = {
            let mut minutes = self.lock();
            let now = self.minute();
            let until = if all { now.max(minutes.now) + 1 } else { now };
            minutes.turn(until)
        };
        self.append(acts).await
    }

    async fn append(&self, acts: Vec<NewAct>) -> Result<(), TrailError> {
        if acts.is_empty() {
            return Ok(());
        }
        let record = self.record.clone();
        let write = self.record.write(move |tx| {
            async move {
                for act in acts {
                    record.append(tx, act).await?;
                }
                Ok::<_, TrailError>(())
            }
            .boxed()
        });
        write.await
    }

    fn minute(&self) -> i64 {
        self.record.clock().now().as_second() / 60
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Minutes> {
        self.minutes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Minutes {
    /// Begins another minute, and gives the acts of the one that has ended. A clock that went back
    /// begins none.
    fn turn(&mut self, minute: i64) -> Vec<NewAct> {
        if minute <= self.now {
            return Vec::new();
        }
        let ended = std::mem::replace(&mut self.now, minute);
        self.looked.clear();
        let counted = std::mem::take(&mut self.refused);
        let counted = counted.into_iter().filter(|(_, kinds)| !kinds.is_empty());
        counted
            .map(|(account, kinds)| summary(&account, &kinds, ended))
            .collect()
    }

    /// Counts a refusal; the first of an account in the minute is an act.
    fn refuse(&mut self, refused: &Refused<'_>) -> Option<NewAct> {
        let account = refused.account.unwrap_or_default();
        if !self.refused.contains_key(account) && self.refused.len() < ACCOUNTS {
            self.refused.insert(account.to_owned(), BTreeMap::new());
            let data = json!({"action": refused.action, "code": refused.code});
            return Some(about(account, "access.refused", data));
        }
        let account = if self.refused.contains_key(account) {
            account
        } else {
            OTHERS
        };
        let kinds = self.refused.entry(account.to_owned()).or_default();
        let kind = format!("{} {}", refused.action, refused.code);
        let kind = if kinds.contains_key(&kind) || kinds.len() < KINDS {
            kind
        } else {
            OTHERS.to_owned()
        };
        *kinds.entry(kind).or_default() += 1;
        None
    }
}

/// What is counted together.
const OTHERS: &str = "others";

fn summary(account: &str, kinds: &BTreeMap<String, u64>, minute: i64) -> NewAct {
    let count: u64 = kinds.values().sum();
    let data = json!({"count": count, "kinds": kinds, "minute": minute});
    about(account, "access.refused_again", data)
}

fn about(account: &str, kind: &str, data: serde_json::Value) -> NewAct {
    match account {
        "" | OTHERS => act(
            kind,
            &By::Nobody,
            (
                "visitor",
                if account.is_empty() {
                    "anybody"
                } else {
                    account
                },
            ),
            data,
        ),
        account => act(
            kind,
            &By::Account(account.to_owned()),
            ("account", account),
            data,
        ),
    }
}
