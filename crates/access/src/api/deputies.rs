//! Deputies: named, listed, ended.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use problem::{Body, InPath, Params, Problem};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{AccessApi, AccessProblems};
use crate::{Deputy, Manager, NewDeputy, Signed};

/// Whose deputies.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeputyParams {
    /// The officer, by id; the person who asks if not said.
    #[param(value_type = Option<Uuid>)]
    officer: Option<String>,
}

/// A deputy who is to be named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeputyRequest {
    /// The officer who is away, by id; the person who asks if not said.
    #[schema(value_type = Option<Uuid>)]
    officer: Option<String>,
    /// The officer who stands in, by id.
    #[schema(value_type = Uuid)]
    deputy: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The first day on which it is over.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Lists the deputies of an officer, and those for whom the officer stands in, as far as they are
/// not over.
#[utoipa::path(get, operation_id = "list_deputies", path = "/deputies", tag = "access",
    params(DeputyParams),
    responses((status = 200, body = Vec<Deputy>), AccessProblems))]
pub async fn list(
    signed: Signed,
    State(api): State<AccessApi>,
    Params(params): Params<DeputyParams>,
) -> Result<Json<Vec<Deputy>>, Problem> {
    let officer = params.officer.unwrap_or_else(|| signed.person().to_owned());
    let manager = Manager::Person(&signed);
    let deputies = api.access.deputies(&manager, &officer).await?;
    Ok(Json(deputies))
}

/// Names a deputy for oneself, or as head for an officer of the authority.
#[utoipa::path(post, operation_id = "name_deputy", path = "/deputies", tag = "access",
    request_body = DeputyRequest,
    responses((status = 201, body = Deputy), AccessProblems))]
pub async fn name(
    signed: Signed,
    State(api): State<AccessApi>,
    Body(request): Body<DeputyRequest>,
) -> Result<(StatusCode, Json<Deputy>), Problem> {
    let officer = request.officer;
    let new = NewDeputy {
        officer: officer.unwrap_or_else(|| signed.person().to_owned()),
        deputy: request.deputy,
        from: request.from,
        to: request.to,
        reason: request.reason,
    };
    let manager = Manager::Person(&signed);
    let named = api.access.name_deputy(&manager, new).await?;
    Ok((StatusCode::CREATED, Json(named)))
}

/// Ends a deputy from today on.
#[utoipa::path(post, operation_id = "end_deputy", path = "/deputies/{id}/end", tag = "access",
    params(("id" = String, Path, description = "Id of the deputy")),
    responses((status = 200, body = Deputy), AccessProblems))]
pub async fn end(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
) -> Result<Json<Deputy>, Problem> {
    let manager = Manager::Person(&signed);
    let ended = api.access.end_deputy(&manager, &id).await?;
    Ok(Json(ended))
}
