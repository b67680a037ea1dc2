//! Checking every citation of a text.

use axum::Json;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header;
use law::source;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::{self, Body};
use super::parameter;
use super::problem::WriteProblems;
use super::{LibraryApi, Problem, code};
use crate::view::CheckedCitations;

/// Bytes that a text or document may have.
pub const MAX_DOCUMENT_BYTES: usize = 20 << 20;

/// A text with citations.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CheckText {
    /// The text.
    text: String,
    /// The day, by default today.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// A document with citations.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it only describes the form")]
pub struct CheckDocument {
    /// A `.docx` or text file.
    #[schema(format = Binary, value_type = String)]
    file: Vec<u8>,
    /// The day, by default today.
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// Checks every citation of a text or document: does it exist, is it in force, where did it move.
/// Nothing of the text is kept.
#[utoipa::path(post, operation_id = "check_citations", path = "/citations/check", tag = "provisions",
    request_body(content((CheckText = "application/json"), (CheckDocument = "multipart/form-data"))),
    responses((status = 200, body = CheckedCitations), WriteProblems))]
pub async fn check(
    State(api): State<LibraryApi>,
    request: Request,
) -> Result<Json<CheckedCitations>, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    let given = if is_form {
        document(Multipart::from_request(request, &api).await?).await?
    } else {
        Body::<CheckText>::from_request(request, &api).await?.0
    };
    let as_of = parameter::date("as_of", given.as_of.as_deref())?;
    Ok(Json(api.library.check_citations(&given.text, as_of).await?))
}

/// The text of the uploaded document, and the day.
async fn document(mut form: Multipart) -> Result<CheckText, Problem> {
    let (mut text, mut as_of) = (None, None);
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("file") => text = Some(words(&field.bytes().await?)?),
            Some("as_of") => as_of = Some(field.text().await?),
            _ => {}
        }
    }
    let text =
        text.ok_or_else(|| body::invalid("缺少文件（file）", "the part `file` is missing"))?;
    Ok(CheckText { text, as_of })
}

fn words(bytes: &[u8]) -> Result<String, Problem> {
    let source = source::decode(bytes);
    match source.findings.first() {
        Some(finding) if source.text.is_empty() => Err(Problem::new(
            &code::DOCUMENT_UNREADABLE,
            format!("{}。", finding.code.zh()),
            format!("{}.", finding.code.en()),
        )),
        _ => Ok(source.text.into_owned()),
    }
}
