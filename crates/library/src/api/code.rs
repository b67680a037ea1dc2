//! The stable error codes of the library. `docs/errors.md` is generated from them.

pub use problem::ErrorCode;
pub use problem::code::{CURSOR_INVALID, INTERNAL, PARAMETER_INVALID};
use problem::error_codes;

error_codes! {
    CITATION_UNREADABLE: "library.citation_unreadable", BAD_REQUEST, "引用无法识别", "the citation cannot be read";
    UPLOAD_INVALID: "library.upload_invalid", BAD_REQUEST, "上传的文件有误", "the files of the upload are wrong";
    SOURCE_UNREADABLE: "library.source_unreadable", BAD_REQUEST, "无法从该处导入", "nothing can be imported from there";
    DOCUMENT_UNREADABLE: "library.document_unreadable", BAD_REQUEST, "文件无法读取", "the document cannot be read";
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
    LIST_NOT_FOUND: "powers.list_not_found", NOT_FOUND, "没有这个清单", "no such list";
    LIST_VERSION_NOT_FOUND: "powers.version_not_found", NOT_FOUND, "清单没有这一版", "the list has no such version";
    LINE_NOT_FOUND: "powers.line_not_found", NOT_FOUND, "清单没有这一条", "the list has no such line";
    AUTHORITY_NOT_FOUND: "powers.authority_not_found", NOT_FOUND, "没有这个执法主体", "no such authority";
    LIST_CHANGED: "powers.version_changed", PRECONDITION_FAILED, "清单已被他人修改", "the list has been changed meanwhile";
    STEP_REFUSED: "powers.step_refused", CONFLICT, "清单现在不能这样办理", "the list does not allow this now";
    LINE_REFUSED: "powers.line_refused", CONFLICT, "条目不合法或不完整", "the line is against the law or not complete";
    DAY_REFUSED: "powers.day_refused", CONFLICT, "日期不合法", "this is not possible from that day";
    OUT_OF_SCOPE: "powers.out_of_scope", FORBIDDEN, "超出可以查看或办理的范围", "outside what you may see or change";
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
