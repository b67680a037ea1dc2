//! Workbooks: dry run, import, export, empty templates.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use problem::{InPath, Params, Problem, Problems, WriteProblems};
use serde::Deserialize;
use utoipa::IntoParams;

use super::input::{self, DayParams};
use super::{Asking, Register};
use crate::register::Deed;
use crate::workbook::{self, ImportError, ImportReport, Workbook, WorkbookFormat, WorkbookKind};

/// How a workbook is imported.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportParams {
    /// `xlsx` or `csv`.
    format: Option<String>,
    /// `false` to write; otherwise it is only checked.
    #[param(value_type = Option<bool>, default = true)]
    dry_run: Option<String>,
    /// Why; needed where something is written.
    reason: Option<String>,
}

/// The format of a file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormatParams {
    /// `xlsx` or `csv`.
    format: Option<String>,
}

/// Checks or imports a workbook. Faults of rows are in the report, and nothing is written.
#[utoipa::path(post, operation_id = "import_workbook", path = "/register/{kind}/imports", tag = "register",
    params(("kind" = String, Path, description = "`authorities` or `officers`"), ImportParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = ImportReport), WriteProblems))]
pub async fn import(
    asking: Asking,
    State(register): State<Register>,
    InPath(kind): InPath<String>,
    Params(params): Params<ImportParams>,
    bytes: Bytes,
) -> Result<Json<ImportReport>, Problem> {
    let expected = ("true 或 false", "true or false");
    let dry_run = input::read("dry_run", params.dry_run.as_deref(), expected, |text| {
        text.parse().ok()
    })?
    .unwrap_or(true);
    let workbook = Workbook {
        kind: kind_of(&kind)?,
        format: format_of(params.format.as_deref())?,
        bytes: &bytes,
    };
    if dry_run {
        return Ok(Json(register.check_workbook(&asking, workbook).await?));
    }
    let deed = Deed::new(params.reason.as_deref().unwrap_or_default());
    match register.import_workbook(&asking, workbook, &deed).await {
        Ok(report) => Ok(Json(report)),
        Err(ImportError::Refused(report)) => Ok(Json(*report)),
        Err(error) => Err(error.into()),
    }
}

/// The register as of a day, in a template.
#[utoipa::path(get, operation_id = "export_workbook", path = "/register/{kind}/export", tag = "register",
    params(("kind" = String, Path, description = "`authorities` or `officers`"), FormatParams, DayParams),
    responses((status = 200, content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
pub async fn export(
    asking: Asking,
    State(register): State<Register>,
    InPath(kind): InPath<String>,
    Params(params): Params<FormatParams>,
    Params(day): Params<DayParams>,
) -> Result<Response, Problem> {
    let (kind, format) = (kind_of(&kind)?, format_of(params.format.as_deref())?);
    let bytes = register
        .export_workbook(&asking, kind, format, day.day(&register)?)
        .await?;
    Ok(file(kind, format, bytes))
}

/// An empty template.
#[utoipa::path(get, operation_id = "get_template", path = "/register/{kind}/template", tag = "register",
    params(("kind" = String, Path, description = "`authorities` or `officers`"), FormatParams),
    responses((status = 200, content((Vec<u8> = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
pub async fn template(
    _asking: Asking,
    InPath(kind): InPath<String>,
    Params(params): Params<FormatParams>,
) -> Result<Response, Problem> {
    let (kind, format) = (kind_of(&kind)?, format_of(params.format.as_deref())?);
    Ok(file(kind, format, workbook::template(kind, format)?))
}

fn kind_of(text: &str) -> Result<WorkbookKind, Problem> {
    let kinds = [WorkbookKind::Authorities, WorkbookKind::Officers];
    let kind = kinds.into_iter().find(|kind| kind.name() == text);
    kind.ok_or_else(|| {
        input::wrong(
            "kind",
            " authorities 或 officers",
            "authorities or officers",
        )
    })
}

fn format_of(text: Option<&str>) -> Result<WorkbookFormat, Problem> {
    let format = input::read(
        "format",
        text,
        (" xlsx 或 csv", "xlsx or csv"),
        |text| match text {
            "xlsx" => Some(WorkbookFormat::Xlsx),
            "csv" => Some(WorkbookFormat::Csv),
            _ => None,
        },
    )?;
    Ok(format.unwrap_or(WorkbookFormat::Xlsx))
}

fn file(kind: WorkbookKind, format: WorkbookFormat, bytes: Vec<u8>) -> Response {
    let (media, ending) = match format {
        WorkbookFormat::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        WorkbookFormat::Csv => ("text/csv; charset=utf-8", "csv"),
    };
    let name = format!("attachment; filename=\"{}.{ending}\"", kind.name());
    (
        [
            (header::CONTENT_TYPE, media.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        bytes,
    )
        .into_response()
}
