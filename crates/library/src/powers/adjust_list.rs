//! Dynamic adjustment 动态调整: the draft of the next version begins with what is published. And
//! giving a draft up.

use serde_json::json;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::act::{signed, state_of};
use super::effective::statement;
use super::open_list::insert_version;
use super::{Asking, ListDeed, ListState, ListStep, PowerError, Powers};
use crate::ListId;
use crate::tables::{power_list_version, power_list_version::Column as C};

impl Powers {
    /// Opens the draft of the next version; gives its number. Powers that were withdrawn meanwhile
    /// are left out. `seen` is the revision of the newest version.
    pub async fn adjust_list(
        &self,
        asking: &Asking,
        id: ListId,
        deed: &ListDeed,
    ) -> Result<u32, PowerError> {
        signed(asking, deed)?;
        let tx = self.alone().await?;
        let list = self.list_in_scope(&*tx, asking, id).await?;
        let versions = power_list_version::Entity::find()
            .filter(C::ListNumber.eq(list.number))
            .order_by_desc(C::Version)
            .all(&*tx)
            .await?;
        let newest = versions.first().ok_or(PowerError::NoVersion(1))?;
        let is = newest.revision.cast_unsigned();
        if is != deed.seen {
            return Err(PowerError::Changed {
                seen: deed.seen,
                is,
            });
        }
        if !matches!(
            state_of(newest)?,
            ListState::Published | ListState::Abandoned
        ) {
            return Err(PowerError::OpenVersion(newest.version.cast_unsigned()));
        }
        let published = versions
            .iter()
            .find(|version| version.state == ListState::Published.as_str());
        let next = newest.version + 1;
        let left = statement(
            &*tx,
            "UPDATE power_list_line SET until_version = $1 WHERE list_number = $2 AND until_version IS NULL \
             AND EXISTS (SELECT 1 FROM power_withdrawal w WHERE w.list_number = power_list_line.list_number \
             AND w.line_number = power_list_line.number)",
            [next.into(), list.number.into()],
        );
        let left = tx.execute_raw(left).await?.rows_affected();
        let lines = published.map_or(0, |version| version.lines) - left.cast_signed();
        insert_version(&tx, list.number, next, lines).await?;
        let data = json!({"lines": lines, "withdrawn": left});
        self.tell(&tx, (&list, next), ListStep::Open, (asking, deed), data)
            .await?;
        tx.commit().await?;
        Ok(next.cast_unsigned())
    }

    /// Gives a version up that is not published; what it changed is undone.
    pub async fn abandon_version(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        deed: &ListDeed,
    ) -> Result<(), PowerError> {
        let tx = self.alone().await?;
        let opened = self
            .open_version(&tx, (asking, deed), id, ListStep::Abandon)
            .await?;
        for sql in [
            "DELETE FROM power_list_line WHERE list_number = $1 AND since_version = $2",
            "UPDATE power_list_line SET until_version = NULL WHERE list_number = $1 AND until_version = $2",
        ] {
            let values = [opened.list.number.into(), opened.version.version.into()];
            tx.execute_raw(statement(&*tx, sql, values)).await?;
        }
        let change = power_list_version::ActiveModel {
            lines: Set(0),
            ..Default::default()
        };
        let data = json!({"lines": opened.version.lines});
        self.write_step(
            &tx,
            &opened,
            change,
            ListStep::Abandon,
            (asking, deed),
            data,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}
