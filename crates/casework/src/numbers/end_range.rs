//! A range that is given back, or whose last day is over: its unused numbers become void.

use futures::FutureExt as _;
use record::Actor;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect as _};
use serde_json::json;
use store::{WriteTx, sea_orm};

use super::{Range, range_data, recorded};
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::{number, range};

/// Ranges that one look for expired ones ends at most.
const EXPIRED: u64 = 1_000;

/// The reason for which the numbers of an ended range are void.
pub(super) fn reason(state: &str) -> Option<&'static str> {
    match state {
        "returned" => Some("号段已交回 · range returned"),
        "expired" => Some("号段已到期 · range expired"),
        _ => None,
    }
}

impl Casework {
    /// Takes a range of the scope back: what of it is unused becomes void.
    pub async fn return_range(&self, asking: &Asking, id: &str) -> Result<Range, CaseError> {
        let missing = || {
            CaseError::input(
                "没有这个号段，或者它不在您的权限范围内。",
                "there is no such range, or it lies outside your scope",
            )
        };
        let found = range::Entity::find_by_id(id).one(self.db().read()).await?;
        let found = found.ok_or_else(missing)?;
        self.number_area(asking, &found.authority_id)
            .await
            .map_err(|_| missing())?;
        let ended = self
            .end_range(asking.actor.clone(), found, "returned")
            .await?;
        ended.ok_or_else(|| {
            CaseError::input(
                "该号段已经交回或者到期，无须再交回。",
                "the range was given back already, or has expired",
            )
        })
    }

    /// Ends the ranges whose last day is over and puts it on the record; gives how many.
    pub async fn expire_ranges(&self) -> Result<usize, CaseError> {
        let today = self.today().to_string();
        let over = range::Entity::find()
            .filter(range::Column::State.eq("open"))
            .filter(range::Column::Until.lt(today))
            .limit(EXPIRED)
            .all(self.db().read())
            .await?;
        let mut ended = 0;
        for range in over {
            let actor = Actor::System {
                name: "numbers".to_owned(),
            };
            let range = self.end_range(actor, range, "expired").await?;
            ended += usize::from(range.is_some());
        }
        Ok(ended)
    }

    /// Ends a range; `None` where somebody else was quicker.
    async fn end_range(
        &self,
        actor: Actor,
        range: range::Model,
        state: &'static str,
    ) -> Result<Option<Range>, CaseError> {
        let record = self.record().clone();
        let now_ms = record.clock().now().as_millisecond();
        let written = self.record().write(move |tx| {
            async move {
                let Some(unused) = end(tx, &range, state, now_ms).await? else {
                    return Ok(None);
                };
                let mut data = range_data(&range);
                data["void"] = json!(unused);
                let kind = format!("number.range_{state}");
                record
                    .append(tx, recorded(&kind, actor, &range.authority_id, data)?)
                    .await?;
                let range = range::Model {
                    state: state.to_owned(),
                    ..range
                };
                Ok::<_, CaseError>(Some(Range::of(range, (None, None))))
            }
            .boxed()
        });
        written.await
    }
}

/// Makes the unused numbers of an open range void; gives how many, `None` where it is not open.
async fn end(
    tx: &WriteTx,
    range: &range::Model,
    state: &'static str,
    now_ms: i64,
) -> Result<Option<u64>, CaseError> {
    let ended = range::Entity::update_many()
        .col_expr(range::Column::State, Expr::value(state))
        .col_expr(range::Column::EndedAtMs, Expr::value(now_ms))
        .filter(range::Column::Id.eq(&range.id))
        .filter(range::Column::State.eq("open"))
        .exec(&**tx)
        .await?;
    if ended.rows_affected != 1 {
        return Ok(None);
    }
    let unused = number::Entity::update_many()
        .col_expr(number::Column::State, Expr::value("void"))
        .col_expr(number::Column::Reason, Expr::value(reason(state)))
        .col_expr(number::Column::AtMs, Expr::value(now_ms))
        .filter(number::Column::RangeId.eq(&range.id))
        .filter(number::Column::State.eq("lent"))
        .exec(&**tx)
        .await?;
    Ok(Some(unused.rows_affected))
}
