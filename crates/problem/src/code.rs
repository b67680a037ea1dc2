//! Stable error codes.

use axum::http::StatusCode;

/// A thing that can go wrong, as clients know it.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// Stable: `library.statute_not_found`.
    pub code: &'static str,
    /// The HTTP status that it comes with.
    pub status: StatusCode,
    /// What it means, in Chinese.
    pub title: &'static str,
    /// What it means, in English.
    pub title_en: &'static str,
}

/// Declares codes and the list of all of them.
#[macro_export]
macro_rules! error_codes {
    ($($name:ident: $code:literal, $status:ident, $title:literal, $title_en:literal;)*) => {
        $(
            #[doc = $title_en]
            pub const $name: $crate::ErrorCode = $crate::ErrorCode {
                code: $code,
                status: ::axum::http::StatusCode::$status,
                title: $title,
                title_en: $title_en,
            };
        )*
        /// Every code.
        pub const ALL: &[&$crate::ErrorCode] = &[$(&$name),*];
    };
}

// The names begin with the room that had them first: a code is never renamed.
error_codes! {
    PARAMETER_INVALID: "library.parameter_invalid", BAD_REQUEST, "参数有误", "a parameter is wrong";
    BODY_INVALID: "library.body_invalid", BAD_REQUEST, "请求内容有误", "the content of the request is wrong";
    BODY_TOO_LARGE: "library.body_too_large", PAYLOAD_TOO_LARGE, "请求内容过大", "the content of the request is too large";
    BODY_KIND: "library.body_kind", UNSUPPORTED_MEDIA_TYPE, "请求内容的类型不对", "the content of the request is of another kind";
    CURSOR_INVALID: "library.cursor_invalid", BAD_REQUEST, "翻页游标有误", "the cursor is not one of this list";
    INTERNAL: "library.internal", INTERNAL_SERVER_ERROR, "内部错误", "internal error";
}
