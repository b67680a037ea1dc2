//! Batches, their receipts, and the holes that rows wait behind.

use std::collections::{BTreeMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use store::{Cursor, PageRequest, sea_orm, split_page};
use utoipa::ToSchema;

use super::view::{BatchView, RowReceipt, RowState};
use crate::casework::Casework;
use crate::error::CaseError;
use crate::tables::{intake_batch, intake_case, intake_fault, intake_row};

/// Which receipts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReceiptFilter {
    /// Only those of this state; nothing has the state `repeated`, which is told once.
    pub state: Option<RowState>,
}

/// A page of batches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchPage {
    /// The batches, the newest first.
    pub rows: Vec<BatchView>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// A page of receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceiptPage {
    /// The receipts, in the order of the lines.
    pub rows: Vec<RowReceipt>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// A case in which an act is missing that others wait for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hole {
    /// The number that the source gives the case.
    pub case: String,
    /// The sequence that is missing.
    pub missing: i64,
    /// How many acts wait for it.
    pub waiting: u64,
    /// Since when, milliseconds since 1970.
    pub since_ms: i64,
}

impl Casework {
    /// The batches of a source, the newest first.
    pub async fn batches(&self, source: &str, page: &PageRequest) -> Result<BatchPage, CaseError> {
        use intake_batch::Column;
        let after = page.after::<(i64, String)>()?;
        let beyond = after.map(|(at, id)| {
            Condition::any()
                .add(Column::BegunAtMs.lt(at))
                .add(Column::BegunAtMs.eq(at).and(Column::Id.lt(id)))
        });
        let rows = intake_batch::Entity::find()
            .filter(Column::Source.eq(source))
            .filter(Condition::all().add_option(beyond))
            .order_by_desc(Column::BegunAtMs)
            .order_by_desc(Column::Id)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| (row.begun_at_ms, row.id.clone()));
        Ok(BatchPage {
            rows: rows.into_iter().map(BatchView::from).collect(),
            next: next.as_ref().map(Cursor::to_string),
        })
    }

    /// A batch of a source.
    pub async fn batch(&self, source: &str, id: &str) -> Result<BatchView, CaseError> {
        let row = intake_batch::Entity::find_by_id(id)
            .filter(intake_batch::Column::Source.eq(source))
            .one(self.db().read())
            .await?;
        row.map(BatchView::from).ok_or(CaseError::NotFound)
    }

    /// The receipts of a batch, in the order of its lines. What came before, in another batch, has its
    /// receipt there.
    pub async fn receipts(
        &self,
        source: &str,
        batch: &str,
        filter: ReceiptFilter,
        page: &PageRequest,
    ) -> Result<ReceiptPage, CaseError> {
        self.batch(source, batch).await?;
        let after = page.after::<(i64, i32)>()?;
        let limit = page.limit.get() + 1;
        let mut all: Vec<RowReceipt> = Vec::new();
        if filter
            .state
            .is_none_or(|state| matches!(state, RowState::Accepted | RowState::Waiting))
        {
            all.extend(self.taken_in(batch, filter, after, limit).await?);
        }
        if filter.state.is_none_or(|state| state == RowState::Rejected) {
            all.extend(self.rejected(batch, after, limit).await?);
        }
        all.sort_by_key(|receipt| (receipt.line, receipt.part));
        all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let (rows, next) = split_page(all, page.limit, |receipt| (receipt.line, receipt.part));
        Ok(ReceiptPage {
            rows,
            next: next.as_ref().map(Cursor::to_string),
        })
    }

    async fn taken_in(
        &self,
        batch: &str,
        filter: ReceiptFilter,
        after: Option<(i64, i32)>,
        limit: u64,
    ) -> Result<Vec<RowReceipt>, CaseError> {
        use intake_row::Column;
        let state = match filter.state {
            Some(RowState::Accepted) => Some("accepted"),
            Some(RowState::Waiting) => Some("waiting"),
            _ => None,
        };
        let beyond = after.map(|(line, part)| {
            Condition::any()
                .add(Column::Line.gt(line))
                .add(Column::Line.eq(line).and(Column::Part.gt(part)))
        });
        let rows = intake_row::Entity::find()
            .filter(Column::Batch.eq(batch))
            .filter(
                Condition::all()
                    .add_option(beyond)
                    .add_option(state.map(|state| Column::State.eq(state))),
            )
            .order_by_asc(Column::Line)
            .order_by_asc(Column::Part)
            .limit(limit)
            .all(self.db().read())
            .await?;
        let receipt = |row: &intake_row::Model| {
            let waits = row.state == "waiting";
            RowReceipt::of_row(
                row,
                if waits {
                    RowState::Waiting
                } else {
                    RowState::Accepted
                },
            )
        };
        Ok(rows.iter().map(receipt).collect())
    }

    async fn rejected(
        &self,
        batch: &str,
        after: Option<(i64, i32)>,
        limit: u64,
    ) -> Result<Vec<RowReceipt>, CaseError> {
        use intake_fault::Column;
        let beyond = after.map(|(line, part)| {
            Condition::any()
                .add(Column::Line.gt(line))
                .add(Column::Line.eq(line).and(Column::Part.gt(part)))
        });
        let rows = intake_fault::Entity::find()
            .filter(Column::Batch.eq(batch))
            .filter(Condition::all().add_option(beyond))
            .order_by_asc(Column::Line)
            .order_by_asc(Column::Part)
            .limit(limit)
            .all(self.db().read())
            .await?;
        let cases = rows.iter().filter_map(|row| row.external_case.clone());
        let source = rows
            .first()
            .map(|row| row.source.clone())
            .unwrap_or_default();
        let since = intake_row::Entity::find()
            .filter(intake_row::Column::Source.eq(source))
            .filter(intake_row::Column::ExternalCase.is_in(cases))
            .filter(intake_row::Column::State.eq("accepted"))
            .all(self.db().read())
            .await?;
        let since: HashSet<(String, String, i64)> = since
            .into_iter()
            .map(|row| (row.external_case, row.external_act, row.received_at_ms))
            .collect();
        let receipt = |row: intake_fault::Model| {
            let ids = row.external_case.as_ref().zip(row.external_act.as_ref());
            let is_settled = ids.is_some_and(|(case, act)| {
                since
                    .iter()
                    .any(|(of, id, at)| of == case && id == act && *at >= row.received_at_ms)
            });
            RowReceipt {
                case: row.external_case,
                act: row.external_act,
                errors: serde_json::from_str(&row.errors).unwrap_or_default(),
                is_settled,
                ..RowReceipt::of(row.line, row.part, RowState::Rejected)
            }
        };
        Ok(rows.into_iter().map(receipt).collect())
    }

    /// The cases of a source in which an act is missing, those that wait longest first.
    pub async fn holes(&self, source: &str, limit: u64) -> Result<Vec<Hole>, CaseError> {
        use intake_row::Column;
        let waiting: Vec<(String, i64, i64)> = intake_row::Entity::find()
            .select_only()
            .column(Column::ExternalCase)
            .column_as(Column::ExternalAct.count(), "waiting")
            .column_as(Column::ReceivedAtMs.min(), "since_ms")
            .filter(Column::Source.eq(source))
            .filter(Column::State.eq("waiting"))
            .group_by(Column::ExternalCase)
            .order_by_asc(Expr::cust("MIN(received_at_ms)"))
            .order_by_asc(Column::ExternalCase)
            .limit(limit)
            .into_tuple()
            .all(self.db().read())
            .await?;
        let cases = waiting.iter().map(|(case, ..)| case);
        let known = intake_case::Entity::find()
            .filter(intake_case::Column::Source.eq(source))
            .filter(intake_case::Column::ExternalCase.is_in(cases))
            .all(self.db().read())
            .await?;
        let known: BTreeMap<String, i64> = known
            .into_iter()
            .map(|case| (case.external_case, case.sequence))
            .collect();
        let hole = |(case, waiting, since_ms): (String, i64, i64)| Hole {
            missing: known.get(&case).copied().unwrap_or_default() + 1,
            waiting: waiting.unsigned_abs(),
            since_ms,
            case,
        };
        Ok(waiting.into_iter().map(hole).collect())
    }
}
