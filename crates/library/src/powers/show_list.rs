//! Showing a list with its versions and history.

use jiff::Timestamp;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::act::CALLED;
use super::list_lists::{list_row, version_row};
use super::{Asking, ListStep, PowerError, Powers};
use crate::ListId;
use crate::tables::power_list_event;
use crate::view::{ListHistoryEntry, PowerList};

impl Powers {
    /// A list with everything but its lines.
    pub async fn list(&self, asking: &Asking, id: ListId) -> Result<PowerList, PowerError> {
        let row = self.list_in_scope(self.db().read(), asking, id).await?;
        let versions = self.versions(row.number).await?;
        let shown: Result<Vec<_>, _> = versions.iter().map(version_row).collect();
        let events = power_list_event::Entity::find()
            .filter(power_list_event::Column::ListNumber.eq(row.number))
            .order_by_asc(power_list_event::Column::Seq)
            .all(self.db().read())
            .await?;
        let book = self.book().await?;
        Ok(PowerList {
            versions: shown?,
            row: list_row(&row, &versions, &book, self.today())?,
            history: events.into_iter().filter_map(entry).collect(),
        })
    }
}

fn entry(event: power_list_event::Model) -> Option<ListHistoryEntry> {
    let mut data: serde_json::Value = serde_json::from_str(&event.data).ok()?;
    let called = data.as_object_mut().and_then(|data| data.remove(CALLED));
    let called = called.and_then(|name| name.as_str().map(str::to_owned));
    Some(ListHistoryEntry {
        name: called.unwrap_or_else(|| event.person.clone()),
        at: Timestamp::from_millisecond(event.at_ms).ok()?,
        version: event.version.cast_unsigned(),
        person: event.person,
        step: ListStep::named(&event.step)?,
        reason: event.reason,
        data,
    })
}
