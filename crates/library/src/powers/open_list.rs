//! Making a list: its first version is a draft.

use serde_json::json;
use store::WriteTx;
use store::sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::act::signed;
use super::{Asking, ListDeed, ListKind, ListState, ListStep, PowerError, Powers};
use crate::ListId;
use crate::tables::{power_list, power_list_version};

/// A list that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewList {
    /// What its lines are.
    pub kind: ListKind,
    /// Its title in Chinese.
    pub title: String,
    /// Its title in English.
    pub title_en: Option<String>,
    /// The id of the authority whose list it is.
    pub authority: String,
}

/// Characters that a title may have.
const MAX_TITLE: usize = 200;

impl Powers {
    /// Makes a list, with the draft of its first version.
    pub async fn open_list(
        &self,
        asking: &Asking,
        new: &NewList,
        deed: &ListDeed,
    ) -> Result<ListId, PowerError> {
        signed(asking, deed)?;
        let titles = [Some(&new.title), new.title_en.as_ref()];
        let mut lengths = titles
            .into_iter()
            .flatten()
            .map(|title| title.trim().chars().count());
        if !lengths.all(|length| (1..=MAX_TITLE).contains(&length)) {
            return Err(PowerError::Title);
        }
        let book = self.book().await?;
        if book.get(&new.authority).is_none() {
            return Err(PowerError::NoAuthority(new.authority.clone()));
        }
        if !book.is_in(&asking.scope, &new.authority, self.today()) {
            return Err(PowerError::OutOfScope);
        }
        let tx = self.alone().await?;
        let list = self.write_list(&tx, new).await?;
        let data = json!({"kind": list.kind, "title": list.title});
        self.tell(&tx, (&list, 1), ListStep::Open, (asking, deed), data)
            .await?;
        tx.commit().await?;
        list.id.parse().map_err(|_| PowerError::Damaged(list.id))
    }

    async fn write_list(
        &self,
        tx: &WriteTx,
        new: &NewList,
    ) -> Result<power_list::Model, PowerError> {
        let last: Option<i64> = power_list::Entity::find()
            .select_only()
            .column(power_list::Column::Number)
            .order_by_desc(power_list::Column::Number)
            .into_tuple()
            .one(&**tx)
            .await?;
        let now = self.library().clock().now();
        let list = power_list::Model {
            number: last.unwrap_or(0) + 1,
            id: new_list_id(now).to_string(),
            kind: new.kind.as_str().to_owned(),
            title: new.title.trim().to_owned(),
            title_en: new.title_en.as_ref().map(|title| title.trim().to_owned()),
            authority_id: new.authority.clone(),
            lines_written: 0,
            made_ms: now.as_millisecond(),
        };
        power_list::Entity::insert(list.clone().into_active_model())
            .exec_without_returning(&**tx)
            .await?;
        insert_version(tx, list.number, 1, 0).await?;
        Ok(list)
    }
}

/// Writes a version that is being drafted.
pub(super) async fn insert_version(
    tx: &WriteTx,
    list: i64,
    version: i32,
    lines: i64,
) -> Result<(), PowerError> {
    let row = power_list_version::ActiveModel {
        list_number: Set(list),
        version: Set(version),
        state: Set(ListState::Drafting.as_str().to_owned()),
        revision: Set(1),
        lines: Set(lines),
        decision: Set(None),
        published_on: Set(None),
        published_in: Set(None),
        effective_from: Set(None),
        effective_to: Set(None),
    };
    power_list_version::Entity::insert(row)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// An id that sorts by the time at which the list was made.
fn new_list_id(now: jiff::Timestamp) -> ListId {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanoseconds);
    ListId::try_from(Uuid::new_v7(time)).expect("an id of version 7 is not nil")
}
