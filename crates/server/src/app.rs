//! The whole service.

use std::time::Duration;

use access::api::{ask_register, authenticate};
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::rooms::Rooms;
use crate::{error, headers, openapi, pages, request};

/// Bytes that the body of a request may have, uploads apart.
const MAX_BODY_BYTES: usize = 4 << 20;
/// How long a request may take until it is answered.
const TIMEOUT: Duration = Duration::from_mins(1);

/// The service: API, description, health, pages.
pub fn app(rooms: &Rooms) -> Router {
    Router::new()
        .nest("/api/v1", api(rooms).fallback(error::not_found))
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

/// The routes of every room. Who asks is found out before each of them.
fn api(rooms: &Rooms) -> Router {
    let access = rooms.access_api();
    let routes = openapi::routes();
    let routers = [
        bare(routes.library).with_state(rooms.library_api()),
        bare(routes.powers).with_state(rooms.powers_api()),
        bare(routes.packs).with_state(rooms.packs_api()),
        bare(routes.casework).with_state(rooms.casework_api()),
        bare(routes.record).with_state(rooms.record_api()),
        bare(routes.access).with_state(access.clone()),
        bare(routes.register)
            .layer(from_fn(ask_register))
            .with_state(rooms.register.clone()),
    ];
    let all = routers.into_iter().reduce(Router::merge);
    all.unwrap_or_default()
        .layer(from_fn_with_state(access, authenticate))
}

fn bare<S: Clone + Send + Sync + 'static>(routes: OpenApiRouter<S>) -> Router<S> {
    routes.split_for_parts().0
}

/// Says that the process answers.
async fn health() -> impl IntoResponse {
    Json(json!({"status": "ok"}))
}
