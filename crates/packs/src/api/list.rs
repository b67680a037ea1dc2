//! The packs, and one of them with its rules.

use axum::Json;
use axum::extract::State;
use problem::{Asker, InPath, Problem, Problems};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::{PackFile, PackRow, PackRule};
use super::{PacksApi, READ, digest};
use crate::packs::aside;
use crate::written;

/// The packs that are or were in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackList {
    /// Those in use first, the lowest first, then the others, the newest first.
    rows: Vec<PackRow>,
}

/// A pack with its files and rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackView {
    /// What is known of it.
    pack: PackRow,
    /// The name of the pack that it extends.
    extends: Option<String>,
    /// Its files, by path.
    files: Vec<PackFile>,
    /// Its rules, by file and in the order in which they are written.
    rules: Vec<PackRule>,
}

/// Lists the rule packs that are or were in use.
#[utoipa::path(get, operation_id = "list_packs", path = "/packs", tag = "packs",
    responses((status = 200, body = PackList), Problems))]
pub async fn list(asker: Asker, State(api): State<PacksApi>) -> Result<Json<PackList>, Problem> {
    asker.admitted(READ).await?;
    let packs = api.packs.list().await?;
    Ok(Json(PackList {
        rows: packs.into_iter().map(PackRow::of).collect(),
    }))
}

/// A rule pack with its files and rules.
#[utoipa::path(get, operation_id = "get_pack", path = "/packs/{digest}", tag = "packs",
    params(("digest" = String, Path, description = "`sha256:` and 64 hexadecimal digits")),
    responses((status = 200, body = PackView), Problems))]
pub async fn show(
    asker: Asker,
    State(api): State<PacksApi>,
    InPath(of): InPath<String>,
) -> Result<Json<PackView>, Problem> {
    asker.admitted(READ).await?;
    let of = digest(&of)?;
    let pack = PackRow::of(api.packs.known(of).await?);
    let folder = api.packs.folder(of).await?;
    let view = aside(move || PackView {
        pack,
        extends: folder.extends(),
        files: PackFile::all(&folder),
        rules: written(&folder).into_iter().map(PackRule::of).collect(),
    });
    Ok(Json(view.await?))
}
