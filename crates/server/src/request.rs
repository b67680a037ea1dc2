//! What holds for every request: an id, a line in the log, problems in place of bare errors.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use library::api::Problem;
use record::marks::in_one_view;
use tracing::Instrument;
use uuid::Uuid;

use crate::error;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id and runs it. The log names the route and never the path or query, which
/// say what a person looked for.
pub async fn run(request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, method = %request.method(), route);
    let begun = Instant::now();
    let response = in_one_view(next.run(request).instrument(span.clone())).await;
    let mut response = in_problem_form(response, &id);
    span.in_scope(|| {
        let status = response.status().as_u16();
        let took_us = begun.elapsed().as_micros() as u64;
        tracing::debug!(status, took_us, "answered");
    });
    let id = HeaderValue::try_from(id).expect("an id has hexadecimal digits only");
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Puts the id into a problem, and makes a problem of an error without one.
fn in_problem_form(mut response: Response, id: &str) -> Response {
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if status.is_client_error() || status.is_server_error() => error::of_status(status),
        None => return response,
    };
    let mut answer = problem.response(id);
    if let Some(methods) = response.headers_mut().remove(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, methods);
    }
    answer
}
