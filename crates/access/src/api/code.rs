//! The stable error codes of access. `docs/errors.md` is generated from them.

use problem::error_codes;

error_codes! {
    NOT_SIGNED_IN: "access.not_signed_in", UNAUTHORIZED, "尚未登录", "not signed in";
    SIGN_IN_INCOMPLETE: "access.sign_in_incomplete", UNAUTHORIZED, "登录尚未完成", "the sign-in is not complete";
    SIGN_IN_WRONG: "access.sign_in_wrong", UNAUTHORIZED, "登录名或口令有误", "the login name or the password is wrong";
    CODE_WRONG: "access.code_wrong", UNAUTHORIZED, "代码有误", "the code is wrong";
    SIGN_IN_STEP: "access.sign_in_step", CONFLICT, "登录不在这一步", "the sign-in is not at this step";
    LOCKED_OUT: "access.locked_out", TOO_MANY_REQUESTS, "失败次数过多", "too many failed attempts";
    ACCOUNT_LOCKED: "access.account_locked", FORBIDDEN, "账号已锁定", "the account is locked";
    FORBIDDEN: "access.forbidden", FORBIDDEN, "无此权限", "not allowed";
    CROSS_SITE: "access.cross_site", FORBIDDEN, "请求来自其他网站", "the request comes from another site";
    SET_UP_DONE: "access.set_up_done", CONFLICT, "初始设置已完成", "the platform is set up already";
    PASSWORD_WEAK: "access.password_weak", BAD_REQUEST, "口令不符合要求", "the password is not strong enough";
    NAME_INVALID: "access.name_invalid", BAD_REQUEST, "名称有误", "the name is wrong";
    REASON_MISSING: "access.reason_missing", BAD_REQUEST, "缺少理由", "the reason is missing";
    ACCOUNT_NOT_FOUND: "access.account_not_found", NOT_FOUND, "没有这个账号", "no such account";
    ACCOUNT_TAKEN: "access.account_taken", CONFLICT, "登录名或人员已有账号", "the login name or the officer has an account";
    OFFICER_NOT_FOUND: "access.officer_not_found", CONFLICT, "人员不在岗", "the officer is not in service";
    PLACE_NOT_FOUND: "access.place_not_found", CONFLICT, "没有该机关或区域", "no such authority or area";
    DAYS_WRONG: "access.days_wrong", BAD_REQUEST, "起止日期有误", "the days are wrong";
    ROLE_UNKNOWN: "access.role_unknown", BAD_REQUEST, "没有这个角色", "no such role";
    DEPUTY_NOT_YOURS: "access.deputy_not_yours", FORBIDDEN, "无权为该人员设定代理人", "not the person to name this deputy";
    DEPUTY_DAYS: "access.deputy_days", BAD_REQUEST, "代理的起止日有误", "the days of the deputy are wrong";
    DEPUTY_ONESELF: "access.deputy_oneself", BAD_REQUEST, "不能代理本人", "nobody is their own deputy";
    DEPUTY_UNKNOWN: "access.deputy_unknown", BAD_REQUEST, "人员不在岗或者没有账号", "not in service, or without an account";
    DEPUTY_OTHER_AUTHORITY: "access.deputy_other_authority", CONFLICT, "代理人属于另一机关", "the deputy belongs to another authority";
    DEPUTY_LESS_POWER: "access.deputy_less_power", CONFLICT, "代理人的权限不相当", "the deputy has less power";
    DEPUTY_UNQUALIFIED: "access.deputy_unqualified", CONFLICT, "代理人不具备所需条件", "the deputy is not qualified";
    DEPUTY_OVERLAP: "access.deputy_overlap", CONFLICT, "该期间已有代理人", "another deputy is named for that time";
    DEPUTY_CHAIN: "access.deputy_chain", CONFLICT, "代理不得转代理", "nothing passes on to a third";
    DEPUTY_NOT_FOUND: "access.deputy_not_found", NOT_FOUND, "没有这项代理", "no such deputy";
    DEPUTY_ENDED: "access.deputy_ended", CONFLICT, "代理已终止", "the deputy has ended";
    GRANT_NOT_FOUND: "access.grant_not_found", NOT_FOUND, "账号没有这个角色", "the account has no such role";
    GRANT_ENDED: "access.grant_ended", CONFLICT, "角色已终止", "the role has ended";
    GRANT_BEYOND: "access.grant_beyond", FORBIDDEN, "超出自身范围", "beyond one's own scope";
    ONESELF: "access.oneself", FORBIDDEN, "不能对自己的账号这样做", "not with one's own account";
    RECOVERY_CLOSED: "access.recovery_closed", CONFLICT, "恢复不能继续", "the recovery cannot go on";
    PROVIDER_NOT_FOUND: "access.provider_not_found", NOT_FOUND, "没有这个登录提供方", "no such sign-in provider";
    PROVIDER_REFUSED: "access.provider_refused", UNAUTHORIZED, "登录提供方未予确认", "the sign-in provider did not confirm";
    PROVIDER_FAILED: "access.provider_failed", BAD_GATEWAY, "登录提供方无法使用", "the sign-in provider cannot be used";
    IDENTITY_UNKNOWN: "access.identity_unknown", FORBIDDEN, "该身份没有账号", "the identity has no account";
    CLOCK_WENT_BACK: "access.clock_went_back", SERVICE_UNAVAILABLE, "服务器时钟倒退", "the clock of the server went back";
    BUSY: "access.busy", SERVICE_UNAVAILABLE, "系统繁忙", "the system is busy";
}
