//! Acts: open a case, act in it, what was done, what could be done.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use problem::{Asker, Body, InPath, Params, Problem, Problems, WriteProblems};
use serde::Deserialize;
use utoipa::ToSchema;

use super::CaseworkApi;
use super::cases::READ;
use super::input::{PageParams, asking, check_act, check_new, key, seen};
use crate::error::problem_of;
use crate::{ActRequest, CaseId, Done, Erased, LogPage, NewCase, PossibleAct};

/// Opens a case by its first act. Who opens it becomes its handler.
#[utoipa::path(post, operation_id = "open_case", path = "/cases", tag = "cases",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the request safe to repeat")),
    request_body = NewCase,
    responses((status = 201, body = Done), WriteProblems))]
pub async fn open(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Body(new): Body<NewCase>,
) -> Result<Response, Problem> {
    check_new(&new)?;
    let by = {
        let ordered = new.first.override_reason.is_some();
        api.casework.by(&new.procedure, &new.first.act, ordered)
    };
    let caller = asker.admitted("case.list").await?;
    let caller = asker.admitted(action(&by, &caller.roles, false)).await?;
    let key = key(asker.headers())?;
    let asking = asking(caller);
    let done = api.casework.open_case(&asking, &new, key.as_deref());
    let done = done.await.map_err(problem_of)?;
    Ok(answer(StatusCode::CREATED, done))
}

/// Does an act in a case, or takes in one that was done already.
#[utoipa::path(post, operation_id = "do_act", path = "/cases/{id}/acts", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case"),
        ("If-Match" = String, Header, description = "ETag of the case when it was read"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the request safe to repeat")),
    request_body = ActRequest,
    responses((status = 200, body = Done), WriteProblems))]
pub async fn act(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
    Body(request): Body<ActRequest>,
) -> Result<Response, Problem> {
    let reader = asking(asker.admitted(READ).await?);
    check_act(&request)?;
    let (seen, key) = (seen(asker.headers())?, key(asker.headers())?);
    let found = api.casework.found_case(&reader, id).await;
    let found = found.map_err(problem_of)?;
    let ordered = request.override_reason.is_some();
    let by = api.casework.by(found.procedure(), &request.act, ordered);
    let reported = request.happened_at.is_some();
    let needed = action(&by, &reader.roles, reported);
    let caller = asker.admitted(needed).await?;
    let asking = asking(caller);
    let done = api
        .casework
        .do_act_in(&asking, found, seen, &request, key.as_deref());
    Ok(answer(StatusCode::OK, done.await.map_err(problem_of)?))
}

/// Lists what was done in a case, the oldest first.
#[utoipa::path(get, operation_id = "list_case_acts", path = "/cases/{id}/acts", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case"), PageParams),
    responses((status = 200, body = LogPage), Problems))]
pub async fn log(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
    Params(page): Params<PageParams>,
) -> Result<Json<LogPage>, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let page = page.page()?;
    let log = api.casework.case_log(&asking, id, &page);
    Ok(Json(log.await.map_err(problem_of)?))
}

/// Why personal data is erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureReason {
    /// The reason, for the record.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
}

/// Erases what a closed case tells of persons; acts, digests and proofs stay.
#[utoipa::path(post, operation_id = "erase_case_persons", path = "/cases/{id}/erasure", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    request_body = ErasureReason,
    responses((status = 200, body = Erased), WriteProblems))]
pub async fn erase(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
    Body(request): Body<ErasureReason>,
) -> Result<Json<Erased>, Problem> {
    let asking = asking(asker.admitted("case.erase").await?);
    let erased = api.casework.erase_personal(&asking, id, &request.reason);
    Ok(Json(erased.await.map_err(problem_of)?))
}

/// Lists the acts of the stage of a case, with what stands in the way of each for the one who asks.
#[utoipa::path(get, operation_id = "list_possible_acts", path = "/cases/{id}/possible", tag = "cases",
    params(("id" = Uuid, Path, description = "Id of the case")),
    responses((status = 200, body = Vec<PossibleAct>), Problems))]
pub async fn possible(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(id): InPath<CaseId>,
) -> Result<Json<Vec<PossibleAct>>, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let possible = api.casework.possible_acts(&asking, id).await;
    Ok(Json(possible.map_err(problem_of)?))
}

fn answer(status: StatusCode, done: Done) -> Response {
    let tag = format!("\"{}\"", done.revision);
    (status, [(header::ETAG, tag)], Json(done)).into_response()
}

/// The action of the policy table that an act needs: by the first of its roles that the person has.
/// Who has none needs that of the first, or, to report what was done, that of an officer of the case:
/// what a head signed on paper is typed in by somebody else.
pub(super) fn action(by: &[String], roles: &[String], reported: bool) -> &'static str {
    let mine = by.iter().find(|role| roles.contains(role));
    let role = mine.or(by.first().filter(|_| !reported));
    role.and_then(|role| action_of(role)).unwrap_or(ACT)
}

const ACT: &str = "case.act";

/// The action of the policy table that the acts of a role need; none for a role that does no acts.
pub(super) fn action_of(role: &str) -> Option<&'static str> {
    match role {
        "head" => Some("case.approve"),
        "legal_reviewer" => Some("case.review"),
        "team_leader" => Some("case.assign"),
        "officer" => Some(ACT),
        _ => None,
    }
}
