//! The text of the law as data: structure, versions, addresses, citations, enforcement items.
//!
//! For: turning the bytes of a statute into a tree of provisions with findings, reading and writing
//! citations, comparing versions, reading enforcement items, exporting Akoma Ntoso.
//! Not for: storing, searching or adopting any of it (that is `library`); this crate opens no file,
//! asks no clock and never fails on a text: what it cannot read becomes a [`Finding`].
//!
//! Read first: [`Statute`] (what a text becomes) and [`EnforcementItem`] (what is read from it).
//! [`read_bytes`] takes the bytes of a file, [`read`] its text:
//!
//! ```
//! let statute = law::read("# 云麓市灯会条例\n\n第一条 禁止：\n\n（一）损毁灯台；\n\n（二）遮挡灯光。");
//! let path = "1.1.2".parse().unwrap();
//! assert_eq!(statute.text_of(&path).unwrap(), "遮挡灯光。");
//! ```

pub mod address;
pub mod akn;
pub mod citation;
pub mod diff;
pub mod enforcement_item;
pub mod finding;
pub mod head;
pub mod items;
mod label;
mod normalize;
pub mod numeral;
pub mod repeal;
pub mod report;
pub mod source;
pub mod statute;
mod structure;

pub use address::{Address, ArticleNumber, ProvisionPath, StatuteKey, VersionKey};
pub use enforcement_item::{EnforcementItem, ItemKind};
pub use finding::{Finding, FindingCode};
pub use head::{VersionDates, version_dates};
pub use report::{StructureReport, StructureReports, structure_report};
pub use statute::{Article, Division, Paragraph, Point, Statute, Subpoint};
pub use structure::{read, read_bytes};
