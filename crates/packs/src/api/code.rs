//! The stable error codes of the room. `docs/errors.md` is generated from them.

use problem::error_codes;

error_codes! {
    DIGEST_INVALID: "packs.digest_invalid", BAD_REQUEST, "规则包摘要有误", "no digest of a rule pack";
    NOT_KEPT: "packs.not_kept", NOT_FOUND, "没有这个规则包", "no such rule pack";
    NO_FILE: "packs.no_such_file", NOT_FOUND, "规则包中没有这个文件", "no such file in the rule pack";
    NO_PROCEDURE: "packs.no_such_procedure", NOT_FOUND, "规则包中没有这个程序", "no such procedure in the rule pack";
    UNUSABLE: "packs.unusable", CONFLICT, "规则包无法使用", "the rule pack cannot be used";
}
