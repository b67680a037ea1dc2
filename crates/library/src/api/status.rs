//! The library at a glance.

use axum::Json;
use axum::extract::State;

use super::problem::Problems;
use super::{LibraryApi, Problem};
use crate::view::Status;

/// The library at a glance.
#[utoipa::path(get, operation_id = "get_status", path = "/status", tag = "library", responses((status = 200, body = Status), Problems))]
pub async fn status(State(api): State<LibraryApi>) -> Result<Json<Status>, Problem> {
    Ok(Json(api.library.status().await?))
}
