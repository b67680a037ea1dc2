//! What falls due: clocks that run, by their last day.

use jiff::civil::Date;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::Serialize;
use store::{PageRequest, sea_orm, split_page};
use utoipa::ToSchema;

use crate::casework::{Asking, Casework, columns};
use crate::error::CaseError;
use crate::tables::{case, due};

/// A clock that ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromQueryResult, ToSchema)]
pub struct DueRow {
    /// The case.
    #[schema(value_type = Uuid)]
    pub case_id: String,
    /// The place of the clock in the case.
    pub number: i32,
    /// The clock of the procedure.
    pub clock: String,
    /// The element that it is of.
    pub element: Option<String>,
    /// Its last day.
    #[schema(format = Date)]
    pub due_on: String,
    /// The procedure of the case.
    pub procedure: String,
    /// Where the case stands.
    pub stage: String,
    /// The authority that handles it.
    #[schema(value_type = Uuid)]
    pub authority_id: String,
    /// What the case is about.
    pub cause: Option<String>,
    /// What the party is called.
    pub party_name: Option<String>,
}

/// A page of clocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DuePage {
    /// The clocks, the earliest first.
    pub rows: Vec<DueRow>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

impl Casework {
    /// Clocks of cases of the scope that end on a day or before it, a page at a time.
    pub async fn due(
        &self,
        asking: &Asking,
        until: Date,
        page: &PageRequest,
    ) -> Result<DuePage, CaseError> {
        let after = page.after::<(String, String, i32)>()?;
        let beyond = after.map(|(day, id, number)| {
            Condition::any()
                .add(due::Column::DueOn.gt(&day))
                .add(
                    Condition::all()
                        .add(due::Column::DueOn.eq(&day))
                        .add(due::Column::CaseId.gt(&id)),
                )
                .add(
                    Condition::all()
                        .add(due::Column::DueOn.eq(&day))
                        .add(due::Column::CaseId.eq(&id))
                        .add(due::Column::Number.gt(number)),
                )
        });
        let of_case = case::Column::Id;
        let join = due::Entity::belongs_to(case::Entity)
            .from(due::Column::CaseId)
            .to(of_case)
            .into();
        let rows: Vec<DueRow> = due::Entity::find()
            .join(JoinType::InnerJoin, join)
            .filter(asking.scope.condition(&columns()))
            .filter(Expr::col((due::Entity, due::Column::DueOn)).lte(until.to_string()))
            .filter(Condition::all().add_option(beyond))
            .select_only()
            .columns([
                due::Column::CaseId,
                due::Column::Number,
                due::Column::Clock,
                due::Column::Element,
                due::Column::DueOn,
            ])
            .columns([
                case::Column::Procedure,
                case::Column::Stage,
                case::Column::AuthorityId,
                case::Column::Cause,
                case::Column::PartyName,
            ])
            .order_by_asc(due::Column::DueOn)
            .order_by_asc(due::Column::CaseId)
            .order_by_asc(due::Column::Number)
            .limit(page.limit.get() + 1)
            .into_model()
            .all(self.db().read())
            .await?;
        let key = |row: &DueRow| (row.due_on.clone(), row.case_id.clone(), row.number);
        let (rows, next) = split_page(rows, page.limit, key);
        Ok(DuePage {
            rows,
            next: next.map(|next| next.to_string()),
        })
    }
}
