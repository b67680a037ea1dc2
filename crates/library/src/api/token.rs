//! The token that a request must show which changes something.

use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};

use super::{LibraryApi, Problem, code};

/// A secret of the running server. Only its digest is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct WriteToken([u8; 32]);

/// Proof that the request showed the token.
#[derive(Debug)]
pub struct Writer(());

impl WriteToken {
    /// The token with this text.
    pub fn new(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Whether `text` is the token. Digests are compared, so that the time tells nothing.
    fn admits(&self, text: &str) -> bool {
        Self::new(text) == *self
    }
}

impl fmt::Debug for WriteToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WriteToken(…)")
    }
}

impl FromRequestParts<LibraryApi> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &LibraryApi) -> Result<Self, Problem> {
        let shown = parts.headers.get(header::AUTHORIZATION);
        let shown = shown.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        match shown {
            Some(text) if api.token.admits(text.trim()) => Ok(Self(())),
            _ => Err(Problem::new(
                &code::TOKEN_MISSING,
                "此操作需要口令：见启动时打印的口令，或数据目录中的 token 文件；请求头 Authorization: Bearer <口令>。",
                "This needs the token that was printed at start and stands in the file `token` of the data folder: Authorization: Bearer <token>.",
            )),
        }
    }
}
