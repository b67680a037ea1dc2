//! The set-up by the first administrator.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use problem::{Body, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sign_in::{self, StepView, login};
use super::{AccessApi, AccessProblems};
use crate::codes::FirstAdministrator;
use crate::secret::Secret;

/// Whether the platform must be set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetUpState {
    /// Nobody has an account yet: the code that was printed at start makes the first.
    needed: bool,
}

/// Who sets the platform up.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SetUpRequest {
    /// The code that was printed at start.
    #[schema(value_type = String)]
    code: Secret,
    /// With which the person will sign in.
    login: String,
    /// What the person is called.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// 12 to 128 characters.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 128)]
    password: Secret,
}

/// Says whether the platform must be set up.
#[utoipa::path(get, operation_id = "set_up_state", path = "/set-up", tag = "access",
    responses((status = 200, body = SetUpState), AccessProblems))]
pub async fn state(State(api): State<AccessApi>) -> Result<Json<SetUpState>, Problem> {
    let needed = api.access.needs_set_up().await?;
    Ok(Json(SetUpState { needed }))
}

/// Makes the first administrator. A second factor is to be enrolled next.
#[utoipa::path(post, operation_id = "set_up", path = "/set-up", tag = "access",
    request_body = SetUpRequest, responses((status = 200, body = StepView), AccessProblems))]
pub async fn set_up(
    State(api): State<AccessApi>,
    Body(request): Body<SetUpRequest>,
) -> Result<Response, Problem> {
    let first = FirstAdministrator {
        login: login(&request.login)?,
        name: request.name,
        password: request.password,
    };
    let step = api.access.set_up(request.code, first).await?;
    Ok(sign_in::answer(&api, &step))
}
