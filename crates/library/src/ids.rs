//! Ids of the things that the library keeps.

use base::{Id, Kind};

/// Marks the ids of enforcement items.
#[derive(Debug)]
pub struct ItemMark;

/// Marks the ids of runs of the import.
#[derive(Debug)]
pub struct ImportMark;

/// Marks the ids of power lists, discretion benchmarks and leniency lists.
#[derive(Debug)]
pub struct ListMark;

impl Kind for ListMark {
    const NAME: &'static str = "power_list";
}

impl Kind for ItemMark {
    const NAME: &'static str = "enforcement_item";
}

impl Kind for ImportMark {
    const NAME: &'static str = "import";
}

/// The stable id of an enforcement item.
pub type ItemId = Id<ItemMark>;

/// The id of a power list, of discretion benchmarks or of a leniency list.
pub type ListId = Id<ListMark>;

/// The id of a run of the import.
pub type ImportId = Id<ImportMark>;
