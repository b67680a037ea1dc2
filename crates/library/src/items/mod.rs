//! Enforcement items 事项: from the machine's reading to adoption by a person.

mod acts;
mod adopt_items;
pub(crate) mod changes;
mod error;
mod export_items;
mod facets;
mod filter;
mod identity;
mod list_items;
pub(crate) mod matching;
mod merge_items;
pub(crate) mod row;
mod show_item;
mod split_item;
pub(crate) mod summary;

pub use acts::Deed;
pub use error::ItemError;
pub use export_items::ExportedItem;
pub use filter::ItemFilter;
pub use merge_items::SeenItem;

pub(crate) use identity::IdGiver;
pub(crate) use list_items::{rows_in, view};
pub(crate) use row::{NewItem, path_of};
