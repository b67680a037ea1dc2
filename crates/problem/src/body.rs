//! Reading JSON bodies, refused as a [`Problem`] that says what is wrong with them.

use axum::Json;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Problem, code};

/// A JSON body without NUL characters, which no database takes.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(value) = Json::<Value>::from_request(request, state).await?;
        if holds_nul(&value) {
            return Err(invalid(
                "文字中含空字符（NUL）",
                "a text holds a NUL character",
            ));
        }
        serde_json::from_value(value).map(Self).map_err(|error| {
            let why = error.to_string();
            invalid(&why, &why)
        })
    }
}

/// The problem of a body that cannot be used.
pub fn invalid(why: &str, why_en: &str) -> Problem {
    Problem::new(
        &code::BODY_INVALID,
        format!("请求内容无法使用：{why}"),
        format!("The content of the request cannot be used: {why_en}"),
    )
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        let why = rejection.body_text();
        match rejection.status().as_u16() {
            413 => too_large(),
            415 => Self::new(
                &code::BODY_KIND,
                "请求内容应为 application/json。",
                "The content of the request must be application/json.",
            ),
            _ => invalid(&why, &why),
        }
    }
}

impl From<MultipartRejection> for Problem {
    fn from(rejection: MultipartRejection) -> Self {
        Self::new(
            &code::BODY_KIND,
            "请求内容应为 multipart/form-data。",
            format!("The content of the request must be multipart/form-data: {rejection}"),
        )
    }
}

impl From<MultipartError> for Problem {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return too_large();
        }
        let why = error.body_text();
        invalid(&why, &why)
    }
}

fn too_large() -> Problem {
    Problem::new(
        &code::BODY_TOO_LARGE,
        "请求内容过大。",
        "The content of the request is too large.",
    )
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(holds_nul),
        Value::Object(fields) => {
            let mut fields = fields.iter();
            fields.any(|(name, value)| name.contains('\0') || holds_nul(value))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_however_deep_it_lies() {
        assert!(holds_nul(&serde_json::json!({"a": [{"b": "c\0"}]})));
        assert!(holds_nul(&serde_json::json!({"a\0": 1})));
        assert!(!holds_nul(&serde_json::json!({"a": ["\\u0000", null]})));
    }
}
