//! Requests that change something must come from a page of this site, or from no page at all.

use axum::http::{HeaderMap, Method, Uri, header};

/// Whether a request may have been sent by a page of another site (cross-site request forgery).
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; a program
/// that is no browser sends neither, and carries no cookie of which it does not know.
pub(crate) fn is_cross_site(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return false;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(from) = text("sec-fetch-site") {
        return !matches!(from, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return false;
    };
    let host = uri.authority().map(axum::http::uri::Authority::as_str);
    let host = host.or_else(|| text(header::HOST.as_str()));
    let from = origin.split_once("://").map(|(_, host)| host);
    from.is_none() || from != host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &Method, headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        is_cross_site(method, &Uri::from_static("/api/v1/sign-in"), &map)
    }

    #[test]
    fn what_another_site_sends_is_known() {
        let host = ("host", "city.example:8787");
        let post = &Method::POST;
        assert!(!check(
            &Method::GET,
            &[host, ("sec-fetch-site", "cross-site")]
        ));
        assert!(!check(post, &[host]));
        assert!(!check(post, &[host, ("sec-fetch-site", "same-origin")]));
        assert!(!check(
            post,
            &[host, ("origin", "https://city.example:8787")]
        ));
        assert!(check(post, &[host, ("sec-fetch-site", "cross-site")]));
        assert!(check(
            &Method::DELETE,
            &[host, ("sec-fetch-site", "same-site")]
        ));
        assert!(check(post, &[host, ("origin", "https://evil.example")]));
        assert!(check(post, &[host, ("origin", "null")]));
        assert!(check(
            post,
            &[host, ("origin", "http://city.example:8787.evil.example")]
        ));
    }
}
