//! Statutes, their versions, comparison and export.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::parameter::{self, InPath, PageParams, Params};
use super::problem::Problems;
use super::{LibraryApi, Problem, etag};
use crate::view::{Comparison, List, StatuteDetail, StatuteRow, VersionState, VersionText};
use crate::{StatuteFilter, VersionChoice};

/// Which statutes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Words of the title.
    q: Option<String>,
    /// 法律, 行政法规, 地方性法规, 部门规章, 司法解释, 宪法 or 其他.
    level: Option<String>,
    /// A province; `national` for the whole country.
    region: Option<String>,
    /// What a version is on the day.
    #[param(value_type = Option<VersionState>)]
    state: Option<String>,
    /// The day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// The day on which the question is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayParams {
    /// The day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// Which versions are compared.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompareParams {
    /// The older version: a date or `undated`.
    #[param(required = true, value_type = String)]
    from: Option<String>,
    /// The newer version.
    #[param(required = true, value_type = String)]
    to: Option<String>,
}

/// What is exported.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportParams {
    /// `akn` is Akoma Ntoso 3.0.
    #[param(inline, required = true, value_type = Format)]
    format: Option<String>,
    /// The version; without it the one that stands on `as_of`.
    version: Option<String>,
    /// The day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// Lists statutes by title.
#[utoipa::path(get, operation_id = "list_statutes", path = "/statutes", tag = "statutes", params(ListParams, PageParams),
    responses((status = 200, body = List<StatuteRow>), Problems))]
pub async fn list(
    State(api): State<LibraryApi>,
    Params(params): Params<ListParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<StatuteRow>>, Problem> {
    let page = page.page()?;
    let filter = StatuteFilter {
        query: parameter::text("q", params.q.as_deref())?,
        level: parameter::text("level", params.level.as_deref())?,
        region: parameter::region(params.region.as_deref())?,
        state: parameter::version_state(params.state.as_deref())?,
        as_of: parameter::date("as_of", params.as_of.as_deref())?,
    };
    Ok(Json(api.library.statutes(&filter, &page).await?))
}

/// A statute with its versions.
#[utoipa::path(get, operation_id = "get_statute", path = "/statutes/{key}", tag = "statutes", params(
    ("key" = String, Path, description = "The title without 中华人民共和国"), DayParams),
    responses((status = 200, body = StatuteDetail), Problems))]
pub async fn detail(
    State(api): State<LibraryApi>,
    InPath(key): InPath<String>,
    Params(params): Params<DayParams>,
) -> Result<Json<StatuteDetail>, Problem> {
    let as_of = parameter::date("as_of", params.as_of.as_deref())?;
    let key = parameter::statute(&key)?;
    Ok(Json(api.library.statute(&key, as_of).await?))
}

/// The text of a version.
#[utoipa::path(get, operation_id = "get_version", path = "/statutes/{key}/versions/{version}", tag = "statutes", params(
    ("key" = String, Path, description = "The title without 中华人民共和国"),
    ("version" = String, Path, description = "A date, `undated`, or `current` for the one that stands on `as_of`"), DayParams),
    responses((status = 200, body = VersionText), (status = 304, description = "The client has this text"), Problems))]
pub async fn version(
    State(api): State<LibraryApi>,
    InPath((key, version)): InPath<(String, String)>,
    Params(params): Params<DayParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let as_of = parameter::date("as_of", params.as_of.as_deref())?;
    let choice = match version.as_str() {
        "current" => VersionChoice::On(as_of.unwrap_or_else(|| api.library.today())),
        version => VersionChoice::Exact(parameter::version("version", version)?),
    };
    let key = parameter::statute(&key)?;
    let text = api.library.version_text(&key, choice, as_of).await?;
    etag::json(&headers, &text)
}

/// Compares two versions, provision by provision.
#[utoipa::path(get, operation_id = "compare_versions", path = "/statutes/{key}/diff", tag = "statutes", params(
    ("key" = String, Path, description = "The title without 中华人民共和国"), CompareParams),
    responses((status = 200, body = Comparison), Problems))]
pub async fn comparison(
    State(api): State<LibraryApi>,
    InPath(key): InPath<String>,
    Params(params): Params<CompareParams>,
) -> Result<Json<Comparison>, Problem> {
    let from = parameter::required("from", params.from.as_deref())?;
    let to = parameter::required("to", params.to.as_deref())?;
    let from = parameter::version("from", &from)?;
    let to = parameter::version("to", &to)?;
    let key = parameter::statute(&key)?;
    Ok(Json(api.library.compare(&key, from, to).await?))
}

/// Exports a version as Akoma Ntoso 3.0 or JSON.
#[utoipa::path(get, operation_id = "export_statute", path = "/statutes/{key}/export", tag = "statutes", params(
    ("key" = String, Path, description = "The title without 中华人民共和国"), ExportParams),
    responses((status = 200, description = "The document",
        content((String = "application/xml"), (VersionText = "application/json"))),
        (status = 304, description = "The client has this text"), Problems))]
pub async fn export(
    State(api): State<LibraryApi>,
    InPath(key): InPath<String>,
    Params(params): Params<ExportParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = params.format.as_deref();
    let format = parameter::read(
        "format",
        format,
        ("akn 或 json", "akn or json"),
        Format::named,
    )?
    .ok_or_else(|| parameter::wrong("format", "akn 或 json", "akn or json"))?;
    let as_of = parameter::date("as_of", params.as_of.as_deref())?;
    let choice = match params.version.as_deref().filter(|text| !text.is_empty()) {
        Some(version) => VersionChoice::Exact(parameter::version("version", version)?),
        None => VersionChoice::On(as_of.unwrap_or_else(|| api.library.today())),
    };
    let key = parameter::statute(&key)?;
    let document = match format {
        Format::Akn => {
            let xml = api.library.akoma_ntoso(&key, choice).await?;
            etag::bytes_of(&headers, "application/xml", xml.into_bytes())
        }
        Format::Json => {
            let text = api.library.version_text(&key, choice, as_of).await?;
            etag::json(&headers, &text)?
        }
    };
    Ok(document)
}

/// Formats of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
enum Format {
    /// Akoma Ntoso 3.0.
    Akn,
    /// JSON.
    Json,
}

impl Format {
    fn named(name: &str) -> Option<Self> {
        match name {
            "akn" => Some(Self::Akn),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}
