//! The stable error codes of the room. `docs/errors.md` is generated from them.

use problem::error_codes;

error_codes! {
    NOT_FOUND: "case.not_found", NOT_FOUND, "没有这个案件", "no such case";
    REFUSED: "case.refused", CONFLICT, "依规则不能作出该行为", "the rules stand against the act";
    STALE: "case.stale", PRECONDITION_FAILED, "案件已有新的变化", "the case has moved on";
    REVISION_MISSING: "case.revision_missing", PRECONDITION_REQUIRED, "未写明所见的修订号", "the revision that was seen is not named";
    INPUT: "case.input_invalid", BAD_REQUEST, "请求内容有误", "the request is wrong";
    FUTURE: "case.future", BAD_REQUEST, "补报的行为尚未发生", "a reported act lies in the future";
    KEY_REUSED: "case.key_reused", CONFLICT, "幂等键已用于另一请求", "the idempotency key was used for another request";
    NO_SOURCE: "intake.no_source", NOT_FOUND, "没有这个数据来源", "no such source of cases";
    SOURCE_EXISTS: "intake.source_exists", CONFLICT, "数据来源的名称已有", "the name of the source is taken";
    BUSY: "intake.busy", SERVICE_UNAVAILABLE, "他人正在变更同一批案件", "others are changing the same cases";
    UNKNOWN_PROCEDURE: "case.unknown_procedure", BAD_REQUEST, "没有这种程序", "no such procedure";
    UNKNOWN_ACT: "case.unknown_act", BAD_REQUEST, "程序没有这种行为", "the procedure has no such act";
    UNKNOWN_FIELD: "case.unknown_field", BAD_REQUEST, "行为不接受该字段", "the act does not take the field";
    WRONG_TYPE: "case.wrong_type", BAD_REQUEST, "字段的类型不符", "the field holds another type";
    NO_ELEMENT: "case.no_element", BAD_REQUEST, "没有指明清单中的哪一项", "the element of the list is not named";
    UNKNOWN_DOCUMENT: "case.unknown_document", BAD_REQUEST, "没有这种文书", "no such kind of document";
    TASK_GONE: "task.gone", NOT_FOUND, "案件中没有这项待办", "nothing of the kind waits in the case";
    TASK_TAKEN: "task.taken", CONFLICT, "待办已由他人领取", "somebody else took the task";
    TASK_NAMED: "task.named", CONFLICT, "案件已指定他人办理", "the case names somebody else for it";
    TASK_OF_OTHERS: "task.of_others", FORBIDDEN, "待办等待另一角色", "the task waits for another role";
    TASK_RECUSED: "task.recused", CONFLICT, "已回避本案", "recused from the case";
}
