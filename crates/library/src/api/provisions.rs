//! A provision by its citation.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::parameter::{self, Params};
use super::problem::Problems;
use super::{LibraryApi, Problem};
use crate::view::Provision;

/// Which provision.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CitationParams {
    /// A citation in any usual form, or an address.
    #[param(required = true, value_type = String, example = "《云麓市养犬管理条例》第十二条第一款")]
    citation: Option<String>,
    /// The day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// The provision that a citation means on a day.
#[utoipa::path(get, operation_id = "get_provision", path = "/provisions", tag = "provisions", params(CitationParams),
    responses((status = 200, body = Provision), Problems))]
pub async fn by_citation(
    State(api): State<LibraryApi>,
    Params(params): Params<CitationParams>,
) -> Result<Json<Provision>, Problem> {
    let citation = parameter::required("citation", params.citation.as_deref())?;
    let as_of = parameter::date("as_of", params.as_of.as_deref())?;
    Ok(Json(api.library.provision(&citation, as_of).await?))
}
