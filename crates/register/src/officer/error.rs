//! Why officers cannot be shown, or a change is refused.

use jiff::civil::Date;
use problem::code::{BODY_INVALID, CURSOR_INVALID};
use problem::{ErrorCode, Explained, INTERNAL, internal_zh};
use record::{AppendError, ReadError};
use store::sea_orm::DbErr;
use store::{CursorError, StoreError};
use thiserror::Error;

use crate::AuthorityError;
use crate::sealed::SealError;

/// Why officers cannot be shown, or a change is refused.
#[derive(Debug, Error)]
pub enum OfficerError {
    /// There is none, or the person who asks may not see them.
    #[error("there is no such officer on that day")]
    NotFound,
    /// Somebody changed them since they were seen.
    #[error("the officer has been changed meanwhile: the revision is {is}, not {seen}; look again")]
    Changed {
        /// The revision that was seen.
        seen: u32,
        /// The revision that they have.
        is: u32,
    },
    /// Another officer has the staff number.
    #[error("the staff number {0} belongs to another officer")]
    CodeTaken(String),
    /// Another officer has the identity number; neither is shown.
    #[error("another officer is registered with this identity number")]
    IdentityTaken,
    /// Another certificate has the number.
    #[error("the certificate number {0} is taken")]
    NumberTaken(String),
    /// A text is empty or too long.
    #[error("the field {field} must have 1 to {max} characters and no control characters")]
    Field {
        /// Which field.
        field: &'static str,
        /// The most characters that it may have.
        max: usize,
    },
    /// The last day lies before the first.
    #[error("the term ends before it begins")]
    Term,
    /// The authority does not exist, or not as long as the post.
    #[error("the authority does not exist from {on} on, or ends while the post goes on")]
    NoAuthority {
        /// From which day.
        on: Date,
    },
    /// The officer serves nowhere on that day.
    #[error("the officer serves nowhere on {0}")]
    NotInPost(Date),
    /// There is no such certificate of this officer, or it did not exist on that day.
    #[error("the officer has no such certificate on that day")]
    NoCertificate,
    /// There is no such interest of this officer.
    #[error("the officer has no such interest")]
    NoInterest,
    /// There is no such party.
    #[error("there is no such party")]
    NoParty,
    /// Nothing would change.
    #[error("nothing would change")]
    Unchanged,
    /// What is to be written lies outside what the person may change.
    #[error("the officer would lie outside what you may change")]
    OutOfScope,
    /// The reason is missing.
    #[error("the reason must be given, in at most 2000 characters")]
    NoReason,
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// Something about an authority.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// What was sealed cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// No randomness.
    #[error("the operating system gives no random bytes: {0}")]
    Random(#[from] getrandom::Error),
    /// The act could not be recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row of the database cannot be read.
    #[error("the row {0} of the register is damaged")]
    Damaged(String),
}

impl From<ReadError> for OfficerError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Cursor(error) => Self::Cursor(error),
            ReadError::Store(error) => Self::Store(error),
            ReadError::Damaged(row) => Self::Damaged(row),
            ReadError::NotFound(entry) => Self::Damaged(entry.to_string()),
        }
    }
}

impl From<DbErr> for OfficerError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Explained for OfficerError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        crate::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "register.officer_not_found",
            Self::Changed { .. } => "register.changed",
            Self::CodeTaken(_) | Self::IdentityTaken | Self::NumberTaken(_) => {
                "register.number_taken"
            }
            Self::Field { .. } | Self::Term | Self::Unchanged | Self::NoReason | Self::NoParty => {
                BODY_INVALID.code
            }
            Self::NoAuthority { .. } | Self::NotInPost(_) => "register.act_refused",
            Self::NoCertificate => "register.certificate_not_found",
            Self::NoInterest => "register.interest_not_found",
            Self::OutOfScope => "register.out_of_scope",
            Self::Cursor(_) => CURSOR_INVALID.code,
            Self::Authority(error) => error.code(),
            Self::Seal(_)
            | Self::Random(_)
            | Self::Append(_)
            | Self::Store(_)
            | Self::Damaged(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound => "该日没有这名人员。".to_owned(),
            Self::Changed { seen, is } => format!(
                "人员已被他人修改：现为第 {is} 次修订，您看到的是第 {seen} 次，请刷新后再试。"
            ),
            Self::CodeTaken(code) => format!("人员编号 {code} 已属于他人。"),
            Self::IdentityTaken => "已有人员以此身份号码登记。".to_owned(),
            Self::NumberTaken(number) => format!("执法证号 {number} 已被使用。"),
            Self::Field { field, max } => {
                format!("字段 {field} 应为 1 至 {max} 字，不含控制字符。")
            }
            Self::Term => "期限的终日早于始日。".to_owned(),
            Self::NoAuthority { on } => format!("执法主体自 {on} 起不存在，或在任职期间终止。"),
            Self::NotInPost(on) => format!("该人员在 {on} 没有任职。"),
            Self::NoCertificate => "该日没有这个执法证。".to_owned(),
            Self::NoInterest => "没有这项回避登记。".to_owned(),
            Self::NoParty => "没有这个当事人。".to_owned(),
            Self::Unchanged => "内容没有变化。".to_owned(),
            Self::OutOfScope => "该人员超出您可以变更的范围。".to_owned(),
            Self::NoReason => "须填写理由，不超过 2000 字。".to_owned(),
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Authority(error) => error.zh(),
            Self::Seal(_)
            | Self::Random(_)
            | Self::Append(_)
            | Self::Store(_)
            | Self::Damaged(_) => internal_zh(),
        }
    }
}
