//! The cookie that holds the id of a session.

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::SignedDuration;

use crate::secret::Secret;

/// How cookies are set: by whether people reach the platform by TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookies {
    /// By `https://`: the cookies never leave by another way, and no neighbour sets them.
    Secure,
    /// By `http://` on this machine only, for trying out and for tests.
    Plain,
}

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Session,
    /// The state of a sign-in with a provider: it must come along from the provider's page.
    #[cfg(feature = "oidc")]
    Provider,
}

impl Cookies {
    fn name(self, which: Which) -> &'static str {
        match (self, which) {
            (Self::Secure, Which::Session) => "__Host-xiezhi-session",
            (Self::Plain, Which::Session) => "xiezhi-session",
            #[cfg(feature = "oidc")]
            (Self::Secure, Which::Provider) => "__Host-xiezhi-provider",
            #[cfg(feature = "oidc")]
            (Self::Plain, Which::Provider) => "xiezhi-provider",
        }
    }

    /// The header that sets a cookie.
    pub(crate) fn set(self, which: Which, value: &Secret, lifetime: SignedDuration) -> HeaderValue {
        let secure = if self == Self::Secure { "; Secure" } else { "" };
        let same_site = match which {
            Which::Session => "Strict",
            #[cfg(feature = "oidc")]
            Which::Provider => "Lax",
        };
        let mut header = HeaderValue::try_from(format!(
            "{}={}; Path=/; HttpOnly; SameSite={same_site}; Max-Age={}{secure}",
            self.name(which),
            value.reveal(),
            lifetime.as_secs(),
        ))
        .expect("a session id has hexadecimal digits only");
        header.set_sensitive(true);
        header
    }

    /// The header that takes it back.
    pub(crate) fn clear(self, which: Which) -> HeaderValue {
        self.set(which, &Secret::new(""), SignedDuration::ZERO)
    }

    /// The value of a cookie of the request.
    pub(crate) fn get(self, which: Which, headers: &HeaderMap) -> Option<Secret> {
        let name = self.name(which);
        let cookies = headers.get_all(header::COOKIE).into_iter();
        let mut pairs = cookies
            .filter_map(|cookies| cookies.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        Some(Secret::new(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_of_a_session_is_for_this_site_and_no_script() {
        let value = Secret::new("abc");
        let set = Cookies::Secure.set(Which::Session, &value, SignedDuration::from_secs(60));
        assert_eq!(
            set.to_str().unwrap(),
            "__Host-xiezhi-session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure"
        );
        assert_eq!(format!("{set:?}"), "Sensitive");
        let cleared = Cookies::Plain.clear(Which::Session);
        assert!(cleared.to_str().unwrap().contains("Max-Age=0"));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=b; xiezhi-session=abc; c=d"),
        );
        let found = |cookies: Cookies| cookies.get(Which::Session, &headers);
        assert_eq!(found(Cookies::Plain), Some(Secret::new("abc")));
        assert_eq!(found(Cookies::Secure), None);
    }
}
