//! Cases: list, one, clocks, documents, what falls due.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use problem::{Asker, InPath, Params, Problem, Problems};
use serde::Deserialize;
use utoipa::IntoParams;

use super::CaseworkApi;
use super::input::{CaseParams, PageParams, asking, day};
use crate::error::problem_of;
use crate::{CaseId, CasePage, CaseView, DuePage, Replayed, SimilarCases, Suggested};

pub(super) const LIST: &str = "case.list";
pub(super) const READ: &str = "case.read";
const EXPORT: &str = "case.export";

/// Cases that one export has at most.
const EXPORTED: usize = 100_000;

/// Lists cases, the newest first.
#[utoipa::path(get, operation_id = "list_cases", path = "/cases", tag = "cases",
    params(CaseParams, PageParams),
    responses((status = 200, body = CasePage), Problems))]
pub async fn list(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<CaseParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<CasePage>, Problem> {
    let asking = asking(asker.admitted(LIST).await?);
    let (filter, page) = (params.filter()?, page.page()?);
    let cases = api.casework.cases(&asking, &filter, &page);
    Ok(Json(cases.await.map_err(problem_of)?))
}

/// Until when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DueParams {
    /// Clocks that end on this day or before, by default today.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<String>,
}

/// Lists the clocks that end until a day, the earliest first.
#[utoipa::path(get, operation_id = "list_due", path = "/cases/due", tag = "cases",
    params(DueParams, PageParams),
    responses((status = 200, body = DuePage), Problems))]
pub async fn due(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<DueParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<DuePage>, Problem> {
    let asking = asking(asker.admitted(LIST).await?);
    let until = day("until", params.until.as_deref())?;
    let until = until.unwrap_or_else(|| api.casework.today());
    let page = page.page()?;
    let due = api.casework.due(&asking, until, &page);
    Ok(Json(due.await.map_err(problem_of)?))
}

/// Exports the cases of a list as JSON Lines.
#[utoipa::path(get, operation_id = "export_cases", path = "/cases/export", tag = "cases",
    params(CaseParams),
    responses((status = 200, body = String, content_type = "application/x-ndjson"), Problems))]
pub async fn export(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<CaseParams>,
) -> Result<Response, Problem> {
    let asking = asking(asker.admitted(EXPORT).await?);
    let filter = params.filter()?;
    let lines = api.casework.export_cases(&asking, &filter, EXPORTED);
    let lines = lines.await.map_err(problem_of)?;
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], lines).into_response())
}

/// Shows a case.
#[utoipa::path(get, operation_id = "get_case", path = "/cases/{id}", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    responses((status = 200, body = CaseView), Problems))]
pub async fn show(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
) -> Result<Response, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let case = api.casework.case(&asking, id).await.map_err(problem_of)?;
    let tag = format!("\"{}\"", case.revision);
    Ok(([(header::ETAG, tag)], Json(case)).into_response())
}

/// Lists the clocks of a case.
#[utoipa::path(get, operation_id = "list_case_clocks", path = "/cases/{id}/clocks", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    responses((status = 200, body = Vec<Object>), Problems))]
pub async fn clocks(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
) -> Result<Response, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let clocks = api.casework.case_clocks(&asking, id).await;
    Ok(Json(clocks.map_err(problem_of)?).into_response())
}

/// Lists the documents of a case.
#[utoipa::path(get, operation_id = "list_case_documents", path = "/cases/{id}/documents", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    responses((status = 200, body = Vec<Object>), Problems))]
pub async fn documents(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
) -> Result<Response, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let documents = api.casework.case_documents(&asking, id).await;
    Ok(Json(documents.map_err(problem_of)?).into_response())
}

/// Makes a case from its acts on the record again, and compares.
#[utoipa::path(get, operation_id = "replay_case", path = "/cases/{id}/replay", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    responses((status = 200, body = Replayed), Problems))]
pub async fn replay(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
) -> Result<Json<Replayed>, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let replayed = api.casework.replay_case(&asking, id).await;
    Ok(Json(replayed.map_err(problem_of)?))
}

/// What discretion benchmarks and leniency lists suggest for a case: the grade, the range of the fine,
/// what is met, and which facts are missing.
#[utoipa::path(get, operation_id = "suggest_for_case", path = "/cases/{id}/suggestion", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    responses((status = 200, body = Suggested), Problems))]
pub async fn suggestion(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
) -> Result<Json<Suggested>, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let suggested = api.casework.suggestion(&asking, id).await;
    Ok(Json(suggested.map_err(problem_of)?))
}

/// Lists decided cases like a case, the nearest first, with how the fines of all of them spread.
#[utoipa::path(get, operation_id = "list_similar_cases", path = "/cases/{id}/similar", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    responses((status = 200, body = SimilarCases), Problems))]
pub async fn similar(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
) -> Result<Json<SimilarCases>, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let similar = api.casework.similar_cases(&asking, id).await;
    Ok(Json(similar.map_err(problem_of)?))
}
