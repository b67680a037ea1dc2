//! Lines of a power list from an XLSX or CSV template: errors by row and column, dry run first, all or
//! nothing.

use register::workbook::{SheetError, SheetLimits, WorkbookFormat, read_sheet};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::template::{SHEET, Table, groups};
use super::{Asking, ListDeed, NewLines, PowerError, Powers};
use crate::{Explained as _, ItemId, ListId};

/// Bytes that a template may have.
pub const MAX_TEMPLATE_BYTES: usize = 64 << 20;

/// A city with a hundred streets lists some hundred thousand lines.
const LIMITS: SheetLimits = SheetLimits {
    bytes: MAX_TEMPLATE_BYTES,
    rows: 500_000,
};

/// What is wrong with a cell of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CellFault {
    /// The row, counted from 1 with the row of titles.
    pub row: u32,
    /// The English name of the column.
    pub column: String,
    /// What is wrong, in Chinese.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportedLines {
    /// Rows that were read.
    pub rows: u64,
    /// Lines that were written; 0 in a dry run, and where anything is wrong.
    pub added: u64,
    /// What is wrong; nothing is written then.
    pub faults: Vec<CellFault>,
}

/// Faults that are told; with more, the first.
const MOST_FAULTS: usize = 200;

impl CellFault {
    pub(super) fn new(row: u32, column: &str, message: String, message_en: String) -> Self {
        Self {
            row,
            column: column.to_owned(),
            message,
            message_en,
        }
    }
}

impl Powers {
    /// Reads a template into a draft. In a dry run nothing is written.
    pub async fn import_lines(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        (format, bytes): (WorkbookFormat, &[u8]),
        is_dry_run: bool,
        deed: &ListDeed,
    ) -> Result<ImportedLines, PowerError> {
        let book = self.book().await?;
        let rows = read_sheet(bytes, format, SHEET, LIMITS)?;
        let mut report = ImportedLines {
            rows: rows.len().saturating_sub(1) as u64,
            ..ImportedLines::default()
        };
        let (head, body) = rows.split_first().ok_or(SheetError::Empty)?;
        let table = match Table::new(head) {
            Ok(table) => table,
            Err(faults) => {
                report.faults = faults;
                return Ok(report);
            }
        };
        let mut lines = Vec::with_capacity(body.len());
        for row in body {
            match table.read(row, &book) {
                Ok(line) => lines.push(line),
                Err((column, zh, en)) if report.faults.len() < MOST_FAULTS => {
                    report
                        .faults
                        .push(CellFault::new(row.number, column, zh, en));
                }
                Err(_) => {}
            }
        }
        if !report.faults.is_empty() {
            return Ok(report);
        }
        let places: Vec<_> = lines.iter().map(|line| (line.item, line.row)).collect();
        match self
            .add_or_try(asking, id, &groups(lines), is_dry_run, deed)
            .await
        {
            Ok(added) => report.added = added,
            Err(error) => {
                let Some(item) = refused_item(&error) else {
                    return Err(error);
                };
                // Where an item stands twice, the second row is the one too many.
                let mut rows = places.iter().filter(|(of, _)| *of == item);
                let row = match error {
                    PowerError::Twice { .. } => rows.next_back(),
                    _ => rows.next(),
                };
                let row = row.map_or(1, |(_, row)| *row);
                report
                    .faults
                    .push(CellFault::new(row, "item", error.zh(), error.to_string()));
            }
        }
        Ok(report)
    }

    async fn add_or_try(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        groups: &[NewLines],
        is_dry_run: bool,
        deed: &ListDeed,
    ) -> Result<u64, PowerError> {
        if is_dry_run {
            self.try_lines(asking, id, groups, deed).await?;
            return Ok(0);
        }
        self.add_lines(asking, id, groups, deed).await
    }
}

/// The item that a refusal is about.
const fn refused_item(error: &PowerError) -> Option<ItemId> {
    match error {
        PowerError::NotAdopted { item, .. }
        | PowerError::NoItem(item)
        | PowerError::Twice { item } => Some(*item),
        _ => None,
    }
}
