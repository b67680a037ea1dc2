//! The whole service.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Json, Router};
use library::api::LibraryApi;
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::{error, headers, openapi, pages, request};

/// Bytes that the body of a request may have, uploads apart.
const MAX_BODY_BYTES: usize = 4 << 20;
/// How long a request may take until it is answered.
const TIMEOUT: Duration = Duration::from_mins(1);

/// The service: API, description, health, pages.
pub fn app(library: LibraryApi) -> Router {
    let (api, _) = openapi::routes().split_for_parts();
    Router::new()
        .nest(
            "/api/v1",
            api.with_state(library).fallback(error::not_found),
        )
        .route("/api/v1/openapi.json", get(openapi::serve))
        .route("/health", get(health))
        .route("/", get(|| async { Redirect::temporary("/admin/") }))
        .fallback(pages::serve)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            TIMEOUT,
        ))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn(request::run))
        .layer(from_fn(headers::secure))
        .layer(CompressionLayer::new())
}

/// Says that the process answers.
async fn health() -> impl IntoResponse {
    Json(json!({"status": "ok"}))
}
