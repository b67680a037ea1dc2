//! Ids of the things that the library keeps.

use base::{Id, Kind};

/// Marks the ids of enforcement items.
#[derive(Debug)]
pub struct ItemMark;

/// Marks the ids of runs of the import.
#[derive(Debug)]
pub struct ImportMark;

impl Kind for ItemMark {
    const NAME: &'static str = "enforcement_item";
}

impl Kind for ImportMark {
    const NAME: &'static str = "import";
}

/// The stable id of an enforcement item.
pub type ItemId = Id<ItemMark>;

/// The id of a run of the import.
pub type ImportId = Id<ImportMark>;
