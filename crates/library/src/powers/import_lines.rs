//! Lines of a power list from a CSV template: errors by row and column, dry run first, all or
//! nothing.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::template::{Table, groups};
use super::{Asking, ListDeed, NewLines, PowerError, Powers};
use crate::{Explained as _, ListId};

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
    /// Reads a CSV template into a draft. In a dry run nothing is written.
    pub async fn import_lines(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        csv: &[u8],
        is_dry_run: bool,
        deed: &ListDeed,
    ) -> Result<ImportedLines, PowerError> {
        let book = self.book().await?;
        let rows = rows_of(csv)?;
        let mut report = ImportedLines {
            rows: rows.len().saturating_sub(1) as u64,
            ..ImportedLines::default()
        };
        let Some((head, body)) = rows.split_first() else {
            return Err(PowerError::Template("no rows".to_owned()));
        };
        let table = match Table::new(head) {
            Ok(table) => table,
            Err(faults) => {
                report.faults = faults;
                return Ok(report);
            }
        };
        let mut lines = Vec::with_capacity(body.len());
        for (row, cells) in (2..).zip(body) {
            match table.read(row, cells, &book) {
                Ok(line) => lines.push(line),
                Err((column, zh, en)) if report.faults.len() < MOST_FAULTS => {
                    report.faults.push(CellFault::new(row, column, zh, en));
                }
                Err(_) => {}
            }
        }
        if !report.faults.is_empty() {
            return Ok(report);
        }
        let rows_by_item: HashMap<_, _> = lines
            .iter()
            .rev()
            .map(|line| (line.item, line.row))
            .collect();
        match self
            .add_or_try(asking, id, &groups(lines), is_dry_run, deed)
            .await
        {
            Ok(added) => report.added = added,
            Err(error) => {
                let Some((item, column)) = refused_item(&error) else {
                    return Err(error);
                };
                let row = rows_by_item.get(&item).copied().unwrap_or(1);
                report
                    .faults
                    .push(CellFault::new(row, column, error.zh(), error.to_string()));
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

/// The item that a refusal is about, and the column that names it.
fn refused_item(error: &PowerError) -> Option<(crate::ItemId, &'static str)> {
    match error {
        PowerError::NotAdopted { item, .. }
        | PowerError::NoItem(item)
        | PowerError::Twice { item } => Some((*item, "item")),
        _ => None,
    }
}

fn rows_of(csv: &[u8]) -> Result<Vec<Vec<String>>, PowerError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(csv);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| PowerError::Template(error.to_string()))?;
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}
