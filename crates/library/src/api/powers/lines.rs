//! The lines of a version: a page, added, removed, from and to the template.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body as Stream, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt as _, stream};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{Asker, Asks as _, PowersApi, SeenHeader, Touched, VersionPath, action};
use crate::ItemId;
use crate::api::Problem;
use crate::api::body::Body;
use crate::api::parameter::{self, InPath, PageParams, Params};
use crate::api::problem::{Problems, WriteProblems};
use crate::powers::{
    self, Asking, ImportedLines, LineFilter, NewLines, PowerError, WorkbookFormat,
};
use crate::view::{List, ListLine};

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LineParams {
    /// Id of an item.
    #[param(value_type = Option<uuid::Uuid>)]
    item: Option<String>,
    /// Id of an authority.
    authority: Option<String>,
}

/// Lines that are to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLinesRequest {
    /// Groups of lines that say the same.
    #[schema(min_items = 1)]
    groups: Vec<NewLines>,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Lines that are to be taken out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveLinesRequest {
    /// Their numbers.
    #[schema(min_items = 1)]
    lines: Vec<u32>,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// The format of a template.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormatParams {
    /// `csv` or `xlsx`.
    #[param(default = "csv")]
    format: Option<String>,
}

/// How a template is read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportParams {
    /// `csv` or `xlsx`.
    #[param(default = "csv")]
    format: Option<String>,
    /// Why.
    #[param(required = true, value_type = String)]
    reason: Option<String>,
    /// `true`: nothing is written, faults are told.
    #[param(value_type = Option<bool>, default = false)]
    dry_run: Option<String>,
}

/// Lines of a version, in the order in which they were written.
#[utoipa::path(get, operation_id = "list_power_list_lines", path = "/power-lists/{id}/versions/{version}/lines",
    tag = "powers", params(VersionPath, LineParams, PageParams),
    responses((status = 200, body = List<ListLine>), Problems))]
pub async fn list(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Params(params): Params<LineParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<ListLine>>, Problem> {
    let asking = asker.may(action::SEE_LISTS).await?;
    let filter = LineFilter {
        item: item("item", params.item.as_deref())?,
        authority: parameter::text("authority", params.authority.as_deref())?,
    };
    let page = page.page()?;
    let lines = api.powers.lines(&asking, path.pair(), &filter, &page);
    Ok(Json(lines.await?))
}

/// Adds lines to a draft: all or none.
#[utoipa::path(post, operation_id = "add_power_list_lines", path = "/power-lists/{id}/versions/{version}/lines",
    tag = "powers", params(VersionPath, SeenHeader), request_body = AddLinesRequest,
    responses((status = 200, body = Touched), WriteProblems))]
pub async fn add(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<AddLinesRequest>,
) -> Result<Json<Touched>, Problem> {
    let (asking, deed) = asker.acts(action::DRAFT, request.reason).await?;
    let lines = api
        .powers
        .add_lines(&asking, path.pair(), &request.groups, &deed)
        .await?;
    Ok(Json(Touched {
        lines,
        revision: deed.seen + 1,
    }))
}

/// Takes lines out of a draft: all or none.
#[utoipa::path(post, operation_id = "remove_power_list_lines",
    path = "/power-lists/{id}/versions/{version}/lines/removal", tag = "powers",
    params(VersionPath, SeenHeader), request_body = RemoveLinesRequest,
    responses((status = 200, body = Touched), WriteProblems))]
pub async fn remove(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Body(request): Body<RemoveLinesRequest>,
) -> Result<Json<Touched>, Problem> {
    let (asking, deed) = asker.acts(action::DRAFT, request.reason).await?;
    let lines: Vec<u64> = request.lines.into_iter().map(u64::from).collect();
    let removed = api
        .powers
        .remove_lines(&asking, path.pair(), &lines, &deed)
        .await?;
    Ok(Json(Touched {
        lines: removed,
        revision: deed.seen + 1,
    }))
}

/// Reads a template into a draft. Faults are told by row and column; nothing is written then.
#[utoipa::path(post, operation_id = "import_power_list_lines",
    path = "/power-lists/{id}/versions/{version}/lines/import", tag = "powers",
    params(VersionPath, SeenHeader, ImportParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = ImportedLines), WriteProblems))]
pub async fn import(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Params(params): Params<ImportParams>,
    bytes: Bytes,
) -> Result<Json<ImportedLines>, Problem> {
    let reason = parameter::required("reason", params.reason.as_deref())?;
    let (asking, deed) = asker.acts(action::DRAFT, reason).await?;
    let expected = ("true 或 false", "true or false");
    let is_dry_run = parameter::read("dry_run", params.dry_run.as_deref(), expected, |text| {
        text.parse().ok()
    })?;
    let read = api.powers.import_lines(
        &asking,
        path.pair(),
        (format(params.format.as_deref())?, &bytes),
        is_dry_run.unwrap_or(false),
        &deed,
    );
    Ok(Json(read.await?))
}

/// The lines of a version in a template.
#[utoipa::path(get, operation_id = "export_power_list_lines",
    path = "/power-lists/{id}/versions/{version}/lines/export", tag = "powers", params(VersionPath, FormatParams),
    responses((status = 200, content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
pub async fn export(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(path): InPath<VersionPath>,
    Params(params): Params<FormatParams>,
) -> Result<Response, Problem> {
    let asking = asker.may(action::SEE_LISTS).await?;
    let format = format(params.format.as_deref())?;
    if format == WorkbookFormat::Xlsx {
        let bytes = api.powers.export_workbook(&asking, path.pair()).await?;
        return Ok((file(format), bytes).into_response());
    }
    // A list that is not there is refused before anything is sent.
    let (first, next) = api.powers.export_lines(&asking, path.pair(), None).await?;
    // Fused, since compression asks once more after the end.
    let rest = stream::unfold((api, Arc::new(asking), path, next), pages_after).fuse();
    let first = stream::iter([Ok(Bytes::from(first))]);
    let body = Stream::from_stream(first.chain(rest));
    Ok((file(format), body).into_response())
}

/// An empty template.
#[utoipa::path(get, operation_id = "get_power_list_template", path = "/power-lists/template",
    tag = "powers", params(FormatParams),
    responses((status = 200, content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
pub async fn template(
    asker: Asker,
    Params(params): Params<FormatParams>,
) -> Result<Response, Problem> {
    asker.may(action::SEE_LISTS).await?;
    let format = format(params.format.as_deref())?;
    let bytes = powers::template(format).map_err(PowerError::from)?;
    Ok((file(format), bytes).into_response())
}

fn format(value: Option<&str>) -> Result<WorkbookFormat, Problem> {
    let expected = (" csv 或 xlsx", "csv or xlsx");
    let read = |text: &str| match text {
        "csv" => Some(WorkbookFormat::Csv),
        "xlsx" => Some(WorkbookFormat::Xlsx),
        _ => None,
    };
    let format = parameter::read("format", value, expected, read)?;
    Ok(format.unwrap_or(WorkbookFormat::Csv))
}

/// The headers of a file that is kept.
fn file(format: WorkbookFormat) -> [(header::HeaderName, &'static str); 2] {
    let (media, name) = match format {
        WorkbookFormat::Csv => (
            "text/csv; charset=utf-8",
            "attachment; filename=\"power-list.csv\"",
        ),
        WorkbookFormat::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "attachment; filename=\"power-list.xlsx\"",
        ),
    };
    [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_DISPOSITION, name),
    ]
}

type Exporting = (PowersApi, Arc<Asking>, VersionPath, Option<store::Cursor>);

/// The page after a cursor, read when the one before has been taken.
async fn pages_after(
    (api, asking, path, next): Exporting,
) -> Option<(Result<Bytes, crate::powers::PowerError>, Exporting)> {
    let cursor = next?;
    match api
        .powers
        .export_lines(&asking, path.pair(), Some(cursor))
        .await
    {
        Ok((bytes, next)) => Some((Ok(bytes.into()), (api, asking, path, next))),
        Err(error) => Some((Err(error), (api, asking, path, None))),
    }
}

/// The id of an item.
pub(super) fn item(name: &str, value: Option<&str>) -> Result<Option<ItemId>, Problem> {
    let expected = ("事项的编号（UUID）", "the id of an item, a UUID");
    parameter::read(name, value, expected, |text| text.parse().ok())
}
