//! Runs of the import.

use axum::Json;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Body;
use super::parameter::{InPath, PageParams, Params};
use super::problem::{Problems, WriteProblems};
use super::{Importer, LibraryApi, Problem};
use crate::ImportId;
use crate::import::ImportSource;
use crate::import_folder::{ImportFolder, Upload};
use crate::import_follower::follow;
use crate::view::{ImportRow, List};

/// What to import.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StartRequest {
    /// A file or folder in the import folder, relative to it.
    #[schema(max_length = 1000, example = "statutes")]
    path: String,
}

/// Files to import.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it only describes the form")]
pub struct UploadForm {
    /// `.md`, `.txt`, `.docx`, `.csv` (the catalogue), `.db` or `.whl`.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<Vec<u8>>,
}

/// The run that was started.
#[derive(Debug, Serialize, ToSchema)]
pub struct Started {
    /// Its id.
    pub id: Uuid,
}

/// Lists runs, the newest first.
#[utoipa::path(get, operation_id = "list_imports", path = "/imports", tag = "imports", params(PageParams),
    responses((status = 200, body = List<ImportRow>), Problems))]
pub async fn list(
    State(api): State<LibraryApi>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<ImportRow>>, Problem> {
    let page = page.page()?;
    Ok(Json(api.library.import_runs(&page).await?))
}

/// Starts the import of a file or folder in the import folder.
#[utoipa::path(post, operation_id = "start_import", path = "/imports", tag = "imports", request_body = StartRequest,
    security(("session" = [])),
    responses((status = 202, body = Started), WriteProblems))]
pub async fn start(
    Importer(caller): Importer,
    State(api): State<LibraryApi>,
    Body(request): Body<StartRequest>,
) -> Result<(StatusCode, Json<Started>), Problem> {
    let source = folder(&api).resolve(&request.path)?;
    begin(&api, ImportSource::at(source), &caller.name).await
}

/// Uploads files into the import folder and starts their import.
#[utoipa::path(post, operation_id = "upload_import", path = "/imports/upload", tag = "imports",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    security(("session" = [])),
    responses((status = 202, body = Started), WriteProblems))]
pub async fn upload(
    Importer(caller): Importer,
    State(api): State<LibraryApi>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<Started>), Problem> {
    let mut upload = folder(&api).begin_upload()?;
    receive(form?, &mut upload).await?;
    begin(&api, ImportSource::at(upload.keep()?), &caller.name).await
}

/// A run of the import.
#[utoipa::path(get, operation_id = "get_import", path = "/imports/{id}", tag = "imports",
    params(("id" = Uuid, Path, description = "Id of the import")),
    responses((status = 200, body = ImportRow), Problems))]
pub async fn detail(
    State(api): State<LibraryApi>,
    InPath(id): InPath<ImportId>,
) -> Result<Json<ImportRow>, Problem> {
    Ok(Json(api.library.import_run(id).await?))
}

/// The progress of a run: an `ImportRow` whenever it changes, until it ends.
#[utoipa::path(get, operation_id = "watch_import", path = "/imports/{id}/events", tag = "imports",
    params(("id" = Uuid, Path, description = "Id of the import")),
    responses((status = 200, body = ImportRow, content_type = "text/event-stream"), Problems))]
pub async fn events(
    State(api): State<LibraryApi>,
    InPath(id): InPath<ImportId>,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>>>, Problem> {
    let first = api.library.import_run(id).await?;
    let rows = follow(api.library, first).map(|row| Event::default().json_data(row));
    Ok(Sse::new(rows).keep_alive(KeepAlive::default()))
}

fn folder(api: &LibraryApi) -> ImportFolder {
    ImportFolder::at(api.library.data().import())
}

async fn begin(
    api: &LibraryApi,
    source: ImportSource,
    actor: &str,
) -> Result<(StatusCode, Json<Started>), Problem> {
    let id = api.library.start_import(&source, actor).await?;
    Ok((StatusCode::ACCEPTED, Json(Started { id: id.uuid() })))
}

/// Writes the files of the form to the upload; fields without a file name are passed over.
async fn receive(mut form: Multipart, upload: &mut Upload) -> Result<(), Problem> {
    while let Some(mut field) = form.next_field().await? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            continue;
        };
        let mut file = upload.file(&name).await?;
        while let Some(bytes) = field.chunk().await? {
            file.append(&bytes).await?;
        }
        file.finish().await?;
    }
    Ok(())
}
