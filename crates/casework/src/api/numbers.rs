//! Numbers: audit, the numbers of a series, ranges, voids, what numbers begin with.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use problem::{Asker, Body, InPath, Params, Problem, Problems, WriteProblems};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::CaseworkApi;
use super::input::{PageParams, asking, whole, word};
use crate::error::problem_of;
use crate::{
    NewRange, NumberAudit, NumberFilter, NumberPage, NumberRow, Prefix, Range, RangeFilter,
    RangePage, SeriesFilter, SeriesWord, VoidNumber,
};

const AUDIT: &str = "numbers.audit";
const LEND: &str = "numbers.lend";
const VOID: &str = "numbers.void";

/// Which series.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SeriesParams {
    /// The authority.
    #[param(value_type = Option<Uuid>)]
    authority: Option<String>,
    /// The year.
    #[param(value_type = Option<i32>, minimum = 1900, maximum = 9999)]
    year: Option<String>,
}

/// Which numbers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NumberParams {
    /// The authority.
    #[param(value_type = Uuid)]
    authority: String,
    /// The word.
    word: String,
    /// The year.
    #[param(value_type = i32, minimum = 1900, maximum = 9999)]
    year: String,
    /// Only those in this state: used, void, lent.
    state: Option<String>,
}

/// Which ranges.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RangeParams {
    /// The authority.
    #[param(value_type = Uuid)]
    authority: String,
    /// Only those in this state: open, returned, expired.
    state: Option<String>,
}

const STATES: [&str; 3] = ["used", "void", "lent"];
const RANGE_STATES: [&str; 3] = ["open", "returned", "expired"];

/// Counts the series of numbers: is every number used, void or lent?
#[utoipa::path(get, operation_id = "audit_numbers", path = "/numbers/audit", tag = "numbers",
    params(SeriesParams, PageParams),
    responses((status = 200, body = NumberAudit), Problems))]
pub async fn audit(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<SeriesParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<NumberAudit>, Problem> {
    let asking = asking(asker.admitted(AUDIT).await?);
    let filter = SeriesFilter {
        authority: params.authority,
        year: params.year.map(|year| whole("year", &year)).transpose()?,
    };
    let page = page.page()?;
    let audit = api.casework.audit_numbers(&asking, &filter, &page);
    Ok(Json(audit.await.map_err(problem_of)?))
}

/// Lists the numbers of a series, in their order.
#[utoipa::path(get, operation_id = "list_numbers", path = "/numbers", tag = "numbers",
    params(NumberParams, PageParams),
    responses((status = 200, body = NumberPage), Problems))]
pub async fn list(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<NumberParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<NumberPage>, Problem> {
    let asking = asking(asker.admitted(AUDIT).await?);
    let filter = NumberFilter {
        authority: params.authority,
        word: params.word,
        year: whole("year", &params.year)?,
        state: word("state", params.state, &STATES)?,
    };
    let page = page.page()?;
    let numbers = api.casework.numbers(&asking, &filter, &page);
    Ok(Json(numbers.await.map_err(problem_of)?))
}

/// Lists the words of numbers of the packs in use.
#[utoipa::path(get, operation_id = "list_number_words", path = "/numbers/words", tag = "numbers",
    responses((status = 200, body = Vec<SeriesWord>), Problems))]
pub async fn words(
    asker: Asker,
    State(api): State<CaseworkApi>,
) -> Result<Json<Vec<SeriesWord>>, Problem> {
    asker.admitted(AUDIT).await?;
    Ok(Json(api.casework.number_words()))
}

/// Lists the ranges of an authority, the newest first.
#[utoipa::path(get, operation_id = "list_number_ranges", path = "/numbers/ranges", tag = "numbers",
    params(RangeParams, PageParams),
    responses((status = 200, body = RangePage), Problems))]
pub async fn ranges(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<RangeParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<RangePage>, Problem> {
    let asking = asking(asker.admitted(AUDIT).await?);
    let filter = RangeFilter {
        authority: params.authority,
        state: word("state", params.state, &RANGE_STATES)?,
    };
    let page = page.page()?;
    let ranges = api.casework.ranges(&asking, &filter, &page);
    Ok(Json(ranges.await.map_err(problem_of)?))
}

/// Lends the next numbers of a series of this year to a device.
#[utoipa::path(post, operation_id = "lend_numbers", path = "/numbers/ranges", tag = "numbers",
    request_body = NewRange,
    responses((status = 201, body = Range), WriteProblems))]
pub async fn lend(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Body(new): Body<NewRange>,
) -> Result<(StatusCode, Json<Range>), Problem> {
    let asking = asking(asker.admitted(LEND).await?);
    let range = api.casework.lend_numbers(&asking, &new).await;
    Ok((StatusCode::CREATED, Json(range.map_err(problem_of)?)))
}

/// Takes a range back: its unused numbers become void.
#[utoipa::path(post, operation_id = "return_numbers", path = "/numbers/ranges/{id}/return", tag = "numbers",
    params(("id" = Uuid, Path, description = "Id of the range")),
    responses((status = 200, body = Range), WriteProblems))]
pub async fn give_back(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<Uuid>,
) -> Result<Json<Range>, Problem> {
    let asking = asking(asker.admitted(LEND).await?);
    let range = api.casework.return_range(&asking, &id.to_string()).await;
    Ok(Json(range.map_err(problem_of)?))
}

/// Makes a number void, with a reason.
#[utoipa::path(post, operation_id = "void_number", path = "/numbers/void", tag = "numbers",
    request_body = VoidNumber,
    responses((status = 200, body = NumberRow), WriteProblems))]
pub async fn void(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Body(void): Body<VoidNumber>,
) -> Result<Json<NumberRow>, Problem> {
    let asking = asking(asker.admitted(VOID).await?);
    let row = api.casework.void_number(&asking, &void).await;
    Ok(Json(row.map_err(problem_of)?))
}

/// Sets what the numbers of an authority begin with.
#[utoipa::path(put, operation_id = "set_number_prefix", path = "/numbers/prefix", tag = "numbers",
    request_body = Prefix,
    responses((status = 204), WriteProblems))]
pub async fn prefix(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Body(prefix): Body<Prefix>,
) -> Result<StatusCode, Problem> {
    let asking = asking(asker.admitted("authority.write").await?);
    let set = api.casework.set_prefix(&asking, &prefix).await;
    set.map_err(problem_of)?;
    Ok(StatusCode::NO_CONTENT)
}
