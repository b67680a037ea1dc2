//! The handle of power lists.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use record::Actor;
use store::{Database, Scope, StoreError};

use super::{ActLog, Authorities, AuthorityBook, CaseCounter};
use crate::Library;

/// Power lists: everything that can be asked of them and done with them is a method, in the file
/// that is named after it. Cheap to clone.
#[derive(Clone)]
pub struct Powers(Arc<Inner>);

struct Inner {
    library: Arc<Library>,
    authorities: Arc<dyn Authorities>,
    acts: Arc<dyn ActLog>,
    cases: Option<Arc<dyn CaseCounter>>,
}

/// Who asks, and which records they may see or change: made by the sign-in for one action. A list
/// belongs to its authority, a power to the authority that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The person through their account, or the program on the command line.
    pub actor: Actor,
    /// What the person is called, in the history of a list; else the account or the program.
    pub called: Option<String>,
    /// Which records.
    pub scope: Scope,
}

/// Why something is done, and what the person saw when they decided it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListDeed {
    /// Why.
    pub reason: String,
    /// The revision of the version that the person saw; of no use where something new is made.
    pub seen: u32,
}

impl Asking {
    /// A person, through their account.
    pub fn person(account: &str, scope: Scope) -> Self {
        let account = account.trim().to_owned();
        Self {
            actor: Actor::Person { account },
            called: None,
            scope,
        }
    }

    /// The program itself, which may see and change everything: for the command line, whose user
    /// may read the database anyway.
    pub fn program(name: &str) -> Self {
        let name = name.to_owned();
        Self {
            actor: Actor::System { name },
            called: None,
            scope: Scope::All,
        }
    }

    /// The same person by the name that people know.
    #[must_use]
    pub fn called(self, name: &str) -> Self {
        Self {
            called: Some(name.trim().to_owned()),
            ..self
        }
    }

    /// The account, or the name of the program.
    pub fn name(&self) -> &str {
        match &self.actor {
            Actor::Person { account } => account,
            Actor::System { name } => name,
        }
    }
}

impl fmt::Debug for Powers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Powers(…)")
    }
}

impl Powers {
    /// The power lists of a library, with the rooms that they ask. Without a counter of cases
    /// nothing is known of what is used.
    pub fn new(
        library: Arc<Library>,
        authorities: Arc<dyn Authorities>,
        acts: Arc<dyn ActLog>,
        cases: Option<Arc<dyn CaseCounter>>,
    ) -> Self {
        Self(Arc::new(Inner {
            library,
            authorities,
            acts,
            cases,
        }))
    }

    /// The same, with somebody who counts cases.
    #[must_use]
    pub fn counting(self, cases: Arc<dyn CaseCounter>) -> Self {
        Self::new(
            Arc::clone(&self.0.library),
            Arc::clone(&self.0.authorities),
            Arc::clone(&self.0.acts),
            Some(cases),
        )
    }

    /// The library whose items are held.
    pub fn library(&self) -> &Arc<Library> {
        &self.0.library
    }

    /// Today, in Beijing.
    pub fn today(&self) -> Date {
        self.0.library.today()
    }

    /// All authorities with their history.
    pub async fn book(&self) -> Result<Arc<AuthorityBook>, StoreError> {
        self.0.authorities.book().await
    }

    pub(super) fn acts(&self) -> &dyn ActLog {
        &*self.0.acts
    }

    pub(super) fn cases(&self) -> Option<&dyn CaseCounter> {
        self.0.cases.as_deref()
    }

    pub(super) fn db(&self) -> &Database {
        self.0.library.db()
    }
}

impl ListDeed {
    /// A deed on what had this revision.
    pub fn on(seen: u32, reason: &str) -> Self {
        Self {
            reason: reason.to_owned(),
            seen,
        }
    }
}
