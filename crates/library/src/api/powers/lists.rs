//! Lists: all, one, a new one, the next version, two versions compared.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{Asker, Asks as _, PowersApi, ReasonRequest, SeenHeader, action, shown};
use crate::ListId;
use crate::api::Problem;
use crate::api::body::Body;
use crate::api::parameter::{self, InPath, PageParams, Params};
use crate::api::problem::{Problems, WriteProblems};
use crate::powers::{ListDeed, ListFilter, ListKind, ListState, NewList};
use crate::view::{List, ListComparison, ListRow, PowerList};

/// Which lists.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// What the lines are.
    #[param(value_type = Option<ListKind>)]
    kind: Option<String>,
    /// The state of the newest version.
    #[param(value_type = Option<ListState>)]
    state: Option<String>,
    /// Id of the authority whose list it is.
    authority: Option<String>,
}

/// A list that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewListRequest {
    /// What its lines are.
    kind: ListKind,
    /// Its title in Chinese.
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// Its title in English.
    #[schema(max_length = 200)]
    title_en: Option<String>,
    /// Id of the authority whose list it is.
    authority: String,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Which two versions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ComparisonParams {
    /// One version.
    #[param(required = true, value_type = u32)]
    from: Option<String>,
    /// The other version.
    #[param(required = true, value_type = u32)]
    to: Option<String>,
}

/// Lists the lists whose authority is in the scope.
#[utoipa::path(get, operation_id = "list_power_lists", path = "/power-lists", tag = "powers",
    params(ListParams, PageParams), responses((status = 200, body = List<ListRow>), Problems))]
pub async fn list(
    asker: Asker,
    State(api): State<PowersApi>,
    Params(params): Params<ListParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<ListRow>>, Problem> {
    let asking = asker.may(action::SEE_LISTS).await?;
    let kinds = (
        "powers、benchmarks、leniency 之一",
        "one of powers, benchmarks, leniency",
    );
    let states = ("清单版本的状态", "the state of a version of a list");
    let filter = ListFilter {
        kind: parameter::read("kind", params.kind.as_deref(), kinds, ListKind::named)?,
        state: parameter::read("state", params.state.as_deref(), states, ListState::named)?,
        authority: parameter::text("authority", params.authority.as_deref())?,
    };
    Ok(Json(
        api.powers.lists(&asking, &filter, &page.page()?).await?,
    ))
}

/// Makes a list with the draft of its first version.
#[utoipa::path(post, operation_id = "open_power_list", path = "/power-lists", tag = "powers",
    request_body = NewListRequest, responses((status = 201, body = PowerList), WriteProblems))]
pub async fn open(
    asker: Asker,
    State(api): State<PowersApi>,
    Body(request): Body<NewListRequest>,
) -> Result<Response, Problem> {
    let asking = asker.may(action::DRAFT).await?;
    let new = NewList {
        kind: request.kind,
        title: request.title,
        title_en: request.title_en,
        authority: request.authority,
    };
    let deed = ListDeed::on(0, &request.reason);
    let id = api.powers.open_list(&asking, &new, &deed).await?;
    let list = shown(&api, &asking, id, None).await?;
    Ok((StatusCode::CREATED, list).into_response())
}

/// A list with its versions and history.
#[utoipa::path(get, operation_id = "get_power_list", path = "/power-lists/{id}", tag = "powers",
    params(("id" = Uuid, Path, description = "Id of the list")),
    responses((status = 200, body = PowerList), Problems))]
pub async fn detail(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(id): InPath<ListId>,
) -> Result<Response, Problem> {
    let asking = asker.may(action::SEE_LISTS).await?;
    shown(&api, &asking, id, None).await
}

/// Opens the draft of the next version.
#[utoipa::path(post, operation_id = "adjust_power_list", path = "/power-lists/{id}/versions", tag = "powers",
    params(("id" = Uuid, Path, description = "Id of the list"), SeenHeader), request_body = ReasonRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn adjust(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(id): InPath<ListId>,
    Body(request): Body<ReasonRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::DRAFT, request.reason).await?;
    let version = api.powers.adjust_list(&asking, id, &deed).await?;
    shown(&api, &asking, id, Some(version)).await
}

/// The lines that only one of two versions has.
#[utoipa::path(get, operation_id = "compare_power_list", path = "/power-lists/{id}/comparison", tag = "powers",
    params(("id" = Uuid, Path, description = "Id of the list"), ComparisonParams, PageParams),
    responses((status = 200, body = ListComparison), Problems))]
pub async fn comparison(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(id): InPath<ListId>,
    Params(params): Params<ComparisonParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<ListComparison>, Problem> {
    let asking = asker.may(action::SEE_LISTS).await?;
    let versions = (
        number("from", params.from.as_deref())?,
        number("to", params.to.as_deref())?,
    );
    let page = page.page()?;
    let compared = api.powers.compare_versions(&asking, id, versions, &page);
    Ok(Json(compared.await?))
}

fn number(name: &str, value: Option<&str>) -> Result<u32, Problem> {
    let expected = ("版本号，如 2", "the number of a version such as 2");
    // The database counts versions in 31 bits.
    let read = |text: &str| text.parse().ok().filter(|number: &i32| *number > 0);
    let number = parameter::read(name, value, expected, read)?;
    let number = number.ok_or_else(|| parameter::wrong(name, expected.0, expected.1))?;
    Ok(number.cast_unsigned())
}
