//! The stable error codes of the HTTP API. `docs/errors.md` is generated from them.

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
            pub const $name: $crate::api::ErrorCode = $crate::api::ErrorCode {
                code: $code,
                status: ::axum::http::StatusCode::$status,
                title: $title,
                title_en: $title_en,
            };
        )*
        /// Every code.
        pub const ALL: &[&$crate::api::ErrorCode] = &[$(&$name),*];
    };
}

error_codes! {
    PARAMETER_INVALID: "library.parameter_invalid", BAD_REQUEST, "参数有误", "a parameter is wrong";
    BODY_INVALID: "library.body_invalid", BAD_REQUEST, "请求内容有误", "the content of the request is wrong";
    BODY_TOO_LARGE: "library.body_too_large", PAYLOAD_TOO_LARGE, "请求内容过大", "the content of the request is too large";
    BODY_KIND: "library.body_kind", UNSUPPORTED_MEDIA_TYPE, "请求内容的类型不对", "the content of the request is of another kind";
    CURSOR_INVALID: "library.cursor_invalid", BAD_REQUEST, "翻页游标有误", "the cursor is not one of this list";
    CITATION_UNREADABLE: "library.citation_unreadable", BAD_REQUEST, "引用无法识别", "the citation cannot be read";
    UPLOAD_INVALID: "library.upload_invalid", BAD_REQUEST, "上传的文件有误", "the files of the upload are wrong";
    SOURCE_UNREADABLE: "library.source_unreadable", BAD_REQUEST, "无法从该处导入", "nothing can be imported from there";
    DOCUMENT_UNREADABLE: "library.document_unreadable", BAD_REQUEST, "文件无法读取", "the document cannot be read";
    TOKEN_MISSING: "library.token_missing", UNAUTHORIZED, "需要口令", "the token is missing or wrong";
    STATUTE_NOT_FOUND: "library.statute_not_found", NOT_FOUND, "没有这部法规", "no such statute";
    VERSION_NOT_FOUND: "library.version_not_found", NOT_FOUND, "没有这个版本", "no such version";
    PROVISION_NOT_FOUND: "library.provision_not_found", NOT_FOUND, "没有这一条款", "no such provision";
    ITEM_NOT_FOUND: "library.item_not_found", NOT_FOUND, "没有这个事项", "no such enforcement item";
    IMPORT_NOT_FOUND: "library.import_not_found", NOT_FOUND, "没有这次导入", "no such import";
    PATH_OUTSIDE_FOLDER: "library.path_outside_folder", FORBIDDEN, "路径不在导入目录内", "the path does not lie in the import folder";
    PATH_NOT_FOUND: "library.path_not_found", NOT_FOUND, "导入目录内没有这个路径", "the import folder holds no such path";
    IMPORT_RUNNING: "library.import_running", CONFLICT, "已有导入在进行", "an import is running";
    ITEM_CHANGED: "library.item_changed", PRECONDITION_FAILED, "事项已被他人修改", "the item has been changed meanwhile";
    REVISION_MISSING: "library.revision_missing", PRECONDITION_REQUIRED, "需要注明所见的修订号", "the revision that was seen must be named";
    ACT_REFUSED: "library.act_refused", CONFLICT, "该事项现在不能这样处理", "the item does not allow this now";
    INTERNAL: "library.internal", INTERNAL_SERVER_ERROR, "内部错误", "internal error";
}

/// The code with this name.
pub fn find(name: &str) -> Option<&'static ErrorCode> {
    ALL.iter().copied().find(|code| code.code == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_code_is_given_twice() {
        let names: HashSet<_> = ALL.iter().map(|code| code.code).collect();
        assert_eq!(names.len(), ALL.len());
    }
}
