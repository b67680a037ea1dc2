//! What every act on a version of a list has in common: the lock, the look at what is there, the
//! state machine, the history and the record.

use record::marks::count_change;
use serde_json::{Value, json};
use store::WriteTx;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::list_state::{DRAFTING, StepRefusal, step};
use super::{Asking, LISTS, ListAct, ListDeed, ListState, ListStep, PowerError, Powers};
use crate::ListId;
use crate::tables::{power_list, power_list_event, power_list_version};

/// Names the lock of those who change lists, on PostgreSQL.
const LOCK: i64 = 0x706f_7765_7273;

/// A version that is about to be changed.
pub(super) struct Opened {
    pub list: power_list::Model,
    pub version: power_list_version::Model,
    /// The state that the step brings it to.
    pub to: ListState,
}

impl Powers {
    /// A write transaction in which nobody else changes lists.
    pub(super) async fn alone(&self) -> Result<WriteTx, PowerError> {
        let tx = self.db().write_tx().await?;
        tx.alone(LOCK).await?;
        Ok(tx)
    }

    /// The version to act on: refused where it changed since it was seen, lies outside the scope, or
    /// does not allow the step.
    pub(super) async fn open_version(
        &self,
        tx: &WriteTx,
        (asking, deed): (&Asking, &ListDeed),
        (id, version): (ListId, u32),
        to_do: ListStep,
    ) -> Result<Opened, PowerError> {
        signed(asking, deed)?;
        let list = self.list_in_scope(&**tx, asking, id).await?;
        let version = version_of(&**tx, &list, version).await?;
        let is = version.revision.cast_unsigned();
        if is != deed.seen {
            return Err(PowerError::Changed {
                seen: deed.seen,
                is,
            });
        }
        let state = state_of(&version)?;
        let drafters = drafters(tx, &version).await?;
        let to = step(state, to_do, asking.name(), &drafters).map_err(|refusal| match refusal {
            StepRefusal::State => PowerError::State { state, step: to_do },
            StepRefusal::ReviewerDrafted => PowerError::ReviewerDrafted,
        })?;
        Ok(Opened { list, version, to })
    }

    /// The list, where it is in the scope of who asks.
    pub(super) async fn list_in_scope(
        &self,
        db: &impl ConnectionTrait,
        asking: &Asking,
        id: ListId,
    ) -> Result<power_list::Model, PowerError> {
        let found = power_list::Entity::find()
            .filter(power_list::Column::Id.eq(id.to_string()))
            .one(db)
            .await?;
        let list = found.ok_or(PowerError::NoList(id))?;
        let book = self.book().await?;
        if book.is_in(&asking.scope, &list.authority_id, self.today()) {
            Ok(list)
        } else {
            Err(PowerError::NoList(id))
        }
    }

    /// Writes the version as the step leaves it, the history, and the act on the record.
    pub(super) async fn write_step(
        &self,
        tx: &WriteTx,
        opened: &Opened,
        change: power_list_version::ActiveModel,
        done: ListStep,
        (asking, deed): (&Asking, &ListDeed),
        data: Value,
    ) -> Result<(), PowerError> {
        let row = power_list_version::ActiveModel {
            list_number: Set(opened.version.list_number),
            version: Set(opened.version.version),
            state: Set(opened.to.as_str().to_owned()),
            revision: Set(opened.version.revision + 1),
            ..change
        };
        power_list_version::Entity::update(row).exec(&**tx).await?;
        self.tell(
            tx,
            (&opened.list, opened.version.version),
            done,
            (asking, deed),
            data,
        )
        .await
    }

    /// Writes the history and the act on the record.
    pub(super) async fn tell(
        &self,
        tx: &WriteTx,
        (list, version): (&power_list::Model, i32),
        done: ListStep,
        (asking, deed): (&Asking, &ListDeed),
        data: Value,
    ) -> Result<(), PowerError> {
        let last: Option<i32> = power_list_event::Entity::find()
            .filter(power_list_event::Column::ListNumber.eq(list.number))
            .select_only()
            .column(power_list_event::Column::Seq)
            .order_by_desc(power_list_event::Column::Seq)
            .into_tuple()
            .one(&**tx)
            .await?;
        let mut told = data.clone();
        if let (Some(name), Some(told)) = (&asking.called, told.as_object_mut()) {
            told.insert(CALLED.to_owned(), name.as_str().into());
        }
        let event = power_list_event::ActiveModel {
            list_number: Set(list.number),
            seq: Set(last.unwrap_or(0) + 1),
            version: Set(version),
            at_ms: Set(self.library().clock().now().as_millisecond()),
            person: Set(asking.name().to_owned()),
            step: Set(done.as_str().to_owned()),
            reason: Set(deed.reason.trim().to_owned()),
            data: Set(told.to_string()),
        };
        power_list_event::Entity::insert(event)
            .exec_without_returning(&**tx)
            .await?;
        count_change(tx, LISTS).await?;
        let act = ListAct {
            kind: format!("library.list_{}", done.as_str()),
            actor: asking.actor.clone(),
            list: list.id.clone(),
            authority: list.authority_id.clone(),
            data: json!({
                "version": version,
                "reason": deed.reason.trim(),
                "list": list.kind,
                "details": data,
            }),
        };
        Ok(self.acts().append(tx, act).await?)
    }

    /// Submits a draft for review.
    pub async fn submit_version(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        deed: &ListDeed,
    ) -> Result<(), PowerError> {
        self.plain_step(asking, id, deed, ListStep::Submit).await
    }

    /// Returns a version to who drafted it.
    pub async fn return_version(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        deed: &ListDeed,
    ) -> Result<(), PowerError> {
        self.plain_step(asking, id, deed, ListStep::Return).await
    }

    /// Passes the review. Who drafted the version cannot.
    pub async fn pass_version(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        deed: &ListDeed,
    ) -> Result<(), PowerError> {
        self.plain_step(asking, id, deed, ListStep::Pass).await
    }

    async fn plain_step(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        deed: &ListDeed,
        to_do: ListStep,
    ) -> Result<(), PowerError> {
        let tx = self.alone().await?;
        let opened = self.open_version(&tx, (asking, deed), id, to_do).await?;
        if to_do == ListStep::Submit && opened.version.lines == 0 {
            return Err(PowerError::Empty);
        }
        let data = json!({"lines": opened.version.lines});
        self.write_step(
            &tx,
            &opened,
            power_list_version::ActiveModel::default(),
            to_do,
            (asking, deed),
            data,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// Under which key the history keeps what a person is called. It does not go on the record.
pub(super) const CALLED: &str = "called";

/// Refuses what nobody stands for.
pub(super) fn signed(asking: &Asking, deed: &ListDeed) -> Result<(), PowerError> {
    if asking.name().is_empty() || deed.reason.trim().is_empty() {
        return Err(PowerError::Unsigned);
    }
    Ok(())
}

/// The version with this number.
pub(super) async fn version_of(
    db: &impl ConnectionTrait,
    list: &power_list::Model,
    version: u32,
) -> Result<power_list_version::Model, PowerError> {
    let key = (list.number, version.cast_signed());
    let found = power_list_version::Entity::find_by_id(key).one(db).await?;
    found.ok_or(PowerError::NoVersion(version))
}

/// The state of a version.
pub(super) fn state_of(version: &power_list_version::Model) -> Result<ListState, PowerError> {
    ListState::named(&version.state)
        .ok_or_else(|| PowerError::Damaged(version.list_number.to_string()))
}

async fn drafters(
    tx: &WriteTx,
    version: &power_list_version::Model,
) -> Result<Vec<String>, PowerError> {
    let steps = DRAFTING.map(ListStep::as_str);
    let people = power_list_event::Entity::find()
        .filter(power_list_event::Column::ListNumber.eq(version.list_number))
        .filter(power_list_event::Column::Version.eq(version.version))
        .filter(power_list_event::Column::Step.is_in(steps))
        .select_only()
        .column(power_list_event::Column::Person)
        .distinct()
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(people)
}
