//! A register on an empty database, with a synthetic city in it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a test fails by its panic"
)]

use std::path::Path;
use std::sync::Arc;

use base::FixedClock;
use jiff::civil::{Date, date};
use record::Record;
use register::synthetic::City;
use register::workbook::{ImportReport, Workbook, WorkbookFormat, WorkbookKind};
use register::{Asking, AuthorityId, Deed, OfficerId, Register};
use store::Database;
use tempfile::TempDir;

/// A register with its data folder, which is removed at the end.
pub struct Room {
    pub register: Register,
    pub folder: TempDir,
}

/// Where the record keeps what acts say.
pub const TABLES_OF_THE_RECORD: &[&str] = &["record_act", "record_party"];

/// Today of the tests.
pub const TODAY: Date = date(2026, 11, 24);

pub async fn record(db: Database) -> Record {
    let now = "2026-11-24T04:00:00Z".parse().unwrap();
    Record::open(db, Arc::new(FixedClock(now))).await.unwrap()
}

pub async fn open(db: Database, data: &Path) -> Register {
    Register::open(record(db).await, data).await.unwrap()
}

impl Room {
    pub async fn empty(db: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            register: open(db, folder.path()).await,
            folder,
        }
    }

    /// The synthetic city with so many officers.
    pub async fn city(db: Database, officers: usize) -> Self {
        let room = Self::empty(db).await;
        let mut city = City::new(7);
        let authorities = city.authorities(WorkbookFormat::Csv);
        room.import(WorkbookKind::Authorities, &authorities).await;
        if officers > 0 {
            let officers = city.officers(officers, WorkbookFormat::Csv);
            room.import(WorkbookKind::Officers, &officers).await;
        }
        room
    }

    pub async fn import(&self, kind: WorkbookKind, bytes: &[u8]) -> ImportReport {
        let workbook = Workbook {
            kind,
            format: WorkbookFormat::Csv,
            bytes,
        };
        self.register
            .import_workbook(&clerk(), workbook, &because("虚构导入"))
            .await
            .unwrap()
    }

    pub async fn authority(&self, code: &str) -> AuthorityId {
        self.register
            .authorities_known()
            .await
            .unwrap()
            .by_code(code)
            .unwrap()
            .id
    }

    pub async fn officer(&self, code: &str) -> OfficerId {
        self.register
            .officer_by_code(&clerk(), code, TODAY)
            .await
            .unwrap()
            .row
            .id
    }
}

pub fn clerk() -> Asking {
    Asking::program("test")
}

pub fn because(reason: &str) -> Deed {
    Deed::new(reason)
}

pub fn seen(revision: u32) -> Deed {
    Deed::on(revision, "虚构理由")
}
