//! Answers with an entity tag, so that a client that has the text already is not sent it again.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Problem, code};

/// `value` as JSON under the digest of its bytes; 304 where the client has these bytes.
pub fn json(request: &HeaderMap, value: &impl Serialize) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(value).map_err(|error| Problem::internal(&error))?;
    Ok(bytes_of(request, "application/json", bytes))
}

/// `bytes` under their digest; 304 where the client has them.
pub fn bytes_of(request: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
    let tag = digest(&bytes);
    let headers = tagged(&tag);
    if has(request, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
    (headers, kind, bytes).into_response()
}

/// The first half of the SHA-256 of some bytes, in hexadecimal.
fn digest(bytes: &[u8]) -> String {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let half = digest.first_chunk().copied().unwrap_or_default();
    format!("{:032x}", u128::from_be_bytes(half))
}

/// `value` as JSON under its revision; 304 where the client has this revision.
pub fn revision(request: &HeaderMap, revision: u32, value: &impl Serialize) -> Response {
    let tag = revision.to_string();
    let headers = tagged(&tag);
    if has(request, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, axum::Json(value)).into_response()
}

/// The revision that a write has seen.
pub fn seen(request: &HeaderMap) -> Result<u32, Problem> {
    let value = request.get(header::IF_MATCH).ok_or_else(|| {
        Problem::new(
            &code::REVISION_MISSING,
            "请在请求头 If-Match 中写明所见的修订号（即读取事项时的 ETag）。",
            "Name the revision that you have seen in If-Match: the ETag of the item when it was read.",
        )
    })?;
    let revision = value
        .to_str()
        .ok()
        .and_then(|text| unquoted(text).parse().ok());
    revision.ok_or_else(|| {
        super::parameter::wrong(
            "If-Match",
            "事项的 ETag，如 \"3\"",
            "the ETag of the item such as \"3\"",
        )
    })
}

fn tagged(tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let tag = HeaderValue::try_from(format!("\"{tag}\"")).expect("digits and letters only");
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers
}

fn has(request: &HeaderMap, tag: &str) -> bool {
    let known = request.get_all(header::IF_NONE_MATCH).into_iter();
    known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| unquoted(known) == tag || known.trim() == "*")
}

/// A tag without its quotes; a proxy that compresses may have made it weak.
fn unquoted(tag: &str) -> &str {
    tag.trim().trim_start_matches("W/").trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(tags: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(tags))])
    }

    #[test]
    fn a_client_that_has_the_revision_is_not_sent_it_again() {
        let status = |headers: &HeaderMap| revision(headers, 3, &()).status();
        assert_eq!(status(&HeaderMap::new()), StatusCode::OK);
        assert_eq!(status(&asked("\"2\"")), StatusCode::OK);
        assert_eq!(status(&asked("\"2\", W/\"3\"")), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn a_write_must_name_the_revision_that_it_has_seen() {
        let named = |tag| HeaderMap::from_iter([(header::IF_MATCH, HeaderValue::from_static(tag))]);
        assert_eq!(seen(&named("\"7\"")).unwrap(), 7);
        assert_eq!(
            seen(&HeaderMap::new()).unwrap_err().code(),
            &code::REVISION_MISSING
        );
        assert_eq!(
            seen(&named("*")).unwrap_err().code(),
            &code::PARAMETER_INVALID
        );
    }
}
