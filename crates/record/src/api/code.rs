//! The stable error codes of the record. `docs/errors.md` is generated from them.

use problem::error_codes;

error_codes! {
    NOT_FOUND: "record.not_found", NOT_FOUND, "记录中没有这个条目", "no such entry on the record";
    CURSOR_INVALID: "record.cursor_invalid", BAD_REQUEST, "游标有误", "the cursor is of another list";
    PARAMETER_INVALID: "record.parameter_invalid", BAD_REQUEST, "参数有误", "a parameter is wrong";
    NOT_YET_PROVED: "record.not_yet_proved", CONFLICT, "尚不能证明", "not provable yet";
    PROOF_MALFORMED: "record.proof_malformed", BAD_REQUEST, "不是证明文件", "no proof of an entry";
    PROOF_REFUSED: "record.proof_refused", UNPROCESSABLE_ENTITY, "证明不成立", "the proof does not hold";
    KEYS_ROTATING: "record.key_rotating", CONFLICT, "密钥正在更换", "the keys are being rotated";
}
