//! The web pages, embedded in the binary.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error;

/// The build of `web/`.
#[derive(RustEmbed)]
#[folder = "../../web/dist/"]
#[allow_missing = true]
struct Built;

/// Where the desk is.
const ADMIN: &str = "/admin/";
/// The page that every address of the desk loads.
const INDEX: &str = "index.html";
/// What is shown in place of pages that were not built.
const NOT_BUILT: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>獬豸 Xiezhi</title>\
    <p>网页尚未构建。请运行 <code>make web</code>，再重新启动。</p>\
    <p lang=\"en\">The web pages are not built. Run <code>make web</code>, then start again.</p></html>";

/// A file of the desk; its index for every other address below `/admin/`, since the pages route in
/// the browser.
pub async fn serve(method: Method, uri: Uri, request: HeaderMap) -> Response {
    let Some(path) = within_admin(uri.path()) else {
        return error::not_found().await.into_response();
    };
    if method != Method::GET && method != Method::HEAD {
        return error::of_status(StatusCode::METHOD_NOT_ALLOWED).into_response();
    }
    let is_asset = path.starts_with("assets/");
    match (Built::get(path), is_asset) {
        (Some(file), _) if !path.is_empty() => answer(path, &file, &request),
        (_, true) => error::not_found().await.into_response(),
        _ => match Built::get(INDEX) {
            Some(index) => answer(INDEX, &index, &request),
            None => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
        },
    }
}

fn within_admin(path: &str) -> Option<&str> {
    if path == ADMIN.trim_end_matches('/') {
        return Some("");
    }
    path.strip_prefix(ADMIN)
}

fn answer(path: &str, file: &EmbeddedFile, request: &HeaderMap) -> Response {
    let digest = file.metadata.sha256_hash();
    let half = digest.first_chunk().copied().unwrap_or_default();
    let tag = format!("\"{:032x}\"", u128::from_be_bytes(half));
    // The name of an asset holds its digest; the index must be asked for each time.
    let keep = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind(path))),
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
        (
            header::ETAG,
            HeaderValue::try_from(&tag).expect("hexadecimal digits in quotes"),
        ),
    ];
    let known = request.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.data.clone().into_owned()).into_response()
}

/// Media type by the end of the name, for the kinds of file that the build makes.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
