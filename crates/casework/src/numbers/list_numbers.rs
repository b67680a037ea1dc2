//! The numbers of a series, and the ranges of an authority.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use store::{PageRequest, sea_orm, split_page};
use utoipa::ToSchema;

use super::Range;
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::{number, range};

/// Which numbers of an authority.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberFilter {
    /// The authority.
    pub authority: String,
    /// The word.
    pub word: String,
    /// The year.
    pub year: i32,
    /// `used`, `void` or `lent`.
    pub state: Option<String>,
}

/// A number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NumberRow {
    /// Its place in the series, from 1.
    pub number: i64,
    /// As it is written.
    pub text: String,
    /// `used`, `void`, `lent`.
    pub state: String,
    /// What it is of: `case`, or the kind of the document.
    pub of: Option<String>,
    /// The case.
    #[schema(value_type = Option<Uuid>)]
    pub case_id: Option<String>,
    /// The number of the act in the case.
    pub act: Option<i32>,
    /// The range with which it was lent.
    #[schema(value_type = Option<Uuid>)]
    pub range: Option<String>,
    /// Why it is void; of a used one, why it was void before.
    pub reason: Option<String>,
    /// When it came into its state, milliseconds since 1970.
    pub at_ms: i64,
}

/// A page of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NumberPage {
    /// The numbers, in their order.
    pub rows: Vec<NumberRow>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// Which ranges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RangeFilter {
    /// The authority.
    pub authority: String,
    /// `open`, `returned` or `expired`.
    pub state: Option<String>,
}

/// A page of ranges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RangePage {
    /// The ranges, the newest first.
    pub rows: Vec<Range>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

impl NumberRow {
    pub(super) fn of(row: number::Model) -> Self {
        Self {
            number: row.number,
            text: row.text,
            state: row.state,
            of: row.of_kind,
            case_id: row.case_id,
            act: row.act,
            range: row.range_id,
            reason: row.reason,
            at_ms: row.at_ms,
        }
    }
}

impl Casework {
    /// The numbers of a series of the scope, a page at a time.
    pub async fn numbers(
        &self,
        asking: &Asking,
        filter: &NumberFilter,
        page: &PageRequest,
    ) -> Result<NumberPage, CaseError> {
        self.number_area(asking, &filter.authority).await?;
        let after = page.after::<i64>()?;
        let after = after.map(|after| number::Column::Number.gt(after));
        let state = filter.state.as_ref();
        let state = state.map(|state| number::Column::State.eq(state));
        let rows = number::Entity::find()
            .filter(number::Column::AuthorityId.eq(&filter.authority))
            .filter(number::Column::Word.eq(&filter.word))
            .filter(number::Column::Year.eq(filter.year))
            .filter(Condition::all().add_option(after).add_option(state))
            .order_by_asc(number::Column::Number)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.number);
        Ok(NumberPage {
            rows: rows.into_iter().map(NumberRow::of).collect(),
            next: next.map(|next| next.to_string()),
        })
    }

    /// The ranges of an authority of the scope, a page at a time.
    pub async fn ranges(
        &self,
        asking: &Asking,
        filter: &RangeFilter,
        page: &PageRequest,
    ) -> Result<RangePage, CaseError> {
        self.number_area(asking, &filter.authority).await?;
        let after = page.after::<String>()?;
        let after = after.map(|after| range::Column::Id.lt(after));
        let state = filter.state.as_ref();
        let state = state.map(|state| range::Column::State.eq(state));
        let rows = range::Entity::find()
            .filter(range::Column::AuthorityId.eq(&filter.authority))
            .filter(Condition::all().add_option(after).add_option(state))
            .order_by_desc(range::Column::Id)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.id.clone());
        let rows = rows.into_iter().map(|row| Range::of(row, (None, None)));
        Ok(RangePage {
            rows: rows.collect(),
            next: next.map(|next| next.to_string()),
        })
    }
}
