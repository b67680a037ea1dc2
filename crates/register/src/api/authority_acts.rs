//! What is done with authorities: confirm, change, rename, end, merge, split, entrust.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use problem::{Body, InPath, Problem, WriteProblems};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::{self, Made, OnDay};
use super::{Asking, Register};
use crate::authority::{
    AuthorityDraft, AuthorityPatch, EntrustmentDraft, MergeInto, NewName, SplitPart,
};
use crate::register::Deed;
use crate::{AuthorityId, EntrustmentId};

/// An authority that is to be confirmed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ConfirmRequest {
    /// Why, and from which day on.
    #[serde(flatten)]
    deed: OnDay,
    /// The authority.
    authority: AuthorityDraft,
}

/// Fields that change.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ChangeAuthorityRequest {
    /// Why, and from which day on.
    #[serde(flatten)]
    deed: OnDay,
    /// The fields; what is absent stays.
    changes: AuthorityPatch,
}

/// Another name.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RenameRequest {
    /// Why, and from which day on.
    #[serde(flatten)]
    deed: OnDay,
    /// The name.
    #[serde(flatten)]
    name: NewName,
}

/// An authority that is merged, with the revision that was seen.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Merged {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: AuthorityId,
    /// Its revision when it was read.
    revision: u32,
}

/// Authorities that become one.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MergeAuthoritiesRequest {
    /// Why, and on which day.
    #[serde(flatten)]
    deed: OnDay,
    /// All of them, also the one that goes on.
    #[schema(min_items = 2)]
    merged: Vec<Merged>,
    /// What follows.
    target: MergeInto,
}

/// An authority that becomes several.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SplitAuthorityRequest {
    /// Why, and on which day.
    #[serde(flatten)]
    deed: OnDay,
    /// The parts.
    #[schema(min_items = 2)]
    parts: Vec<SplitPart>,
}

/// The authorities that were made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Parts {
    /// Their ids, in the order of the parts.
    #[schema(value_type = Vec<Uuid>)]
    ids: Vec<AuthorityId>,
}

/// An entrustment that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct EntrustRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// What it says.
    entrustment: EntrustmentDraft,
}

/// Confirms an authority from a day on.
#[utoipa::path(post, operation_id = "confirm_authority", path = "/authorities", tag = "authorities",
    request_body = ConfirmRequest, responses((status = 201, body = Made), WriteProblems))]
pub async fn confirm(
    asking: Asking,
    State(register): State<Register>,
    Body(request): Body<ConfirmRequest>,
) -> Result<Response, Problem> {
    let deed = Deed::new(&request.deed.reason);
    let id = register
        .confirm_authority(&asking, request.authority, request.deed.on, &deed)
        .await?;
    Ok(input::made(id))
}

/// Changes fields of an authority from a day on.
#[utoipa::path(post, operation_id = "change_authority", path = "/authorities/{id}/changes", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"),
        ("If-Match" = String, Header, description = "ETag of the authority when it was read")),
    request_body = ChangeAuthorityRequest, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn change(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    headers: HeaderMap,
    Body(request): Body<ChangeAuthorityRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.deed.reason)?;
    register
        .change_authority(&asking, id, request.changes, request.deed.on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Gives an authority another name from a day on.
#[utoipa::path(post, operation_id = "rename_authority", path = "/authorities/{id}/names", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"),
        ("If-Match" = String, Header, description = "ETag of the authority when it was read")),
    request_body = RenameRequest, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn rename(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    headers: HeaderMap,
    Body(request): Body<RenameRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.deed.reason)?;
    register
        .rename_authority(&asking, id, request.name, request.deed.on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Ends an authority on a day.
#[utoipa::path(post, operation_id = "end_authority", path = "/authorities/{id}/end", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"),
        ("If-Match" = String, Header, description = "ETag of the authority when it was read")),
    request_body = OnDay, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn end(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    headers: HeaderMap,
    Body(request): Body<OnDay>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    register
        .end_authority(&asking, id, request.on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Makes one authority of several on a day.
#[utoipa::path(post, operation_id = "merge_authorities", path = "/authorities/merge", tag = "authorities",
    request_body = MergeAuthoritiesRequest, responses((status = 201, body = Made), WriteProblems))]
pub async fn merge(
    asking: Asking,
    State(register): State<Register>,
    Body(request): Body<MergeAuthoritiesRequest>,
) -> Result<Response, Problem> {
    let deed = Deed::new(&request.deed.reason);
    let merged = request
        .merged
        .iter()
        .map(|merged| (merged.id, merged.revision))
        .collect();
    let id = register
        .merge_authorities(&asking, merged, request.target, request.deed.on, &deed)
        .await?;
    Ok(input::made(id))
}

/// Makes several authorities of one on a day.
#[utoipa::path(post, operation_id = "split_authority", path = "/authorities/{id}/split", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"),
        ("If-Match" = String, Header, description = "ETag of the authority when it was read")),
    request_body = SplitAuthorityRequest, responses((status = 201, body = Parts), WriteProblems))]
pub async fn split(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    headers: HeaderMap,
    Body(request): Body<SplitAuthorityRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.deed.reason)?;
    let ids = register
        .split_authority(&asking, id, request.parts, request.deed.on, &deed)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(Parts { ids })).into_response())
}

/// Lets an organisation act in the name of an authority for a term.
#[utoipa::path(post, operation_id = "entrust", path = "/authorities/{id}/entrustments", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"),
        ("If-Match" = String, Header, description = "ETag of the authority when it was read")),
    request_body = EntrustRequest, responses((status = 201, body = Made), WriteProblems))]
pub async fn entrust(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    headers: HeaderMap,
    Body(request): Body<EntrustRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    Ok(input::made(
        register
            .entrust(&asking, id, request.entrustment, &deed)
            .await?,
    ))
}

/// Ends an entrustment before its term.
#[utoipa::path(post, operation_id = "withdraw_entrustment", path = "/authorities/{id}/entrustments/{entrustment}/end", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"), ("entrustment" = Uuid, Path, description = "Id of the entrustment"),
        ("If-Match" = String, Header, description = "ETag of the authority when it was read")),
    request_body = OnDay, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn withdraw(
    asking: Asking,
    State(register): State<Register>,
    InPath((id, entrustment)): InPath<(AuthorityId, EntrustmentId)>,
    headers: HeaderMap,
    Body(request): Body<OnDay>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    register
        .withdraw_entrustment(&asking, id, entrustment, request.on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
