//! Whether answers that somebody keeps in memory are still right.

use store::sea_orm::sea_query::{Expr, ExprTrait as _};
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{StoreError, WriteTx};

use super::Powers;
use crate::tables::library_state;

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
        let state = library_state::Entity::find_by_id(1);
        let state = state.one(self.db().read()).await?;
        Ok(state.map_or_else(Stamp::default, |state| Stamp {
            items: state.stamp,
            lists: state.powers_stamp,
        }))
    }
}

/// Counts a change of a list, or of which item follows which.
pub(crate) async fn count_change(tx: &WriteTx) -> Result<(), StoreError> {
    use library_state::Column;
    library_state::Entity::update_many()
        .col_expr(Column::PowersStamp, Expr::col(Column::PowersStamp).add(1))
        .filter(Column::Id.eq(1))
        .exec(&**tx)
        .await?;
    Ok(())
}
