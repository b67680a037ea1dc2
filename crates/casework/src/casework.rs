//! The room's handle.

use std::fmt;
use std::sync::Arc;

use base::{Id, Kind, LEGAL_TIME};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use procedure::Procedures;
use record::{Actor, Record};
use register::Register;
use rules::RuleSet;
use rules::model::ParameterValue;
use store::sea_orm::sea_query::Expr;
use store::{Database, PeopleTable, Scope, ScopeColumns, StoreError};
use uuid::{NoContext, Uuid};

use crate::known_holdings::KnownHoldings;
use crate::powers::Holdings;
use crate::tables::{Migrations, case};

/// Marks ids of cases.
#[derive(Debug)]
pub struct CaseMark;

impl Kind for CaseMark {
    const NAME: &'static str = "case";
}

/// The id of a case.
pub type CaseId = Id<CaseMark>;

/// Cases: everything that can be asked of them and done with them is a method, in the file that is
/// named after it. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Casework(Arc<Inner>);

struct Inner {
    record: Record,
    register: Register,
    procedures: Procedures,
    packs: String,
    holdings: KnownHoldings,
}

/// Who asks, and which cases they may see or change: made by the sign-in for one action.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Who.
    pub actor: Actor,
    /// What names them in cases: the id of the officer, or of the account. `None` for the program.
    pub person: Option<String>,
    /// The roles of the policy table that they hold.
    pub roles: Vec<String>,
    /// Which cases.
    pub scope: Scope,
    /// The officers in whose place they act today; cases of these are in the scope too.
    pub stands_for: Vec<String>,
}

impl Asking {
    /// The program itself, which may see and change everything: for the command line, whose user
    /// may read the database anyway.
    pub fn program(name: &str) -> Self {
        Self {
            actor: Actor::System {
                name: name.to_owned(),
            },
            person: None,
            roles: Vec::new(),
            scope: Scope::All,
            stands_for: Vec::new(),
        }
    }
}

impl fmt::Debug for Casework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Casework(…)")
    }
}

impl Casework {
    /// Opens the room on the record of the register, with the rules in use, and brings its tables up
    /// to date.
    pub async fn open(
        register: Register,
        rules: Arc<RuleSet>,
        holdings: Arc<dyn Holdings>,
    ) -> Result<Self, StoreError> {
        let record = register.record().clone();
        store::migrate::<Migrations>(record.db()).await?;
        let packs = rules.packs().iter();
        let packs: Vec<String> = packs.map(|pack| pack.digest.to_string()).collect();
        Ok(Self(Arc::new(Inner {
            record,
            register,
            procedures: Procedures::new(rules),
            packs: packs.last().cloned().unwrap_or_default(),
            holdings: KnownHoldings::new(holdings),
        })))
    }

    /// The record on which its acts stand.
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// The engine with the rules in use.
    pub fn procedures(&self) -> &Procedures {
        &self.0.procedures
    }

    /// Today, in Beijing.
    pub fn today(&self) -> Date {
        self.0.record.clock().today()
    }

    /// Now, in Beijing, in whole seconds.
    pub(crate) fn now(&self) -> DateTime {
        let now = LEGAL_TIME.to_datetime(self.0.record.clock().now());
        let whole = now.with().subsec_nanosecond(0).build();
        whole.expect("a moment without a part of a second is one")
    }

    /// A whole number of the packs, as it is today.
    pub(crate) fn count_parameter(&self, id: &str) -> Option<i64> {
        let region = self.procedures().region();
        let parameters = &self.procedures().rules().legal().parameters;
        match parameters.value(id, self.today(), "", region) {
            Some(ParameterValue::Count(count)) => Some(*count),
            _ => None,
        }
    }

    pub(crate) fn register(&self) -> &Register {
        &self.0.register
    }

    pub(crate) fn holdings(&self) -> &KnownHoldings {
        &self.0.holdings
    }

    pub(crate) fn packs(&self) -> Option<String> {
        Some(self.0.packs.clone()).filter(|digest| !digest.is_empty())
    }

    pub(crate) fn db(&self) -> &Database {
        self.0.record.db()
    }

    /// A new id, in the order of time.
    pub(crate) fn new_id(&self) -> CaseId {
        id_at(self.0.record.clock().now())
    }
}

/// A new id of an instant.
pub(crate) fn id_at(now: Timestamp) -> CaseId {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
    let time = uuid::Timestamp::from_unix(NoContext, seconds, nanoseconds);
    CaseId::try_from(Uuid::new_v7(time)).expect("a UUID of version 7 is not nil")
}

/// An instant of legal time.
pub(crate) fn instant(at: DateTime) -> Option<Timestamp> {
    LEGAL_TIME.to_timestamp(at).ok()
}

/// Where a scope finds what it asks of a case.
pub(crate) fn columns() -> ScopeColumns {
    let column = |column| Some(Expr::col((case::Entity, column)));
    ScopeColumns {
        authority: column(case::Column::AuthorityId),
        area: column(case::Column::Area),
        confidentiality: column(case::Column::Confidentiality),
        people: Some(PeopleTable {
            table: "case_people",
            record: "case_id",
            person: "person",
            role: "role",
            id: Expr::col((case::Entity, case::Column::Id)),
        }),
    }
}
