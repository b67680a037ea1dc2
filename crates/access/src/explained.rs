//! What people read of the room's errors, in Chinese; their English is in `Display`.

use problem::{ErrorCode, Explained};

use crate::accounts::AccountError;
use crate::api::code;
use crate::codes::CodeError;
use crate::deputies::DeputyError;
use crate::password::PasswordFault;
use crate::policy::GrantRefusal;
use crate::sessions::SessionError;
use crate::sign_in::SignInError;
use crate::signed::Forbidden;

impl Explained for SessionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Ended => code::NOT_SIGNED_IN.code,
            Self::Incomplete => code::SIGN_IN_INCOMPLETE.code,
            Self::OtherStage => code::SIGN_IN_STEP.code,
            Self::Fault(fault) => fault.code(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Ended => "尚未登录，或会话已结束：请登录。".to_owned(),
            Self::Incomplete => "登录尚未完成：还需验证第二因素。".to_owned(),
            Self::OtherStage => "登录不在这一步：请重新登录。".to_owned(),
            Self::Fault(fault) => fault.zh(),
        }
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }
}

impl Explained for SignInError {
    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => code::SIGN_IN_WRONG.code,
            Self::WrongCode => code::CODE_WRONG.code,
            Self::LockedOut { .. } => code::LOCKED_OUT.code,
            Self::Locked => code::ACCOUNT_LOCKED.code,
            Self::Session(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Wrong => "登录名或口令有误。".to_owned(),
            Self::WrongCode => "验证码有误或已用过：请等下一个验证码。".to_owned(),
            Self::LockedOut { until } => {
                let until = base::clock::LEGAL_TIME.to_datetime(*until);
                format!(
                    "失败次数过多：请在 {} 之后再试。",
                    until.strftime("%H:%M:%S")
                )
            }
            Self::Locked => "账号已被锁定：请联系管理员。".to_owned(),
            Self::Session(error) => error.zh(),
            Self::Fault(fault) => fault.zh(),
        }
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }
}

impl Explained for Forbidden {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => code::FORBIDDEN.code,
            Self::Fault(fault) => fault.code(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotAllowed { action } => {
                format!("您的角色不允许此操作（{action}）：如有需要请联系管理员。")
            }
            Self::Fault(fault) => fault.zh(),
        }
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }
}

impl Explained for CodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => code::CODE_WRONG.code,
            Self::SetUp => code::SET_UP_DONE.code,
            Self::Password(_) => code::PASSWORD_WEAK.code,
            Self::Name => code::NAME_INVALID.code,
            Self::Fault(fault) => fault.code(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Wrong => "一次性代码有误、已用过或已过期：请索取新的代码。".to_owned(),
            Self::SetUp => "平台已完成初始设置：请登录。".to_owned(),
            Self::Password(fault) => password_zh(*fault).to_owned(),
            Self::Name => NAME_ZH.to_owned(),
            Self::Fault(fault) => fault.zh(),
        }
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }
}

impl Explained for AccountError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => code::ACCOUNT_NOT_FOUND.code,
            Self::Taken => code::ACCOUNT_TAKEN.code,
            Self::Name => code::NAME_INVALID.code,
            Self::Reason => code::REASON_MISSING.code,
            Self::OfficerNotFound => code::OFFICER_NOT_FOUND.code,
            Self::PlaceNotFound => code::PLACE_NOT_FOUND.code,
            Self::Days => code::DAYS_WRONG.code,
            Self::GrantNotFound => code::GRANT_NOT_FOUND.code,
            Self::GrantEnded => code::GRANT_ENDED.code,
            Self::Oneself => code::ONESELF.code,
            Self::Grant(GrantRefusal::UnknownRole(_)) => code::ROLE_UNKNOWN.code,
            Self::Grant(_) => code::GRANT_BEYOND.code,
            Self::Password(_) => code::PASSWORD_WEAK.code,
            Self::Recovery => code::RECOVERY_CLOSED.code,
            Self::Cursor(_) => problem::code::CURSOR_INVALID.code,
            Self::Forbidden(error) => error.code(),
            Self::SignIn(error) => error.code(),
            Self::Session(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }

    fn zh(&self) -> String {
        let words = match self {
            Self::NotFound => "没有这个账号。",
            Self::Taken => "登录名已被使用，或该人员（身份）已有账号。",
            Self::Name => NAME_ZH,
            Self::Reason => "请写明理由（1 至 500 字）。",
            Self::OfficerNotFound => "该人员今日不在岗，无法关联账号。",
            Self::PlaceNotFound => "登记库中今日没有该机关或区域。",
            Self::Days => "角色的终止日应晚于起始日。",
            Self::GrantNotFound => "该账号没有这个角色。",
            Self::GrantEnded => "该角色已经终止。",
            Self::Oneself => "不能对自己的账号这样做：请由另一位管理员办理。",
            Self::Grant(GrantRefusal::UnknownRole(_)) => "权限表中没有这个角色。",
            Self::Grant(_) => "不能授予超出自身范围的角色。",
            Self::Password(fault) => password_zh(*fault),
            Self::Recovery => "恢复已使用、已过期，或您已批准过：须由两人分别批准。",
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。",
            Self::Forbidden(error) => return error.zh(),
            Self::SignIn(error) => return error.zh(),
            Self::Session(error) => return error.zh(),
            Self::Fault(fault) => return fault.zh(),
        };
        words.to_owned()
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }
}

impl Explained for DeputyError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotYours => code::DEPUTY_NOT_YOURS.code,
            Self::Days => code::DEPUTY_DAYS.code,
            Self::Reason => code::REASON_MISSING.code,
            Self::Oneself => code::DEPUTY_ONESELF.code,
            Self::Unknown(_) => code::DEPUTY_UNKNOWN.code,
            Self::OtherAuthority => code::DEPUTY_OTHER_AUTHORITY.code,
            Self::LessPower(_) => code::DEPUTY_LESS_POWER.code,
            Self::Unqualified(_) => code::DEPUTY_UNQUALIFIED.code,
            Self::Overlap => code::DEPUTY_OVERLAP.code,
            Self::Chain => code::DEPUTY_CHAIN.code,
            Self::NotFound => code::DEPUTY_NOT_FOUND.code,
            Self::Ended => code::DEPUTY_ENDED.code,
            Self::Forbidden(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }

    fn zh(&self) -> String {
        let words = match self {
            Self::NotYours => "只能为自己，或者由负责人为本机关人员设定代理人。",
            Self::Days => "代理应自今日或者以后开始，终止日应晚于起始日。",
            Self::Reason => "请写明理由（1 至 500 字）。",
            Self::Oneself => "不能由本人代理本人。",
            Self::Unknown(id) => return format!("人员 {id} 当日不在岗，或者没有账号。"),
            Self::OtherAuthority => "代理人属于另一机关，请选择同一机关的人员。",
            Self::LessPower(role) => {
                return format!(
                    "代理人在此期间不全程具有角色“{role}”：请选择权限相当的人员，或者先授予角色。"
                );
            }
            Self::Unqualified(lacks) => return format!("代理人不具备该岗位所需的条件：{lacks}。"),
            Self::Overlap => "该期间已设有代理人，请先终止原代理。",
            Self::Chain => "双方之一在该期间不在岗或者正在代理他人：代理不得转代理。",
            Self::NotFound => "没有这项代理。",
            Self::Ended => "该代理已经终止。",
            Self::Forbidden(error) => return error.zh(),
            Self::Fault(fault) => return fault.zh(),
        };
        words.to_owned()
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }
}

const NAME_ZH: &str = "名称应为 1 至 100 字，不含控制字符。";

const fn password_zh(fault: PasswordFault) -> &'static str {
    match fault {
        PasswordFault::Length => "口令应为 12 至 128 个字符。",
        PasswordFault::HoldsLogin => "口令不得包含登录名。",
        PasswordFault::Uniform => "口令至少应有五种不同的字符。",
    }
}
