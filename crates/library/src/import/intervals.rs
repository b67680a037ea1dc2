//! From when until when each version is in force. A version ends where the next one begins; the last
//! ends by repeal.

use jiff::civil::Date;
use store::sea_orm::{ActiveValue::Set, EntityTrait};
use store::{StoreError, WriteTx};

use super::repeals;
use crate::holdings::{HeldVersion, Holdings};
use crate::tables::version;

/// The end of a version, and whether it is by repeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    until: Option<Date>,
    repealed: bool,
}

/// Brings the ends of all versions up to date, and gives the versions that changed.
pub(super) async fn write(tx: &WriteTx) -> Result<Vec<i64>, StoreError> {
    let holdings = Holdings::load_from(&**tx).await?;
    let days = repeals::days(tx, &holdings).await?;
    let mut changed = Vec::new();
    for statute in &holdings.statutes {
        let ends = ends(&statute.versions, days.get(&statute.key).copied());
        for (version, end) in statute.versions.iter().zip(ends) {
            let is_known = version.in_force_until == end.until && version.repealed == end.repealed;
            if !is_known {
                update(tx, version.id, end).await?;
                changed.push(version.id);
            }
        }
    }
    Ok(changed)
}

async fn update(tx: &WriteTx, id: i64, end: End) -> Result<(), StoreError> {
    let row = version::ActiveModel {
        id: Set(id),
        in_force_until: Set(end.until.map(|date| date.to_string())),
        repealed: Set(i32::from(end.repealed)),
        ..Default::default()
    };
    version::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// The ends of the versions of a statute, which are given with the oldest first; the last of a
/// repealed statute ends on `repealed_on`, where that is known.
fn ends(versions: &[HeldVersion], repealed_on: Option<Date>) -> Vec<End> {
    let ends = versions.iter().enumerate().map(|(at, version)| {
        let next = versions.get(at + 1);
        let repealed = next.is_none() && version.stated_repealed;
        End {
            until: next
                .and_then(|next| next.place().0)
                .or(repealed_on.filter(|_| repealed)),
            repealed,
        }
    });
    ends.collect()
}
