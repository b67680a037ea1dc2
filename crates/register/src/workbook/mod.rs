//! Workbooks: authorities and officers from XLSX and CSV templates, and back to the same.

mod authorities;
mod export;
mod import;
mod officers;
mod sheet;
mod template;

#[cfg(feature = "synthetic")]
pub(crate) use export::write_rows;
pub use export::{ExportError, template};
pub use import::{ImportError, ImportReport, Workbook};
pub use sheet::{MAX_FILE_BYTES, MAX_ROWS, SheetError, WorkbookFormat};
pub use template::{RowError, WorkbookKind};
