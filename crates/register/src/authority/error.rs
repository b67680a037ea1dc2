//! Why authorities cannot be shown, or a change is refused.

use jiff::civil::Date;
use problem::code::{BODY_INVALID, CURSOR_INVALID};
use problem::{ErrorCode, Explained, INTERNAL, internal_zh};
use record::{AppendError, ReadError};
use store::sea_orm::DbErr;
use store::{CursorError, StoreError};
use thiserror::Error;

use super::registry::TreeFault;

/// Why authorities cannot be shown, or a change is refused.
#[derive(Debug, Error)]
pub enum AuthorityError {
    /// There is none, or the person who asks may not see it.
    #[error("there is no such authority on that day")]
    NotFound,
    /// Somebody changed it since it was seen.
    #[error(
        "the authority has been changed meanwhile: its revision is {is}, not {seen}; look at it again"
    )]
    Changed {
        /// The revision that was seen.
        seen: u32,
        /// The revision that it has.
        is: u32,
    },
    /// Another authority has the number.
    #[error("the number {0} belongs to another authority")]
    CodeTaken(String),
    /// Another authority has the credit code on a day of this one.
    #[error("the unified social credit code belongs to the authority {0}")]
    CreditCodeTaken(String),
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
    /// It does not exist on the day of the change.
    #[error("the authority {code} does not exist on {on}")]
    NotThen {
        /// Its number.
        code: String,
        /// Which day.
        on: Date,
    },
    /// The tree would be broken.
    #[error("{}", tree_en(.0))]
    Tree(TreeFault),
    /// It still has officers.
    #[error("{officers} officers are in post there on that day or later: move them first")]
    HasOfficers {
        /// How many.
        officers: u64,
    },
    /// A merge takes two or more, a split makes two or more.
    #[error("at least two different authorities are needed")]
    TooFew,
    /// Only an organ or an authorised organisation may entrust: 行政处罚法 articles 20 and 21.
    #[error(
        "an entrusted organisation may not entrust another (Administrative Penalty Law, articles 20 and 21)"
    )]
    ReEntrustment,
    /// Only an entrusted organisation can be entrusted.
    #[error(
        "only an organisation that is registered as entrusted can be entrusted (Administrative Penalty Law, article 21)"
    )]
    NotEntrustable,
    /// The last day lies before the first, or no term is given.
    #[error("the term ends before it begins")]
    Term,
    /// There is no such entrustment.
    #[error("there is no such entrustment")]
    NoEntrustment,
    /// An officer named in a split does not serve there, or a part is named that there is not.
    #[error(
        "officer {0} does not serve there on that day, or the part named for them does not exist"
    )]
    Assignment(String),
    /// What is to be written lies outside what the person may change.
    #[error("the authority would lie outside what you may change")]
    OutOfScope,
    /// The reason is missing.
    #[error("the reason must be given, in at most 2000 characters")]
    NoReason,
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
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

impl From<ReadError> for AuthorityError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Cursor(error) => Self::Cursor(error),
            ReadError::Store(error) => Self::Store(error),
            ReadError::Damaged(row) => Self::Damaged(row),
            ReadError::NotFound(entry) => Self::Damaged(entry.to_string()),
        }
    }
}

impl From<DbErr> for AuthorityError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Explained for AuthorityError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        crate::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "register.authority_not_found",
            Self::Changed { .. } => "register.changed",
            Self::CodeTaken(_) | Self::CreditCodeTaken(_) => "register.number_taken",
            Self::Field { .. }
            | Self::Unchanged
            | Self::TooFew
            | Self::Term
            | Self::Assignment(_)
            | Self::NoReason => BODY_INVALID.code,
            Self::NotThen { .. }
            | Self::Tree(_)
            | Self::HasOfficers { .. }
            | Self::NotEntrustable => "register.act_refused",
            Self::NoEntrustment => "register.entrustment_not_found",
            Self::ReEntrustment => "register.re_entrustment",
            Self::OutOfScope => "register.out_of_scope",
            Self::Cursor(_) => CURSOR_INVALID.code,
            Self::Append(_) | Self::Store(_) | Self::Damaged(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound => "该日没有这个执法主体。".to_owned(),
            Self::Changed { seen, is } => format!(
                "执法主体已被他人修改：现为第 {is} 次修订，您看到的是第 {seen} 次，请刷新后再试。"
            ),
            Self::CodeTaken(code) => format!("编号 {code} 已属于另一执法主体。"),
            Self::CreditCodeTaken(code) => format!("该统一社会信用代码已属于执法主体 {code}。"),
            Self::Field { field, max } => {
                format!("字段 {field} 应为 1 至 {max} 字，不含控制字符。")
            }
            Self::Unchanged => "内容没有变化。".to_owned(),
            Self::NotThen { code, on } => format!("执法主体 {code} 在 {on} 不存在。"),
            Self::Tree(TreeFault::Circle { code, on }) => {
                format!("自 {on} 起，执法主体 {code} 会成为自己的下级。")
            }
            Self::Tree(TreeFault::NoParent { code, on }) => {
                format!("自 {on} 起，执法主体 {code} 的上级不存在，请先调整其上级。")
            }
            Self::HasOfficers { officers } => {
                format!("该日及以后仍有 {officers} 名人员在该主体任职，请先调动。")
            }
            Self::TooFew => "至少需要两个不同的执法主体。".to_owned(),
            Self::ReEntrustment => {
                "受委托组织不得再委托（行政处罚法第二十条、第二十一条）。".to_owned()
            }
            Self::NotEntrustable => {
                "只有登记为受委托组织的主体才能接受委托（行政处罚法第二十一条）。".to_owned()
            }
            Self::Term => "期限的终日早于始日。".to_owned(),
            Self::NoEntrustment => "没有这项委托。".to_owned(),
            Self::Assignment(code) => {
                format!("人员 {code} 该日不在该主体任职，或为其指定的部分不存在。")
            }
            Self::OutOfScope => "该执法主体超出您可以变更的范围。".to_owned(),
            Self::NoReason => "须填写理由，不超过 2000 字。".to_owned(),
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Append(_) | Self::Store(_) | Self::Damaged(_) => internal_zh(),
        }
    }
}

fn tree_en(fault: &TreeFault) -> String {
    match fault {
        TreeFault::Circle { code, on } => {
            format!("from {on} the authority {code} would stand under itself")
        }
        TreeFault::NoParent { code, on } => {
            format!("from {on} the authority above {code} would not exist: change that first")
        }
    }
}
