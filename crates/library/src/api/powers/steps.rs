//! The steps of a version: submit, return, pass, adopt, publish, abandon; and withdrawing a power.

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asker, Asks as _, PowersApi, ReasonRequest, SeenHeader, VersionPath, action, shown};
use crate::api::Problem;
use crate::api::body::Body;
use crate::api::parameter::InPath;
use crate::api::problem::WriteProblems;
use crate::powers::{Decision, Publication};
use crate::view::PowerList;

/// The decision that adopts a version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdoptionRequest {
    /// The decision.
    decision: Decision,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// How a version is published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationRequest {
    /// Where: the gazette, the web site.
    #[schema(min_length = 1, max_length = 300)]
    published_in: String,
    /// The first day on which it has effect; not before today.
    #[schema(value_type = String, format = Date)]
    effective_from: Date,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// The withdrawal of a power.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalRequest {
    /// Number of the line.
    line: u32,
    /// The first day on which it is held no longer; not before today.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The decision.
    decision: Decision,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Submits a draft for review.
#[utoipa::path(post, operation_id = "submit_power_list", path = "/power-lists/{id}/versions/{version}/submission",
    tag = "powers", params(VersionPath, SeenHeader), request_body = ReasonRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn submit(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<ReasonRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::DRAFT, request.reason).await?;
    api.powers
        .submit_version(&asking, path.pair(), &deed)
        .await?;
    shown(&api, &asking, path.id, Some(path.version)).await
}

/// Returns a version to who drafted it.
#[utoipa::path(post, operation_id = "return_power_list", path = "/power-lists/{id}/versions/{version}/return",
    tag = "powers", params(VersionPath, SeenHeader), request_body = ReasonRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn return_to_drafter(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<ReasonRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::REVIEW, request.reason).await?;
    api.powers
        .return_version(&asking, path.pair(), &deed)
        .await?;
    shown(&api, &asking, path.id, Some(path.version)).await
}

/// Passes the review. Who drafted the version cannot.
#[utoipa::path(post, operation_id = "pass_power_list", path = "/power-lists/{id}/versions/{version}/review",
    tag = "powers", params(VersionPath, SeenHeader), request_body = ReasonRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn pass(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<ReasonRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::REVIEW, request.reason).await?;
    api.powers.pass_version(&asking, path.pair(), &deed).await?;
    shown(&api, &asking, path.id, Some(path.version)).await
}

/// Adopts a reviewed version on a decision.
#[utoipa::path(post, operation_id = "adopt_power_list", path = "/power-lists/{id}/versions/{version}/adoption",
    tag = "powers", params(VersionPath, SeenHeader), request_body = AdoptionRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn adopt(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<AdoptionRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::ADOPT, request.reason).await?;
    let adopted = api
        .powers
        .adopt_version(&asking, path.pair(), &request.decision, &deed);
    adopted.await?;
    shown(&api, &asking, path.id, Some(path.version)).await
}

/// Publishes an adopted version.
#[utoipa::path(post, operation_id = "publish_power_list", path = "/power-lists/{id}/versions/{version}/publication",
    tag = "powers", params(VersionPath, SeenHeader), request_body = PublicationRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn publish(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<PublicationRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::PUBLISH, request.reason).await?;
    let publication = Publication {
        published_in: request.published_in,
        effective_from: request.effective_from,
    };
    let published = api
        .powers
        .publish_version(&asking, path.pair(), &publication, &deed);
    published.await?;
    shown(&api, &asking, path.id, Some(path.version)).await
}

/// Gives a version up that is not published.
#[utoipa::path(post, operation_id = "abandon_power_list", path = "/power-lists/{id}/versions/{version}/abandonment",
    tag = "powers", params(VersionPath, SeenHeader), request_body = ReasonRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn abandon(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<ReasonRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::DRAFT, request.reason).await?;
    api.powers
        .abandon_version(&asking, path.pair(), &deed)
        .await?;
    shown(&api, &asking, path.id, Some(path.version)).await
}

/// Withdraws the power of a line of a published version from a day on.
#[utoipa::path(post, operation_id = "withdraw_power", path = "/power-lists/{id}/versions/{version}/withdrawals",
    tag = "powers", params(VersionPath, SeenHeader), request_body = WithdrawalRequest,
    responses((status = 200, body = PowerList), WriteProblems))]
pub async fn withdraw(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<WithdrawalRequest>,
) -> Result<Response, Problem> {
    let (asking, deed) = asker.acts(action::WITHDRAW, request.reason).await?;
    let ground = (request.from, &request.decision);
    let line = request.line.into();
    api.powers
        .withdraw_power(&asking, path.pair(), line, ground, &deed)
        .await?;
    shown(&api, &asking, path.id, Some(path.version)).await
}
