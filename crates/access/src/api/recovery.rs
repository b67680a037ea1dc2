//! Recovery of an account by two persons.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use problem::{Body, InPath, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::ReasonRequest;
use super::sign_in::{NO_STORE, StepView, answer};
use super::{AccessApi, AccessProblems};
use crate::secret::Secret;
use crate::signed::Signed;

/// A recovery that was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryView {
    /// Its id.
    id: String,
}

/// What an approval gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalView {
    /// One half of the code, to be handed to the owner of the account in person. It is shown this
    /// once.
    half: String,
    /// Whether both have approved.
    complete: bool,
}

/// The owner of the account with both halves.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RecoverRequest {
    /// The login name.
    #[schema(max_length = 256)]
    login: String,
    /// The half from one person.
    #[schema(value_type = String)]
    first: Secret,
    /// The half from the other.
    #[schema(value_type = String)]
    second: Secret,
    /// The new password, 12 to 128 characters.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 128)]
    password: Secret,
}

/// Asks for the recovery of an account.
#[utoipa::path(post, operation_id = "request_recovery", path = "/accounts/{id}/recovery", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account")), request_body = ReasonRequest,
    responses((status = 201, body = RecoveryView), AccessProblems))]
pub async fn request(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(account): InPath<String>,
    Body(request): Body<ReasonRequest>,
) -> Result<Response, Problem> {
    let id = api
        .access
        .request_recovery(&signed, &account, &request.reason)
        .await?;
    Ok((StatusCode::CREATED, Json(RecoveryView { id })).into_response())
}

/// Approves a recovery, as one of two.
#[utoipa::path(post, operation_id = "approve_recovery", path = "/recoveries/{id}/approval", tag = "accounts",
    params(("id" = String, Path, description = "Id of the recovery")),
    responses((status = 200, body = ApprovalView), AccessProblems))]
pub async fn approve(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
) -> Result<Response, Problem> {
    let approval = api.access.approve_recovery(&signed, &id).await?;
    let view = ApprovalView {
        half: approval.half.reveal().to_owned(),
        complete: approval.is_complete,
    };
    Ok(([NO_STORE], Json(view)).into_response())
}

/// Uses an approved recovery. A second factor is to be enrolled next.
#[utoipa::path(post, operation_id = "recover", path = "/sign-in/recovery", tag = "access",
    request_body = RecoverRequest, responses((status = 200, body = StepView), AccessProblems))]
pub async fn recover(
    State(api): State<AccessApi>,
    Body(request): Body<RecoverRequest>,
) -> Result<Response, Problem> {
    let halves = (request.first, request.second);
    let step = api
        .access
        .use_recovery(&request.login, halves, request.password)
        .await?;
    Ok(answer(&api, &step))
}
