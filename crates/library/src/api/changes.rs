//! What changed between two days.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::parameter::{self, PageParams, Params};
use super::problem::Problems;
use super::{LibraryApi, Problem};
use crate::ChangeFilter;
use crate::view::{ChangeRow, List};

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// The first day.
    #[param(required = true, value_type = String, format = Date)]
    from: Option<String>,
    /// The last day.
    #[param(required = true, value_type = String, format = Date)]
    to: Option<String>,
}

/// Lists the versions that came into force or ceased between two days.
#[utoipa::path(get, operation_id = "list_changes", path = "/changes", tag = "statutes", params(ListParams, PageParams),
    responses((status = 200, body = List<ChangeRow>), Problems))]
pub async fn list(
    State(api): State<LibraryApi>,
    Params(params): Params<ListParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<ChangeRow>>, Problem> {
    let page = page.page()?;
    let day = |name, value: Option<String>| {
        parameter::date(name, value.as_deref())?.ok_or_else(|| {
            parameter::wrong(name, "日期，如 2024-05-01", "a date such as 2024-05-01")
        })
    };
    let filter = ChangeFilter {
        from: day("from", params.from)?,
        to: day("to", params.to)?,
    };
    Ok(Json(api.library.changes(filter, &page).await?))
}
