//! Whether answers that somebody keeps in memory are still right.

use record::Mark;
use store::StoreError;

use super::Powers;

/// Counts the changes of statutes and items.
pub(crate) const ITEMS: Mark = Mark("library.items");
/// Counts the changes of power lists, and of which item follows which.
pub(crate) const LISTS: Mark = Mark("library.lists");

/// Which changes of items and lists have been made. Where it is the same, the lists, the items and
/// the versions of statutes are as they were; authorities and the day are another matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    items: i64,
    lists: i64,
}

impl Powers {
    /// Which changes have been made by now, in whatever process.
    pub async fn stamp(&self) -> Result<Stamp, StoreError> {
        let marks = self.library().record().marks().await?;
        Ok(Stamp {
            items: marks.of(ITEMS),
            lists: marks.of(LISTS),
        })
    }
}
