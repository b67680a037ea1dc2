//! Power lists 权责清单, discretion benchmarks 裁量基准 and leniency lists 包容审慎清单: drafted,
//! reviewed, adopted, published and adjusted; and who holds which item where, from when to when.
//!
//! A list has versions, one of them at work at a time. What is published is never changed: the next
//! version takes its place on a day. Powers are the lines of published power lists; after a merger
//! or a split of authorities they are held by who followed.
//!
//! Read first: [`Powers`] (the handle) and [`LineContent`] (what a line says).

mod act;
mod add_lines;
mod adjust_list;
mod authorities;
mod basis;
mod compare_versions;
mod content;
mod effective;
mod error;
mod export_lines;
mod gaps;
mod handle;
mod impact;
mod import_lines;
mod list_lines;
mod list_lists;
mod list_powers;
mod list_state;
mod neighbours;
mod numbers;
mod open_list;
mod overlaps;
mod publish_list;
mod remove_lines;
mod rooms;
mod show_list;
mod stamp;
mod template;
mod unused;
mod who_holds;
mod withdraw_power;
mod words;

pub use add_lines::NewLines;
pub use authorities::{AuthorityBook, AuthorityDays, KnownAuthority, Succession};
pub use content::{
    BenchmarkGrade, ContentFault, Decision, FourTests, LeniencyEntry, LineContent, PowerTerms,
    TestResult,
};
pub use error::PowerError;
pub use handle::{Asking, ListDeed, Powers};
pub use impact::{ImpactRequest, PackCitations};
pub use import_lines::{CellFault, ImportedLines, MAX_TEMPLATE_BYTES};
pub use list_lines::LineFilter;
pub use list_lists::ListFilter;
pub use list_powers::PowerFilter;
pub use neighbours::{ActLog, ActLogError, Authorities, CaseCounter, ListAct};
pub use open_list::NewList;
pub use publish_list::Publication;
pub use register::AuthorityLevel;
pub use register::workbook::WorkbookFormat;
pub use stamp::Stamp;
pub(crate) use stamp::{ITEMS, LISTS};
pub use template::{TEMPLATE, template};
pub use words::{BasisChange, LeniencyKind, ListKind, ListState, ListStep, PowerKind};
