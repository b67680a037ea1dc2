//! Import of statutes: idempotent, since what was read once is known by its digest; resumable, since
//! each batch is a transaction of its own; and told at every step.

mod intervals;
mod lineage;
mod package;
mod prepare;
mod progress;
mod repeals;
mod reread;
mod run;
mod runs;
mod source;
mod unresolved;
mod write;

pub use package::PackageError;
pub use progress::{Progress, Silent};
pub use run::{FindingCount, ImportError, ImportReport};
pub use runs::ImportListError;
pub use source::{ImportSource, SourceError};

pub(crate) use reread::record_columns;
pub(crate) use run::Running;
pub(crate) use write::{new_stamp, stamp};
