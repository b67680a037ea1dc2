//! Cases of a scope, the newest first.

use jiff::civil::Date;
use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use serde::Serialize;
use store::{Limit, PageRequest, sea_orm, split_page};
use utoipa::ToSchema;

use crate::casework::{Asking, Casework, columns};
use crate::error::CaseError;
use crate::tables::case::{Column, Entity};

/// Up to so many cases a list is counted exactly.
const COUNTED: u64 = 10_000;

/// Which cases. All that is said must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// A part of the name of the party or of the cause, or the beginning of the number or the id.
    pub query: Option<String>,
    /// With this number, exactly.
    pub number: Option<String>,
    /// Of this procedure.
    pub procedure: Option<String>,
    /// In this stage.
    pub stage: Option<String>,
    /// Of this authority.
    pub authority: Option<String>,
    /// On this item.
    pub item: Option<String>,
    /// Not closed, or closed.
    pub open: Option<bool>,
    /// With acts that broke rules, or without.
    pub marked: Option<bool>,
    /// Where a clock ends on this day or before.
    pub due_by: Option<Date>,
}

/// A case of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromQueryResult, ToSchema)]
pub struct CaseRow {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: String,
    /// Its number, once an act gave it one.
    pub number: Option<String>,
    /// Its procedure.
    pub procedure: String,
    /// Its kind: `penalty`, `coercion`, `inspection`.
    pub subject: String,
    /// Where it stands.
    pub stage: String,
    /// The authority that handles it.
    #[schema(value_type = Uuid)]
    pub authority_id: String,
    /// The area of that authority.
    pub area: String,
    /// The item.
    pub item: Option<String>,
    /// What it is about.
    pub cause: Option<String>,
    /// What the party is called.
    pub party_name: Option<String>,
    /// When its first act happened, milliseconds since 1970.
    pub opened_at_ms: i64,
    /// The day of filing.
    pub filed_on: Option<String>,
    /// The day of the decision.
    pub decided_on: Option<String>,
    /// The day of closing.
    pub closed_on: Option<String>,
    /// The fine, in fen.
    pub fine_fen: Option<i64>,
    /// How many rules its acts broke.
    pub marks: i32,
    /// The next day on which a clock ends.
    pub due_on: Option<String>,
    /// Counts its acts.
    pub revision: i32,
}

/// A page of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CasePage {
    /// The cases.
    pub rows: Vec<CaseRow>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How many cases all pages have, or at least have.
    pub total: u64,
    /// Whether `total` is exact; else there are more than that.
    pub is_exact: bool,
}

impl Casework {
    /// Cases of the scope that fit a filter, a page at a time.
    pub async fn cases(
        &self,
        asking: &Asking,
        filter: &CaseFilter,
        page: &PageRequest,
    ) -> Result<CasePage, CaseError> {
        let (rows, next) = self.case_rows(asking, filter, page).await?;
        let (total, is_exact) = self.count_cases(asking, filter).await?;
        Ok(CasePage {
            rows,
            next,
            total,
            is_exact,
        })
    }

    /// How many cases of the scope fit a filter, exactly or as a least number.
    pub async fn count_cases(
        &self,
        asking: &Asking,
        filter: &CaseFilter,
    ) -> Result<(u64, bool), CaseError> {
        let few = selected(asking, filter)
            .select_only()
            .column(Column::Id)
            .limit(COUNTED + 1);
        let found = few.count(self.db().read()).await?;
        Ok((Ord::min(found, COUNTED), found <= COUNTED))
    }

    /// A page without the count.
    pub(crate) async fn case_rows(
        &self,
        asking: &Asking,
        filter: &CaseFilter,
        page: &PageRequest,
    ) -> Result<(Vec<CaseRow>, Option<String>), CaseError> {
        let after = page.after::<(i64, String)>()?;
        let beyond = after.map(|(at, id)| {
            let same = Condition::all()
                .add(Column::OpenedAtMs.eq(at))
                .add(Column::Id.lt(id));
            let older = Condition::any().add(Column::OpenedAtMs.lt(at)).add(same);
            Condition::all().add(Column::OpenedAtMs.lte(at)).add(older)
        });
        let rows: Vec<CaseRow> = selected(asking, filter)
            .filter(Condition::all().add_option(beyond))
            .select_only()
            .columns(COLUMNS)
            .order_by_desc(Column::OpenedAtMs)
            .order_by_desc(Column::Id)
            .limit(page.limit.get() + 1)
            .into_model()
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| (row.opened_at_ms, row.id.clone()));
        Ok((rows, next.map(|next| next.to_string())))
    }

    /// Every case of the list as JSON Lines, each as in the list; `most` at most.
    pub async fn export_cases(
        &self,
        asking: &Asking,
        filter: &CaseFilter,
        most: usize,
    ) -> Result<String, CaseError> {
        let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
        let (mut lines, mut written) = (String::new(), 0);
        loop {
            let (rows, next) = self.case_rows(asking, filter, &page).await?;
            for row in rows {
                let line = serde_json::to_string(&row);
                lines += &line.map_err(|_| CaseError::Damaged(row.id.clone()))?;
                lines.push('\n');
                written += 1;
            }
            let Some(next) = next else { return Ok(lines) };
            if written >= most {
                return Err(CaseError::input(
                    &format!("导出的案件多于 {most} 件，请缩小范围，例如按执法主体或者阶段。"),
                    &format!(
                        "more than {most} cases would be exported: narrow the filter, by authority or stage"
                    ),
                ));
            }
            page.cursor = Some(next.parse()?);
        }
    }
}

const COLUMNS: [Column; 18] = [
    Column::Id,
    Column::Number,
    Column::Procedure,
    Column::Subject,
    Column::Stage,
    Column::AuthorityId,
    Column::Area,
    Column::Item,
    Column::Cause,
    Column::PartyName,
    Column::OpenedAtMs,
    Column::FiledOn,
    Column::DecidedOn,
    Column::ClosedOn,
    Column::FineFen,
    Column::Marks,
    Column::DueOn,
    Column::Revision,
];

fn selected(asking: &Asking, filter: &CaseFilter) -> Select<Entity> {
    let same =
        |column: Column, value: &Option<String>| value.as_ref().map(|value| column.eq(value));
    let mut condition = Condition::all()
        .add(asking.scope.condition(&columns()))
        .add_option(same(Column::Number, &filter.number))
        .add_option(same(Column::Procedure, &filter.procedure))
        .add_option(same(Column::Stage, &filter.stage))
        .add_option(same(Column::AuthorityId, &filter.authority))
        .add_option(same(Column::Item, &filter.item))
        .add_option(filter.due_by.map(|day| Column::DueOn.lte(day.to_string())));
    condition = condition.add_option(filter.open.map(|open| {
        if open {
            Column::ClosedOn.is_null()
        } else {
            Column::ClosedOn.is_not_null()
        }
    }));
    condition = condition.add_option(filter.marked.map(|marked| {
        if marked {
            Column::Marks.gt(0)
        } else {
            Column::Marks.eq(0)
        }
    }));
    if let Some(typed) = filter
        .query
        .as_deref()
        .map(str::trim)
        .filter(|typed| !typed.is_empty())
    {
        let escaped = typed
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let holds = |column: Column, pattern: String| {
            Expr::col((Entity, column)).like(LikeExpr::new(pattern).escape('\\'))
        };
        let found = Condition::any()
            .add(holds(Column::PartyName, format!("%{escaped}%")))
            .add(holds(Column::Cause, format!("%{escaped}%")))
            .add(holds(Column::Number, format!("{escaped}%")))
            .add(holds(
                Column::Id,
                format!("{}%", escaped.to_ascii_lowercase()),
            ));
        condition = condition.add(found);
    }
    Entity::find().filter(condition)
}
