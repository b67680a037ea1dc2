//! Taking lines out of a draft. Versions that are published keep them.

use std::collections::BTreeSet;

use serde_json::json;
use store::WriteTx;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    Select,
};

use super::effective::statement;
use super::{Asking, ListDeed, ListStep, PowerError, Powers, numbers};
use crate::ListId;
use crate::tables::{power_list_line, power_list_version};

/// Lines of one statement.
const CHUNK: usize = 1_000;

impl Powers {
    /// Takes the lines with these numbers out of a draft: all or none. Gives how many.
    pub async fn remove_lines(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        lines: &[u64],
        deed: &ListDeed,
    ) -> Result<u64, PowerError> {
        use power_list_line::Column as C;
        let lines: BTreeSet<i64> = lines.iter().map(|number| number.cast_signed()).collect();
        let lines: Vec<i64> = lines.into_iter().collect();
        let tx = self.alone().await?;
        let opened = self
            .open_version(&tx, (asking, deed), id, ListStep::Edit)
            .await?;
        let list = opened.list.number;
        for chunk in lines.chunks(CHUNK) {
            let standing = || {
                power_list_line::Entity::find()
                    .filter(C::ListNumber.eq(list))
                    .filter(C::UntilVersion.is_null())
            };
            let there = standing().filter(C::Number.is_in(chunk.iter().copied()));
            if there.count(&*tx).await? != chunk.len() as u64 {
                return Err(first_missing(&tx, chunk, standing()).await?);
            }
            let chunk = numbers::list(chunk.iter().copied());
            let version = opened.version.version;
            for sql in [
                format!(
                    "DELETE FROM power_list_line WHERE list_number = $1 AND since_version = $2 AND number IN ({chunk})"
                ),
                format!(
                    "UPDATE power_list_line SET until_version = $2 WHERE list_number = $1 AND number IN ({chunk})"
                ),
            ] {
                let values = [list.into(), version.into()];
                tx.execute_raw(statement(&*tx, &sql, values)).await?;
            }
        }
        let change = power_list_version::ActiveModel {
            lines: Set(opened.version.lines - (lines.len() as u64).cast_signed()),
            ..Default::default()
        };
        let data = json!({"removed": lines.len()});
        self.write_step(&tx, &opened, change, ListStep::Edit, (asking, deed), data)
            .await?;
        tx.commit().await?;
        Ok(lines.len() as u64)
    }
}

async fn first_missing(
    tx: &WriteTx,
    chunk: &[i64],
    standing: Select<power_list_line::Entity>,
) -> Result<PowerError, PowerError> {
    for number in chunk {
        let there = standing
            .clone()
            .filter(power_list_line::Column::Number.eq(*number));
        if there.count(&**tx).await? == 0 {
            return Ok(PowerError::NoLine(number.cast_unsigned()));
        }
    }
    Ok(PowerError::Empty)
}
