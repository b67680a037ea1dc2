//! Signing in, a step at a time. Each step gives a new session id in the cookie.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use problem::{Body, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cookie::Which;
use super::who::Shown;
use super::{AccessApi, AccessProblems, code};
use crate::login::LoginName;
use crate::secret::Secret;
use crate::sessions::Stage;
use crate::sign_in::Step;

/// What is to come next.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    /// How far the sign-in has come.
    stage: Stage,
}

/// Name and password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SignInRequest {
    /// The login name.
    #[schema(max_length = 256)]
    login: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// A code of the authenticator, or a recovery code.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CodeRequest {
    /// Six digits, or a recovery code.
    #[schema(value_type = String)]
    code: Secret,
}

/// Who was invited.
#[derive(Debug, Deserialize, ToSchema)]
pub struct InvitationRequest {
    /// The login name.
    #[schema(max_length = 256)]
    login: String,
    /// The code of the invitation.
    #[schema(value_type = String)]
    code: Secret,
    /// The new password, 12 to 128 characters.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 128)]
    password: Secret,
}

/// Who enrols.
#[derive(Debug, Deserialize, ToSchema)]
pub struct EnrolmentRequest {
    /// The password again, for who is signed in and takes another authenticator.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
}

/// What is put into an authenticator.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentView {
    /// The secret in base 32.
    secret: String,
    /// The same as `otpauth://` address, for a QR code.
    address: String,
}

/// The codes that stand in for the second factor, each once. They are shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodesView {
    /// How far the sign-in has come.
    stage: Stage,
    /// To be kept in a safe place.
    recovery_codes: Vec<String>,
}

/// Checks name and password.
#[utoipa::path(post, operation_id = "sign_in", path = "/sign-in", tag = "access",
    request_body = SignInRequest, responses((status = 200, body = StepView), AccessProblems))]
pub async fn sign_in(
    State(api): State<AccessApi>,
    Body(request): Body<SignInRequest>,
) -> Result<Response, Problem> {
    let step = api.access.sign_in(&request.login, request.password).await?;
    Ok(answer(&api, &step))
}

/// Checks the second factor.
#[utoipa::path(post, operation_id = "second_factor", path = "/sign-in/second-factor", tag = "access",
    request_body = CodeRequest, responses((status = 200, body = StepView), AccessProblems))]
pub async fn second_factor(
    State(api): State<AccessApi>,
    Shown(session): Shown,
    Body(request): Body<CodeRequest>,
) -> Result<Response, Problem> {
    let step = api.access.second_factor(&session, request.code).await?;
    Ok(answer(&api, &step))
}

/// Sets the first password of who was invited.
#[utoipa::path(post, operation_id = "accept_invitation", path = "/sign-in/invitation", tag = "access",
    request_body = InvitationRequest, responses((status = 200, body = StepView), AccessProblems))]
pub async fn accept_invitation(
    State(api): State<AccessApi>,
    Body(request): Body<InvitationRequest>,
) -> Result<Response, Problem> {
    let accepted = api
        .access
        .accept_invitation(&request.login, request.code, request.password);
    Ok(answer(&api, &accepted.await?))
}

/// Begins to enrol a second factor.
#[utoipa::path(post, operation_id = "begin_enrolment", path = "/second-factor", tag = "access",
    request_body = EnrolmentRequest, responses((status = 200, body = EnrolmentView), AccessProblems))]
pub async fn begin_enrolment(
    State(api): State<AccessApi>,
    Shown(session): Shown,
    Body(request): Body<EnrolmentRequest>,
) -> Result<Response, Problem> {
    let enrolment = api
        .access
        .begin_enrolment(&session, request.password)
        .await?;
    let view = EnrolmentView {
        secret: enrolment.secret.reveal().to_owned(),
        address: enrolment.address.reveal().to_owned(),
    };
    Ok(([NO_STORE], Json(view)).into_response())
}

/// Confirms the second factor with a code of it.
#[utoipa::path(post, operation_id = "confirm_enrolment", path = "/second-factor/confirmation", tag = "access",
    request_body = CodeRequest, responses((status = 200, body = RecoveryCodesView), AccessProblems))]
pub async fn confirm_enrolment(
    State(api): State<AccessApi>,
    Shown(session): Shown,
    Body(request): Body<CodeRequest>,
) -> Result<Response, Problem> {
    let (step, codes) = api.access.confirm_enrolment(&session, request.code).await?;
    let view = RecoveryCodesView {
        stage: step.stage,
        recovery_codes: codes.iter().map(|code| code.reveal().to_owned()).collect(),
    };
    Ok(with_session(&api, &step, Json(view).into_response()))
}

/// What was asked for may not be kept by anybody on the way.
pub(super) const NO_STORE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// The answer to a step that succeeded.
pub(super) fn answer(api: &AccessApi, step: &Step) -> Response {
    let view = StepView { stage: step.stage };
    with_session(api, step, Json(view).into_response())
}

/// An answer with the cookie of the session.
pub(super) fn with_session(api: &AccessApi, step: &Step, mut answer: Response) -> Response {
    let lifetime = api.access.lifetimes().session;
    let cookie = api.cookies.set(Which::Session, &step.session, lifetime);
    let headers = answer.headers_mut();
    headers.append(header::SET_COOKIE, cookie);
    headers.insert(NO_STORE.0, header::HeaderValue::from_static(NO_STORE.1));
    answer
}

/// A login name of a request.
pub(super) fn login(text: &str) -> Result<LoginName, Problem> {
    text.parse().map_err(|_| {
        Problem::new(
            &code::NAME_INVALID,
            "登录名应为 2 至 64 个字母、数字或 . - _ @。",
            "A login name has 2 to 64 letters, digits, dots, hyphens, underscores or at signs.",
        )
    })
}
