//! The session of who asks.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use problem::{Body, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cookie::Which;
use super::who::Shown;
use super::{AccessApi, AccessProblems};
use crate::place::Reach;
use crate::secret::Secret;
use crate::signed::Signed;

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Id of the account.
    account: String,
    /// What the person is called.
    name: String,
    /// Id of the officer.
    officer: Option<String>,
    /// The roles of today.
    roles: Vec<RoleView>,
    /// The actions that the person may do with some record today.
    actions: Vec<String>,
    /// The officers in whose place the person acts today, by id.
    stands_for: Vec<String>,
}

/// A role of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleView {
    /// As the policy table names it.
    role: String,
    /// `whole`, `authority` or `area`.
    place_kind: &'static str,
    /// Id of the authority, or code of the area.
    place: Option<String>,
}

/// A new password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PasswordRequest {
    /// The password until now.
    #[schema(value_type = String, format = Password)]
    current: Secret,
    /// 12 to 128 characters.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 128)]
    new: Secret,
}

/// Says who is signed in.
#[utoipa::path(get, operation_id = "session", path = "/session", tag = "access",
    responses((status = 200, body = SessionView), AccessProblems))]
pub async fn show(signed: Signed) -> Json<SessionView> {
    let roles = signed.roles().iter().filter_map(|held| {
        let (place_kind, place) = match &held.reach {
            Reach::Whole => ("whole", None),
            Reach::Authority { id, .. } => ("authority", Some(id.clone())),
            Reach::Area { code, .. } => ("area", Some(code.as_str().to_owned())),
            Reach::Officer(_) => return None,
        };
        let role = held.role.clone();
        Some(RoleView {
            role,
            place_kind,
            place,
        })
    });
    Json(SessionView {
        account: signed.account().to_owned(),
        name: signed.name().to_owned(),
        officer: signed.officer().map(str::to_owned),
        roles: roles.collect(),
        actions: signed.actions(),
        stands_for: signed.stands_for().map(str::to_owned).collect(),
    })
}

/// Signs out.
#[utoipa::path(delete, operation_id = "sign_out", path = "/session", tag = "access",
    responses((status = 204, description = "Signed out"), AccessProblems))]
pub async fn sign_out(
    State(api): State<AccessApi>,
    Shown(session): Shown,
) -> Result<Response, Problem> {
    api.access.sign_out(&session).await?;
    let cleared = [(header::SET_COOKIE, api.cookies.clear(Which::Session))];
    Ok((StatusCode::NO_CONTENT, cleared).into_response())
}

/// Changes the password; the person's other sessions end.
#[utoipa::path(post, operation_id = "change_password", path = "/password", tag = "access",
    request_body = PasswordRequest,
    responses((status = 204, description = "Changed"), AccessProblems))]
pub async fn change_password(
    State(api): State<AccessApi>,
    Shown(session): Shown,
    Body(request): Body<PasswordRequest>,
) -> Result<StatusCode, Problem> {
    let changed = api
        .access
        .change_password(&session, request.current, request.new);
    changed.await?;
    Ok(StatusCode::NO_CONTENT)
}
