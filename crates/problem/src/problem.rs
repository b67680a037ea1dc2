//! RFC 9457 problem details.

use std::error::Error;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

use crate::code::{self, ErrorCode};
use crate::explained::Explained;

/// Media type of a [`ProblemBody`].
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A refusal or failure on its way to the client.
#[derive(Debug, Clone)]
pub struct Problem {
    code: &'static ErrorCode,
    detail: String,
    detail_en: String,
    broken: Vec<serde_json::Value>,
}

/// What the client reads.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `urn:xiezhi:error:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:xiezhi:error:library.statute_not_found")]
    pub kind: String,
    /// What the code means, in Chinese.
    pub title: String,
    /// What the code means, in English.
    pub title_en: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here and what to do, in Chinese.
    pub detail: String,
    /// What is wrong here and what to do, in English.
    pub detail_en: String,
    /// Stable code; `docs/errors.md` lists all.
    #[schema(example = "library.statute_not_found")]
    pub code: String,
    /// Names this request in the server's log.
    pub trace_id: String,
    /// Every rule that stands against an act, where it is refused by rules of the packs: its id, the
    /// codes and provisions, what it says in both languages, whether a head can override it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>, required = false)]
    pub broken: Vec<serde_json::Value>,
}

impl Problem {
    /// A problem with its details in both languages.
    pub fn new(
        code: &'static ErrorCode,
        detail: impl Into<String>,
        detail_en: impl Into<String>,
    ) -> Self {
        Self {
            code,
            detail: detail.into(),
            detail_en: detail_en.into(),
            broken: Vec::new(),
        }
    }

    /// The same with the rules that stand against what was asked, each as an object.
    #[must_use]
    pub fn breaking(self, broken: Vec<serde_json::Value>) -> Self {
        Self { broken, ..self }
    }

    /// A fault of the program or its database: logged here, not shown to the client.
    pub fn internal(error: &dyn Error) -> Self {
        let mut causes = String::new();
        let mut cause = error.source();
        while let Some(inner) = cause {
            causes = format!("{causes}: {inner}");
            cause = inner.source();
        }
        tracing::error!("{error}{causes}");
        Self::new(
            &code::INTERNAL,
            "服务器未能完成请求，请稍后再试；若仍出现，请将 trace_id 告知管理员。",
            "The server could not do this. Try again; if it happens again, tell the administrator the trace_id.",
        )
    }

    /// Its code.
    pub const fn code(&self) -> &'static ErrorCode {
        self.code
    }

    /// The body, with the id of the request.
    pub fn body(&self, trace_id: &str) -> ProblemBody {
        ProblemBody {
            kind: format!("urn:xiezhi:error:{}", self.code.code),
            title: self.code.title.to_owned(),
            title_en: self.code.title_en.to_owned(),
            status: self.code.status.as_u16(),
            detail: self.detail.clone(),
            detail_en: self.detail_en.clone(),
            code: self.code.code.to_owned(),
            trace_id: trace_id.to_owned(),
            broken: self.broken.clone(),
        }
    }

    /// The response, with the id of the request.
    pub fn response(&self, trace_id: &str) -> Response {
        let mut response = (self.code.status, Json(self.body(trace_id))).into_response();
        let kind = HeaderValue::from_static(PROBLEM_JSON);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

impl IntoResponse for Problem {
    /// The response without an id; the server finds the problem in the extensions and adds it.
    fn into_response(self) -> Response {
        let mut response = self.response("");
        response.extensions_mut().insert(self);
        response
    }
}

impl<E: Explained> From<E> for Problem {
    fn from(error: E) -> Self {
        let mut codes = code::ALL.iter().chain(error.codes());
        match codes.find(|code| code.code == error.code()) {
            Some(code) if code.status != StatusCode::INTERNAL_SERVER_ERROR => {
                Self::new(code, error.zh(), sentence(&error.to_string()))
            }
            _ => Self::internal(&error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::internal(&error)
    }
}

/// The words of an error as a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// The problems that routes answer with, for the API description.
#[derive(utoipa::IntoResponses)]
pub enum Problems {
    /// A parameter or the body is wrong.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
    /// Nobody is signed in, and this is not open to everybody.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(ProblemBody),
    /// Not allowed.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// There is no such thing.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
}

/// The problems that routes answer with that change something.
#[derive(utoipa::IntoResponses)]
pub enum WriteProblems {
    /// A parameter or the body is wrong.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
    /// Nobody is signed in.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(ProblemBody),
    /// Not allowed; of an import also: the path does not lie in the import folder.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// There is no such thing.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
    /// It cannot be done now.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemBody),
    /// It has been changed meanwhile.
    #[response(status = 412, content_type = "application/problem+json")]
    PreconditionFailed(ProblemBody),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemBody),
    /// The body is of another kind.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(ProblemBody),
    /// The revision that was seen must be named in `If-Match`.
    #[response(status = 428, content_type = "application/problem+json")]
    PreconditionRequired(ProblemBody),
}
