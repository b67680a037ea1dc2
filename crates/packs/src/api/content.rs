//! What a pack contained: a file, its archive; its check; the picture of a procedure.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use problem::{Asker, InPath, Problem, Problems};
use rules::{Finding, Report, Severity};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::PackText;
use super::{PacksApi, READ, digest};
use crate::PacksError;

/// What the check of a pack found.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackLint {
    /// What it found, by pack, file and place; packs that it stands on included.
    findings: Vec<PackFinding>,
    /// How many rules were looked at.
    rules: usize,
    /// How many expressions were checked.
    expressions: usize,
    /// How many provisions were asked for.
    provisions: usize,
}

/// Something that the check found.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackFinding {
    /// What it is: `pack.provision_unknown`.
    code: &'static str,
    /// `error`, or `note` for what is only worth knowing.
    severity: &'static str,
    /// The name of the pack.
    pack: String,
    /// The path of the file.
    file: String,
    /// The line, from 1.
    line: usize,
    /// The column, from 1.
    column: usize,
    /// What is wrong and what to do.
    message: PackText,
}

/// A file of a rule pack as it was.
#[utoipa::path(get, operation_id = "get_pack_file", path = "/packs/{digest}/files/{path}", tag = "packs",
    params(("digest" = String, Path, description = "The digest of the pack"),
        ("path" = String, Path, description = "The path of the file, percent-encoded with its slashes")),
    responses((status = 200, body = String, content_type = "text/plain"), Problems))]
pub async fn file(
    asker: Asker,
    State(api): State<PacksApi>,
    InPath((of, path)): InPath<(String, String)>,
) -> Result<Response, Problem> {
    asker.admitted(READ).await?;
    let folder = api.packs.folder(digest(&of)?).await?;
    let Some(bytes) = folder.file(&path) else {
        return Err(PacksError::NoFile(path.chars().take(200).collect()).into());
    };
    let kind = match folder.text(&path) {
        Some(_) => "text/plain; charset=utf-8",
        None => "application/octet-stream",
    };
    Ok(([(header::CONTENT_TYPE, kind)], bytes.to_vec()).into_response())
}

/// The archive of a rule pack, a tar file: its SHA-256 is the digest.
#[utoipa::path(get, operation_id = "get_pack_archive", path = "/packs/{digest}/archive", tag = "packs",
    params(("digest" = String, Path, description = "The digest of the pack")),
    responses((status = 200, body = Vec<u8>, content_type = "application/x-tar"), Problems))]
pub async fn archive(
    asker: Asker,
    State(api): State<PacksApi>,
    InPath(of): InPath<String>,
) -> Result<Response, Problem> {
    asker.admitted(READ).await?;
    let folder = api.packs.folder(digest(&of)?).await?;
    let kind = [(header::CONTENT_TYPE, "application/x-tar")];
    Ok((kind, folder.archive()).into_response())
}

/// Checks a rule pack with those that it stands on; its provisions too, against the law library.
#[utoipa::path(get, operation_id = "lint_pack", path = "/packs/{digest}/lint", tag = "packs",
    params(("digest" = String, Path, description = "The digest of the pack")),
    responses((status = 200, body = PackLint), Problems))]
pub async fn lint(
    asker: Asker,
    State(api): State<PacksApi>,
    InPath(of): InPath<String>,
) -> Result<Json<PackLint>, Problem> {
    asker.admitted(READ).await?;
    let report = api.packs.lint(digest(&of)?).await?;
    Ok(Json(PackLint::of(report)))
}

/// The picture of a procedure: stages, acts and clocks (SVG).
#[utoipa::path(get, operation_id = "draw_procedure", path = "/packs/{digest}/procedures/{id}/drawing",
    tag = "packs",
    params(("digest" = String, Path, description = "The digest of the pack"),
        ("id" = String, Path, description = "The id of the procedure")),
    responses((status = 200, body = String, content_type = "image/svg+xml"), Problems))]
pub async fn drawing(
    asker: Asker,
    State(api): State<PacksApi>,
    InPath((of, id)): InPath<(String, String)>,
) -> Result<Response, Problem> {
    asker.admitted(READ).await?;
    let drawing = api.packs.drawing(digest(&of)?, id).await?;
    let kind = [(header::CONTENT_TYPE, "image/svg+xml")];
    Ok((kind, drawing).into_response())
}

impl PackLint {
    fn of(report: Report) -> Self {
        Self {
            findings: report.findings.into_iter().map(PackFinding::of).collect(),
            rules: report.rules,
            expressions: report.expressions,
            provisions: report.provisions,
        }
    }
}

impl PackFinding {
    fn of(finding: Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: match finding.code.severity() {
                Severity::Error => "error",
                Severity::Note => "note",
            },
            line: finding.at.line,
            column: finding.at.column,
            message: PackText::of(&finding.message),
            pack: finding.pack,
            file: finding.file,
        }
    }
}
