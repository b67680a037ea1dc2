//! Errors that speak both languages.

use crate::ErrorCode;

/// An error with a stable code; its `Display` is English.
pub trait Explained: std::error::Error {
    /// Stable: `library.statute_not_found`. What is nobody's fault but the program's, or its
    /// database's, is [`INTERNAL`].
    fn code(&self) -> &'static str;

    /// What is wrong and what to do, in Chinese.
    fn zh(&self) -> String;

    /// The codes of its room.
    fn codes(&self) -> &'static [&'static ErrorCode];
}

/// The code of a failure of the program or its database.
pub const INTERNAL: &str = crate::code::INTERNAL.code;

/// What a person reads of such a failure, in Chinese.
pub fn internal_zh() -> String {
    "系统未能完成操作，请稍后再试；若仍出现，请告知管理员。".to_owned()
}
