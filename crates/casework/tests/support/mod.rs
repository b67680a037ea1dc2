//! Casework on an empty database with the synthetic city and the national pack.

#![allow(
    dead_code,
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a test fails by its panic"
)]

pub mod asked;

pub mod intake;
pub mod law;

use std::path::Path;
use std::sync::Arc;

use base::FixedClock;
use casework::{ActRequest, Asking, Casework, Done, NewCase, PartyGiven};
use jiff::civil::{DateTime, date};
use library::powers::Powers;
use record::{Actor, Record};
use register::officer::OfficerFilter;
use register::synthetic::City;
use register::workbook::{Workbook, WorkbookFormat, WorkbookKind};
use register::{Deed, Register};
use rules::{Folder, RuleSet};
use serde_json::{Value, json};
use store::{Database, PageRequest, Scope};
use tempfile::TempDir;

/// An officer of the city.
#[derive(Debug, Clone)]
pub struct Officer {
    pub id: String,
    pub authority: String,
}

pub struct Room {
    pub casework: Casework,
    pub powers: Powers,
    pub register: Register,
    pub officers: Vec<Officer>,
    pub folder: TempDir,
}

impl Room {
    pub async fn open(db: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = "2026-11-24T04:00:00Z".parse().unwrap();
        let record = Record::open(db, Arc::new(FixedClock(now))).await.unwrap();
        let register = Register::open(record, folder.path()).await.unwrap();
        let mut city = City::new(7);
        let authorities = city.authorities(WorkbookFormat::Csv);
        let officers = city.officers(60, WorkbookFormat::Csv);
        let clerk = register::Asking::program("test");
        for (kind, bytes) in [
            (WorkbookKind::Authorities, &authorities),
            (WorkbookKind::Officers, &officers),
        ] {
            let workbook = Workbook {
                kind,
                format: WorkbookFormat::Csv,
                bytes,
            };
            let deed = Deed::new("虚构导入");
            register
                .import_workbook(&clerk, workbook, &deed)
                .await
                .unwrap();
        }
        let filter = OfficerFilter::on(date(2026, 11, 24));
        let page = PageRequest::default();
        let rows = register.officers(&clerk, &filter, &page);
        let officers = rows.await.unwrap().rows.into_iter().map(|row| Officer {
            id: row.id.to_string(),
            authority: row.post.authority.to_string(),
        });
        let officers = officers.collect();
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
        let folders = Folder::read_with_parents(&pack).unwrap();
        let rules = Arc::new(RuleSet::load(&folders).unwrap());
        let library = law::library(register.record(), folder.path()).await;
        let powers = law::powers(&library, &register);
        let casework = Casework::open(register.clone(), rules, Arc::new(powers.clone()));
        Self {
            register,
            powers,
            casework: casework.await.unwrap(),
            officers,
            folder,
        }
    }

    /// The same rooms at another moment.
    pub async fn reopened(&self, now: &str) -> Casework {
        let db = self.casework.record().db().clone();
        let clock = Arc::new(FixedClock(now.parse().unwrap()));
        let record = Record::open(db, clock).await.unwrap();
        let register = Register::open(record, self.folder.path()).await.unwrap();
        let rules = Arc::clone(self.casework.procedures().rules());
        let casework = Casework::open(register, rules, Arc::new(casework::NoHoldings));
        casework.await.unwrap()
    }

    /// The casework of a room that was closed.
    pub async fn again(db: Database, folder: &Path) -> Casework {
        let now = "2026-11-24T04:00:00Z".parse().unwrap();
        let record = Record::open(db, Arc::new(FixedClock(now))).await.unwrap();
        let register = Register::open(record, folder).await.unwrap();
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
        let rules = RuleSet::load(&Folder::read_with_parents(&pack).unwrap()).unwrap();
        let casework = Casework::open(register, Arc::new(rules), Arc::new(casework::NoHoldings));
        casework.await.unwrap()
    }

    /// Two officers of two authorities.
    pub fn strangers(&self) -> (Officer, Officer) {
        let one = self.officers[0].clone();
        let mut others = self.officers.iter();
        let other = others.find(|other| other.authority != one.authority);
        (one, other.unwrap().clone())
    }
}

/// An officer who may act in their own cases.
pub fn officer(officer: &Officer) -> Asking {
    Asking {
        actor: Actor::Person {
            account: format!("account-{}", officer.id),
        },
        person: Some(officer.id.clone()),
        roles: vec!["officer".to_owned()],
        scope: Scope::Person {
            person: officer.id.clone(),
            role: None,
        },
        stands_for: Vec::new(),
    }
}

/// The head of an officer's authority.
pub fn head(officer: &Officer) -> Asking {
    Asking {
        actor: Actor::Person {
            account: format!("head-{}", officer.authority),
        },
        person: Some(format!("head-{}", officer.authority)),
        roles: vec!["head".to_owned()],
        scope: Scope::Authorities([officer.authority.clone()].into()),
        stands_for: Vec::new(),
    }
}

pub fn act(kind: &str, states: Value) -> ActRequest {
    ActRequest {
        act: kind.to_owned(),
        states: states.as_object().cloned().unwrap(),
        ..ActRequest::default()
    }
}

pub fn reported(at: &str, request: ActRequest) -> ActRequest {
    let at: DateTime = at.parse().unwrap();
    ActRequest {
        happened_at: Some(at),
        ..request
    }
}

pub fn lead() -> NewCase {
    let states = json!({
        "source": "report", "discovered_on": "2026-11-20", "violation_on": "2026-11-18",
        "place": {"area": "440305"}, "sector": "虚构领域", "cause": "虚构案由",
    });
    NewCase {
        procedure: "penalty.ordinary".to_owned(),
        authority: None,
        party: Some(PartyGiven {
            id: None,
            name: "虚构商行".to_owned(),
        }),
        first: act("register_lead", states),
    }
}

/// A case that was opened on paper by an officer: it is taken in as it happened.
pub async fn paper_case(room: &Room, who: &Officer) -> Done {
    let mut new = lead();
    new.first = reported("2026-11-21T09:00:00", new.first);
    let done = room.casework.open_case(&officer(who), &new, None).await;
    done.unwrap()
}
