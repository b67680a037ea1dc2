//! What was odd about the sources.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::parameter::{self, PageParams, Params};
use super::problem::Problems;
use super::{LibraryApi, Problem};
use crate::FindingFilter;
use crate::view::{FindingRow, List};

/// Which findings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Id of an import.
    #[param(value_type = Option<Uuid>)]
    import: Option<String>,
    /// Key of a statute.
    statute: Option<String>,
    /// Code of the finding.
    code: Option<String>,
}

/// Lists findings.
#[utoipa::path(get, operation_id = "list_findings", path = "/findings", tag = "imports", params(ListParams, PageParams),
    responses((status = 200, body = List<FindingRow>), Problems))]
pub async fn list(
    State(api): State<LibraryApi>,
    Params(params): Params<ListParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<FindingRow>>, Problem> {
    let page = page.page()?;
    let id = ("导入的编号（UUID）", "the id of an import (UUID)");
    let statute = parameter::text("statute", params.statute.as_deref())?;
    let filter = FindingFilter {
        import: parameter::read("import", params.import.as_deref(), id, |id| id.parse().ok())?,
        statute: statute.as_deref().map(parameter::statute).transpose()?,
        code: parameter::text("code", params.code.as_deref())?,
    };
    Ok(Json(api.library.findings(&filter, &page).await?))
}
