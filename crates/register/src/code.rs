//! The stable error codes of the register. `docs/errors.md` lists them.

problem::error_codes! {
    SIGN_IN_NEEDED: "register.sign_in_needed", UNAUTHORIZED, "需要登录", "a sign-in is needed";
    OUT_OF_SCOPE: "register.out_of_scope", FORBIDDEN, "超出可以变更的范围", "it lies outside what you may change";
    AUTHORITY_NOT_FOUND: "register.authority_not_found", NOT_FOUND, "没有这个执法主体", "no such authority";
    ENTRUSTMENT_NOT_FOUND: "register.entrustment_not_found", NOT_FOUND, "没有这项委托", "no such entrustment";
    OFFICER_NOT_FOUND: "register.officer_not_found", NOT_FOUND, "没有这名人员", "no such officer";
    CERTIFICATE_NOT_FOUND: "register.certificate_not_found", NOT_FOUND, "没有这个执法证", "no such certificate";
    INTEREST_NOT_FOUND: "register.interest_not_found", NOT_FOUND, "没有这项回避登记", "no such interest";
    PARTY_NOT_FOUND: "register.party_not_found", NOT_FOUND, "没有这个当事人", "no such party";
    NUMBER_TAKEN: "register.number_taken", CONFLICT, "号码已被使用", "the number is taken";
    ACT_REFUSED: "register.act_refused", CONFLICT, "现在不能这样处理", "it cannot be done as things stand";
    RE_ENTRUSTMENT: "register.re_entrustment", CONFLICT, "不得再委托", "an entrusted organisation may not entrust another";
    CHANGED: "register.changed", PRECONDITION_FAILED, "已被他人修改", "it has been changed meanwhile";
    REVISION_MISSING: "register.revision_missing", PRECONDITION_REQUIRED, "需要注明所见的修订号", "the revision that was seen must be named";
    WORKBOOK_UNREADABLE: "register.workbook_unreadable", BAD_REQUEST, "表格文件无法读取", "the workbook cannot be read";
    WORKBOOK_TOO_LARGE: "register.workbook_too_large", PAYLOAD_TOO_LARGE, "表格文件过大", "the workbook is too large";
    WORKBOOK_REFUSED: "register.workbook_refused", UNPROCESSABLE_ENTITY, "表格中有错误，未写入任何内容", "the workbook has errors; nothing was written";
}
