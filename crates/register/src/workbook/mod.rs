//! Workbooks: authorities and officers from XLSX and CSV templates, and back to the same; and for
//! other rooms, [`read_sheet`] and [`write_sheet`].

mod authorities;
mod export;
mod import;
mod officers;
mod sheet;
mod template;
mod write;

#[cfg(feature = "synthetic")]
pub(crate) use export::write_rows;
pub use export::{ExportError, template};
pub use import::{ImportError, ImportReport, Workbook};
pub use sheet::{
    MAX_FILE_BYTES, MAX_ROWS, Row, SheetError, SheetLimits, WorkbookFormat, read as read_sheet,
};
pub use template::{RowError, WorkbookKind};
pub use write::{Title, WriteError, csv_rows, write_sheet};
