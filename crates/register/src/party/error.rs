//! Why parties cannot be shown, or a change is refused. No message holds personal data.

use problem::code::{BODY_INVALID, CURSOR_INVALID};
use problem::{ErrorCode, Explained, INTERNAL, internal_zh};
use record::{AppendError, ReadError};
use store::sea_orm::DbErr;
use store::{CursorError, StoreError};
use thiserror::Error;

use crate::AuthorityError;
use crate::sealed::SealError;

/// Why parties cannot be shown, or a change is refused.
#[derive(Debug, Error)]
pub enum PartyError {
    /// There is none, or the person who asks may not see it.
    #[error("there is no such party on that day")]
    NotFound,
    /// Somebody changed it since it was seen.
    #[error(
        "the party has been changed meanwhile: its revision is {is}, not {seen}; look at it again"
    )]
    Changed {
        /// The revision that was seen.
        seen: u32,
        /// The revision that it has.
        is: u32,
    },
    /// A party with this identity number or credit code is registered already.
    #[error("a party with this identity number or credit code is registered already: find it")]
    Known,
    /// It is known by nothing that its kind needs.
    #[error(
        "a natural person needs an identity number, an organisation or individual business a unified social credit code; an organisation has no identity number"
    )]
    Unknown,
    /// A text is empty or too long.
    #[error("the field {field} must have 1 to {max} characters and no control characters")]
    Field {
        /// Which field.
        field: &'static str,
        /// The most characters that it may have.
        max: usize,
    },
    /// Nothing would change.
    #[error("nothing would change")]
    Unchanged,
    /// Its personal data was erased; nothing more is written about it.
    #[error("the personal data of the party was erased; nothing more can be written about it")]
    Erased,
    /// An organisation has no personal data of its own.
    #[error("only the data of a natural person or an individual business is erased")]
    NotPersonal,
    /// No identity number is registered.
    #[error("no identity number is registered for the party")]
    NoIdentity,
    /// There is no such authority.
    #[error("the authority that registers the party does not exist on that day")]
    NoAuthority,
    /// What is to be written lies outside what the person may change.
    #[error("the party would lie outside what you may change")]
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
    /// The acts about the party cannot be read.
    #[error(transparent)]
    Record(#[from] ReadError),
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

impl From<DbErr> for PartyError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Explained for PartyError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        crate::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "register.party_not_found",
            Self::Changed { .. } => "register.changed",
            Self::Known => "register.number_taken",
            Self::Unknown | Self::Field { .. } | Self::Unchanged | Self::NoReason => {
                BODY_INVALID.code
            }
            Self::Erased | Self::NotPersonal | Self::NoIdentity | Self::NoAuthority => {
                "register.act_refused"
            }
            Self::OutOfScope => "register.out_of_scope",
            Self::Cursor(_) => CURSOR_INVALID.code,
            Self::Authority(error) => error.code(),
            Self::Seal(_)
            | Self::Random(_)
            | Self::Record(_)
            | Self::Append(_)
            | Self::Store(_)
            | Self::Damaged(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound => "该日没有这个当事人。".to_owned(),
            Self::Changed { seen, is } => format!(
                "当事人已被他人修改：现为第 {is} 次修订，您看到的是第 {seen} 次，请刷新后再试。"
            ),
            Self::Known => "已有当事人以此身份号码或信用代码登记，请查找。".to_owned(),
            Self::Unknown => {
                "自然人须有公民身份号码，组织和个体工商户须有统一社会信用代码；组织没有身份号码。"
                    .to_owned()
            }
            Self::Field { field, max } => {
                format!("字段 {field} 应为 1 至 {max} 字，不含控制字符。")
            }
            Self::Unchanged => "内容没有变化。".to_owned(),
            Self::Erased => "该当事人的个人信息已删除，不能再作变更。".to_owned(),
            Self::NotPersonal => "只有自然人和个体工商户的个人信息可以删除。".to_owned(),
            Self::NoIdentity => "该当事人没有登记身份号码。".to_owned(),
            Self::NoAuthority => "登记当事人的执法主体该日不存在。".to_owned(),
            Self::OutOfScope => "该当事人超出您可以变更的范围。".to_owned(),
            Self::NoReason => "须填写理由，不超过 2000 字。".to_owned(),
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Authority(error) => error.zh(),
            Self::Seal(_)
            | Self::Random(_)
            | Self::Record(_)
            | Self::Append(_)
            | Self::Store(_)
            | Self::Damaged(_) => internal_zh(),
        }
    }
}
