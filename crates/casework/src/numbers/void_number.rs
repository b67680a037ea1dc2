//! A number made void, with a reason.

use futures::FutureExt as _;
use procedure::CASE;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::sea_orm;
use utoipa::ToSchema;

use super::{NumberRow, recorded};
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::number;

/// A number that is to be void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidNumber {
    /// The number as it is written.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// Why.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

impl Casework {
    /// Makes a number of the scope void: one that is lent and lost, or one of a document that was
    /// spoilt. A case keeps its number.
    pub async fn void_number(
        &self,
        asking: &Asking,
        void: &VoidNumber,
    ) -> Result<NumberRow, CaseError> {
        let reason = void.reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > 1000 {
            return Err(CaseError::input(
                "请写明作废的理由，1 至 1000 个字。",
                "say why it is void, in 1 to 1000 signs",
            ));
        }
        let known = self.number_of(asking, &void.number).await?;
        let refused = match (known.state.as_str(), known.of_kind.as_deref()) {
            ("void", _) => Some(("该编号已经作废。", "the number is void already")),
            ("used", Some(CASE)) => Some((
                "案件的编号不能作废：误立的案件请按程序撤销，编号随案保留。",
                "the number of a case is not made void: withdraw a case that was filed by mistake; it keeps its number",
            )),
            _ => None,
        };
        if let Some((zh, en)) = refused {
            return Err(CaseError::input(zh, en));
        }
        let data = json!({"number": known.text, "was": known.state, "reason": reason});
        let mut act = recorded(
            "number.voided",
            asking.actor.clone(),
            &known.authority_id,
            data,
        )?;
        act.case.clone_from(&known.case_id);
        let (record, now_ms) = (
            self.record().clone(),
            self.record().clock().now().as_millisecond(),
        );
        let after = number::Model {
            state: "void".to_owned(),
            reason: Some(reason.clone()),
            at_ms: now_ms,
            ..known.clone()
        };
        let written = self.record().write(move |tx| {
            async move {
                let changed = number::Entity::update_many()
                    .col_expr(number::Column::State, Expr::value("void"))
                    .col_expr(number::Column::Reason, Expr::value(reason))
                    .col_expr(number::Column::AtMs, Expr::value(now_ms))
                    .filter(number::Column::AuthorityId.eq(&known.authority_id))
                    .filter(number::Column::Text.eq(&known.text))
                    .filter(number::Column::State.eq(&known.state))
                    .exec(&**tx)
                    .await?;
                if changed.rows_affected != 1 {
                    return Err(CaseError::input(
                        "该编号刚刚有了变化，请重新查看。",
                        "the number has just changed: look again",
                    ));
                }
                record.append(tx, act).await?;
                Ok(())
            }
            .boxed()
        });
        written.await?;
        Ok(NumberRow::of(after))
    }

    /// A number of the scope, by how it is written.
    async fn number_of(&self, asking: &Asking, text: &str) -> Result<number::Model, CaseError> {
        let missing = || {
            CaseError::input(
                "没有发出过这个编号，或者它不在您的权限范围内。",
                "no such number was given, or it lies outside your scope",
            )
        };
        let found = number::Entity::find()
            .filter(number::Column::Text.eq(text.trim()))
            .one(self.db().read())
            .await?;
        let found = found.ok_or_else(missing)?;
        let area = self.number_area(asking, &found.authority_id).await;
        area.map(|_| found).map_err(|_| missing())
    }
}
