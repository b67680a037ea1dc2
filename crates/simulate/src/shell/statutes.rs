//! Statutes imported, their items adopted.

use std::path::Path;

use law::{ItemKind, StatuteKey};
use library::import::{ImportSource, Silent};
use library::view::{ItemRow, ItemState};
use library::{Deed, ItemFilter, ItemId, SeenItem};
use store::{Limit, PageRequest};

use super::rooms::NAME;
use super::{Rooms, SimulateError};
use crate::City;
use crate::statutes::Drafted;

/// Items that are adopted in one transaction.
const ADOPTED_AT_ONCE: usize = 5_000;

/// Imports the statutes of the city through a folder of files.
pub(super) async fn import(rooms: &Rooms, city: &City, folder: &Path) -> Result<(), SimulateError> {
    let unwritten = |error| SimulateError::File {
        path: folder.display().to_string(),
        error,
    };
    std::fs::create_dir_all(folder).map_err(unwritten)?;
    for statute in &city.statutes {
        let file = folder.join(format!("{}.md", statute.title));
        std::fs::write(file, &statute.text).map_err(unwritten)?;
    }
    let failed = SimulateError::room(("导入法规", "importing the statutes"));
    let source = ImportSource::at(folder);
    let imported = rooms.library().import(&source, NAME, &Silent).await;
    imported.map_err(|error| failed(&error))?;
    Ok(())
}

/// Adopts the items of the statutes; gives their ids in the order of the city.
pub(super) async fn adopt(rooms: &Rooms, city: &City) -> Result<Vec<ItemId>, SimulateError> {
    let mut ids = Vec::with_capacity(city.items.len());
    let mut seen = Vec::with_capacity(city.items.len());
    for statute in &city.statutes {
        for row in read(rooms, statute).await? {
            ids.push(row.id);
            if row.state != ItemState::Adopted {
                seen.push(SeenItem {
                    id: row.id,
                    revision: row.revision,
                });
            }
        }
    }
    let deed = Deed {
        actor: "模拟（虚构）".to_owned(),
        account: NAME.to_owned(),
        reason: "模拟城市的事项，采用为办案依据（虚构）".to_owned(),
        seen: 0,
    };
    let failed = SimulateError::room(("采用事项", "adopting the items"));
    for seen in seen.chunks(ADOPTED_AT_ONCE) {
        let adopted = rooms.library().adopt_items(seen, &deed).await;
        adopted.map_err(|error| failed(&error))?;
    }
    Ok(ids)
}

/// The items that the library has read in a statute, which must be those that were drafted.
async fn read(rooms: &Rooms, statute: &Drafted) -> Result<Vec<ItemRow>, SimulateError> {
    let failed = SimulateError::room(("读取事项", "reading the items"));
    let filter = ItemFilter {
        kind: Some(ItemKind::Penalty),
        statute: StatuteKey::of_title(&statute.title).ok(),
        ..ItemFilter::default()
    };
    let page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let rows = rooms.library().items(&filter, &page).await;
    let rows = rows.map_err(|error| failed(&error))?.rows;
    let same = rows.iter().zip(&statute.items);
    let same = same.filter(|(row, item)| row.behaviour == item.behaviour);
    let found = same.count();
    if found == statute.items.len() && rows.len() == found {
        return Ok(rows);
    }
    Err(SimulateError::Items {
        title: statute.title.clone(),
        found,
        drafted: statute.items.len(),
    })
}
