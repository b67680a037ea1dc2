//! What a person does with items: correct, review, adopt, withdraw, split, merge.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use law::EnforcementItem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{self, Body};
use super::parameter::InPath;
use super::problem::WriteProblems;
use super::token::Writer;
use super::{LibraryApi, Problem, etag};
use crate::view::Item;
use crate::{Deed, ItemId};

/// Who does it and why.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ActRequest {
    /// Name of the person.
    #[schema(min_length = 1, max_length = 100)]
    actor: String,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// A corrected record.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CorrectRequest {
    /// Name of the person.
    #[schema(min_length = 1, max_length = 100)]
    actor: String,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// The whole record as it should be.
    #[schema(value_type = Object)]
    record: EnforcementItem,
}

/// The parts of an item.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SplitRequest {
    /// Name of the person.
    #[schema(min_length = 1, max_length = 100)]
    actor: String,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// A record for each part, at least two.
    #[schema(value_type = Vec<Object>, min_items = 2)]
    parts: Vec<EnforcementItem>,
}

/// Items that are one.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MergeRequest {
    /// Name of the person.
    #[schema(min_length = 1, max_length = 100)]
    actor: String,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// The items, at least two.
    #[schema(min_items = 2, value_type = Vec<Uuid>)]
    ids: Vec<ItemId>,
    /// The record of the whole.
    #[schema(value_type = Object)]
    record: EnforcementItem,
}

/// Items that came of a split.
#[derive(Debug, Serialize, ToSchema)]
pub struct SplitResult {
    /// In the order of the parts.
    items: Vec<Item>,
}

/// Corrects the record of an item.
#[utoipa::path(post, operation_id = "correct_item", path = "/items/{id}/corrections", tag = "items",
    params(("id" = Uuid, Path, description = "Id of the item"),
        ("If-Match" = String, Header, description = "ETag of the item when it was read")),
    request_body = CorrectRequest, security(("token" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn correct(
    _writer: Writer,
    State(api): State<LibraryApi>,
    InPath(id): InPath<ItemId>,
    headers: HeaderMap,
    Body(request): Body<CorrectRequest>,
) -> Result<Response, Problem> {
    let deed = deed(request.actor, request.reason, etag::seen(&headers)?)?;
    let corrected = api.library.correct_item(id, &request.record, &deed).await?;
    Ok(answer(&corrected))
}

/// Marks an item as reviewed.
#[utoipa::path(post, operation_id = "review_item", path = "/items/{id}/review", tag = "items",
    params(("id" = Uuid, Path, description = "Id of the item"),
        ("If-Match" = String, Header, description = "ETag of the item when it was read")),
    request_body = ActRequest, security(("token" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn review(
    _writer: Writer,
    State(api): State<LibraryApi>,
    InPath(id): InPath<ItemId>,
    headers: HeaderMap,
    Body(request): Body<ActRequest>,
) -> Result<Response, Problem> {
    let deed = deed(request.actor, request.reason, etag::seen(&headers)?)?;
    Ok(answer(&api.library.review_item(id, &deed).await?))
}

/// Adopts an item: from now on it may be used as law.
#[utoipa::path(post, operation_id = "adopt_item", path = "/items/{id}/adoption", tag = "items",
    params(("id" = Uuid, Path, description = "Id of the item"),
        ("If-Match" = String, Header, description = "ETag of the item when it was read")),
    request_body = ActRequest, security(("token" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn adopt(
    _writer: Writer,
    State(api): State<LibraryApi>,
    InPath(id): InPath<ItemId>,
    headers: HeaderMap,
    Body(request): Body<ActRequest>,
) -> Result<Response, Problem> {
    let deed = deed(request.actor, request.reason, etag::seen(&headers)?)?;
    Ok(answer(&api.library.adopt_item(id, &deed).await?))
}

/// Withdraws an item.
#[utoipa::path(post, operation_id = "withdraw_item", path = "/items/{id}/withdrawal", tag = "items",
    params(("id" = Uuid, Path, description = "Id of the item"),
        ("If-Match" = String, Header, description = "ETag of the item when it was read")),
    request_body = ActRequest, security(("token" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn withdraw(
    _writer: Writer,
    State(api): State<LibraryApi>,
    InPath(id): InPath<ItemId>,
    headers: HeaderMap,
    Body(request): Body<ActRequest>,
) -> Result<Response, Problem> {
    let deed = deed(request.actor, request.reason, etag::seen(&headers)?)?;
    Ok(answer(&api.library.withdraw_item(id, &deed).await?))
}

/// Splits an item into parts.
#[utoipa::path(post, operation_id = "split_item", path = "/items/{id}/split", tag = "items",
    params(("id" = Uuid, Path, description = "Id of the item"),
        ("If-Match" = String, Header, description = "ETag of the item when it was read")),
    request_body = SplitRequest, security(("token" = [])),
    responses((status = 200, body = SplitResult), WriteProblems))]
pub async fn split(
    _writer: Writer,
    State(api): State<LibraryApi>,
    InPath(id): InPath<ItemId>,
    headers: HeaderMap,
    Body(request): Body<SplitRequest>,
) -> Result<Json<SplitResult>, Problem> {
    let deed = deed(request.actor, request.reason, etag::seen(&headers)?)?;
    let items = api.library.split_item(id, &request.parts, &deed).await?;
    Ok(Json(SplitResult { items }))
}

/// Merges items into one.
#[utoipa::path(post, operation_id = "merge_items", path = "/items/merge", tag = "items",
    request_body = MergeRequest, security(("token" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn merge(
    _writer: Writer,
    State(api): State<LibraryApi>,
    Body(request): Body<MergeRequest>,
) -> Result<Response, Problem> {
    let deed = deed(request.actor, request.reason, 0)?;
    let ids: Vec<_> = request.ids.into_iter().map(|id| (id, None)).collect();
    Ok(answer(
        &api.library
            .merge_items(&ids, &request.record, &deed)
            .await?,
    ))
}

/// Characters that the name of a person may have.
const MAX_ACTOR: usize = 100;
/// Characters that a reason may have.
const MAX_REASON: usize = 2000;

fn deed(actor: String, reason: String, seen: u32) -> Result<Deed, Problem> {
    if actor.chars().count() > MAX_ACTOR || reason.chars().count() > MAX_REASON {
        return Err(body::invalid(
            "姓名不得超过 100 字，理由不得超过 2000 字",
            "a name has at most 100 characters, a reason 2000",
        ));
    }
    Ok(Deed {
        actor,
        reason,
        seen,
    })
}

/// The item as it is now, under its new revision.
fn answer(item: &Item) -> Response {
    etag::revision(&HeaderMap::new(), item.revision, item)
}
