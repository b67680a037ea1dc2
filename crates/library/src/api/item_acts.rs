//! What a person does with items: correct, review, adopt, withdraw, split, merge.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use law::EnforcementItem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{self, Body};
use super::parameter::InPath;
use super::problem::WriteProblems;
use super::{Adopter, LibraryApi, Problem, etag};
use crate::view::Item;
use crate::{Deed, ItemId, SeenItem};
use ::problem::Caller;

/// Why it is done.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ActRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// A corrected record.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CorrectRequest {
    #[serde(flatten)]
    act: ActRequest,
    /// The whole record as it should be.
    record: EnforcementItem,
}

/// The parts of an item.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SplitRequest {
    #[serde(flatten)]
    act: ActRequest,
    /// A record for each part, at least two.
    #[schema(min_items = 2)]
    parts: Vec<EnforcementItem>,
}

/// Items that are one.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MergeRequest {
    #[serde(flatten)]
    act: ActRequest,
    /// The items, at least two, each with the revision that the person saw.
    #[schema(min_items = 2)]
    items: Vec<SeenItem>,
    /// The record of the whole.
    record: EnforcementItem,
}

/// Items that came of a split.
#[derive(Debug, Serialize, ToSchema)]
pub struct SplitResult {
    /// In the order of the parts.
    items: Vec<Item>,
}

/// Which item an act is on.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only described; `On` reads it")]
pub struct ItemPath {
    /// Id of the item.
    #[param(value_type = uuid::Uuid)]
    id: ItemId,
}

/// What of the item was seen.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described; `On` reads it")]
pub struct SeenHeader {
    /// ETag of the item when it was read.
    #[param(rename = "If-Match")]
    if_match: String,
}

/// An act on one item by a person who may write: the item, what the person saw, and the body.
pub struct On<T> {
    caller: Caller,
    id: ItemId,
    seen: u32,
    request: T,
}

impl<T: DeserializeOwned> FromRequest<LibraryApi> for On<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &LibraryApi) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Adopter(caller) = Adopter::from_request_parts(&mut parts, api).await?;
        let InPath(id) = InPath::from_request_parts(&mut parts, api).await?;
        let headers = parts.headers.clone();
        let whole = Request::from_parts(parts, body);
        let Body(request) = Body::from_request(whole, api).await?;
        Ok(Self {
            caller,
            id,
            seen: etag::seen(&headers)?,
            request,
        })
    }
}

/// Corrects the record of an item.
#[utoipa::path(post, operation_id = "correct_item", path = "/items/{id}/corrections", tag = "items",
    params(ItemPath, SeenHeader), request_body = CorrectRequest, security(("session" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn correct(
    State(api): State<LibraryApi>,
    on: On<CorrectRequest>,
) -> Result<Response, Problem> {
    let CorrectRequest { act, record } = on.request;
    let deed = act.deed(on.caller, on.seen)?;
    let corrected = api.library.correct_item(on.id, &record, &deed).await?;
    Ok(answer(&corrected))
}

/// Marks an item as reviewed.
#[utoipa::path(post, operation_id = "review_item", path = "/items/{id}/review", tag = "items",
    params(ItemPath, SeenHeader), request_body = ActRequest, security(("session" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn review(
    State(api): State<LibraryApi>,
    on: On<ActRequest>,
) -> Result<Response, Problem> {
    let deed = on.request.deed(on.caller, on.seen)?;
    Ok(answer(&api.library.review_item(on.id, &deed).await?))
}

/// Adopts an item: from now on it may be used as law.
#[utoipa::path(post, operation_id = "adopt_item", path = "/items/{id}/adoption", tag = "items",
    params(ItemPath, SeenHeader), request_body = ActRequest, security(("session" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn adopt(State(api): State<LibraryApi>, on: On<ActRequest>) -> Result<Response, Problem> {
    let deed = on.request.deed(on.caller, on.seen)?;
    Ok(answer(&api.library.adopt_item(on.id, &deed).await?))
}

/// Withdraws an item.
#[utoipa::path(post, operation_id = "withdraw_item", path = "/items/{id}/withdrawal", tag = "items",
    params(ItemPath, SeenHeader), request_body = ActRequest, security(("session" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn withdraw(
    State(api): State<LibraryApi>,
    on: On<ActRequest>,
) -> Result<Response, Problem> {
    let deed = on.request.deed(on.caller, on.seen)?;
    Ok(answer(&api.library.withdraw_item(on.id, &deed).await?))
}

/// Splits an item into parts.
#[utoipa::path(post, operation_id = "split_item", path = "/items/{id}/split", tag = "items",
    params(ItemPath, SeenHeader), request_body = SplitRequest, security(("session" = [])),
    responses((status = 200, body = SplitResult), WriteProblems))]
pub async fn split(
    State(api): State<LibraryApi>,
    on: On<SplitRequest>,
) -> Result<Json<SplitResult>, Problem> {
    let SplitRequest { act, parts } = on.request;
    let deed = act.deed(on.caller, on.seen)?;
    let items = api.library.split_item(on.id, &parts, &deed).await?;
    Ok(Json(SplitResult { items }))
}

/// Merges items into one. Each comes with its revision in the body, in place of `If-Match`.
#[utoipa::path(post, operation_id = "merge_items", path = "/items/merge", tag = "items",
    request_body = MergeRequest, security(("session" = [])),
    responses((status = 200, body = Item), WriteProblems))]
pub async fn merge(
    Adopter(caller): Adopter,
    State(api): State<LibraryApi>,
    Body(request): Body<MergeRequest>,
) -> Result<Response, Problem> {
    let MergeRequest { act, items, record } = request;
    let deed = act.deed(caller, 0)?;
    let merged = api.library.merge_items(&items, &record, &deed).await?;
    Ok(answer(&merged))
}

/// Characters that a reason may have.
const MAX_REASON: usize = 2000;

impl ActRequest {
    /// The deed, by a person who saw the revision `seen`.
    fn deed(self, caller: Caller, seen: u32) -> Result<Deed, Problem> {
        if self.reason.chars().count() > MAX_REASON {
            return Err(body::invalid(
                "理由不得超过 2000 字",
                "a reason has at most 2000 characters",
            ));
        }
        Ok(Deed {
            actor: caller.name,
            account: caller.account,
            reason: self.reason,
            seen,
        })
    }
}

/// The item as it is now, under its new revision.
fn answer(item: &Item) -> Response {
    etag::revision(&HeaderMap::new(), item.row.revision, item)
}
