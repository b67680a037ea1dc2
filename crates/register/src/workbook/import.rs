//! An import: dry run or all or nothing.

use problem::code::BODY_INVALID;
use problem::{ErrorCode, Explained, INTERNAL, internal_zh};
use record::AppendError;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::sea_orm::{ConnectionTrait, DbErr};
use store::{StoreError, WriteTx};
use thiserror::Error;
use utoipa::ToSchema;

use super::sheet::{self, Row, SheetError, SheetLimits, WorkbookFormat};
use super::template::{RowError, WorkbookKind};
use super::{authorities, officers};
use crate::authority::{InScope, Registry};
use crate::officer::operations::registered;
use crate::register::{AUTHORITIES, Asking, Deed, Register, Told};
use crate::sealed::hex;
use crate::{AuthorityError, OfficerError};
use record::marks::count_change;

/// A file that is to be imported.
#[derive(Debug, Clone, Copy)]
pub struct Workbook<'b> {
    /// What its sheet holds.
    pub kind: WorkbookKind,
    /// The format of the file.
    pub format: WorkbookFormat,
    /// The file.
    pub bytes: &'b [u8],
}

impl Workbook<'_> {
    fn read(&self) -> Result<Vec<Row>, SheetError> {
        let limits = SheetLimits::REGISTER;
        sheet::read(self.bytes, self.format, self.kind.sheet(), limits)
    }
}

/// What an import did, or what a dry run found that it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportReport {
    /// What the sheet holds.
    pub kind: WorkbookKind,
    /// Whether this was a dry run, which writes nothing.
    pub dry_run: bool,
    /// Rows below the head.
    pub rows: u32,
    /// Rows that are new.
    pub new: u32,
    /// Rows that the register holds already, just so.
    pub unchanged: u32,
    /// How many faults there are.
    pub faults: u32,
    /// The first thousand of them.
    pub errors: Vec<RowError>,
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// Rows have faults; nothing was written.
    #[error("{} faults in the workbook: nothing was written", .0.faults)]
    Refused(Box<ImportReport>),
    /// The reason is missing.
    #[error("the reason must be given, in at most 2000 characters")]
    NoReason,
    /// Something about authorities.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// Something about officers.
    #[error(transparent)]
    Officer(#[from] OfficerError),
    /// The act could not be recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for ImportError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Faults that a report shows.
const MAX_SHOWN: usize = 1_000;

enum Prepared {
    Authorities(authorities::Prepared),
    Officers(officers::Prepared),
}

impl Register {
    /// Reads a workbook and says what an import would do. Nothing is written.
    pub async fn check_workbook(
        &self,
        asking: &Asking,
        workbook: Workbook<'_>,
    ) -> Result<ImportReport, ImportError> {
        let rows = workbook.read()?;
        let registry = self.authorities_known().await?;
        let prepared = self
            .prepare(
                self.record().db().read(),
                asking,
                &registry,
                workbook.kind,
                &rows,
            )
            .await?;
        Ok(report(workbook.kind, true, rows.len(), &prepared))
    }

    /// Imports a workbook: every row, or, where one has a fault, none. Rows that the register holds
    /// already are left alone, so that an import may be repeated.
    pub async fn import_workbook(
        &self,
        asking: &Asking,
        workbook: Workbook<'_>,
        deed: &Deed,
    ) -> Result<ImportReport, ImportError> {
        if !deed.has_reason() {
            return Err(ImportError::NoReason);
        }
        let kind = workbook.kind;
        let rows = workbook.read()?;
        let digest = hex(&Sha256::digest(workbook.bytes));
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    let registry = room.authorities_in(tx).await?;
                    let prepared = room.prepare(&**tx, &asking, &registry, kind, &rows).await?;
                    let report = report(kind, false, rows.len(), &prepared);
                    let Ok(prepared) = prepared else {
                        return Err(ImportError::Refused(Box::new(report)));
                    };
                    if report.new > 0 {
                        room.write_prepared(tx, &asking, &deed, prepared).await?;
                        let data = json!({"kind": kind, "file_sha256": digest, "rows": report.rows, "new": report.new});
                        let subject = ("register", kind.name().to_owned());
                        let told = Told { kind: "register.workbook_imported", subject, authority: None, data, personal: Vec::new() };
                        room.tell(tx, &asking, &deed, told).await?;
                    }
                    Ok(report)
                })
            })
            .await
    }

    async fn prepare(
        &self,
        db: &impl ConnectionTrait,
        asking: &Asking,
        registry: &Registry,
        kind: WorkbookKind,
        rows: &[Row],
    ) -> Result<Result<Prepared, Vec<RowError>>, ImportError> {
        Ok(match kind {
            WorkbookKind::Authorities => {
                let prepared = authorities::prepare(self.record(), registry, rows);
                prepared
                    .and_then(|prepared| in_scope(asking, prepared))
                    .map(Prepared::Authorities)
            }
            WorkbookKind::Officers => {
                let prepared = officers::prepare(
                    db,
                    self.record(),
                    self.sealer(),
                    registry,
                    &asking.scope,
                    rows,
                )
                .await?;
                prepared.map(Prepared::Officers)
            }
        })
    }

    async fn write_prepared(
        &self,
        tx: &WriteTx,
        asking: &Asking,
        deed: &Deed,
        prepared: Prepared,
    ) -> Result<(), ImportError> {
        match prepared {
            Prepared::Authorities(prepared) => {
                let new: Vec<_> = prepared
                    .new
                    .into_iter()
                    .map(|(_, authority)| authority)
                    .collect();
                crate::authority::write(tx, &new).await?;
                count_change(tx, AUTHORITIES).await?;
                for authority in &new {
                    self.tell(tx, asking, deed, crate::authority::confirmed(authority))
                        .await?;
                }
            }
            Prepared::Officers(prepared) => {
                crate::officer::load::insert(tx, self.sealer(), &prepared.new).await?;
                let told = prepared.new.iter().map(registered);
                self.tell_all(tx, asking, deed, told).await?;
            }
        }
        Ok(())
    }
}

/// New authorities must lie where the person may make them.
fn in_scope(
    asking: &Asking,
    prepared: authorities::Prepared,
) -> Result<authorities::Prepared, Vec<RowError>> {
    let outside = prepared.new.iter().filter(|(_, authority)| {
        !authority.states.spans().iter().all(|span| {
            let under = span.value.parent.unwrap_or(authority.id);
            asking.scope.allows(&InScope::new(under, &span.value.area))
        })
    });
    let text = super::template::text("超出您可以变更的范围", "lies outside what you may change");
    let faults: Vec<_> = outside
        .map(|(row, _)| RowError::new(*row, None, &text))
        .collect();
    if faults.is_empty() {
        Ok(prepared)
    } else {
        Err(faults)
    }
}

fn report(
    kind: WorkbookKind,
    dry_run: bool,
    rows: usize,
    prepared: &Result<Prepared, Vec<RowError>>,
) -> ImportReport {
    let (new, unchanged) = match prepared {
        Ok(Prepared::Authorities(prepared)) => (prepared.new.len(), prepared.unchanged),
        Ok(Prepared::Officers(prepared)) => (prepared.new.len(), prepared.unchanged),
        Err(_) => (0, 0),
    };
    let mut errors = prepared.as_ref().err().cloned().unwrap_or_default();
    errors.sort_by_key(|error| error.row);
    let faults = errors.len();
    errors.truncate(MAX_SHOWN);
    ImportReport {
        kind,
        dry_run,
        rows: rows.saturating_sub(1) as u32,
        new: new as u32,
        unchanged,
        faults: faults as u32,
        errors,
    }
}

impl Explained for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Sheet(error) => error.code(),
            Self::Refused(_) => "register.workbook_refused",
            Self::NoReason => BODY_INVALID.code,
            Self::Authority(error) => error.code(),
            Self::Officer(error) => error.code(),
            Self::Append(_) | Self::Store(_) => INTERNAL,
        }
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        crate::code::ALL
    }

    fn zh(&self) -> String {
        match self {
            Self::Sheet(error) => error.zh(),
            Self::Refused(report) => format!("表格中有 {} 处错误，未写入任何内容。", report.faults),
            Self::NoReason => "须填写理由，不超过 2000 字。".to_owned(),
            Self::Authority(error) => error.zh(),
            Self::Officer(error) => error.zh(),
            Self::Append(_) | Self::Store(_) => internal_zh(),
        }
    }
}
