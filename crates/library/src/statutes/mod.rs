//! Statutes and their versions, as of any day.

mod compare;
mod list_changes;
mod list_statutes;
mod show_statute;
mod show_version;

pub use list_changes::ChangeFilter;
pub use list_statutes::{ListError, StatuteFilter};
pub use show_statute::{StatuteError, VersionChoice};

pub(crate) use show_statute::choose;
pub(crate) use show_version::{Spans, citing_day, label, paragraphs};
