//! Rows of texts as a file that spreadsheet programs open.

use rust_xlsxwriter::{Format, Workbook as Book, XlsxError};
use thiserror::Error;

use super::sheet::{WorkbookFormat, looks_like_formula};

/// The title of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title<'t> {
    /// Its words.
    pub text: &'t str,
    /// Whether every row must fill it; in a workbook it is marked with an asterisk.
    pub needed: bool,
}

/// Why a file could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Xlsx(#[from] XlsxError),
    /// The CSV file could not be written.
    #[error("the CSV file could not be written: {0}")]
    Csv(#[from] csv::Error),
}

/// Titles and rows as a file; `name` is the name of the sheet in a workbook.
pub fn write_sheet(
    name: &str,
    titles: &[Title<'_>],
    format: WorkbookFormat,
    rows: &[Vec<String>],
) -> Result<Vec<u8>, WriteError> {
    match format {
        WorkbookFormat::Xlsx => write_xlsx(name, titles, rows),
        WorkbookFormat::Csv => write_csv(titles, rows),
    }
}

/// Every cell is written as a text, never as a formula or a number; one that looks like a formula
/// is marked as quoted, so that it stays a text when somebody edits it.
fn write_xlsx(
    name: &str,
    titles: &[Title<'_>],
    rows: &[Vec<String>],
) -> Result<Vec<u8>, WriteError> {
    let mut book = Book::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let head = Format::new().set_bold();
    for (place, title) in (0..).zip(titles) {
        let mark = if title.needed { " *" } else { "" };
        sheet.write_string_with_format(0, place, format!("{}{mark}", title.text), &head)?;
        sheet.set_column_width(place, 20)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let quoted = Format::new().set_quote_prefix();
    for (number, row) in (1..).zip(rows) {
        for (place, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            if looks_like_formula(cell) {
                sheet.write_string_with_format(number, place, cell, &quoted)?;
            } else {
                sheet.write_string(number, place, cell)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// UTF-8 with its mark, so that spreadsheet programs see it.
fn write_csv(titles: &[Title<'_>], rows: &[Vec<String>]) -> Result<Vec<u8>, WriteError> {
    let mut csv = b"\xef\xbb\xbf".to_vec();
    let titles: Vec<_> = titles.iter().map(|title| title.text.to_owned()).collect();
    csv.extend(csv_rows(std::iter::once(titles.as_slice()))?);
    csv.extend(csv_rows(rows.iter().map(Vec::as_slice))?);
    Ok(csv)
}

/// Rows of CSV without titles, for a file that is written piece by piece. Before what looks like a
/// formula stands an apostrophe, which reading takes away again.
pub fn csv_rows<'r>(rows: impl Iterator<Item = &'r [String]>) -> Result<Vec<u8>, WriteError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| {
            if looks_like_formula(cell) {
                format!("'{cell}")
            } else {
                cell.clone()
            }
        });
        writer.write_record(cells)?;
    }
    Ok(writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?)
}
