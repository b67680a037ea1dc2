//! A sheet as rows of texts, whatever the file was: every way in is bounded.

use std::io::{Cursor, Read as _, sink};

use calamine::{DataRef, Reader as _, Xlsx};
use problem::{ErrorCode, Explained};
use thiserror::Error;

/// Bytes of a file.
pub const MAX_FILE_BYTES: usize = 20 << 20;
/// Bytes of all parts of an XLSX file together, unpacked.
const MAX_UNPACKED_BYTES: u64 = 256 << 20;
/// Parts of an XLSX file.
const MAX_PARTS: usize = 1_000;
/// Rows of a sheet, the head not counted.
pub const MAX_ROWS: usize = 100_000;
/// Columns of a sheet.
const MAX_COLUMNS: usize = 64;
/// Characters of a cell.
const MAX_CELL: usize = 4_000;

/// What a file may have at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetLimits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Rows, the head not counted.
    pub rows: usize,
}

impl SheetLimits {
    /// Of a file of the register.
    pub const REGISTER: Self = Self {
        bytes: MAX_FILE_BYTES,
        rows: MAX_ROWS,
    };
}

/// The formats of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkbookFormat {
    /// Office Open XML.
    Xlsx,
    /// Comma-separated values, UTF-8 or GB 18030.
    Csv,
}

/// Why a file cannot be read as a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SheetError {
    /// More bytes than this.
    #[error("the file has more than {} MB", .0 >> 20)]
    FileTooLarge(usize),
    /// Unpacked it would have too many bytes, or too many parts.
    #[error("unpacked the file would have more than {} MB or {MAX_PARTS} parts", MAX_UNPACKED_BYTES >> 20)]
    UnpackedTooLarge,
    /// Too many rows or columns, or too long a cell.
    #[error(
        "the sheet has more than {rows} rows or {MAX_COLUMNS} columns, or a cell of more than {MAX_CELL} characters, near row {row}"
    )]
    SheetTooLarge {
        /// Near which row.
        row: u32,
        /// Rows that it may have.
        rows: usize,
    },
    /// It is no XLSX file.
    #[error("the file is not an XLSX workbook, or is damaged")]
    NotXlsx,
    /// It is no CSV file.
    #[error("the file is not CSV in UTF-8 or GB 18030, near row {row}")]
    NotCsv {
        /// Near which row.
        row: u32,
    },
    /// There is no sheet of this name, and more than one to choose from.
    #[error("the workbook has no sheet named {0}")]
    NoSheet(String),
    /// There is no row.
    #[error("the sheet is empty")]
    Empty,
}

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub number: u32,
    /// Its texts, from the first column to the last that is filled.
    pub cells: Vec<String>,
}

/// Reads the sheet of this name, or the only one, row by row; rows without any text are left out.
pub fn read(
    bytes: &[u8],
    format: WorkbookFormat,
    name: &str,
    limits: SheetLimits,
) -> Result<Vec<Row>, SheetError> {
    if bytes.len() > limits.bytes {
        return Err(SheetError::FileTooLarge(limits.bytes));
    }
    let rows = match format {
        WorkbookFormat::Xlsx => read_xlsx(bytes, name, limits.rows)?,
        WorkbookFormat::Csv => read_csv(bytes, limits.rows)?,
    };
    if rows.is_empty() {
        Err(SheetError::Empty)
    } else {
        Ok(rows)
    }
}

fn read_xlsx(bytes: &[u8], name: &str, most: usize) -> Result<Vec<Row>, SheetError> {
    check_package(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::NotXlsx)?;
    let names = book.sheet_names();
    let sheet = match (names.iter().find(|sheet| *sheet == name), names.as_slice()) {
        (Some(sheet), _) | (None, [sheet]) => sheet.clone(),
        _ => return Err(SheetError::NoSheet(name.to_owned())),
    };
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|_| SheetError::NotXlsx)?;
    let mut rows: Vec<Row> = Vec::new();
    // Cells are taken as they come: a range would be as large as its last cell says.
    while let Some(cell) = cells.next_cell().map_err(|_| SheetError::NotXlsx)? {
        let (row, column) = cell.get_position();
        let text = text_of(cell.get_value());
        if !text.is_empty() {
            place(&mut rows, most, (row + 1, column as usize), text)?;
        }
    }
    Ok(rows)
}

/// Unpacks every part into nothing, to see how large it really is: what the package says of itself
/// may be a lie.
fn check_package(bytes: &[u8]) -> Result<(), SheetError> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::NotXlsx)?;
    if package.len() > MAX_PARTS {
        return Err(SheetError::UnpackedTooLarge);
    }
    let mut left = MAX_UNPACKED_BYTES;
    for part in 0..package.len() {
        let part = package.by_index(part).map_err(|_| SheetError::NotXlsx)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut sink())
            .map_err(|_| SheetError::NotXlsx)?;
        left = left.checked_sub(read).ok_or(SheetError::UnpackedTooLarge)?;
    }
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DurationIso(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    text.trim().to_owned()
}

fn read_csv(bytes: &[u8], most: usize) -> Result<Vec<Row>, SheetError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .ok_or(SheetError::NotCsv { row: 1 })?
            .into_owned(),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    for (number, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|_| SheetError::NotCsv { row: number })?;
        for (column, cell) in record.iter().enumerate() {
            let text = plain(cell.trim());
            if !text.is_empty() {
                place(&mut rows, most, (number, column), text.to_owned())?;
            }
        }
    }
    Ok(rows)
}

/// Puts a cell where it belongs. Rows come in order; a file in which they do not is refused.
fn place(
    rows: &mut Vec<Row>,
    most: usize,
    (number, column): (u32, usize),
    text: String,
) -> Result<(), SheetError> {
    let too_large = SheetError::SheetTooLarge {
        row: number,
        rows: most,
    };
    if column >= MAX_COLUMNS || text.chars().count() > MAX_CELL {
        return Err(too_large);
    }
    if rows.last().is_none_or(|row| row.number != number) {
        if rows.len() > most || rows.last().is_some_and(|row| row.number > number) {
            return Err(too_large);
        }
        rows.push(Row {
            number,
            cells: Vec::new(),
        });
    }
    let row = rows.last_mut().expect("a row was just pushed");
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    row.cells[column] = text;
    Ok(())
}

/// Whether a spreadsheet program would take a text for a formula.
pub(crate) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text as it was before [`looks_like_formula`] made us put an apostrophe before it.
fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

impl Explained for SheetError {
    fn code(&self) -> &'static str {
        match self {
            Self::FileTooLarge(_) | Self::UnpackedTooLarge | Self::SheetTooLarge { .. } => {
                "register.workbook_too_large"
            }
            _ => "register.workbook_unreadable",
        }
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        crate::code::ALL
    }

    fn zh(&self) -> String {
        match self {
            Self::FileTooLarge(most) => format!("文件超过 {} MB。", most >> 20),
            Self::UnpackedTooLarge => format!(
                "文件解压后超过 {} MB 或 {MAX_PARTS} 个部件。",
                MAX_UNPACKED_BYTES >> 20
            ),
            Self::SheetTooLarge { row, rows } => {
                format!(
                    "表格超过 {rows} 行或 {MAX_COLUMNS} 列，或单元格超过 {MAX_CELL} 字（第 {row} 行附近）。"
                )
            }
            Self::NotXlsx => "文件不是 XLSX 表格，或已损坏。".to_owned(),
            Self::NotCsv { row } => {
                format!("文件不是 UTF-8 或 GB 18030 编码的 CSV（第 {row} 行附近）。")
            }
            Self::NoSheet(name) => format!("表格中没有名为 {name} 的工作表。"),
            Self::Empty => "工作表是空的。".to_owned(),
        }
    }
}
