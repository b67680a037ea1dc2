//! The cases of an officer handed over to another.

use axum::Json;
use axum::extract::State;
use problem::{Asker, Body, Params, Problem, WriteProblems};
use serde::Deserialize;
use utoipa::IntoParams;

use super::CaseworkApi;
use super::acts::action;
use super::input::{PageParams, asking, flag};
use crate::error::problem_of;
use crate::{HandOver, HandOverPage};

/// Whether it is done.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HandOverParams {
    /// Whether only to say what would become of each case.
    #[param(value_type = Option<bool>, default = false)]
    preview: Option<String>,
}

/// Hands the open cases of an officer over to another, a page at a time, each by an act of its
/// procedure. Asked again it goes on where it broke off; a case that cannot be handed over comes with
/// the reason.
#[utoipa::path(post, operation_id = "hand_over_cases", path = "/cases/hand-over", tag = "cases",
    params(HandOverParams, PageParams),
    request_body = HandOver,
    responses((status = 200, body = HandOverPage), WriteProblems))]
pub async fn hand_over(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<HandOverParams>,
    Params(page): Params<PageParams>,
    Body(wanted): Body<HandOver>,
) -> Result<Json<HandOverPage>, Problem> {
    let reader = asker.admitted("case.list").await?;
    let by = ["head".to_owned(), "team_leader".to_owned()];
    let asking = asking(asker.admitted(action(&by, &reader.roles, false)).await?);
    let (preview, page) = (flag("preview", params.preview.as_deref())?, page.page()?);
    let done = api.casework.hand_over(&asking, &wanted, preview, &page);
    Ok(Json(done.await.map_err(problem_of)?))
}
